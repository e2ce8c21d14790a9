using Throughline.Domain.Dates;
using Throughline.Domain.Reports;
using Throughline.Ui;

namespace Throughline.Features.Reports;

/// <summary>One square of a heat map: what stands in it, how dark it is (0 to 3), and the row of the report behind it.</summary>
public sealed record HeatCell(string Text, int Level, string? Period);

public sealed record HeatRow(string Key, string Name, IReadOnlyList<HeatCell?> Cells);

/// <summary>People by periods, darker where there is more.</summary>
/// <param name="Column">The report's column behind the squares, for those that open into their parts.</param>
/// <param name="More">People beyond those that are drawn.</param>
public sealed record ReportHeat(string Title, string Legend, string? Column, IReadOnlyList<string> Heads, IReadOnlyList<HeatRow> Rows, int More);

/// <summary>What of a report is better seen than read.</summary>
public sealed record ReportPicture(string Title, ChartData? Chart, ReportHeat? Heat)
{
    // Of a year of weeks the squares are only seen; their figures open in the rows below.
    private const int MostPeople = 40, MostPeriods = 60, MostLinked = 16;

    /// <summary>Null where the table says it all.</summary>
    public static ReportPicture? Of(ReportAnswer answer, Func<string, string> personName, MarginTargets targets) => answer.Table.Rows.Count == 0 ? null : answer.Definition.Name switch
    {
        "utilisation" => Utilisation(answer),
        "allocation" => new("Booked firmly", null, Squares(answer, "week", "hard_hours", "Percent of the week's capacity that is booked firmly", Share("hard_hours", "capacity_hours"), personName)),
        "quarter-hours" => new("Hours by week", null, HoursByWeek(answer, personName)),
        "margin" => MoneyPictures.Margin(answer.Table, targets),
        "milestone-release" => MoneyPictures.Milestones(answer.Table),
        "work-at-risk" => MoneyPictures.WorkAtRisk(answer.Table),
        "effort-and-value" => MoneyPictures.EffortAndValue(answer),
        "change-orders" => MoneyPictures.ChangeOrders(answer.Table),
        _ => null,
    };

    /// <summary>An engagement's approved hours, added up week by week, against its budget.</summary>
    /// <param name="hours">The report quarter-hours of the one engagement over all its days.</param>
    /// <param name="budget">Null when it has none.</param>
    public static ReportPicture? Burn(ReportTable hours, decimal? budget)
    {
        var weeks = hours.Rows.GroupBy(row => Periods.Monday(hours.CellOf(row, "date")!.Value.AsDate!.Value))
            .ToDictionary(week => week.Key, week => week.Sum(row => hours.CellOf(row, "hours")!.Value.Number ?? 0m));
        if (weeks.Count < 2)
            return null;

        var (labels, sums, run) = (new List<string>(), new List<decimal>(), 0m);
        for (var monday = weeks.Keys.Min(); monday <= weeks.Keys.Max(); monday = monday.AddDays(7))
        {
            labels.Add(Text.DayOfYear(monday));
            sums.Add(run += weeks.GetValueOrDefault(monday));
        }

        List<ChartSeries> series = [new("Approved hours so far", sums, "hard")];
        if (budget is { } whole)
            series.Add(new ChartSeries("Budget", [.. labels.Select(_ => whole)], "muted"));

        return new ReportPicture(budget is { } most ? $"Hours against the budget of {Text.Hours(most)}" : "Hours so far", new ChartData(ChartKind.Lines, labels, series), null);
    }

    private static ReportPicture Utilisation(ReportAnswer answer)
    {
        var table = answer.Table;
        var heat = Squares(answer, "period", "counted_percent", "Counted hours in percent of the available ones; the darkest have reached their target", AgainstTarget, key => key);
        var at = table.Columns.Select(column => column.Name).ToList().IndexOf("period");
        var periods = table.Rows.GroupBy(row => row.Cells[at].Canonical!).OrderBy(period => period.Key, StringComparer.Ordinal).ToList();
        if (periods.Count < 2 || periods.Count > MostPeriods)
            return new("Utilisation against target", null, heat);

        decimal Sum(IEnumerable<ReportRow> rows, Func<ReportRow, decimal> of) => rows.Sum(of);
        var place = table.Columns.Select((column, i) => (column.Name, i)).ToDictionary(column => column.Name, column => column.i, StringComparer.Ordinal);
        decimal Number(ReportRow row, string column) => row.Cells[place[column]].Number ?? 0m;
        decimal Percent(decimal part, decimal whole) => whole == 0m ? 0m : Math.Round(part * 100m / whole, 2);
        var counted = periods.Select(rows => Percent(Sum(rows, row => Number(row, "billable_hours") + Number(row, "creditable_hours")), Sum(rows, row => Number(row, "available_hours"))));
        // The target of all is that of each, by the hours that each has; who has none is left out of it.
        var target = periods.Select(rows => rows.Where(row => row.Cells[place["target_percent"]].Number is not null).ToList())
            .Select(rows => Percent(Sum(rows, row => Number(row, "target_percent") * Number(row, "available_hours") / 100m), Sum(rows, row => Number(row, "available_hours"))));
        return new(
            "Utilisation against target",
            new ChartData(ChartKind.Lines, [.. periods.Select(period => period.Key)], [new("Counted, percent", [.. counted]), new("Target, percent", [.. target], "muted")], 2), heat);
    }

