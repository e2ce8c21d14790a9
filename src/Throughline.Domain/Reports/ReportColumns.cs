namespace Throughline.Domain.Reports;

/// <summary>A column with the way to its cell and, for every figure, to its parts.</summary>
internal sealed record Column<TRow, TSource>(
    string Name, ColumnType Type, Func<TRow, Cell> Cell, Func<TSource, TRow, IEnumerable<Part>>? Parts = null);

/// <summary>Builds tables of one report. The source is what parts are found in; it is made only when somebody asks for them.</summary>
internal sealed class ReportColumns<TRow, TSource>(
    string name, IReadOnlyList<string> keys, Func<PracticeFacts, ReportRequest, TSource> source)
{
    private readonly List<Column<TRow, TSource>> columns = [];

    public IReadOnlyList<ReportColumn> Public => [.. columns.Select(column => new ReportColumn(column.Name, column.Type) { HasParts = column.Parts is not null })];

    public ReportColumns<TRow, TSource> Text(string column, Func<TRow, string?> text) =>
        Add(new(column, ColumnType.Text, row => Cell.Text(text(row))));

    /// <summary>A sentence that opens into what it rests on.</summary>
    public ReportColumns<TRow, TSource> Text(string column, Func<TRow, string?> text, Func<TSource, TRow, IEnumerable<Part>> parts) =>
        Add(new(column, ColumnType.Text, row => Cell.Text(text(row)), parts));

    /// <summary>A whole number that is not added up.</summary>
    public ReportColumns<TRow, TSource> Count(string column, Func<TRow, int?> count) =>
        Add(new(column, ColumnType.Text, row => Cell.Count(count(row))));

    public ReportColumns<TRow, TSource> Period(string column, Func<TRow, string> period) =>
        Add(new(column, ColumnType.Period, row => Cell.Period(period(row))));

    public ReportColumns<TRow, TSource> Date(string column, Func<TRow, DateOnly?> date) =>
        Add(new(column, ColumnType.Date, row => Cell.Date(date(row))));

    public ReportColumns<TRow, TSource> Boolean(string column, Func<TRow, bool> value) =>
        Add(new(column, ColumnType.Boolean, row => Cell.Boolean(value(row))));

    public ReportColumns<TRow, TSource> Hours(
        string column, Func<TRow, decimal?> hours, Func<TSource, TRow, IEnumerable<Part>> parts) =>
        Add(new(column, ColumnType.Hours, row => Cell.Hours(hours(row)), parts));

    public ReportColumns<TRow, TSource> Money(
        string column, Func<TRow, decimal?> amount, Func<TSource, TRow, IEnumerable<Part>> parts) =>
        Add(new(column, ColumnType.Money, row => Cell.Money(amount(row)), parts));

    public ReportColumns<TRow, TSource> Percent(
        string column, Func<TRow, decimal?> percent, Func<TSource, TRow, IEnumerable<Part>> parts) =>
        Add(new(column, ColumnType.Percent, row => Cell.Percent(percent(row)), parts));

    public ReportColumns<TRow, TSource> Add(Column<TRow, TSource> column)
    {
        columns.Add(column);
        return this;
    }

    /// <summary>Rows sorted by the columns left to right.</summary>
    public ReportTable Sorted(PracticeFacts facts, ReportRequest request, IEnumerable<TRow> rows)
    {
        var table = Rows(facts, request, rows).ToList();
        var stands = true;
        for (var i = 1; i < table.Count && stands; i++)
            stands = LeftToRight(table[i - 1], table[i]) <= 0;

        // Long reports come in their order as a rule.
        return Table(stands ? table : [.. table.Order(Comparer<ReportRow>.Create(LeftToRight))]);
    }

    /// <summary>Rows in the order they come.</summary>
    public ReportTable AsTheyCome(PracticeFacts facts, ReportRequest request, IEnumerable<TRow> rows) =>
        Table([.. Rows(facts, request, rows)]);

    private ReportTable Table(IReadOnlyList<ReportRow> rows) => new(name, Public, keys, rows);

    private IEnumerable<ReportRow> Rows(PracticeFacts facts, ReportRequest request, IEnumerable<TRow> rows)
    {
        var lazy = new Lazy<TSource>(() => source(facts, request));
        return rows.Select(row => new ReportRow(
            [.. columns.Select(column => column.Cell(row))],
            i => columns[i].Parts!(lazy.Value, row)));
    }

    private static int LeftToRight(ReportRow one, ReportRow other)
    {
        for (var i = 0; i < one.Cells.Count; i++)
        {
            if (one.Cells[i].CompareTo(other.Cells[i]) is var order and not 0)
                return order;
        }

        return 0;
    }
}
