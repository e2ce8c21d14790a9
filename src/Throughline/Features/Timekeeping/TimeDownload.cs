using System.Globalization;
using System.Text;
using Npgsql;
using Throughline.Data;
using Throughline.Domain.Accounts;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Timekeeping;

/// <summary>The list is longer than a worksheet can be.</summary>
public sealed record TooManyRows(int Most) : Domain.Problem(
    "worksheet", string.Create(CultureInfo.InvariantCulture, $"These are more entries than a worksheet holds ({Most:N0}). Narrow the days, or take them as CSV."));

/// <summary>
/// Entries as a file, in the order of their days: they go from the database to the reader a piece at a time, so a million of
/// them take no more memory than a hundred (R-289).
/// </summary>
internal sealed class TimeDownload(Database database)
{
    /// <summary>What a worksheet holds beside its head.</summary>
    public const int MostRows = 1_048_575;

    private const int Piece = 64 * 1024;

    private static readonly (string Head, XlsxLook Look)[] Columns =
    [
        ("entry", XlsxLook.Text), ("date", XlsxLook.Date), ("person", XlsxLook.Text), ("name", XlsxLook.Text), ("engagement", XlsxLook.Text), ("engagement_name", XlsxLook.Text),
        ("category", XlsxLook.Text), ("activity", XlsxLook.Text), ("hours", XlsxLook.Hours), ("billable", XlsxLook.Text), ("state", XlsxLook.Text), ("note", XlsxLook.Text),
        ("approved_by", XlsxLook.Text), ("approved_at", XlsxLook.Instant), ("work_at_risk", XlsxLook.Text), ("work_exception", XlsxLook.Text), ("adjusts", XlsxLook.Text),
    ];

    private const string Selected =
        "t.entry, t.date, t.person, t.engagement, t.category, t.activity, t.hours, t.billable, t.state, t.note, t.approved_by, t.approved_at, t.work_at_risk, t.work_exception, t.adjusts";

