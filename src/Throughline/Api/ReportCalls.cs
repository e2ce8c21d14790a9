using System.Globalization;
using System.Text;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Reports;
using Throughline.Features.Reports;

namespace Throughline.Api;

/// <summary>/reports: every report of the catalog, and the parts of its figures.</summary>
internal static class ReportCalls
{
    private const string Filter = "filter.";

    private static readonly string[] Frame = ["from", "to", "today", "recordedAt", "period", "sort", "fromRecorded", "toRecorded", "measure", "currency"];

    private static readonly ApiParameter[] Parameters =
    [
        new("from", "The first day of the range.", "date"),
        new("to", "The last day of the range, included.", "date"),
        new("today", "The day taken for today; the practice's own when not said.", "date"),
        new("recordedAt", "The data as it was recorded at this instant; now when not said.", "instant"),
        new("period", "How the range is cut.") { Choices = ["week", "month", "quarter"] },
        new("currency", "The currency of amounts: `engagement` for each engagement's own, `organisation` for the practice's, or a code. A figure whose exchange rate is missing is null.") { Example = "organisation" },
    ];

    public static void Map(ApiRoutes routes)
    {
        ApiParameter name = new("name", "The report's name.") { Required = true, Example = "forecast", Choices = [.. ReportCatalog.All.Select(report => report.Name)] };
        routes.Get("/reports/{name}", new ApiOperation("getReport", "Reports", "Run a report", Scope.Read, "Report")
        {
            Path = [name], Csv = true, Refusals = [404],
            Query = [.. Parameters, new("sort", "A column to sort by, with :desc after it for the last first. Several with commas between.") { Example = "hard_amount:desc" }],
            Description = "`filter.COLUMN=VALUE` keeps the rows with this value. Send `Accept: text/csv` for CSV. Columns that are closed to you are null.",
        }, RunAsync);
        routes.Get("/reports/{name}/explain", new ApiOperation("explainFigure", "Reports", "Open a figure into the parts it was summed from", Scope.Read, "Explanation")
        {
            Path = [name], Csv = true, Refusals = [404],
            Query = [.. Parameters, new("column", "The column of the figure.") { Required = true, Example = "hard_amount" }],
            Description = "The row is named by each of its leading key columns: `engagement=SOW-1042&period=2026-03`. In policy-findings the column `message` opens a finding into the facts it rests on.",
        }, ExplainAsync);
    }

    private static async Task<IResult> RunAsync(ApiCall call)
    {
        if (!Ask(call, null).Succeeded(out var ask, out var problem)
            || !(await call.Get<ReportForUser>().RunAsync(ask, call.User, call.Stop)).Succeeded(out var answer, out problem))
            return Problems.Of(problem);

        return WantsCsv(call)
            ? Csv(writer => ReportCsv.Write(writer, answer.Table))
            : Json(stream => ReportJson.Write(stream, answer));
    }

