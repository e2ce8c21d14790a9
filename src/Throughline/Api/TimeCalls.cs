using System.Globalization;
using System.Text.Json;
using Throughline.Data.Bundles;
using Throughline.Data.Work;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.People;
using Throughline.Domain.Timekeeping;
using Throughline.Features.Approvals;
using Throughline.Features.Timekeeping;

namespace Throughline.Api;

/// <summary>/time-entries: read like every record, logged and decided on under the rules of time.</summary>
internal sealed class TimeCalls
{
    private const int MostEntries = 20_000;

    private static readonly BundleFile File = BundleFiles.Named("time");
    private static readonly string[] Settable = ["entry", "person", "date", "engagement", "category", "activity", "hours", "billable", "note", "adjusts"];
    private readonly RecordResource resource = new("/time-entries", File, "Time entries");

    public void Map(ApiRoutes routes)
    {
        resource.MapReading(routes);
        routes.Post(resource.Path, resource.Describe("create", "Log hours, or correct approved ones", "TimeEntry") with
        {
            Description = "Approved hours do not change. An entry that names one in `adjusts` corrects it: its hours are added to what is approved, negative ones taken away, once it is approved itself. It is of the person, day and subject of the entry it corrects.",
            Scope = Scope.Time, Body = "TimeEntryNew", Success = 201, Tagged = true, Refusals = [409],
        }, CreateAsync);
        routes.Patch(resource.Single, resource.Describe("change", "Change a draft, or what was sent back", "TimeEntry") with
        {
            Scope = Scope.Time, Body = "TimeEntryChange", Guarded = true, Tagged = true, Refusals = [404, 409],
        }, ChangeAsync);
        routes.Delete(resource.Single, resource.Describe("delete", "Delete a draft, or what was sent back", null) with
        {
            Scope = Scope.Time, Success = 204, Guarded = true, Refusals = [404, 409],
        }, DeleteAsync);
        MapStep(routes, "submit", "Hand entries in", (call, selection, _) => call.Get<SubmitTime>().RunAsync(call.User, selection, call.Stop));
        MapStep(routes, "approve", "Approve entries", (call, selection, body) => call.Get<ApproveTime>().RunAsync(call.User, selection, JsonBody.Member(body, "comment"), call.Stop));
        MapStep(routes, "reject", "Send entries back with the reason", (call, selection, body) => call.Get<RejectTime>().RunAsync(call.User, selection, JsonBody.Member(body, "reason"), call.Stop));
    }

    private static async Task<IResult> CreateAsync(ApiCall call)
    {
        if (!(await CellsAsync(call)).Succeeded(out var cells, out var problem))
            return Problems.Of(problem);

        ApiAnswer? kept = null;
        if (OnceOnly.Current is { } once)
            once.Render = (_, entry) => Task.FromResult((kept = Created((TimeEntry)entry)).Stored);

        var logged = cells.GetValueOrDefault("adjusts") is { Length: > 0 } adjusts
            ? await call.Get<CorrectTime>().RunAsync(call.User, new CorrectionForm(adjusts) { Stated = Form(cells) }, call.Stop)
            : await call.Get<LogTime>().RunAsync(call.User, Form(cells), call.Stop);
        return logged.Succeeded(out var made, out problem)
            ? kept ?? Created(made)
            : Problems.Of(problem);
    }

    private static async Task<IResult> ChangeAsync(ApiCall call)
    {
        if (!Versions.Seen(call.Http.Request).Succeeded(out var seen, out var problem)
            || !(await CellsAsync(call)).Succeeded(out var cells, out problem)
            || !StatedCells.SameKey(cells, "entry", call.Route("entry")).Succeeded(out var key, out problem)
            || !(await StatedCells.VersionAsync(call, File, key, seen)).Succeeded(out var version, out problem))
            return Problems.Of(problem);
        if (cells.ContainsKey("adjusts"))
            return Problems.Of(new InvalidFields("adjusts", "is said when a correction is made, and stays"));

        return (await call.Get<ChangeTime>().RunAsync(call.User, key, version, Form(cells), call.Stop)).Succeeded(out var changed, out problem)
            ? Answer(StatusCodes.Status200OK, changed)
            : Problems.Of(problem);
    }

    private static async Task<IResult> DeleteAsync(ApiCall call)
    {
        var key = call.Route("entry");
        if (!Versions.Seen(call.Http.Request).Succeeded(out var seen, out var problem)
            || !(await StatedCells.VersionAsync(call, File, key, seen)).Succeeded(out var version, out problem))
            return Problems.Of(problem);

        return (await call.Get<DeleteTime>().RunAsync(call.User, key, version, call.Stop)).Succeeded(out _, out problem)
            ? new ApiAnswer(StatusCodes.Status204NoContent, [])
            : Problems.Of(problem);
    }

    private void MapStep(
        ApiRoutes routes, string step, string summary, Func<ApiCall, TimeSelection, JsonElement, Task<Result<IReadOnlyList<TimeEntry>>>> run) =>
        routes.Post($"{resource.Path}:{step}", new ApiOperation(step + "TimeEntries", resource.Tag, summary, Scope.Time, "TimeEntries")
        {
            Body = step switch { "reject" => "TimeRejection", "approve" => "TimeApproval", _ => "TimeSelection" }, Refusals = [404, 409],
            Description = "All or nothing: every entry that stands in the way is named.",
        }, async call =>
        {
            if (!(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out var body, out var problem)
                || !Selection(body, step).Succeeded(out var selection, out problem))
                return Problems.Of(problem);

            if (OnceOnly.Current is { } once)
                once.Render = (_, entries) => Task.FromResult(Answer((IReadOnlyList<TimeEntry>)entries).Stored);

            return (await run(call, selection, body)).Succeeded(out var moved, out problem) ? Answer(moved) : Problems.Of(problem);
        });

