using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Revenue;

/// <summary>An approved billable entry and what it brings.</summary>
/// <param name="Engagement">Whose work it is.</param>
/// <param name="Entry">A single entry, never a sum.</param>
/// <param name="HourlyRate">Null for fixed fee, and where no rate is found.</param>
/// <param name="Amount">Hours at the rate, not rounded.</param>
/// <param name="AmountInCents">Its share of the rounded sum of its engagement and month.</param>
public sealed record MonthEndRow(EngagementFact Engagement, TimeLine Entry, decimal? HourlyRate, decimal Amount, decimal AmountInCents);

/// <summary>
/// The approved billable time of a range, entry by entry, in the order of engagement, date, person and entry. The cents
/// of one engagement and month add up to the rounded sum, so that a release of revenue has no cent too many.
/// </summary>
public static class MonthEndTime
{
    public static IReadOnlyList<MonthEndRow> Of(PracticeFacts facts, ReportRequest request)
    {
        var rates = new RateBook(facts.Rates);
        var workAtRisk = new WorkAtRisk(facts.WorkAtRisk);
        var engagements = facts.Engagements
            .Where(engagement => engagement.Status.CountsInReports())
            .ToDictionary(engagement => engagement.Engagement);

        var rows = facts.Time
            .Where(line => Utilisation.IsBillable(line) && Utilisation.Counts(line, request.Range))
            .Where(line => engagements.ContainsKey(line.Engagement!.Value))
            .OrderBy(line => line.Engagement).ThenBy(line => line.Day).ThenBy(line => line.Person)
            .ThenBy(line => line.Entry, StringComparer.Ordinal)
            .Select(line => Row(engagements[line.Engagement!.Value], line));

        return [.. rows.GroupBy(row => (row.Engagement.Engagement, Month.Of(row.Entry.Day))).SelectMany(InCents)];

        MonthEndRow Row(EngagementFact engagement, TimeLine line)
        {
            var rate = engagement.Billing is Billing.TimeAndMaterials ? rates.Rate(engagement, line) : null;
            var counts = workAtRisk.BringsMoney(engagement.Engagement, line.WorkAtRisk);
            return new MonthEndRow(engagement, line, rate, counts ? line.Hours * (rate ?? 0m) : 0m, 0m);
        }
    }

    private static IEnumerable<MonthEndRow> InCents(IEnumerable<MonthEndRow> month)
    {
        var rows = month.ToList();
        var cents = Allocate.Cents([.. rows.Select(row => row.Amount)]);
        return rows.Zip(cents, (row, amount) => row with { AmountInCents = amount });
    }
}
