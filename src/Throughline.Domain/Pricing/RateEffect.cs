using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Forecasting;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Pricing;

/// <summary>One engagement and month before and after prices change, not rounded. What cannot be computed is null.</summary>
/// <param name="Entries">Approved entries whose price or cost changes.</param>
/// <param name="Hours">Their hours.</param>
/// <param name="Revenue">As in the report margin.</param>
/// <param name="Cost">As in the report margin.</param>
/// <param name="Booked">Firm and soft bookings from today on, as in the report forecast.</param>
public sealed record RateEffectRow(
    EngagementFact Engagement, Month Month, int Entries, decimal Hours,
    (decimal Before, decimal After) Revenue, (decimal? Before, decimal? After) Cost, (decimal Before, decimal After) Booked)
{
    public (decimal? Before, decimal? After) Margin => (Revenue.Before - Cost.Before, Revenue.After - Cost.After);
}

/// <summary>
/// What another price, cost or exchange rate does to figures that stand, told by the functions of the reports themselves:
/// what is stored afterwards reads exactly so. Time of closed periods keeps what it brought.
/// </summary>
/// <param name="Rows">By engagement and month, where anything changes.</param>
/// <param name="KeptEntries">Entries that would change, were they not priced when their period closed.</param>
/// <param name="KeptHours">Their hours.</param>
public sealed record RateEffect(IReadOnlyList<RateEffectRow> Rows, int KeptEntries, decimal KeptHours)
{
    public int Entries => Rows.Sum(row => row.Entries);
    public decimal Hours => Rows.Sum(row => row.Hours);
    public int Engagements => Rows.Select(row => row.Engagement.Engagement).Distinct().Count();

    /// <param name="before">With time summed for each person and within months.</param>
    /// <param name="after">The same with other prices, costs or exchange rates.</param>
    /// <param name="request">Its today divides what is worked from what is booked.</param>
    public static RateEffect Of(PracticeFacts before, PracticeFacts after, ReportRequest request)
    {
        var engagements = before.Engagements.Where(engagement => engagement.Status.CountsInReports()).ToDictionary(engagement => engagement.Engagement);
        var (old, now) = (new Prices(before), new Prices(after));
        var time = before.Time.Where(line => line.State is TimeState.Approved && line.Engagement is { } key && engagements.ContainsKey(key)).ToList();
        var touched = time.Where(line => old.Of(engagements[line.Engagement!.Value], line) != now.Of(engagements[line.Engagement!.Value], line))
            .ToLookup(line => (line.Engagement!.Value, Month.Of(line.Day)));
        var kept = time.Where(line => line.Kept is not null)
            .Where(line => old.Of(engagements[line.Engagement!.Value], line with { Kept = null }) != now.Of(engagements[line.Engagement!.Value], line with { Kept = null })).ToList();

        var booked = Booked(before, after, request);
        var money = touched.Select(group => group.Key.Item2).Distinct()
            .SelectMany(month => Worked(before, after, request, month, [.. touched.Where(group => group.Key.Item2 == month).Select(group => group.Key.Value)], time))
            .ToDictionary(row => (row.Engagement.Engagement, row.Month));
        foreach (var (key, change) in booked)
        {
            money[key] = money.TryGetValue(key, out var row)
                ? row with { Booked = change }
                : new RateEffectRow(engagements[key.Engagement], key.Month, 0, 0m, default, (0m, 0m), change);
        }

        return new RateEffect(
            [.. money.Values.OrderBy(row => row.Engagement.Engagement).ThenBy(row => row.Month)
                .Select(row => row with { Entries = touched[(row.Engagement.Engagement, row.Month)].Sum(line => line.Entries), Hours = touched[(row.Engagement.Engagement, row.Month)].Sum(line => line.Hours) })],
            kept.Sum(line => line.Entries), kept.Sum(line => line.Hours));
    }

    private static IEnumerable<RateEffectRow> Worked(
        PracticeFacts before, PracticeFacts after, ReportRequest request, Month month, HashSet<EngagementKey> engagements, List<TimeLine> time)
    {
        var lines = time.Where(line => engagements.Contains(line.Engagement!.Value) && Month.Of(line.Day) == month).ToList();
        PracticeFacts Of(PracticeFacts facts) => facts with { Time = lines, Engagements = [.. facts.Engagements.Where(engagement => engagements.Contains(engagement.Engagement))] };
        var ask = request with { Range = month.Days };
        return Margin.Of(Of(before), ask).Zip(Margin.Of(Of(after), ask), (old, now) => new RateEffectRow(
            old.Engagement, month, 0, 0m, (old.RevenueAmount, now.RevenueAmount), (old.CostAmount, now.CostAmount), default));
    }

    private static IEnumerable<((EngagementKey Engagement, Month Month) Key, (decimal, decimal) Change)> Booked(PracticeFacts before, PracticeFacts after, ReportRequest request)
    {
        var last = before.Bookings.Select(booking => booking.Days.Last).Append(request.Today).Max();
        var most = request.Today.AddYears(ReportRequest.MostYears).AddDays(-1);
        var ask = request with { Range = new DateRange(request.Today, last < most ? last : most), Kind = PeriodKind.Month };
        Dictionary<(EngagementKey, Month), decimal> Of(PracticeFacts facts) => Forecast.Of(facts with { Time = [], Milestones = [], ChangeOrders = [] }, ask)
            .ToDictionary(row => (row.Engagement.Engagement, Month.Of(row.Period.Days.First)), row => row.HardAmount + row.SoftAmount);

        var (old, now) = (Of(before), Of(after));
        return old.Keys.Union(now.Keys)
            .Select(key => (key, (old.GetValueOrDefault(key), now.GetValueOrDefault(key))))
            .Where(row => row.Item2.Item1 != row.Item2.Item2);
    }

    private sealed class Prices(PracticeFacts facts)
    {
        private readonly RateBook rates = new(facts.Rates);
        private readonly CostBook costs = new(facts);

        public (decimal? Rate, decimal? Cost) Of(EngagementFact engagement, TimeLine line) => (
            line.Billable && engagement.Billing is Billing.TimeAndMaterials ? rates.Rate(engagement, line) : null, costs.Of(engagement, line));
    }
}