    private static Result<TimeSelection> Selection(JsonElement body, string step)
    {
        string[] known = ["entries", "person", "week", .. step switch { "reject" => ["reason"], "approve" => ["comment"], _ => Array.Empty<string>() }];
        var errors = body.EnumerateObject().Where(member => !known.Contains(member.Name)).Select(member => JsonBody.Unknown(member.Name, known)).ToList();
        errors.AddRange(body.EnumerateObject().Where(member => member.Name != "entries" && known.Contains(member.Name) && member.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            .Select(member => new FieldError(member.Name, "must be a text")));
        errors.AddRange(body.EnumerateObject().Where(member => JsonBody.Member(body, member.Name)?.Contains('\0') == true)
            .Select(member => new FieldError(member.Name, "holds a NUL character, which cannot be stored")));
        if (errors.Count > 0)
            return new InvalidFields(errors);

        return body.TryGetProperty("entries", out var entries) && entries.ValueKind is not JsonValueKind.Null
            ? Chosen(entries, JsonBody.Member(body, "person") ?? JsonBody.Member(body, "week"))
            : Week(JsonBody.Member(body, "person"), JsonBody.Member(body, "week"));
    }

    private static Result<TimeSelection> Chosen(JsonElement entries, string? beside)
    {
        if (beside is not null)
            return new InvalidFields("entries", "Give the entries, or a person and a week, not both.");
        if (entries.ValueKind is not JsonValueKind.Array || entries.GetArrayLength() is 0 or > MostEntries)
            return new InvalidFields("entries", $"must be a list of 1 to {MostEntries} entries");
        if (entries.EnumerateArray().Any(entry => entry.ValueKind is not JsonValueKind.String || File.Column("entry").Read(entry.GetString(), out _) is not null))
            return new InvalidFields("entries", "must be a list of the entries' codes");

        return TimeSelection.Of(entries.EnumerateArray().Select(entry => entry.GetString()!));
    }

    private static Result<TimeSelection> Week(string? person, string? week)
    {
        var errors = new List<FieldError>();
        if (string.IsNullOrEmpty(person))
            errors.Add(new("person", "Give the entries, or a person and a week."));
        if (!DateOnly.TryParseExact(week, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var monday) || !Moments.IsNear(monday))
            errors.Add(new("week", "Give the week's Monday, like 2026-03-02."));

        return errors.Count > 0 ? new InvalidFields(errors) : TimeSelection.OfWeek(new PersonKey(person!), monday);
    }

    private static async Task<Result<IReadOnlyDictionary<string, string?>>> CellsAsync(ApiCall call)
    {
        if (!(await StatedCells.ReadAsync(call, File)).Succeeded(out var cells, out var problem))
            return problem;

        var errors = cells.Where(cell => !Settable.Contains(cell.Key) && !string.IsNullOrEmpty(cell.Value) && cell is not { Key: "state", Value: "draft" })
            .Select(cell => new FieldError(cell.Key, "is not set here; submitting and approving set it")).ToList();
        return errors.Count > 0 ? new InvalidFields(errors) : Result.Of(cells);
    }

    private static TimeForm Form(IReadOnlyDictionary<string, string?> cells) => new()
    {
        Entry = cells.GetValueOrDefault("entry"),
        Person = cells.GetValueOrDefault("person"),
        Date = cells.GetValueOrDefault("date"),
        Engagement = cells.GetValueOrDefault("engagement"),
        Category = cells.GetValueOrDefault("category"),
        Activity = cells.GetValueOrDefault("activity"),
        Hours = cells.GetValueOrDefault("hours"),
        Billable = cells.GetValueOrDefault("billable"),
        Note = cells.GetValueOrDefault("note"),
        Exact = true,
    };

    private static ApiAnswer Created(TimeEntry entry) => Answer(StatusCodes.Status201Created, entry)
        .With("Location", $"{ApiRoutes.Base}/time-entries/{Uri.EscapeDataString(entry.Entry)}");

    private static ApiAnswer Answer(int status, TimeEntry entry) => ApiAnswer.OfRecord(status, File, Values(entry), entry.Version);

    private static ApiAnswer Answer(IReadOnlyList<TimeEntry> entries) => new(StatusCodes.Status200OK, Cells.Json(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var entry in entries)
            Cells.Write(json, File, Values(entry));

        json.WriteEndArray();
        json.WriteEndObject();
    }));

    private static Dictionary<string, string?> Values(TimeEntry entry) => new(StringComparer.Ordinal)
    {
        ["entry"] = entry.Entry,
        ["person"] = entry.Terms.Person.Value,
        ["date"] = Cells.Date(entry.Terms.Date),
        ["engagement"] = entry.Terms.Engagement?.Value,
        ["category"] = entry.Terms.Category,
        ["activity"] = entry.Terms.Activity,
        ["hours"] = Cells.Number(entry.Terms.Hours),
        ["billable"] = entry.Terms.Billable is true ? "true" : "false",
        ["state"] = entry.State.Text(),
        ["note"] = entry.Terms.Note,
        ["approved_by"] = entry.ApprovedBy,
        ["approved_at"] = entry.ApprovedAt is { } at ? Cells.Instant(at) : null,
        ["work_at_risk"] = entry.WorkAtRisk,
        ["work_exception"] = entry.WorkException,
        ["adjusts"] = entry.Adjusts,
    };
}