    private static async Task<IResult> ExplainAsync(ApiCall call)
    {
        var row = call.Http.Request.Query.Where(parameter => !Frame.Contains(parameter.Key) && parameter.Key != "column" && !parameter.Key.StartsWith(Filter, StringComparison.Ordinal))
            .Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value.ToString())).ToList();
        if (Period(call.Http.Request.Query).Key is { } cut)
            row.Add(KeyValuePair.Create("period", cut));

        if (call.Http.Request.Query["column"].ToString() is not { Length: > 0 } column)
            return Problems.Of(new BadParameter("column", "Say which figure to open: column=hard_amount and the key of its row."));
        if (!Ask(call, row).Succeeded(out var ask, out var problem)
            || !(await call.Get<ReportForUser>().ExplainAsync(ask, [column], row, call.User, call.Stop)).Succeeded(out var figures, out problem))
            return Problems.Of(problem);

        return WantsCsv(call)
            ? Csv(writer => ReportCsv.WriteParts(writer, figures.Explanations[0]))
            : Json(stream => ReportJson.Write(stream, figures.Answer, figures.Explanations[0]));
    }

    private static Result<ReportAsk> Ask(ApiCall call, IReadOnlyList<KeyValuePair<string, string>>? row)
    {
        var query = call.Http.Request.Query;
        if (query.FirstOrDefault(parameter => parameter.Value.Count > 1 && parameter.Key is not ("sort" or "period") && !parameter.Key.StartsWith(Filter, StringComparison.Ordinal)) is { Key: { } twice })
            return new BadParameter(twice, $"{twice} is given twice; give it once.");
        if (row is null && query.Keys.FirstOrDefault(name => !Frame.Contains(name) && !name.StartsWith(Filter, StringComparison.Ordinal)) is { } unknown)
            return new BadParameter(unknown, $"A report knows no {unknown}; the nearest is {Nearest.To(unknown, Frame)}.");

        Problem? problem = null;
        var ask = new ReportAsk(call.Route("name"))
        {
            From = Day("from"),
            To = Day("to"),
            Today = Day("today"),
            RecordedAt = Instant("recordedAt"),
            Kind = Kind(Period(query)),
            Currency = Currency(),
            Sorts = [.. query["sort"].SelectMany(sort => (sort ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
                .Select(sort => sort[0] == '-' ? sort[1..] + ":desc" : sort)],
            Filters = [.. query.Where(parameter => parameter.Key.StartsWith(Filter, StringComparison.Ordinal))
                .SelectMany(parameter => parameter.Value.Select(value => KeyValuePair.Create(parameter.Key[Filter.Length..], value ?? "")))],
        };
        return problem is null ? ask : problem;

        DateOnly? Day(string name)
        {
            if (query[name].ToString() is not { Length: > 0 } text)
                return null;
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return day;

            problem = new BadParameter(name, $"{name} must be a date like 2026-03-02.");
            return null;
        }

        DateTimeOffset? Instant(string name)
        {
            if (query[name].ToString() is not { Length: > 0 } text)
                return null;
            if (Moments.Read(text) is { } at)
                return at;

            problem = new BadParameter(name, $"{name} must be an instant like 2026-03-02T14:05:00Z.");
            return null;
        }

        // A row's own currency may stand among its values.
        ReportCurrency? Currency()
        {
            if (ReportCurrency.Read(query["currency"].ToString()).Succeeded(out var choice, out var unreadable))
                return choice.Currency;

            problem = new BadParameter("currency", unreadable.Message);
            return null;
        }

        PeriodKind? Kind((string? Word, string? Key) period)
        {
            if (period.Key is not null && row is null)
                problem = new BadParameter("period", "period is one of week, month, quarter.");

            return period.Word switch
            {
                "week" => PeriodKind.Week,
                "month" => PeriodKind.Month,
                "quarter" => PeriodKind.Quarter,
                _ => period.Key switch { null => null, ['F', 'Y', ..] => PeriodKind.Quarter, { Length: 10 } => PeriodKind.Week, _ => PeriodKind.Month },
            };
        }
    }

    // The word says how the range is cut; anything else is the period of the row to open, whose form tells the cut.
    private static (string? Word, string? Key) Period(IQueryCollection query)
    {
        var given = query["period"].Where(value => !string.IsNullOrEmpty(value)).ToList();
        return (given.Find(value => value is "week" or "month" or "quarter"), given.Find(value => value is not ("week" or "month" or "quarter")));
    }

    private static bool WantsCsv(ApiCall call)
    {
        var accept = call.Http.Request.GetTypedHeaders().Accept;
        return Quality("text/csv") > Quality("application/json");

        double Quality(string type) => accept.Where(media => media.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)).Select(media => media.Quality ?? 1).FirstOrDefault();
    }

    private static ApiAnswer Json(Action<Stream> write)
    {
        using var memory = new MemoryStream();
        write(memory);
        return new ApiAnswer(StatusCodes.Status200OK, memory.ToArray());
    }

    private static ApiAnswer Csv(Action<TextWriter> write)
    {
        using var text = new StringWriter();
        write(text);
        return new ApiAnswer(StatusCodes.Status200OK, Encoding.UTF8.GetBytes(text.ToString())).With("Content-Type", "text/csv; charset=utf-8");
    }
}

/// <summary>Instants as the API takes them: with a zone or Z.</summary>
internal static class Moments
{
    /// <summary>Whether weeks, months and years can be counted from the day.</summary>
    public static bool IsNear(DateOnly day) => ReportRequest.TooFar(day) is null;

    /// <summary>Null when it is none, or so far away that no zone could tell its day.</summary>
    public static DateTimeOffset? Read(string text)
    {
        var read = Data.Bundles.BundleFiles.Named("issues").Column("created").Read(text, out var value);
        return read is null && text.Contains('T', StringComparison.Ordinal) && value is DateTimeOffset at && IsNear(DateOnly.FromDateTime(at.UtcDateTime)) ? at : null;
    }
}
