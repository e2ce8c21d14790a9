using System.Globalization;
using System.Text;
using Dapper;
using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Revenue;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Policies;
using Throughline.Domain.Revenue;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Revenue;

/// <summary>
/// A released batch as journal lines, two for each of its lines: they go from the database to the reader a piece at a time. The
/// accounts are those that stood when the batch was released, so the same batch gives the same file ever after.
/// </summary>
internal sealed class JournalDownload(Database database)
{
    private const int Piece = 64 * 1024;

    private static readonly (string Head, XlsxLook Look)[] Columns =
    [
        ("batch", XlsxLook.Text), ("line", XlsxLook.Text), ("posting_date", XlsxLook.Date), ("account", XlsxLook.Text), ("debit", XlsxLook.Amount), ("credit", XlsxLook.Amount), ("currency", XlsxLook.Text),
        ("engagement", XlsxLook.Text), ("customer", XlsxLook.Text), ("earned_month", XlsxLook.Text), ("reference", XlsxLook.Text), ("description", XlsxLook.Text),
    ];

    /// <summary>The batch to take out; refused while it is not released.</summary>
    public async Task<Result<ReleaseBatch>> FindAsync(CurrentUser user, string key, CancellationToken stop)
    {
        if (user.Decide(Act.SeeRelease).Problem is { } refused)
            return refused;
        if (await database.ReadAsync(connection => ReleaseRows.FindAsync(connection, key), stop) is not { } batch)
            return new NoSuchRecord($"There is no batch {key}.");

        return batch.State is BatchState.Released ? batch : new ReleaseRefused("R-231", $"Batch {key} is {batch.State.Text()}; only what is released goes to the books.");
    }

    public async Task CsvAsync(ReleaseBatch batch, Stream stream, CancellationToken stop)
    {
        var text = new StringBuilder(Piece + 4096).AppendJoin(',', Columns.Select(column => column.Head)).Append('\n');
        await EachAsync(batch, async (line, side, name) =>
        {
            Cell(text, batch.Batch);
            text.Append(CultureInfo.InvariantCulture, $",{line.Number},{batch.Period.Days.Last:yyyy-MM-dd},");
            Cell(text, side.Account);
            text.Append(CultureInfo.InvariantCulture, $",{side.Debit:0.00},{side.Credit:0.00},{line.Currency},");
            Cell(text, line.Engagement);
            Cell(text.Append(','), line.Customer);
            Cell(text.Append(',').Append(line.EarnedMonth).Append(','), line.Reference);
            Cell(text.Append(','), Description(line, name));
            text.Append('\n');
            if (text.Length >= Piece)
                await SendAsync(text, stream, stop);
        }, stop);
        await SendAsync(text, stream, stop);
    }

    public async Task XlsxAsync(ReleaseBatch batch, Stream stream, CancellationToken stop)
    {
        await using var sheet = await XlsxWriter.BeginAsync(stream, "journal", Columns, stop);
        await EachAsync(batch, async (line, side, name) =>
        {
            sheet.BeginRow();
            sheet.Text(batch.Batch);
            sheet.Text(line.Number.ToString(CultureInfo.InvariantCulture));
            sheet.Date(batch.Period.Days.Last);
            sheet.Text(side.Account);
            sheet.Number(side.Debit.ToString("0.00", CultureInfo.InvariantCulture), XlsxLook.Amount);
            sheet.Number(side.Credit.ToString("0.00", CultureInfo.InvariantCulture), XlsxLook.Amount);
            foreach (var cell in (string[])[line.Currency, line.Engagement, line.Customer, line.EarnedMonth, line.Reference, Description(line, name)])
                sheet.Text(cell);

            await sheet.EndRowAsync();
        }, stop);
    }

