using System.Globalization;
using Throughline.Data.Policies;
using Throughline.Domain;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Reports;

/// <summary>A kind of money on the board: the report's column it comes from, and how it is drawn.</summary>
/// <param name="Key">In the address.</param>
/// <param name="Firm">Earned or promised; the others may come.</param>
internal sealed record ForecastLayer(string Key, string Label, string Column, string Texture, bool Firm, string ChartTexture);

/// <summary>The forecast of one engagement or of one currency, by layer and period.</summary>
internal sealed record BoardLine(string Key, string Name, string Second, string Currency, decimal[][] Layers, decimal[] Weighted)
{
    public decimal Of(int period, IReadOnlyList<int> layers) => layers.Sum(layer => Layers[layer][period]);
}

internal sealed record BoardView(
    ReportAnswer Answer, IReadOnlyList<Period> Periods, IReadOnlyList<BoardLine> Lines, IReadOnlyList<BoardLine> Totals,
    IReadOnlyList<int> Layers, bool Weighted, IReadOnlyList<PortfolioEntry> Known)
{
    public decimal Figure(BoardLine line, int period) => Weighted ? line.Weighted[period] : line.Of(period, Layers);
}

/// <summary>The report forecast as a board of engagements by periods, with its layers chosen in the address.</summary>
internal sealed class ForecastBoard(ReportForUser report, PortfolioFigures figures, PracticeSettings settings)
{
    public static readonly IReadOnlyList<ForecastLayer> Layers =
    [
        new("actual", "Actual", "actual_amount", "actual", true, "actual"),
        new("released", "Released", "released_amount", "actual", true, "muted"),
        new("hard", "Hard", "hard_amount", "hard", true, "hard"),
        new("milestone", "Milestones", "milestone_amount", "mile", true, "milestone"),
        new("soft", "Soft", "soft_amount", "soft", false, "soft"),
        new("unconfirmed", "Unconfirmed milestones", "unconfirmed_milestone_amount", "up", false, "accent"),
        new("change_order", "Change orders", "change_order_amount", "up", false, "accent"),
    ];

    public async Task<Result<BoardView>> RunAsync(Address address, CurrentUser user, CancellationToken stop)
    {
        var zone = await settings.ZoneAsync(stop);
        if (!ReportAddress.Read("forecast", address.Without(Address.SortName), zone).Succeeded(out var ask, out var problem))
            return problem;

        if (!(await report.RunAsync(ask with { Filters = [.. Filters(address)] }, user, stop)).Succeeded(out var answer, out problem))
            return problem;

        var book = await figures.CurrentAsync(stop);
        var periods = Periods.Cut(answer.Range, answer.Kind, ReportPolicies.On(answer.Today, await settings.PoliciesAsync(stop)).FiscalYearStartMonth);
        var lines = Lines(answer.Table, periods, book, address.All("region").Where(region => region.Length > 0).ToHashSet(StringComparer.Ordinal));
        var chosen = address.All("layer").Select(key => Layers.ToList().FindIndex(layer => layer.Key == key)).Where(i => i >= 0).Distinct().Order().ToList();
        return new BoardView(
            answer, periods, lines, Totals(lines, periods.Count), chosen.Count > 0 ? chosen : [.. Enumerable.Range(0, Layers.Count)],
            address["number"] == "weighted", [.. Known(book, lines)]);
    }

    private static IEnumerable<KeyValuePair<string, string>> Filters(Address address) =>
        from name in new[] { ("manager", "project_manager"), ("customer", "customer"), ("billing", "billing"), ("currency", "currency") }
        from value in address.All(name.Item1)
        where value.Length > 0
        select KeyValuePair.Create(name.Item2, value);

    // Filters offer what the reader sees, so an engagement out of reach names neither its customer nor its manager.
    private static IEnumerable<PortfolioEntry> Known(PortfolioBook book, IReadOnlyList<BoardLine> lines) =>
        lines.Select(line => book.Find(new EngagementKey(line.Key))).OfType<PortfolioEntry>();

    private static List<BoardLine> Lines(ReportTable table, IReadOnlyList<Period> periods, PortfolioBook book, HashSet<string> regions)
    {
        var index = periods.Select((period, i) => (period.Name, i)).ToDictionary(pair => pair.Name, pair => pair.i, StringComparer.Ordinal);
        var lines = new List<BoardLine>();
        BoardLine? line = null;
        foreach (var row in table.Rows)
        {
            string Of(string column) => table.CellOf(row, column)?.Canonical ?? "";
            var key = Of("engagement");
            var entry = book.Find(new EngagementKey(key));
            if (regions.Count > 0 && !regions.Contains(entry?.Fact.Region ?? ""))
                continue;

            if (line?.Key != key)
                lines.Add(line = new BoardLine(key, entry?.Fact.Name ?? key, entry?.CustomerName ?? Of("customer"), Of("currency"), Empty(Layers.Count, periods.Count), new decimal[periods.Count]));

            var period = index[Of("period")];
            for (var layer = 0; layer < Layers.Count; layer++)
                line.Layers[layer][period] = table.CellOf(row, Layers[layer].Column)?.Number ?? 0m;

            line.Weighted[period] = table.CellOf(row, "weighted_amount")?.Number ?? 0m;
        }

        return lines;
    }

    private static List<BoardLine> Totals(List<BoardLine> lines, int periods) =>
    [
        .. from line in lines
           group line by line.Currency into currency
           orderby currency.Key
           select new BoardLine(
               currency.Key, $"All in {currency.Key}", Text.Count(currency.Count(), "engagement"), currency.Key,
               [.. Layers.Select((_, layer) => Sums(periods, i => currency.Sum(line => line.Layers[layer][i])))],
               Sums(periods, i => currency.Sum(line => line.Weighted[i]))),
    ];

    private static decimal[] Sums(int periods, Func<int, decimal> sum) => [.. Enumerable.Range(0, periods).Select(sum)];

    private static decimal[][] Empty(int layers, int periods) => [.. Enumerable.Range(0, layers).Select(_ => new decimal[periods])];

    /// <summary>What stands over a column: <c>Mar 26</c>, <c>9 Mar</c>, <c>FY27-Q1</c>.</summary>
    public static string Head(Period period, PeriodKind kind) => kind switch
    {
        PeriodKind.Week => Text.DayOfYear(period.Days.First),
        PeriodKind.Month => $"{Text.ShortMonth(period.Days.First.Month)} {period.Days.First.ToString("yy", CultureInfo.InvariantCulture)}",
        PeriodKind.Quarter => period.Name,
    };
}
