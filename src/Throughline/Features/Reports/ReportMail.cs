using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Throughline.Data.Mail;
using Throughline.Domain;
using Throughline.Domain.Reports;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Reports;

/// <summary>A report as a mail to one recipient: made from what that recipient may see.</summary>
internal sealed class ReportMail(ReportForUser reports, ReportNames names, PracticeSettings settings)
{
    private const int MostRows = 100;
    private const int MostBytes = 10 << 20;

    public async Task<Result<MailDraft>> ComposeAsync(ReportSchedule schedule, DateTimeOffset due, CurrentUser reader, CancellationToken stop)
    {
        var kept = Address.Parse("/reports/" + schedule.Report + schedule.Query);
        if (kept[UsualRanges.Name] is null && UsualRanges.DefaultOf(schedule.Report) is { } usual)
            kept = kept.With(UsualRanges.Name, usual);

        var address = await UsualRanges.ResolveAsync(kept, settings, stop);
        if (!ReportAddress.Read(schedule.Report, address, await settings.ZoneAsync(stop)).Succeeded(out var ask, out var problem)
            || !(await reports.RunAsync(ask, reader, stop)).Succeeded(out var answer, out problem))
            return problem;

        var covers = answer.Definition.UsesRange ? Text.Range(answer.Range) : Text.Day(answer.Today);
        var (attachment, note) = await AttachAsync(schedule, answer, stop);
        var said = $"{Words.Title(schedule.Report)}, {covers}: {Text.Count(answer.Table.Rows.Count, "row")} that you may see.{note}";
        var why = $"{(schedule.Owner == reader.Account ? "You have" : schedule.OwnerName + " has")} this report mailed {schedule.When} ({schedule.Zone}). To stop it, open Reports and choose Reports by mail.";
        (string Text, string Html)? table = schedule.Format == "table" ? await TableAsync(answer, stop) : null;
        return new MailDraft(reader.Email, $"{schedule.Name}: {covers}", $"{said}\n\n{(table is { } lines ? lines.Text + "\n\n" : "")}{why}")
        {
            Kind = "report", Link = address.ToString(), Attachments = attachment is null ? [] : [attachment],
            Html = table is { } markup ? $"<p>{Encoded(said)}</p>{markup.Html}<p>{Encoded(why)}</p>" : null,
            DedupeKey = string.Create(CultureInfo.InvariantCulture, $"report {schedule.Schedule} {due.UtcDateTime:O} {reader.Account}"),
        };
    }

    private static async Task<(MailAttachment? File, string Note)> AttachAsync(ReportSchedule schedule, ReportAnswer answer, CancellationToken stop)
    {
        if (schedule.Format is not ("csv" or "xlsx"))
            return (null, "");

        using var file = new MemoryStream();
        if (schedule.Format == "csv")
            await ReportCsv.WriteAsync(file, answer.Table, stop);
        else
            await ReportXlsx.WriteAsync(file, answer.Table, stop);

        return file.Length > MostBytes
            ? (null, " The file is too long for a mail; the page has it.")
            : (new MailAttachment($"{answer.Ask.Name}-{ReportJson.Iso(answer.Today)}.{schedule.Format}", schedule.Format == "csv" ? "text/csv" : XlsxWriter.MediaType, file.ToArray()), "");
    }

    private async Task<(string Text, string Html)> TableAsync(ReportAnswer answer, CancellationToken stop)
    {
        var known = await names.ReadAsync(stop);
        var columns = answer.Table.Columns;
        var (text, html) = (new StringBuilder(), new StringBuilder("<table style=\"border-collapse:collapse;font-size:13px\"><thead><tr>"));
        foreach (var column in columns)
            html.Append(CultureInfo.InvariantCulture, $"<th style=\"{Style(column.Type)};border-bottom:2px solid #c9ced8\">{Encoded(Words.Of(column.Name))}</th>");

        html.Append("</tr></thead><tbody>");
        text.AppendJoin(" | ", columns.Select(column => Words.Of(column.Name))).Append('\n');
        foreach (var row in answer.Table.Rows.Take(MostRows))
            Add([.. columns.Select((column, i) => Said(column, row.Cells[i]))]);
        foreach (var total in answer.Table.Totals())
        {
            var sums = total.Sums.ToDictionary(sum => sum.Column.Name, sum => sum.Sum);
            Add([.. columns.Select((column, i) => i == 0 ? total.Currency is { } currency ? $"All in {currency}" : "All" : Words.Of(sums.GetValueOrDefault(column.Name)) ?? "")]);
        }

        var more = answer.Table.Rows.Count - MostRows;
        var rest = more > 0 ? $"{Text.Count(more, "row follows", "rows follow")} on the page." : "";
        return (text.Append(rest).ToString().TrimEnd(), html.Append("</tbody></table>").Append(more > 0 ? $"<p>{rest}</p>" : "").ToString());

        void Add(IReadOnlyList<string> cells)
        {
            text.AppendJoin(" | ", cells).Append('\n');
            html.Append("<tr>");
            for (var i = 0; i < cells.Count; i++)
                html.Append(CultureInfo.InvariantCulture, $"<td style=\"{Style(columns[i].Type)};border-bottom:1px solid #e3e6ec\">{Encoded(cells[i])}</td>");

            html.Append("</tr>");
        }

        string Said(ReportColumn column, Cell cell) => column.Name switch
        {
            "customer" => known.GetValueOrDefault("customer " + cell.Canonical, cell.Canonical ?? ""),
            "project_manager" or "owner" or "approved_by" => known.GetValueOrDefault("person " + cell.Canonical, cell.Canonical ?? ""),
            _ => Words.Of(column, cell) ?? "",
        };
    }

    private static string Style(ColumnType type) => $"padding:3px 8px;text-align:{(Cell.IsNumeric(type) ? "right" : "left")}";

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);
}