    private async Task EachAsync(ReleaseBatch batch, Func<BatchLine, JournalSide, string, ValueTask> take, CancellationToken stop)
    {
        await using var connection = await database.OpenAsync(stop);
        var policies = await PolicyReader.ReadAsync(connection, batch.ReleasedAt, stop);
        var known = (await connection.QueryAsync<(string Engagement, string Name, string? Region)>("select engagement, name, region from engagements where engagement in (select engagement from release_amounts where batch = @Batch)", new { batch.Batch }))
            .ToDictionary(row => row.Engagement, row => (row.Name, Accounts: new JournalAccounts(Account("journal.unbilled_account", row), Account("journal.revenue_account", row))), StringComparer.Ordinal);
        await ReleaseRows.EachAsync(connection, batch.Batch, async line =>
        {
            var (name, accounts) = known[line.Engagement];
            foreach (var side in Journal.Of(line.Amount, accounts))
                await take(line, side, name);
        }, stop);

        string Account(string policy, (string Engagement, string Name, string? Region) row) =>
            policies.Answer(new PolicyQuestion(policy, batch.Period.Days.Last, row.Engagement, row.Region)).Text;
    }

    private static string Description(BatchLine line, string name) => line.Kind switch
    {
        "time" => string.Create(CultureInfo.InvariantCulture, $"{name}, {line.Hours:0.####} h of {line.Person}"),
        "milestone" => $"{name}, milestone {line.Reference}",
        _ => $"{name}, percent complete",
    };

    private static void Cell(StringBuilder text, string cell) => text.Append(CsvText.Quoted(CsvText.Harmless(cell)));

    private static async ValueTask SendAsync(StringBuilder text, Stream stream, CancellationToken stop)
    {
        foreach (var chunk in text.GetChunks())
            await stream.WriteAsync(Encoding.UTF8.GetBytes(chunk.ToArray()), stop);

        text.Clear();
    }
}

/// <summary>The files of the revenue area.</summary>
internal static class RevenueFiles
{
    public static void Map(WebApplication app)
    {
        foreach (var format in (string[])["csv", "xlsx"])
        {
            app.MapGet($"/revenue/batches/{{batch}}/journal.{format}", async (string batch, HttpContext http, CurrentUser user, JournalDownload download) =>
                (await download.FindAsync(user, batch, http.RequestAborted)).Succeeded(out var found, out var problem) ? File(format, found, download, http) : Refused(problem)).ExcludeFromDescription();
        }

        app.MapGet("/revenue/invoices/{invoice}.csv", async (string invoice, HttpContext http, CurrentUser user, InvoiceView view) =>
            (await view.OneAsync(user, invoice, http.RequestAborted)).Succeeded(out var found, out var problem)
                ? Results.Text(InvoiceCsv(found.Invoice, found.Lines), "text/csv; charset=utf-8")
                : Refused(problem)).ExcludeFromDescription();
    }

    /// <summary>The journal, sent as it is read.</summary>
    public static IResult File(string format, ReleaseBatch batch, JournalDownload download, HttpContext http) => format == "csv"
        ? Results.Stream(stream => download.CsvAsync(batch, stream, http.RequestAborted), "text/csv; charset=utf-8", $"journal-{batch.Batch}.csv")
        : Results.Stream(stream => download.XlsxAsync(batch, stream, http.RequestAborted), XlsxWriter.MediaType, $"journal-{batch.Batch}.xlsx");

    private static string InvoiceCsv(InvoiceRow invoice, IReadOnlyList<InvoiceLineRow> lines)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        CsvText.WriteRecord(text, ["invoice", "invoice_date", "due_date", "customer", "engagement", "purchase_order", "currency", "line", "description", "person", "role", "hours", "hourly_rate", "amount"]);
        foreach (var line in lines)
        {
            CsvText.WriteRecord(text, ((string[])
            [
                invoice.Invoice, Text.Iso(invoice.InvoiceDate), Text.Iso(invoice.DueDate), invoice.Customer, invoice.Engagement, invoice.PurchaseOrder ?? "", invoice.Currency,
                Invariant($"{line.Number}"), line.Description, line.Person ?? "", line.Role ?? "", Invariant($"{line.Hours:0.####}"), Invariant($"{line.HourlyRate:0.######}"), Invariant($"{line.Amount:0.00}"),
            ]).Select(CsvText.Harmless));
        }

        return text.ToString();
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static IResult Refused(Problem problem) => problem is NoSuchRecord or NotAllowed
        ? Results.NotFound()
        : Results.Problem(statusCode: StatusCodes.Status409Conflict, title: problem.Message, extensions: new Dictionary<string, object?> { ["rule"] = problem.Rule });
}
