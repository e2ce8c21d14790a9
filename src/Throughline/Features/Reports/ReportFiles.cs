using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Reports;

/// <summary>Reports as files, with the filters of the page they were asked from .</summary>
internal static class ReportFiles
{
    public static void Map(WebApplication app)
    {
        foreach (var format in new[] { "csv", "xlsx", "json" })
        {
            app.MapGet($"/reports/{{name}}.{format}", (string name, HttpContext http, CurrentUser user, ReportForUser report, PracticeSettings settings) =>
                ReportAsync(name, format, http, user, report, settings)).ExcludeFromDescription();
            app.MapGet($"/portfolio.{format}", (HttpContext http, CurrentUser user, Portfolio portfolio, ReportForUser report) =>
                PortfolioAsync(format, http, user, portfolio, report)).ExcludeFromDescription();
        }

        app.MapGet("/reports/{name}/parts.csv", PartsAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ReportAsync(
        string name, string format, HttpContext http, CurrentUser user, ReportForUser report, PracticeSettings settings)
    {
        if (ReportAccess.Find(name) is not { } access || user.Reach(access.Rows) == Relation.None)
            return Results.NotFound();

        var zone = await settings.ZoneAsync(http.RequestAborted);
        var address = await UsualRanges.ResolveAsync(Address.Of(http.Request), settings, http.RequestAborted);
        return ReportAddress.Read(name, address, zone).Succeeded(out var ask, out var problem)
            ? await FileAsync(ask, format, http, user, report)
            : Refused(problem);
    }

    private static async Task<IResult> PartsAsync(string name, HttpContext http, CurrentUser user, ReportForUser report, PracticeSettings settings)
    {
        if (ReportAccess.Find(name) is not { } access || user.Reach(access.Rows) == Relation.None)
            return Results.NotFound();

        var (address, zone) = (Address.Of(http.Request), await settings.ZoneAsync(http.RequestAborted));
        if (!ReportAddress.Read(name, address, zone).Succeeded(out var ask, out var problem))
            return Refused(problem);

        var result = await report.ExplainAsync(ask, [address["column"] ?? ""], PartsPage.RowOf(address), user, http.RequestAborted);
        return result.Succeeded(out var figures, out problem)
            ? Sent($"{name}-parts.csv", "text/csv; charset=utf-8", stream => Written(stream, writer => ReportCsv.WriteParts(writer, figures.Explanations[0])))
            : Refused(problem);
    }

    // The portfolio's own filters reach further than the report's columns, so the file names the engagements.
    private static async Task<IResult> PortfolioAsync(string format, HttpContext http, CurrentUser user, Portfolio portfolio, ReportForUser report)
    {
        if (await portfolio.RunAsync(Address.Of(http.Request), user, http.RequestAborted) is not { } view)
            return Results.NotFound();

        var keys = view.Filtered.Select(line => KeyValuePair.Create("engagement", line.Fact.Engagement.Value)).DefaultIfEmpty(KeyValuePair.Create("engagement", ""));
        return await FileAsync(new ReportAsk("remaining-funds") { Filters = [.. keys] }, format, http, user, report);
    }

    private static async Task<IResult> FileAsync(ReportAsk ask, string format, HttpContext http, CurrentUser user, ReportForUser report)
    {
        if (format == "json")
        {
            return (await report.RunAsync(ask, user, http.RequestAborted)).Succeeded(out var answer, out var wrong)
                ? Sent(Name(answer.Today), "application/json", stream => ReportJson.Write(stream, answer))
                : Refused(wrong);
        }

        if (!(await report.PiecesAsync(ask, user, http.RequestAborted)).Succeeded(out var pieces, out var problem))
            return Refused(problem);

        return format == "csv"
            ? Results.Stream(stream => ReportCsv.WriteAsync(stream, pieces, http.RequestAborted), "text/csv; charset=utf-8", Name(pieces.Today))
            : Results.Stream(stream => ReportXlsx.WriteAsync(stream, pieces, http.RequestAborted), XlsxWriter.MediaType, Name(pieces.Today));

        string Name(DateOnly today) => $"{ask.Name}-{ReportJson.Iso(today)}.{format}";
    }

    private static void Written(Stream stream, Action<TextWriter> write)
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        write(writer);
    }

    private static IResult Sent(string name, string type, Action<Stream> write)
    {
        var file = new MemoryStream();
        write(file);
        file.Position = 0;
        return Results.File(file, type, name);
    }

    private static IResult Refused(Problem problem) => Results.Problem(
        statusCode: problem is NotAllowed ? StatusCodes.Status403Forbidden : StatusCodes.Status422UnprocessableEntity, title: problem.Message,
        extensions: new Dictionary<string, object?> { ["rule"] = problem.Rule });
}
