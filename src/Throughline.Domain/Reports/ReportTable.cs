using Throughline.Domain.Pricing;

namespace Throughline.Domain.Reports;

/// <summary>A column by the name it has in every export.</summary>
public sealed record ReportColumn(string Name, ColumnType Type)
{
    /// <summary>What stands in it opens into its parts.</summary>
    public bool HasParts { get; init; }
}

/// <summary>One line of a report; the cells stand in the order of the columns.</summary>
public sealed class ReportRow
{
    internal ReportRow(Cell[] cells, Func<int, IEnumerable<Part>> partsOfColumn) => (Cells, PartsOfColumn) = (cells, partsOfColumn);

    public IReadOnlyList<Cell> Cells { get; }

    internal Func<int, IEnumerable<Part>> PartsOfColumn { get; }
}

/// <summary>The sums of the money and hours columns over the rows of one currency; without one where the report has no money.</summary>
public sealed record ReportTotal(string? Currency, IReadOnlyList<(ReportColumn Column, Cell Sum)> Sums);

/// <summary>The rows that have one value in the column they are grouped by.</summary>
public sealed record ReportGroup(Cell Key, ReportTable Table);

/// <summary>A report as every reader of it gets it: page, command line, interface and export.</summary>
public sealed class ReportTable
{
    private readonly IReadOnlyList<string> keys;

    internal ReportTable(string report, IReadOnlyList<ReportColumn> columns, IReadOnlyList<string> keys, IReadOnlyList<ReportRow> rows) =>
        (Report, Columns, this.keys, Rows) = (report, columns, keys, rows);

    public string Report { get; }
    public IReadOnlyList<ReportColumn> Columns { get; }
    public IReadOnlyList<ReportRow> Rows { get; }

