using System.Text.Json;
using Throughline.Data.People;
using Throughline.Data.Records;
using Throughline.Data.Work;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Features.Approvals;
using Throughline.Features.People;

namespace Throughline.Api;

/// <summary>/time-off-requests: read like every record, asked for and decided on under the rules of time off.</summary>
internal sealed class TimeOffCalls
{
    private const int MostRequests = 500;

    private readonly RecordResource resource = new("/time-off-requests", TimeOffRequests.File, "Time off");

    public void Map(ApiRoutes routes)
    {
        resource.MapReading(routes);
        routes.Post(resource.Path, resource.Describe("create", "Ask for time off", "TimeOffRequest") with
        {
            Scope = Scope.Staffing, Body = "TimeOffRequestNew", Success = 201, Tagged = true, Refusals = [409],
        }, CreateAsync);
        MapStep(routes, "approve", "Approve requests", (call, keys, body) => call.Get<DecideTimeOff>().RunAsync(call.User, keys, true, JsonBody.Member(body, "reason"), call.Stop));
        MapStep(routes, "decline", "Decline requests with the reason", (call, keys, body) => call.Get<DecideTimeOff>().RunAsync(call.User, keys, false, JsonBody.Member(body, "reason"), call.Stop));
        MapStep(routes, "withdraw", "Take requests back", (call, keys, _) => call.Get<WithdrawTimeOff>().RunAsync(call.User, keys, call.Stop));
    }

    private static async Task<IResult> CreateAsync(ApiCall call)
    {
        if (!(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out var body, out var problem)
            || !JsonBody.Cells(body, TimeOffRequests.File).Succeeded(out var cells, out problem))
            return Problems.Of(problem);

        if (OnceOnly.Current is { } once)
            once.Render = (_, stored) => Task.FromResult(Created((StoredRecord)stored).Stored);

        return (await call.Get<AskTimeOff>().RunAsync(call.User, cells, call.Stop)).Succeeded(out var made, out problem) ? Created(made) : Problems.Of(problem);
    }

    private void MapStep(
        ApiRoutes routes, string step, string summary, Func<ApiCall, IReadOnlyCollection<string>, JsonElement, Task<Result<IReadOnlyList<StoredRecord>>>> run) =>
        routes.Post($"{resource.Path}:{step}", new ApiOperation(step + "TimeOffRequests", resource.Tag, summary, Scope.Staffing, "TimeOffRequests")
        {
            Body = step switch { "decline" => "TimeOffDecline", "approve" => "TimeOffApproval", _ => "TimeOffSelection" }, Refusals = [404, 409],
            Description = "All or nothing.",
        }, async call =>
        {
            if (!(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out var body, out var problem)
                || !Keys(body, step == "withdraw" ? ["requests"] : ["requests", "reason"]).Succeeded(out var keys, out problem))
                return Problems.Of(problem);

            if (OnceOnly.Current is { } once)
                once.Render = (_, moved) => Task.FromResult(Answer((IReadOnlyList<StoredRecord>)moved).Stored);

            return (await run(call, keys, body)).Succeeded(out var done, out problem) ? Answer(done) : Problems.Of(problem);
        });

    private static Result<IReadOnlyCollection<string>> Keys(JsonElement body, string[] known)
    {
        var errors = body.EnumerateObject().Where(member => !known.Contains(member.Name)).Select(member => JsonBody.Unknown(member.Name, known)).ToList();
        if (body.TryGetProperty("reason", out var reason) && (reason.ValueKind is not (JsonValueKind.String or JsonValueKind.Null) || reason.GetString()?.Contains('\0') == true))
            errors.Add(new("reason", "must be a text without NUL characters"));
        if (!body.TryGetProperty("requests", out var requests) || requests.ValueKind is not JsonValueKind.Array || requests.GetArrayLength() is 0 or > MostRequests
            || requests.EnumerateArray().Any(key => key.ValueKind is not JsonValueKind.String || TimeOffRequests.File.Column("request").Read(key.GetString(), out _) is not null))
            errors.Add(new("requests", $"must be a list of 1 to {MostRequests} requests' codes"));

        return errors.Count > 0 ? new InvalidFields(errors) : Result.Of<IReadOnlyCollection<string>>([.. requests.EnumerateArray().Select(key => key.GetString()!)]);
    }

    private static ApiAnswer Created(StoredRecord stored) => ApiAnswer.OfRecord(StatusCodes.Status201Created, TimeOffRequests.File, stored.Values, stored.Version)
        .With("Location", $"{ApiRoutes.Base}/time-off-requests/{Uri.EscapeDataString(stored["request"]!)}");

    private static ApiAnswer Answer(IReadOnlyList<StoredRecord> moved) => new(StatusCodes.Status200OK, Cells.Json(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var request in moved)
            Cells.Write(json, TimeOffRequests.File, request.Values);

        json.WriteEndArray();
        json.WriteEndObject();
    }));
}
