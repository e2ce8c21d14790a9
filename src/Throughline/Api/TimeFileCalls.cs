using System.Globalization;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Timekeeping;
using Throughline.Features.Timekeeping;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Api;

/// <summary>/time-entries:export: entries as one file, however many.</summary>
internal static class TimeFileCalls
{
    private static readonly string[] Known = ["format", .. TimeFilter.Names, "sort"];

    public static void Map(ApiRoutes routes) => routes.Get("/time-entries:export", new ApiOperation("exportTimeEntries", "Time entries", "Take entries out as a file", Scope.Read, null)
    {
        FileAnswers = ["text/csv", XlsxWriter.MediaType],
        Description = "Every entry that you may see and that fits, the newest day first, with the names of people and engagements. The file is sent as it is read, so its length is not known before.",
        Query =
        [
            new("format", "The kind of file.") { Choices = ["csv", "xlsx"], Example = "csv" },
            new("person", "Only this person's entries; several may be given.") { Example = "p017" },
            new("engagement", "Only entries on this engagement; several may be given.") { Example = "SOW-1042" },
            new("state", "Only entries in this state; several may be given.") { Choices = [.. TimeStates.Words.All] },
            new("from", "Only this day and later.", "date"), new("to", "Only this day and earlier.", "date"),
            new("sort", "`date` for the oldest day first.") { Choices = ["date", "-date"] },
        ],
    }, RunAsync);

    private static Task<IResult> RunAsync(ApiCall call)
    {
        var query = call.Http.Request.Query;
        if (query.Keys.FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
            return Wrong(unknown, $"An export knows no {unknown}; the nearest is {Nearest.To(unknown, Known)}.");
        if (query["format"].ToString() is not ("" or "csv" or "xlsx"))
            return Wrong("format", "format is csv or xlsx.");
        if (((string[])["from", "to"]).FirstOrDefault(name => query[name].ToString() is { Length: > 0 } text && !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) is { } day)
            return Wrong(day, $"{day} must be a date like 2026-03-02.");
        if (call.User.Reach(Act.SeeTime) == Relation.None && call.User.Decide(Act.SeeTime).Problem is { } closed)
            return Task.FromResult<IResult>(Problems.Of(closed));

        var format = query["format"].ToString() is "xlsx" ? "xlsx" : "csv";
        return TimeDownloadEndpoint.RunAsync(format, TimeFilter.Of(Address.Of(call.Http.Request)), call.Http, call.User, call.Get<TimeDownload>(), call.Get<PracticeSettings>());
    }

    private static Task<IResult> Wrong(string name, string sentence) => Task.FromResult<IResult>(Problems.Of(new BadParameter(name, sentence)));
}