    /// <summary>One for each currency among the rows, in order; none where there is nothing to add. Sums are exact; what is missing adds nothing, and where all is missing so is the sum.</summary>
    public IReadOnlyList<ReportTotal> Totals()
    {
        var summed = Enumerable.Range(0, Columns.Count).Where(i => Columns[i].Type is ColumnType.Money or ColumnType.Hours).ToList();
        if (summed.Count == 0)
            return [];

        var currency = IndexOf("currency");
        return [.. Rows.GroupBy(row => currency < 0 ? null : row.Cells[currency].Canonical)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ReportTotal(group.Key, [.. summed.Select(i => (Columns[i], Sum(group, i)))]))];
    }

    /// <summary>Every amount in one currency, and the exchange rates that were not there: a figure that needs one is missing, never guessed.</summary>
    /// <param name="to">The currency to tell amounts in.</param>
    /// <param name="practice">Amounts may be turned by way of it.</param>
    /// <param name="rates">As recorded when the report was.</param>
    /// <param name="today">The day of amounts that belong to none.</param>
    public (ReportTable Table, IReadOnlyList<MissingRate> Missing) In(Currency to, Currency practice, ExchangeRates rates, DateOnly today)
    {
        var conversion = new ReportConversion(this, to, practice, rates, today);
        var table = With([.. Rows.Select(conversion.Of)]);
        return (table, conversion.Missing);
    }

    /// <summary>Keeps the rows that somebody may see.</summary>
    public ReportTable Where(Func<ReportRow, bool> seen) => With([.. Rows.Where(seen)]);

    /// <summary>Leaves cells empty, and so out of totals, filters, sorting and their parts.</summary>
    public ReportTable Without(Func<ReportRow, ReportColumn, bool> hidden) => With([.. Rows.Select(row => Without(row, hidden))]);

    /// <summary>The cell of a column by its name; null when the report has no such column.</summary>
    public Cell? CellOf(ReportRow row, string column) => IndexOf(column) is var i and >= 0 ? row.Cells[i] : null;

    /// <summary>Keeps the rows whose columns are written so; a missing value is the empty word. One column given twice keeps either.</summary>
    public Result<ReportTable> Filtered(IEnumerable<KeyValuePair<string, string>> filters)
    {
        var wanted = filters.ToLookup(filter => filter.Key, filter => filter.Value);
        return UnknownAmong(wanted.Select(filter => filter.Key)) is { } problem
            ? problem
            : With([.. Rows.Where(row => Fits(row, wanted))]);
    }

    /// <summary>By a column (<c>amount</c>) or backwards (<c>amount:desc</c>); rows that are equal in it stay in their order.</summary>
    public Result<ReportTable> Sorted(string by)
    {
        var (name, direction) = by.Split(':', 2) is [var column, var way] ? (column, way) : (by, "asc");
        if (UnknownAmong([name]) is { } problem)
            return problem;

        var i = IndexOf(name);
        return direction switch
        {
            "asc" => With([.. Rows.OrderBy(row => row.Cells[i])]),
            "desc" => With([.. Rows.OrderByDescending(row => row.Cells[i])]),
            _ => new UnknownDirection(direction),
        };
    }

    /// <summary>The rows of each value of a column, in the order of the values; what is missing comes first.</summary>
    public Result<IReadOnlyList<ReportGroup>> Grouped(string by)
    {
        if (UnknownAmong([by]) is { } problem)
            return problem;

        var i = IndexOf(by);
        return Result.Of<IReadOnlyList<ReportGroup>>(
            [.. Rows.GroupBy(row => row.Cells[i].Canonical).Select(group => new ReportGroup(group.First().Cells[i], With([.. group]))).OrderBy(group => group.Key)]);
    }

    /// <summary>Opens the figures of a column into their parts, for the row with these values; or for several rows, whose figures are then added up.</summary>
    public Result<Explanation> Explain(string column, IEnumerable<KeyValuePair<string, string>> values)
    {
        var wanted = values.ToLookup(value => value.Key, value => value.Value);
        if (UnknownAmong(wanted.Select(value => value.Key).Append(column)) is { } problem)
            return problem;

        var i = IndexOf(column);
        if (!Columns[i].HasParts)
            return new NothingToExplain(Report, column, [.. Columns.Where(known => known.HasParts).Select(known => known.Name)]);

        var rows = Rows.Where(row => Fits(row, wanted)).ToList();
        if (rows.Count == 0)
            return new NoSuchRow(Report, keys);
        if (rows.Count > 1 && !CanAdd(rows, Columns[i].Type))
            return new SeveralFigures(Report, column, keys);

        // A sentence is no sum: what it rests on stands as it is.
        if (Columns[i].Type is ColumnType.Text)
            return new Explanation(Columns[i], [.. rows.SelectMany(row => row.PartsOfColumn(i))]);

        // A single missing figure shows what it would be made of; among several it adds nothing, as in the totals.
        var opened = rows.Where(row => rows.Count == 1 || !row.Cells[i].IsMissing);
        return new Explanation(Columns[i], Settled([.. opened.SelectMany(row => row.PartsOfColumn(i))], Columns[i].Type));
    }

    private bool CanAdd(List<ReportRow> rows, ColumnType type)
    {
        var currency = IndexOf("currency");
        return type switch
        {
            ColumnType.Hours or ColumnType.Text => true,
            ColumnType.Money => rows.Select(row => row.Cells[currency].Canonical).Distinct().Count() == 1,
            _ => false,
        };
    }

    // Each part is the step of the settled running sum, so that adding up what is printed gives the figure exactly even
    // where single parts are repeating decimals.
    private static List<Part> Settled(List<Part> parts, ColumnType type)
    {
        var settled = new List<Part>(parts.Count);
        var (exact, reached) = (0m, 0m);
        foreach (var part in parts)
        {
            exact += (type is ColumnType.Hours ? part.Hours : part.Amount) ?? 0m;
            var step = Cell.Settled(exact) - reached;
            reached += step;
            settled.Add(type is ColumnType.Hours
                ? part with { Hours = Plain(step), Rate = null, Amount = null }
                : part with { Hours = Plain(part.Hours), Amount = part.Amount is null ? null : Plain(step) });
        }

        return settled;
    }

    // Dividing by a one with all its zeros is the way to a decimal without trailing ones.
    private static decimal? Plain(decimal? number) =>
        number is { } known ? Cell.Settled(known) / 1.0000000000000000000000000000m : null;

    private static Cell Sum(IEnumerable<ReportRow> rows, int column)
    {
        var cells = rows.Select(row => row.Cells[column]).ToList();
        decimal? sum = cells.All(cell => cell.IsMissing) ? null : cells.Sum(cell => cell.Number ?? 0m);
        return cells[0].Type is ColumnType.Hours ? Cell.Hours(sum) : Cell.Money(sum);
    }

    private ReportRow Without(ReportRow row, Func<ReportRow, ReportColumn, bool> hidden)
    {
        var hides = Columns.Select(column => hidden(row, column)).ToArray();
        return !hides.Contains(true)
            ? row
            : new ReportRow([.. row.Cells.Select((cell, i) => hides[i] ? Cell.Missing(cell.Type) : cell)], i => hides[i] ? [] : row.PartsOfColumn(i));
    }

    private ReportTable With(IReadOnlyList<ReportRow> rows) => new(Report, Columns, keys, rows);

    private bool Fits(ReportRow row, ILookup<string, string> wanted) =>
        wanted.All(filter => filter.Contains(row.Cells[IndexOf(filter.Key)].Canonical ?? ""));

    private UnknownColumn? UnknownAmong(IEnumerable<string> names)
    {
        var unknown = names.FirstOrDefault(name => IndexOf(name) < 0);
        return unknown is null ? null : new UnknownColumn(Report, unknown, [.. Columns.Select(column => column.Name)]);
    }

    internal int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == column)
                return i;
        }

        return -1;
    }
}
