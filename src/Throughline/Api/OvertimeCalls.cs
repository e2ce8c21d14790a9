using System.Text.Json;
using Npgsql;
using Throughline.Data;
using Throughline.Data.Bundles;
using Throughline.Data.Records;
using Throughline.Data.Work;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Features.Staffing;

namespace Throughline.Api;

/// <summary>/overtime-requests: the way above a person's capacity, asked for and decided by two people.</summary>
internal sealed class OvertimeCalls
{
    private static readonly BundleFile File = BundleFiles.Named("overtime_requests");
    private static readonly string[] Asked = ["person", "start", "end", "hoursPerDay", "engagement", "reason"];

    private readonly RecordResource resource = new("/overtime-requests", File, "Overtime");

    public void Map(ApiRoutes routes)
    {
        resource.MapReading(routes);
        routes.Post(resource.Path, resource.Describe("create", "Ask for overtime", "OvertimeRequest") with
        {
            Scope = Scope.Staffing, Body = "OvertimeRequestNew", Success = 201, Tagged = true, Refusals = [409],
        }, AskAsync);
        MapStep(routes, "approval", "approve", "Approve overtime", (use, call, comment) => use.ApproveAsync(call.User, Key(call), comment, call.Stop));
        MapStep(routes, "rejection", "reject", "Reject overtime", (use, call, comment) => use.RejectAsync(call.User, Key(call), comment, call.Stop));
        MapStep(routes, "withdrawal", "withdraw", "Withdraw your own request", (use, call, _) => use.WithdrawAsync(call.User, Key(call), call.Stop));
    }

    private void MapStep(ApiRoutes routes, string segment, string verb, string summary, Func<DecideOvertime, ApiCall, string?, Task<Result<string>>> decide) =>
        routes.Post($"{resource.Single}/{segment}", resource.Describe(verb, summary, "OvertimeRequest") with
        {
            Scope = Scope.Staffing, Body = "OvertimeDecision", Tagged = true, Refusals = [404, 409],
            Path = [.. File.Key.Select(name => ColumnWords.Parameter(File, File.Column(name)))],
        }, async call =>
        {
            if (!(await BodyAsync(call)).Succeeded(out var body, out var problem))
                return Problems.Of(problem);
            if (body.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => name != "comment") is { } unknown)
                return Problems.Of(new InvalidFields([JsonBody.Unknown(unknown, ["comment"])]));

            Render(StatusCodes.Status200OK, call.Stop);
            return (await decide(call.Get<DecideOvertime>(), call, JsonBody.Member(body, "comment"))).Succeeded(out var key, out problem)
                ? await AnswerAsync(call, StatusCodes.Status200OK, key)
                : Problems.Of(problem);
        });

    private static async Task<IResult> AskAsync(ApiCall call)
    {
        if (!(await StatedCells.ReadAsync(call, File)).Succeeded(out var cells, out var problem))
            return Problems.Of(problem);
        if (cells.Keys.FirstOrDefault(name => !Asked.Contains(name)) is { } kept)
            return Problems.Of(new InvalidFields([JsonBody.Unknown(kept, Asked)]));

        if (string.IsNullOrEmpty(cells.GetValueOrDefault("end")))
            return Problems.Of(new InvalidFields("end", "must have a value"));

        Render(StatusCodes.Status201Created, call.Stop);
        var form = new OvertimeForm
        {
            Person = cells.GetValueOrDefault("person"), Start = cells.GetValueOrDefault("start"), End = cells.GetValueOrDefault("end"),
            Hours = cells.GetValueOrDefault("hoursPerDay"), Engagement = cells.GetValueOrDefault("engagement"), Reason = cells.GetValueOrDefault("reason"),
        };
        return (await call.Get<AskOvertime>().RunAsync(call.User, form, call.Stop)).Succeeded(out var key, out problem)
            ? await AnswerAsync(call, StatusCodes.Status201Created, key)
            : Problems.Of(problem);
    }

    private static string Key(ApiCall call) => call.Route("overtimeRequest");

    // A decision says all by its address; the body is for words.
    private static async Task<Result<JsonElement>> BodyAsync(ApiCall call) => call.Http.Request.ContentLength is null or 0 && call.Http.Request.ContentType is null
        ? JsonDocument.Parse("{}").RootElement
        : await JsonBody.ReadAsync(call.Http.Request, call.Stop);

    private static void Render(int status, CancellationToken stop)
    {
        if (OnceOnly.Current is { } once)
            once.Render = async (change, key) => (await AnswerAsync(change.Connection, status, (string)key, stop)).Stored;
    }

    private static async Task<IResult> AnswerAsync(ApiCall call, int status, string key) =>
        await call.Get<Database>().ReadAsync(connection => AnswerAsync(connection, status, key, call.Stop), call.Stop);

    private static async Task<ApiAnswer> AnswerAsync(NpgsqlConnection connection, int status, string key, CancellationToken stop)
    {
        var stored = (await new RecordTable(File).FindAsync(connection, new RecordKey(key), stop))!;
        var answer = ApiAnswer.OfRecord(status, File, stored.Values, stored.Version);
        return status == StatusCodes.Status201Created ? answer.With("Location", $"{ApiRoutes.Base}/overtime-requests/{Uri.EscapeDataString(key)}") : answer;
    }
}
