using System.Globalization;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Tests.Reports;

/// <summary>An unremarkable practice: one engineer of 40 hours a week, one engagement, 250 dollars an hour. Today is Monday, 2 March 2026.</summary>
internal static class Given
{
    public static readonly Currency Usd = new("USD");
    public static readonly Currency Eur = new("EUR");

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateRange Days(string first, string last) => new(Day(first), Day(last));

    public static PersonFact Person(string person = "p1", decimal weeklyHours = 40m, string role = "engineer") =>
        new(new PersonKey(person), $"Name of {person}", role, weeklyHours);

    public static EngagementFact Engagement(
        string engagement = "SOW-1",
        Billing billing = Billing.TimeAndMaterials,
        EngagementStatus status = EngagementStatus.Active,
        decimal contractValue = 100_000m) => new(
            new EngagementKey(engagement), new CustomerKey("acme"), $"Name of {engagement}", EngagementType.Consulting, billing, Usd,
            contractValue, Day("2026-01-01"), Day("2026-12-31"), status, ProjectManager: new PersonKey("pm1"));

    public static EngagementFact FixedFee(string engagement = "SOW-1") => Engagement(engagement, Billing.FixedFee);

    public static RateFact Rate(decimal hourlyRate = 250m, string from = "2020-01-01", string role = "engineer", string? engagement = null) =>
        new(role, Usd, hourlyRate, Day(from), engagement is null ? null : new EngagementKey(engagement));

    public static BookingFact Hard(string first, string last, decimal hoursPerDay = 8m, string booking = "b1", string? person = "p1") => new(
        new BookingKey(booking), new EngagementKey("SOW-1"), person is null ? null : new PersonKey(person), "engineer",
        Days(first, last), (int)(hoursPerDay * 60m), Commitment.Hard);

    public static BookingFact Soft(string first, string last, decimal hoursPerDay = 8m, string booking = "s1", string? person = "p1") =>
        Hard(first, last, hoursPerDay, booking, person) with { Commitment = Commitment.Soft };

    public static TimeLine Time(string day, decimal hours, string entry = "t1", string person = "p1", string engagement = "SOW-1") => new(
        new EngagementKey(engagement), null, new PersonKey(person), "engineer", Day(day), hours, Billable: true, Entry: entry);

    public static TimeLine Internal(string day, decimal hours, string category) => new(
        null, category, new PersonKey("p1"), "engineer", Day(day), hours, Billable: false, Entry: "i1");

    public static MilestoneFact Milestone(string? expected, decimal amount = 40_000m, string milestone = "m1", bool confirmed = true, string? received = null) => new(
        new EngagementKey("SOW-1"), milestone, $"Title of {milestone}", amount,
        expected is null ? null : Day(expected), confirmed, received is null ? null : Day(received));

    public static ChangeOrderFact ChangeOrder(
        string? completesOn, ChangeOrderStatus status = ChangeOrderStatus.Sent, decimal amount = 30_000m, string order = "co1") => new(
            new EngagementKey("SOW-1"), order, ChangeOrderKind.Funds, amount, status, CompletesOn: completesOn is null ? null : Day(completesOn));

    public static readonly PracticeFacts Practice = new()
    {
        People = [Person()],
        Engagements = [Engagement()],
        Rates = [Rate()],
    };

    public static ReportRequest Request(
        string from = "2026-03-01", string to = "2026-03-31", string today = "2026-03-02", PeriodKind kind = PeriodKind.Month) =>
        new(Days(from, to), kind, Day(today), ReportSettings.Standard);
}
