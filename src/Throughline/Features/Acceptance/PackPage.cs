using System.Globalization;
using System.Net;
using System.Text;
using Throughline.Domain.Dates;

namespace Throughline.Features.Acceptance;

/// <summary><c>evidence.html</c>: the pack for people, to read and to print; one file, no script, nothing from elsewhere.</summary>
internal static class PackPage
{
    private const string Style =
        "body{font:15px/1.5 system-ui,'Segoe UI',Helvetica,Arial,sans-serif;color:#16222b;background:#fff;max-width:820px;margin:0 auto;padding:24px}" +
        "h1{font-size:24px;line-height:1.25;margin:0 0 4px}h2{font-size:16px;margin:28px 0 8px}table{border-collapse:collapse;width:100%}" +
        "th,td{text-align:left;vertical-align:top;padding:5px 12px 5px 0;border-bottom:1px solid #d5dce1;overflow-wrap:anywhere}th{font-weight:500;color:#52616c;width:190px}" +
        "thead th{width:auto}.m{color:#52616c}.p{white-space:pre-wrap;overflow-wrap:anywhere}code{font:12px/1.4 ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}" +
        "@media print{body{padding:0;max-width:none}tr{break-inside:avoid}}";

    public static string Of(PackFacts facts)
    {
        var (request, page) = (facts.Request, new StringBuilder());
        var zone = request.TimeZone;
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
            .Append(CultureInfo.InvariantCulture, $"<title>Evidence: {E(facts.Title)}</title>\n<style>{Style}</style>\n</head>\n<body>\n<main>\n")
            .Append(CultureInfo.InvariantCulture, $"<p class=\"m\">{E(facts.Practice)} for {E(facts.Customer)}</p>\n<h1>{E(facts.Title)}</h1>\n")
            .Append(CultureInfo.InvariantCulture, $"<p>Milestone {E(request.Milestone)} of {E(request.Engagement)} {E(facts.EngagementName)}. {E(PackText.State(request.State, request.DecidedOn, request.DecidedBy))}</p>\n");

        Facts(page, "Decision", ("Decided", Moment(request.DecidedAt, zone)), ("Counts under", Day(request.DecidedOn)), ("By", request.DecidedBy), ("Came by", request.DecidedVia), ("Remarks", request.Remarks));
        Facts(page, "Request", ("Asked on", Moment(request.SentAt, zone)), ("By", request.SentBy), ("Of", $"{request.RecipientName} {request.RecipientEmail}".Trim()), ("Copies", request.Copies.Replace(";", ", ", StringComparison.Ordinal)),
            ("Subject", request.Subject), ("Attempt", request.Attempt.ToString(CultureInfo.InvariantCulture)), ("Amount", facts.Amount is { } amount ? string.Create(CultureInfo.InvariantCulture, $"{facts.Currency} {amount:N2}") : null));
        page.Append(CultureInfo.InvariantCulture, $"<h2>Delivered</h2>\n<p class=\"p\">{E(request.Statement)}</p>\n");
        Table(page, "Points to check", ["", "Point", "Not met because"], facts.Points.Select(point => new[] { point.Point.ToString(CultureInfo.InvariantCulture), point.Text, point.Objection ?? "" }));
        Terms(page, facts);
        Table(page, "Days that did not count", ["From", "To", "Why"], facts.Holds.Select(hold => new[] { Day(hold.Start)!, Day(hold.End) ?? "lasting", hold.Reason }));
        Table(page, "Replies", ["When", "From", "What it was taken for", "Words"], facts.Replies.Select(reply => new[] { Moment(reply.SentAt, zone)!, reply.Sender, reply.State, reply.Text }));
        Table(page, "Steps", ["", "When", "Who", "What", "Detail and hash"], facts.Chain.Select(step => new[] { step.Number.ToString(CultureInfo.InvariantCulture), Moment(step.At, zone)!, step.Actor, step.Kind.Replace('_', ' '), $"{step.Detail}\n{step.Hash}" }), code: 4);
        Table(page, "Files", ["File", "Kind", "SHA-256"], facts.Files.Select(file => new[] { $"{file.Name} ({file.Path})", file.Kind, file.Sha256 }), code: 2);
        return page.Append(CultureInfo.InvariantCulture, $"<h2>Signed with</h2>\n<p>The key of {E(facts.Practice)}: <code>{PracticeKeys.Grouped(facts.Key.Fingerprint)}</code></p>\n</main>\n</body>\n</html>\n").ToString();
    }

    private static void Terms(StringBuilder page, PackFacts facts)
    {
        var request = facts.Request;
        if (request.Days is not { } days)
        {
            page.Append("<h2>Terms</h2>\n<p>The contract has no clause by which silence accepts.</p>\n");
            return;
        }

        var (counted, leftOut) = facts.Days();
        Facts(page, "Terms", ("Silence accepts after", string.Create(CultureInfo.InvariantCulture, $"{days} {(request.Unit == "calendar_days" ? "calendar" : "business")} days")),
            ("Last day", Day(request.LastDay)), ("End of it", Moment(request.Deadline, request.TimeZone)), ("Counts under", Day(request.RecordedOn)), ("Zone", request.Zone),
            ("Days counted", string.Join(", ", counted.Select(day => Day(day)))), ("Days left out", string.Join(", ", leftOut.Select(day => Day(day)))));
    }

    private static void Facts(StringBuilder page, string title, params (string Name, string? Value)[] facts)
    {
        var told = facts.Where(fact => !string.IsNullOrEmpty(fact.Value)).ToList();
        if (told.Count == 0)
            return;

        page.Append(CultureInfo.InvariantCulture, $"<h2>{E(title)}</h2>\n<table>\n");
        foreach (var (name, value) in told)
            page.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{E(name)}</th><td class=\"p\">{E(value!)}</td></tr>\n");

        page.Append("</table>\n");
    }

    private static void Table(StringBuilder page, string title, string[] heads, IEnumerable<string[]> rows, int code = -1)
    {
        var cells = rows.ToList();
        if (cells.Count == 0)
            return;

        page.Append(CultureInfo.InvariantCulture, $"<h2>{E(title)}</h2>\n<table>\n<thead><tr>{string.Concat(heads.Select(head => $"<th scope=\"col\">{(head.Length == 0 ? "No." : E(head))}</th>"))}</tr></thead>\n");
        foreach (var row in cells)
            page.Append(CultureInfo.InvariantCulture, $"<tr>{string.Concat(row.Select((cell, i) => i == code ? $"<td class=\"p\"><code>{E(cell)}</code></td>" : $"<td class=\"p\">{E(cell)}</td>"))}</tr>\n");

        page.Append("</table>\n");
    }

    private static string E(string text) => WebUtility.HtmlEncode(text);

    private static string? Day(DateOnly? day) => day?.ToString("ddd yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Moment(DateTimeOffset? at, TimeZoneInfo zone) =>
        at is { } instant ? string.Create(CultureInfo.InvariantCulture, $"{Day(Zones.DayOf(instant, zone))} {TimeZoneInfo.ConvertTime(instant, zone):HH:mm:ss} {zone.Id}") : null;
}