    /// <summary>Null when they fit into a worksheet.</summary>
    public async Task<TooManyRows?> RefuseSheetAsync(CurrentUser user, TimeFilter filter, CancellationToken stop)
    {
        await using var connection = await database.OpenAsync(stop);
        await using var command = new NpgsqlCommand { Connection = connection, CommandTimeout = 0 };
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"select exists (select from time_entries t where {TimeList.Where(user, filter, command.Parameters)} offset {MostRows})");
        return await command.ExecuteScalarAsync(stop) is true ? new TooManyRows(MostRows) : null;
    }

    public async Task CsvAsync(CurrentUser user, TimeFilter filter, Stream stream, CancellationToken stop)
    {
        var text = new StringBuilder(Piece + 4096).AppendJoin(',', Columns.Select(column => column.Head)).Append('\n');
        await EachAsync(user, filter, async row =>
        {
            Cell(text, row.Text(0));
            Append(text, row.Day);
            Cell(text.Append(','), row.Text(2));
            Cell(text.Append(','), row.Name);
            Cell(text.Append(','), row.Text(3));
            Cell(text.Append(','), row.EngagementName);
            Cell(text.Append(','), row.Text(4));
            Cell(text.Append(','), row.Text(5));
            text.Append(',').Append(CultureInfo.InvariantCulture, $"{row.Hours:0.####}").Append(row.Billable ? ",true," : ",false,").Append(row.Text(8));
            Cell(text.Append(','), row.Text(9));
            Cell(text.Append(','), row.Text(10));
            text.Append(',');
            if (row.ApprovedAt is { } at)
                text.Append(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'}");

            for (var i = 12; i <= 14; i++)
                Cell(text.Append(','), row.Text(i));

            text.Append('\n');
            if (text.Length >= Piece)
                await SendAsync(text, stream, stop);
        }, stop);
        await SendAsync(text, stream, stop);
    }

    public async Task XlsxAsync(CurrentUser user, TimeFilter filter, Stream stream, CancellationToken stop)
    {
        await using var sheet = await XlsxWriter.BeginAsync(stream, "time", Columns, stop);
        await EachAsync(user, filter, async row =>
        {
            sheet.BeginRow();
            Cell(sheet, row.Text(0));
            sheet.Date(row.Day);
            Cell(sheet, row.Text(2));
            Cell(sheet, row.Name);
            Cell(sheet, row.Text(3));
            Cell(sheet, row.EngagementName);
            Cell(sheet, row.Text(4));
            Cell(sheet, row.Text(5));
            sheet.Number(row.Hours.ToString("0.####", CultureInfo.InvariantCulture), XlsxLook.Hours);
            sheet.Boolean(row.Billable);
            for (var i = 8; i <= 10; i++)
                Cell(sheet, row.Text(i));

            if (row.ApprovedAt is { } at)
                sheet.Instant(at);
            else
                sheet.Empty();

            for (var i = 12; i <= 14; i++)
                Cell(sheet, row.Text(i));

            await sheet.EndRowAsync();
        }, stop);
    }

    private async Task EachAsync(CurrentUser user, TimeFilter filter, Func<Row, ValueTask> take, CancellationToken stop)
    {
        await using var connection = await database.OpenAsync(stop);
        var people = await NamesAsync(connection, "select person, name from people", stop);
        var engagements = await NamesAsync(connection, "select engagement, name from engagements", stop);
        await using var command = new NpgsqlCommand { Connection = connection, CommandTimeout = 0 };
        command.CommandText = $"select {Selected} from time_entries t where {TimeList.Where(user, filter, command.Parameters)} order by t.date{(filter.OldestFirst ? "" : " desc")}, t.entry{(filter.OldestFirst ? "" : " desc")}";
        await using var reader = await command.ExecuteReaderAsync(stop);
        var row = new Row(reader, people, engagements);
        while (await reader.ReadAsync(stop))
            await take(row);
    }

    private static async Task<Dictionary<string, string>> NamesAsync(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(stop))
            names.Add(reader.GetString(0), reader.GetString(1));

        return names;
    }

    private static async ValueTask SendAsync(StringBuilder text, Stream stream, CancellationToken stop)
    {
        foreach (var chunk in text.GetChunks())
            await stream.WriteAsync(Encoding.UTF8.GetBytes(chunk.ToArray()), stop);

        text.Clear();
    }

    private static void Append(StringBuilder text, DateOnly day) => text.Append(CultureInfo.InvariantCulture, $",{day:yyyy-MM-dd}");

    private static void Cell(StringBuilder text, string? cell)
    {
        if (cell is null)
            return;

        text.Append(CsvText.Quoted(CsvText.Harmless(cell)));
    }

    private static void Cell(XlsxWriter sheet, string? cell)
    {
        if (cell is null)
            sheet.Empty();
        else
            sheet.Text(cell);
    }

    /// <summary>The row that the reader stands on.</summary>
    private sealed class Row(NpgsqlDataReader reader, Dictionary<string, string> people, Dictionary<string, string> engagements)
    {
        public string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
        public DateOnly Day => reader.GetFieldValue<DateOnly>(1);
        public string? Name => people.GetValueOrDefault(reader.GetString(2));
        public string? EngagementName => Text(3) is { } engagement ? engagements.GetValueOrDefault(engagement) : null;
        public decimal Hours => reader.GetDecimal(6);
        public bool Billable => reader.GetBoolean(7);
        public DateTimeOffset? ApprovedAt => reader.IsDBNull(11) ? null : reader.GetFieldValue<DateTimeOffset>(11);
    }
}

/// <summary>/timekeeping.csv and .xlsx: the list with its filters as a file.</summary>
internal static class TimeDownloadEndpoint
{
    public static void Map(WebApplication app)
    {
        foreach (var format in new[] { "csv", "xlsx" })
        {
            app.MapGet($"/timekeeping.{format}", (HttpContext http, CurrentUser user, TimeDownload download, PracticeSettings settings) =>
                RunAsync(format, TimeFilter.Of(Address.Of(http.Request)), http, user, download, settings)).ExcludeFromDescription();
        }
    }

    /// <summary>The file, sent as it is read; refused before anything is sent.</summary>
    public static async Task<IResult> RunAsync(string format, TimeFilter filter, HttpContext http, CurrentUser user, TimeDownload download, PracticeSettings settings)
    {
        if (user.Reach(Act.SeeTime) == Relation.None)
            return Results.NotFound();

        var name = $"time-{Text.Iso(await settings.TodayAsync(http.RequestAborted))}.{format}";
        if (format == "csv")
            return Results.Stream(stream => download.CsvAsync(user, filter, stream, http.RequestAborted), "text/csv; charset=utf-8", name);
        if (await download.RefuseSheetAsync(user, filter, http.RequestAborted) is { } refused)
            return Results.Problem(statusCode: StatusCodes.Status422UnprocessableEntity, title: refused.Message, extensions: new Dictionary<string, object?> { ["rule"] = refused.Rule });

        return Results.Stream(stream => download.XlsxAsync(user, filter, stream, http.RequestAborted), XlsxWriter.MediaType, name);
    }
}
