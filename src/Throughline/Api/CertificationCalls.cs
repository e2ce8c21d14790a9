using System.Globalization;
using System.Text.Json;
using Throughline.Data.Bundles;
using Throughline.Data.Work;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Timekeeping;
using Throughline.Features.Timekeeping;

namespace Throughline.Api;

/// <summary>/certifications and /time-consolidations: quarters certified at three levels, months put together for finance.</summary>
internal sealed class CertificationCalls
{
    private const int Most = 2_000;

    internal static readonly RecordResource Quarters = new("/certifications", BundleFiles.Named("certifications"), "Time certification");
    internal static readonly RecordResource Months = new("/time-consolidations", BundleFiles.Named("time_consolidations"), "Time certification");

    public static void Map(ApiRoutes routes)
    {
        Quarters.MapReading(routes);
        MapAct(routes, "generate", "Put the quarter that holds the day together", ["day"], async (call, body) =>
            !DateOnly.TryParseExact(JsonBody.Member(body, "day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year is < 1900 or > 9000
                ? new InvalidFields("day", "Give a day of the quarter, like 2026-03-02.")
                : await call.Get<CertifyHours>().GenerateAsync(call.User, day, call.Stop));
        MapAct(routes, "approve", "Approve quarters at the level they have come to", ["certifications", "reason"], (call, body) => DecideAsync(call, body, true));
        MapAct(routes, "reject", "Send quarters one level back, with the reason", ["certifications", "reason"], (call, body) => DecideAsync(call, body, false));
        Months.MapReading(routes);
        MapMonth(routes, "create", "Put a month's approved time together", Months.Path, 201, "TimeConsolidationNew", [], (call, month) => call.Get<ConsolidateTime>().RunAsync(call.User, month, call.Stop));
        MapMonth(
            routes, "receive", "Take a month over for finance", Months.Single + "/receipt", 200, null, [ColumnWords.Parameter(Months.File, Months.File.Column("month"))],
            (call, _) => call.Get<ConsolidateTime>().ReceiveAsync(call.User, call.Route("month"), call.Stop));
    }

    private static async Task<Result<int>> DecideAsync(ApiCall call, JsonElement body, bool approve)
    {
        if (!body.TryGetProperty("certifications", out var keys) || keys.ValueKind is not JsonValueKind.Array || keys.GetArrayLength() is 0 or > Most
            || keys.EnumerateArray().Any(key => key.ValueKind is not JsonValueKind.String || Quarters.File.Column("certification").Read(key.GetString(), out _) is not null))
            return new InvalidFields("certifications", $"must be a list of 1 to {Most} certifications' codes");

        var decided = await call.Get<CertifyHours>().DecideAsync(
            call.User, [.. keys.EnumerateArray().Select(key => key.GetString()!).Distinct()], approve, JsonBody.Member(body, "reason"), call.Stop);
        return decided.Succeeded(out var done, out var problem) ? done.Count : problem;
    }

    private static void MapAct(ApiRoutes routes, string verb, string summary, string[] known, Func<ApiCall, JsonElement, Task<Result<int>>> run) =>
        routes.Post($"{Quarters.Path}:{verb}", new ApiOperation(verb + "Certifications", Quarters.Tag, summary, Scope.Time, "CertifiedCount")
        {
            Body = verb == "generate" ? "CertificationQuarter" : "CertificationSelection", Refusals = [404, 409], Description = "All or nothing.",
        }, async call =>
        {
            if (!(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out var body, out var problem))
                return Problems.Of(problem);
            if (body.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !known.Contains(name)) is { } unknown)
                return Problems.Of(new InvalidFields([JsonBody.Unknown(unknown, known)]));

            if (OnceOnly.Current is { } once)
                once.Render = (_, changed) => Task.FromResult(Answer(changed is int number ? number : ((IReadOnlyList<Certification>)changed).Count).Stored);

            return (await run(call, body)).Succeeded(out var count, out problem) ? Answer(count) : Problems.Of(problem);
        });

    private static void MapMonth(
        ApiRoutes routes, string verb, string summary, string path, int success, string? sent, IReadOnlyList<ApiParameter> parameters,
        Func<ApiCall, string?, Task<Result<ConsolidatedMonth>>> run) =>
        routes.Post(path, Months.Describe(verb, summary, Months.Schema) with
        {
            Scope = Scope.Finance, Body = sent, Success = success, Tagged = true, Path = parameters, Refusals = [404, 409],
        }, async call =>
        {
            var body = JsonDocument.Parse("{}").RootElement;
            if (sent is not null && !(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out body, out var problem))
                return Problems.Of(problem);
            if (body.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => name != "month") is { } unknown)
                return Problems.Of(new InvalidFields([JsonBody.Unknown(unknown, ["month"])]));

            if (OnceOnly.Current is { } once)
                once.Render = (_, month) => Task.FromResult(Answer(success, (ConsolidatedMonth)month).Stored);

            return (await run(call, JsonBody.Member(body, "month"))).Succeeded(out var done, out problem) ? Answer(success, done) : Problems.Of(problem);
        });

    private static ApiAnswer Answer(int count) => new(StatusCodes.Status200OK, Cells.Json(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("changed", count);
        json.WriteEndObject();
    }));

    private static ApiAnswer Answer(int status, ConsolidatedMonth month)
    {
        var answer = ApiAnswer.OfRecord(status, Months.File, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["month"] = month.Month, ["recorded_as_of"] = Cells.Instant(month.RecordedAsOf), ["entries"] = month.Entries.ToString(CultureInfo.InvariantCulture),
            ["hours"] = Cells.Number(month.Hours), ["fingerprint"] = month.Fingerprint, ["consolidated_by"] = month.ConsolidatedBy, ["received_by"] = month.ReceivedBy,
            ["received_at"] = month.ReceivedAt is { } at ? Cells.Instant(at) : null, ["content"] = month.Content,
        }, month.ReceivedBy is null ? 1 : 2);
        return status == StatusCodes.Status201Created ? answer.With("Location", $"{ApiRoutes.Base}/time-consolidations/{month.Month}") : answer;
    }
}
