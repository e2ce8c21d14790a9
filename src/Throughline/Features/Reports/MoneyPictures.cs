using System.Globalization;
using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;
using Throughline.Ui;

namespace Throughline.Features.Reports;

/// <summary>What the practice wants of margins, in percent: of one engagement, and of all together.</summary>
public sealed record MarginTargets(Func<string, decimal> OfEngagement, decimal OfPractice);

/// <summary>Pictures of reports about money. Unlike currencies are never drawn beside each other.</summary>
internal static class MoneyPictures
{
    private const int MostBars = 40;
    private static readonly (int From, string Label)[] Ages = [(0, "Under 14 days"), (14, "14 to 29 days"), (30, "30 to 59 days"), (60, "60 days and more")];

    /// <summary>The lowest margins beside what was aimed for.</summary>
    public static ReportPicture? Margin(ReportTable table, MarginTargets targets)
    {
        var known = table.Rows.Where(row => Number(table, row, "margin_percent") is not null).OrderBy(row => Number(table, row, "margin_percent")).Take(MostBars).ToList();
        if (known.Count < 2)
            return null;

        var engagements = known.Select(row => Said(table, row, "engagement")).ToList();
        return Of("Margin against target, lowest first", engagements,
        [
            new("Margin, percent", [.. known.Select(row => Math.Round(Number(table, row, "margin_percent")!.Value, 2))]),
            new("Target of the engagement", [.. engagements.Select(targets.OfEngagement)], "accent") { Line = true },
            new("Target of the practice", [.. engagements.Select(_ => targets.OfPractice)], "muted") { Line = true },
        ]);
    }

    public static ReportPicture? Milestones(ReportTable table)
    {
        var periods = table.Rows.GroupBy(row => Said(table, row, "period")).OrderBy(period => period.Key, StringComparer.Ordinal).ToList();
        return OneCurrency(table) is not { } currency || periods.Count < 2 ? null : Of($"Accepted by period, {currency}", [.. periods.Select(period => period.Key)],
        [
            new("Accepted by an answer", [.. periods.Select(rows => rows.Where(row => !Passive(row)).Sum(row => Number(table, row, "amount") ?? 0m))]),
            new("Accepted by silence", [.. periods.Select(rows => rows.Where(Passive).Sum(row => Number(table, row, "amount") ?? 0m))], "soft"),
        ]);

        bool Passive(ReportRow row) => table.CellOf(row, "passive")?.AsBoolean == true;
    }

    public static ReportPicture? WorkAtRisk(ReportTable table)
    {
        if (OneCurrency(table) is not { } currency || table.Rows.All(row => Number(table, row, "revenue_at_risk_amount") is null))
            return null;

        var byAge = table.Rows.ToLookup(row => Array.FindLastIndex(Ages, age => int.Parse(Said(table, row, "age_days"), CultureInfo.InvariantCulture) >= age.From));
        List<ChartSeries> series = [new("What a signature would bring", [.. Ages.Select((_, i) => byAge[i].Sum(row => Number(table, row, "revenue_at_risk_amount") ?? 0m))])];
        if (table.Rows.Any(row => Number(table, row, "cost_amount") is not null))
            series.Add(new("What it costs", [.. Ages.Select((_, i) => byAge[i].Sum(row => Number(table, row, "cost_amount") ?? 0m))], "accent") { Line = true });

        return Of($"Work at risk by age, {currency}", [.. Ages.Select(age => age.Label)], series);
    }

    public static ReportPicture? ChangeOrders(ReportTable table)
    {
        var orders = table.Rows.ToLookup(row => Said(table, row, "status"));
        return OneCurrency(table) is not { } currency || table.Rows.All(row => Number(table, row, "amount") is null) ? null : Of(
            $"Change orders by state, {currency}", [.. ChangeOrderStatuses.Words.All.Select(Words.Of)],
            [new("Amount", [.. ChangeOrderStatuses.Words.All.Select(status => orders[status].Sum(row => Number(table, row, "amount") ?? 0m))])]);
    }

    /// <summary>Of one engagement both lines; of several how far they are apart in the period of today, furthest first.</summary>
    public static ReportPicture? EffortAndValue(ReportAnswer answer)
    {
        var table = answer.Table;
        var known = table.Rows.Where(row => Number(table, row, "drift_percent") is not null).ToList();
        if (known.Select(row => Said(table, row, "engagement")).Distinct().ToList() is [var one])
            return known.Count < 2 ? null : Lines($"Effort and value of {one}, percent", [.. known.Select(row => Said(table, row, "period"))], Share("effort_percent"), Share("value_percent"));

        var period = known.Select(row => Said(table, row, "period")).Distinct().Order(StringComparer.Ordinal)
            .LastOrDefault(name => string.CompareOrdinal(name, Text.Iso(answer.Today)) <= 0);
        var drifts = known.Where(row => Said(table, row, "period") == period).OrderByDescending(row => Math.Abs(Number(table, row, "drift_percent")!.Value)).Take(MostBars).ToList();
        return period is null || drifts.Count < 2 ? null : Of(
            $"Effort ahead of value at the end of {period}, in points", [.. drifts.Select(row => Said(table, row, "engagement"))],
            [new("Points", [.. drifts.Select(row => Math.Round(Number(table, row, "drift_percent")!.Value, 2))])]);

        List<decimal> Share(string column) => [.. known.Select(row => Math.Round(Number(table, row, column)!.Value, 2))];
    }

    private static ReportPicture Lines(string title, IReadOnlyList<string> labels, IReadOnlyList<decimal> effort, IReadOnlyList<decimal> value) => new(
        title, new ChartData(ChartKind.Lines, labels, [new("Effort", effort), new("Value", value, "muted")], 2), null);

    private static ReportPicture Of(string title, IReadOnlyList<string> labels, IReadOnlyList<ChartSeries> series) => new(title, new ChartData(ChartKind.Bars, labels, series, 2), null);

    private static string? OneCurrency(ReportTable table) => table.Rows.Select(row => Said(table, row, "currency")).Distinct().ToList() is [var one] ? one : null;

    private static decimal? Number(ReportTable table, ReportRow row, string column) => table.CellOf(row, column)?.Number;

    private static string Said(ReportTable table, ReportRow row, string column) => table.CellOf(row, column)?.Canonical ?? "";
}
