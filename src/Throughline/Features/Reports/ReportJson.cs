using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Throughline.Domain.Dates;
using Throughline.Domain.Reports;

namespace Throughline.Features.Reports;

/// <summary>A report, or the parts of one figure, as JSON.</summary>
public static class ReportJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream stream, ReportAnswer answer)
    {
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartObject();
        json.WriteString("report", answer.Table.Report);
        json.WriteString("today", Iso(answer.Today));
        json.WriteString("recordedAt", Iso(answer.RecordedAt));
        json.WriteStartObject("parameters");
        Parameters(json, answer);
        json.WriteEndObject();
        Columns(json, answer.Table);
        Rows(json, answer.Table);
        Totals(json, answer.Table);
        json.WriteEndObject();
    }

    /// <summary>The parts with exact decimals; their sum, rounded once, is the figure.</summary>
    public static void Write(Stream stream, ReportAnswer answer, Explanation explanation)
    {
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartObject();
        json.WriteString("report", answer.Table.Report);
        json.WriteString("today", Iso(answer.Today));
        json.WriteString("recordedAt", Iso(answer.RecordedAt));
        json.WriteString("column", explanation.Column.Name);
        json.WriteString("figure", Figure(explanation));
        json.WriteStartArray("parts");
        foreach (var part in explanation.Parts)
            Part(json, part);

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The figure that the parts add up to, as the report prints it.</summary>
    public static string Figure(Explanation explanation) => explanation.Column.Type is ColumnType.Text
        ? FormattableString.Invariant($"{explanation.Parts.Count} facts")
        : explanation.Column.Type is ColumnType.Hours ? Cell.Hours(explanation.Parts.Sum(part => part.Hours ?? 0m)).Canonical!
        : Cell.Money(explanation.Parts.Sum(part => part.Amount ?? 0m)).Canonical!;

    internal static string Iso(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    internal static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string Word(PeriodKind kind) => kind switch
    {
        PeriodKind.Week => "week",
        PeriodKind.Month => "month",
        PeriodKind.Quarter => "quarter",
    };

    internal static string Exact(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    private static void Parameters(Utf8JsonWriter json, ReportAnswer answer)
    {
        if (answer.Definition.UsesRange)
        {
            json.WriteString("from", Iso(answer.Range.First));
            json.WriteString("to", Iso(answer.Range.Last));
        }

        if (answer.Definition.UsesPeriodKind)
            json.WriteString("period", Word(answer.Kind));

        if (answer.Ask.Currency is { } currency)
            json.WriteString("currency", currency.ToString());

        foreach (var filter in answer.Ask.Filters.GroupBy(filter => filter.Key, filter => filter.Value))
            json.WriteString("filter." + filter.Key, string.Join(',', filter));

        if (answer.Ask.Sorts.Count > 0)
            json.WriteString("sort", string.Join(',', answer.Ask.Sorts));
    }

    private static void Columns(Utf8JsonWriter json, ReportTable table)
    {
        json.WriteStartArray("columns");
        foreach (var column in table.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("type", Word(column.Type));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Word(ColumnType type) => type switch
    {
        ColumnType.Text => "text",
        ColumnType.Money => "money",
        ColumnType.Hours => "hours",
        ColumnType.Percent => "percent",
        ColumnType.Date => "date",
        ColumnType.Instant => "instant",
        ColumnType.Period => "period",
        ColumnType.Boolean => "boolean",
    };

    private static void Rows(Utf8JsonWriter json, ReportTable table)
    {
        // A year by week has ten thousand rows: the names are encoded once.
        var names = table.Columns.Select(column => JsonEncodedText.Encode(column.Name, Options.Encoder)).ToArray();
        json.WriteStartArray("rows");
        foreach (var row in table.Rows)
        {
            json.WriteStartObject();
            for (var i = 0; i < names.Length; i++)
                Value(json, names[i], row.Cells[i]);

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Totals(Utf8JsonWriter json, ReportTable table)
    {
        json.WriteStartArray("totals");
        foreach (var total in table.Totals())
        {
            json.WriteStartObject();
            if (total.Currency is not null)
                json.WriteString("currency", total.Currency);

            foreach (var (column, sum) in total.Sums)
                Value(json, JsonEncodedText.Encode(column.Name, Options.Encoder), sum);

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Value(Utf8JsonWriter json, JsonEncodedText name, Cell cell)
    {
        if (cell.AsBoolean is { } yes)
            json.WriteBoolean(name, yes);
        else
            json.WriteString(name, cell.Canonical);
    }

    private static void Part(Utf8JsonWriter json, Part part)
    {
        json.WriteStartObject();
        json.WriteString("kind", part.Kind);
        json.WriteString("reference", part.Reference);
        json.WriteString("from", part.Days is { } from ? Iso(from.First) : null);
        json.WriteString("to", part.Days is { } to ? Iso(to.Last) : null);
        json.WriteString("hours", part.Hours is { } hours ? Exact(hours) : null);
        json.WriteString("rate", part.Rate is { } rate ? Exact(rate) : null);
        json.WriteString("weight", Exact(part.Weight));
        json.WriteString("amount", part.Amount is { } amount ? Exact(amount) : null);
        json.WriteEndObject();
    }
}
