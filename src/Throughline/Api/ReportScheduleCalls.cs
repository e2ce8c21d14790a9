using System.Globalization;
using System.Text.Json;
using Throughline.Data.Work;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Features.Reports;
using Throughline.Platform;

namespace Throughline.Api;

/// <summary>/report-schedules: the reports that an account has mailed, to itself and others.</summary>
internal static class ReportScheduleCalls
{
    private const string Path = "/report-schedules";
    private const string Single = Path + "/{schedule}";
    private const string Tag = "Reports";
    private static readonly string[] Fields = ["name", "report", "query", "rhythm", "day", "time", "zone", "format", "recipients", "paused"];

    public static void Map(ApiRoutes routes)
    {
        ApiParameter key = new("schedule", "The schedule's key.") { Required = true, Example = "rs-0190b3a4c5d6e7f8" };
        routes.Get(Path, new ApiOperation("listReportSchedules", Tag, "List your mailed reports", Scope.Read, "ReportScheduleList")
        {
            Query = [new("limit", "How many records a page has, at most 200.", "number") { Example = "50" }, new("cursor", "Where to go on: the member next of the page before.")],
        }, ListAsync);
        routes.Get(Single, new ApiOperation("getReportSchedule", Tag, "Read a mailed report", Scope.Read, "ReportSchedule") { Path = [key], Tagged = true, Refusals = [404] }, OneAsync);
        routes.Post(Path, new ApiOperation("createReportSchedule", Tag, "Have a report mailed", Scope.Delivery, "ReportSchedule")
        {
            Body = "ReportScheduleNew", Success = 201, Tagged = true, Description = "Each recipient gets what they may see themselves when it goes out.",
        }, CreateAsync);
        routes.Patch(Single, new ApiOperation("changeReportSchedule", Tag, "Change or pause a mailed report", Scope.Delivery, "ReportSchedule")
        {
            Path = [key], Body = "ReportScheduleChange", Guarded = true, Tagged = true, Refusals = [404],
        }, ChangeAsync);
        routes.Delete(Single, new ApiOperation("deleteReportSchedule", Tag, "End a mailed report", Scope.Delivery, null) { Path = [key], Success = 204, Guarded = true, Refusals = [404] }, DeleteAsync);
    }

    private static async Task<IResult> ListAsync(ApiCall call)
    {
        if (Lacks(call, Scope.Read) is { } refused)
            return refused;

        var query = call.Http.Request.Query;
        var limit = ListQuery.Usual;
        if (query["limit"].ToString() is { Length: > 0 } asked && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is 0 or > ListQuery.Most))
            return Problems.Of(new BadParameter("limit", $"limit is a number between 1 and {ListQuery.Most}."));
        if (query.Keys.FirstOrDefault(name => name is not ("limit" or "cursor")) is { } unknown)
            return Problems.Of(new BadParameter(unknown, $"This list knows no {unknown}."));

        var cursors = call.Get<ListCursor>();
        var after = query["cursor"].ToString() is { Length: > 0 } cursor ? cursors.Read(Path, cursor) ?? [] : null;
        if (after is { Count: 0 })
            return Problems.Of(new BadParameter("cursor", "This cursor was not made for this list."));

