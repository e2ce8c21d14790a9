using Throughline.Domain.Dates;
using Throughline.Domain.Policies;

namespace Throughline.Domain.Acceptance;

/// <summary>Whose days off the count skips (P-27c).</summary>
public enum AcceptanceCalendar { VendorRegion, Customer, Union }

/// <summary>What the contract and the calendars of an engagement say.</summary>
/// <param name="Days">The clause's number; null where the contract has none .</param>
/// <param name="ManagerDaysOff">Of the calendar that the project manager works by: our region's.</param>
public sealed record AcceptanceFacts(
    string Engagement, string? Region, int? Days, bool InCalendarDays, string? CustomerZone, IReadOnlyList<DateOnly> CustomerDaysOff, IReadOnlyList<DateOnly> ManagerDaysOff);

/// <summary>What a request of an engagement is counted by, from its contract, its calendars and the practice's policies.</summary>
/// <param name="Terms">Null where silence never accepts.</param>
/// <param name="Weekend">The days of the week that are off.</param>
/// <param name="DaysOff">The days off besides.</param>
/// <param name="GoesOn">After a rejection the count goes on with the days left.</param>
public sealed record AcceptanceGround(
    AcceptanceTerms? Terms, AcceptanceCalendar CalendarOf, IReadOnlyList<DayOfWeek> Weekend, IReadOnlyList<DateOnly> DaysOff, TimeZoneInfo Zone, NoticeTerms Notices, bool GoesOn)
{
    public BusinessCalendar Calendar { get; } = new(Weekend, DaysOff);

    /// <summary>As the policies stand on the day.</summary>
    public static AcceptanceGround Of(AcceptanceFacts facts, PolicyValues policies, DateOnly day)
    {
        var calendarOf = Answer("P-27c").Text switch { "customer" => AcceptanceCalendar.Customer, "union" => AcceptanceCalendar.Union, _ => AcceptanceCalendar.VendorRegion };
        IEnumerable<DateOnly> daysOff = calendarOf switch
        {
            AcceptanceCalendar.Customer => facts.CustomerDaysOff,
            AcceptanceCalendar.Union => facts.CustomerDaysOff.Union(facts.ManagerDaysOff),
            AcceptanceCalendar.VendorRegion => facts.ManagerDaysOff,
        };
        return new AcceptanceGround(
            facts.Days is { } days ? TermsOf(days) : null, calendarOf, Answer("weekend").DaysOff, [.. daysOff.Order()],
            (calendarOf is AcceptanceCalendar.VendorRegion || facts.CustomerZone is null ? null : Zones.Find(facts.CustomerZone)) ?? Answer("P-10").Zone,
            new NoticeTerms([.. Answer("acceptance.notice_days_left").Numbers.Select(left => (int)left)], Answer("acceptance.final_notice_days_left").WholeNumber, Answer("acceptance.notice_time").TimeOfDay),
            Answer("acceptance.resubmission").Text == "remaining");

        AcceptanceTerms TermsOf(int days) => new(
            days, facts.InCalendarDays ? AcceptanceUnit.CalendarDays : AcceptanceUnit.BusinessDays,
            Answer("P-27").Text == "same" ? NonBusinessStart.Same : NonBusinessStart.Next,
            Answer("P-27b").Text == "next_business_day" ? PassiveRecordedDate.NextBusinessDay : PassiveRecordedDate.LastDay);

        PolicyAnswer Answer(string policy) => policies.Answer(new PolicyQuestion(policy, day, facts.Engagement, facts.Region));
    }
}
