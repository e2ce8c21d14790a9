using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Tests.Reports;

/// <summary>Small practices with everything in them that a report has to think of, odd rates and odd minutes included.</summary>
internal static class AnyPractice
{
    private static readonly string[] Roles = ["engineer", "architect", "coordinator"];
    private static readonly Currency[] Currencies = [Given.Usd, Given.Eur];

    public static PracticeFacts Facts(Random random)
    {
        var people = Many(4, i => Given.Person($"p{i}", random.Next(9) * 5.5m, Pick(random, Roles)) with
        {
            Calendar = random.Next(2) == 0 ? "c1" : null,
            CostRate = random.Next(4) == 0 ? null : random.Next(1_000_000) / 10_000m,
            CostCurrency = random.Next(2) == 0 ? null : Pick(random, Currencies),
        });
        var engagements = Many(5, i => Given.Engagement($"SOW-{i}", Pick(random, Enum.GetValues<Billing>()), Pick(random, Enum.GetValues<EngagementStatus>())) with
        {
            Currency = Pick(random, Currencies),
            BudgetHours = random.Next(2) == 0 ? null : random.Next(500),
            ProjectManager = random.Next(3) == 0 ? null : new PersonKey("pm"),
        });

        return new PracticeFacts
        {
            People = people,
            Engagements = engagements,
            CalendarDays = Many(3, i => new CalendarDay("c1", Day(random), 60 * i)),
            TimeOff = Many(4, _ => new TimeOffFact(Pick(random, people).Person, Days(random, 5), MinutesPerDay: random.Next(2) == 0 ? null : 90)),
            Overtime = Many(4, _ => new OvertimeFact(Pick(random, people).Person, Day(random), random.Next(200))),
            Rates = Many(8, i => new RateFact(
                Pick(random, Roles), Pick(random, Currencies), random.Next(3_000_000) / 10_000m, Day(random).AddDays(-60 + i),
                random.Next(3) == 0 ? Pick(random, engagements).Engagement : null)),
            ExchangeRates = Many(3, _ => new ExchangeRateFact(Given.Eur, Given.Usd, random.Next(200_000) / 100_000m, Day(random))),
            Bookings = Many(15, i => new BookingFact(
                new BookingKey($"b{i}"), Pick(random, engagements).Engagement, random.Next(5) == 0 ? null : Pick(random, people).Person,
                Pick(random, Roles), Days(random, 60), 1 + random.Next(600), Pick(random, Enum.GetValues<Commitment>()), WorkAtRisk: War(random))),
            Time = [.. Many(40, i => EngagementTime(random, i, people, engagements)), .. Many(10, i => InternalTime(random, i, people))],
            Milestones = Many(8, i => new MilestoneFact(
                Pick(random, engagements).Engagement, $"m{i}", "Milestone", random.Next(10_000_000) / 1_000m,
                random.Next(4) == 0 ? null : Day(random), random.Next(2) == 0, random.Next(3) == 0 ? Day(random) : null)),
            ChangeOrders = Many(6, i => new ChangeOrderFact(
                Pick(random, engagements).Engagement, $"co{i}", ChangeOrderKind.Funds, random.Next(-500, 10_000), Pick(random, Enum.GetValues<ChangeOrderStatus>()),
                random.Next(2) == 0 ? null : Day(random), random.Next(4) == 0 ? null : Day(random))),
            WorkAtRisk = Many(5, i => new WorkAtRiskFact(engagements[i].Engagement, "war1", Pick(random, Enum.GetValues<WorkAtRiskStatus>()))),
            Activities = Many(6, i => new ActivityFact(
                Pick(random, engagements).Engagement, $"a{i}", "Activity", random.Next(2) == 0 ? null : Day(random), random.Next(3) == 0 ? null : Day(random))),
        };
    }

    public static ReportRequest Request(Random random)
    {
        var range = Days(random, 150);
        return new ReportRequest(range, Pick(random, Enum.GetValues<PeriodKind>()), Day(random), ReportSettings.Standard);
    }

    private static TimeLine EngagementTime(Random random, int i, List<PersonFact> people, List<EngagementFact> engagements)
    {
        var person = Pick(random, people);
        return new TimeLine(
            Pick(random, engagements).Engagement, null, person.Person, person.Role, Day(random), random.Next(1, 120_000) / 10_000m,
            random.Next(4) != 0, random.Next(5) == 0 ? TimeState.Submitted : TimeState.Approved, War(random), $"t{i}");
    }

    private static TimeLine InternalTime(Random random, int i, List<PersonFact> people)
    {
        var person = Pick(random, people);
        return new TimeLine(
            null, Pick(random, [.. TimeCategories.Standard.Keys]), person.Person, person.Role, Day(random), random.Next(1, 32) / 4m, false, Entry: $"i{i}");
    }

    private static string? War(Random random) => random.Next(5) == 0 ? "war1" : null;

    private static DateOnly Day(Random random) => Given.Day("2026-01-01").AddDays(random.Next(150));

    private static DateRange Days(Random random, int longest)
    {
        var first = Day(random);
        return new DateRange(first, first.AddDays(random.Next(longest)));
    }

    private static T Pick<T>(Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    private static List<T> Many<T>(int count, Func<int, T> make) => [.. Enumerable.Range(0, count).Select(make)];
}