        var own = (await call.Get<ReportSchedules>().ListAsync(call.User, call.Stop))
            .Where(one => one.Owner == call.User.Account && (after is null || string.CompareOrdinal(one.Schedule, after[0]) > 0)).ToList();
        return new ApiAnswer(StatusCodes.Status200OK, Cells.Json(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var one in own.Take(limit))
                Write(json, one);

            json.WriteEndArray();
            json.WriteString("next", own.Count > limit ? cursors.Make(Path, [own[limit - 1].Schedule]) : null);
            json.WriteEndObject();
        }));
    }

    private static async Task<IResult> OneAsync(ApiCall call)
    {
        if (Lacks(call, Scope.Read) is { } refused)
            return refused;
        if (await call.Get<ReportSchedules>().FindAsync(call.User, call.Route("schedule"), call.Stop) is not { } one)
            return Problems.Of(new NoSuchRecord($"There is no mailed report {call.Route("schedule")} of yours."));

        return Versions.IsKnown(call.Http.Request, one.Version) ? new ApiAnswer(StatusCodes.Status304NotModified, []).WithETag(one.Version) : Answer(StatusCodes.Status200OK, one);
    }

    private static async Task<IResult> CreateAsync(ApiCall call)
    {
        if (Lacks(call, Scope.Delivery) is { } refused)
            return refused;
        if (!(await FormAsync(call)).Succeeded(out var form, out var problem))
            return Problems.Of(problem);

        if (OnceOnly.Current is { } once)
            once.Render = (_, made) => Task.FromResult(Created((ReportSchedule)made).Stored);

        return (await call.Get<ScheduleReport>().CreateAsync(call.User, form, call.Stop)).Succeeded(out var schedule, out problem) ? Created(schedule) : Problems.Of(problem);
    }

    private static async Task<IResult> ChangeAsync(ApiCall call)
    {
        if (Lacks(call, Scope.Delivery) is { } refused)
            return refused;
        if (!Versions.Seen(call.Http.Request).Succeeded(out var seen, out var problem) || !(await FormAsync(call)).Succeeded(out var form, out problem))
            return Problems.Of(problem);

        return (await call.Get<ScheduleReport>().ChangeAsync(call.User, call.Route("schedule"), form, seen.Number, call.Stop)).Succeeded(out var changed, out problem)
            ? Answer(StatusCodes.Status200OK, changed)
            : Problems.Of(problem);
    }

    private static async Task<IResult> DeleteAsync(ApiCall call)
    {
        if (Lacks(call, Scope.Delivery) is { } refused)
            return refused;
        if (!Versions.Seen(call.Http.Request).Succeeded(out var seen, out var problem))
            return Problems.Of(problem);

        return (await call.Get<ScheduleReport>().DeleteAsync(call.User, call.Route("schedule"), seen.Number, call.Stop)).Succeeded(out _, out problem)
            ? new ApiAnswer(StatusCodes.Status204NoContent, [])
            : Problems.Of(problem);
    }

    private static ApiProblem? Lacks(ApiCall call, Scope scope) => call.User.TokenScopes?.Contains(scope) == false
        ? Problems.Of(new NotAllowed("scope", $"This token lacks the scope {Scopes.Code(scope)}. Make one that has it."))
        : null;

    private static async Task<Result<ScheduleForm>> FormAsync(ApiCall call)
    {
        if (!(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out var body, out var problem))
            return problem;
        if (body.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !Fields.Contains(name)) is { } unknown)
            return new InvalidFields([JsonBody.Unknown(unknown, Fields)]);

        var errors = new List<FieldError>();
        string? Of(string name)
        {
            if (!body.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null)
                return null;
            if (value.ValueKind is JsonValueKind.String || (name == "day" && value.ValueKind is JsonValueKind.Number))
                return value.ToString();

            errors.Add(new FieldError(name, name == "day" ? "must be a whole number" : "must be a text"));
            return null;
        }

        IReadOnlyList<string>? recipients = null;
        if (body.TryGetProperty("recipients", out var list) && list.ValueKind is not JsonValueKind.Null)
        {
            if (list.ValueKind is JsonValueKind.Array && list.EnumerateArray().All(one => one.ValueKind is JsonValueKind.String))
                recipients = [.. list.EnumerateArray().Select(one => one.GetString()!)];
            else
                errors.Add(new FieldError("recipients", "must be a list of texts"));
        }

        bool? paused = null;
        if (body.TryGetProperty("paused", out var pause) && pause.ValueKind is not JsonValueKind.Null)
        {
            if (pause.ValueKind is JsonValueKind.True or JsonValueKind.False)
                paused = pause.GetBoolean();
            else
                errors.Add(new FieldError("paused", "must be true or false"));
        }

        var form = new ScheduleForm
        {
            Name = Of("name"), Report = Of("report"), Query = Of("query"), Rhythm = Of("rhythm"), Day = Of("day"), Time = Of("time"), Zone = Of("zone"), Format = Of("format"),
            Recipients = recipients, Paused = paused,
        };
        return errors.Count > 0 ? new InvalidFields(errors) : form;
    }

    private static ApiAnswer Created(ReportSchedule schedule) => Answer(StatusCodes.Status201Created, schedule).With("Location", $"{ApiRoutes.Base}{Path}/{schedule.Schedule}");

    private static ApiAnswer Answer(int status, ReportSchedule schedule) => new ApiAnswer(status, Cells.Json(json => Write(json, schedule))).WithETag(schedule.Version);

    private static void Write(Utf8JsonWriter json, ReportSchedule schedule)
    {
        json.WriteStartObject();
        json.WriteString("schedule", schedule.Schedule);
        json.WriteString("name", schedule.Name);
        json.WriteString("report", schedule.Report);
        json.WriteString("query", schedule.Query);
        json.WriteString("rhythm", schedule.Rhythm);
        json.WriteNumber("day", schedule.Day);
        json.WriteString("time", schedule.Time);
        json.WriteString("zone", schedule.Zone);
        json.WriteString("format", schedule.Format);
        json.WriteStartArray("recipients");
        foreach (var recipient in schedule.Recipients)
            json.WriteStringValue(recipient);

        json.WriteEndArray();
        json.WriteBoolean("paused", schedule.Paused);
        json.WriteString("nextDue", Cells.Instant(schedule.NextDue));
        json.WriteString("lastDue", schedule.LastDue is { } last ? Cells.Instant(last) : null);
        json.WriteString("outcome", schedule.Outcome);
        json.WriteEndObject();
    }
}