    private static HeatCell? AgainstTarget(ReportTable table, ReportRow row)
    {
        if (table.CellOf(row, "counted_percent")?.Number is not { } counted)
            return null;

        var share = counted / (table.CellOf(row, "target_percent")?.Number is { } target and > 0m ? target : 100m);
        return new HeatCell(Text.Percent(counted / 100m, 0), share >= 1m ? 3 : share >= 0.75m ? 2 : counted > 0m ? 1 : 0, table.CellOf(row, "period")!.Value.Canonical);
    }

    private static Func<ReportTable, ReportRow, HeatCell?> Share(string part, string whole) => (table, row) =>
        table.CellOf(row, whole)?.Number is not { } all || all == 0m || table.CellOf(row, part)?.Number is not { } some ? null
            : new HeatCell(Text.Percent(some / all, 0), some >= all ? 3 : some * 2m >= all ? 2 : some > 0m ? 1 : 0, table.CellOf(row, "week")!.Value.Canonical);

    private static ReportHeat? Squares(
        ReportAnswer answer, string period, string column, string legend, Func<ReportTable, ReportRow, HeatCell?> cell, Func<string, string> personName)
    {
        var table = answer.Table;
        var columns = table.Columns.Select(known => known.Name).ToList();
        var (at, person) = (columns.IndexOf(period), columns.IndexOf("person"));
        var heads = table.Rows.Select(row => row.Cells[at].Canonical!).Distinct().Order(StringComparer.Ordinal).ToList();
        if (heads.Count < 2 || heads.Count > MostPeriods)
            return null;

        var people = table.Rows.GroupBy(row => row.Cells[person].Canonical!).ToList();
        return new ReportHeat("By person", legend, heads.Count <= MostLinked ? column : null, heads, [.. people.Take(MostPeople).Select(rows =>
        {
            var cells = rows.ToDictionary(row => row.Cells[at].Canonical!, row => cell(table, row), StringComparer.Ordinal);
            return new HeatRow(rows.Key, table.CellOf(rows.First(), "name")?.Canonical ?? personName(rows.Key), [.. heads.Select(head => cells.GetValueOrDefault(head))]);
        })], Math.Max(0, people.Count - MostPeople));
    }

    private static ReportHeat? HoursByWeek(ReportAnswer answer, Func<string, string> personName)
    {
        var table = answer.Table;
        var hours = table.Rows.GroupBy(row => table.CellOf(row, "person")!.Value.Canonical!).Select(rows => (Person: rows.Key, Weeks: rows
            .GroupBy(row => Periods.Monday(table.CellOf(row, "date")!.Value.AsDate!.Value)).ToDictionary(week => week.Key, week => week.Sum(row => table.CellOf(row, "hours")!.Value.Number ?? 0m)))).ToList();
        var mondays = new List<DateOnly>();
        for (var monday = hours.Min(person => person.Weeks.Keys.Min()); monday <= hours.Max(person => person.Weeks.Keys.Max()); monday = monday.AddDays(7))
            mondays.Add(monday);

        if (mondays.Count < 2 || mondays.Count > MostPeriods)
            return null;

        return new ReportHeat(
            "By person and week", "Approved hours; darker from 20 and from 36 on", null, [.. mondays.Select(Text.Iso)],
            [.. hours.Take(MostPeople).Select(person => new HeatRow(person.Person, personName(person.Person), [.. mondays.Select(monday => Cell(person.Weeks.GetValueOrDefault(monday)))]))],
            Math.Max(0, hours.Count - MostPeople));

        static HeatCell? Cell(decimal sum) => sum == 0m ? null : new HeatCell(Text.Hours(sum), sum >= 36m ? 3 : sum >= 20m ? 2 : 1, null);
    }
}
