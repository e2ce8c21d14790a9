using System.Text.Json;
using Throughline.Data.Bundles;
using Throughline.Data.Work;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Features.Acceptance;
using Throughline.Platform.Records;

namespace Throughline.Api;

/// <summary>The steps of a milestone on its way to acceptance, as they are written down: a step says all by its address, the body is for what differs.</summary>
internal sealed class MilestoneCalls(RecordResource resource)
{
    private const string Request = "sign-off-requests", Acceptance = "acceptance", Rejection = "rejection";

    private static readonly Dictionary<string, string[]> Members = new(StringComparer.Ordinal)
    {
        [Request] = ["date", "comment", "recipientName", "recipientEmail", "statement", "copies"], [Acceptance] = ["date", "comment", "passive"], [Rejection] = ["date", "comment", "reason"],
    };

    public void Map(ApiRoutes routes)
    {
        MapStep(routes, Request, "request", "Ask for the acceptance of a milestone", "MilestoneStep");
        MapStep(routes, Acceptance, "accept", "Record that a milestone was accepted", "MilestoneAcceptance");
        MapStep(routes, Rejection, "reject", "Record that a milestone was rejected", "MilestoneRejection");
    }

    private void MapStep(ApiRoutes routes, string segment, string verb, string summary, string body) =>
        routes.Post($"{resource.Single}/{segment}", new ApiOperation(verb + "Milestone", resource.Tag, summary, Scope.Delivery, "Milestone")
        {
            Body = body, Tagged = true, Refusals = [404, 409],
            Path = [.. resource.File.Key.Select(name => ColumnWords.Parameter(resource.File, resource.File.Column(name)))],
        }, call => RunAsync(call, segment));

    private async Task<IResult> RunAsync(ApiCall call, string segment)
    {
        var key = RecordPath.Read(resource.File, call);
        if (!RecordPath.IsPossible(resource.File, key))
            return Problems.Of(new NoSuchRecord($"There is no milestone {key}."));

        var body = JsonDocument.Parse("{}").RootElement;
        if ((call.Http.Request.ContentLength is not (null or 0) || call.Http.Request.ContentType is not null)
            && !(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out body, out var problem))
            return Problems.Of(problem);
        if (!Read(body, segment, out var day, out var comment).Succeeded(out var copies, out problem))
            return Problems.Of(problem);

        if (OnceOnly.Current is { } once)
            once.Render = async (change, step) => (Answer(await RecordSight.ReadAsync(change.Connection, resource.File, call.User, call.Stop), (AcceptanceStep)step)).Stored;

        var step = segment == Request
            ? await call.Get<RequestAcceptance>().RunAsync(key, FormOf(body, day, copies), call.User, call.Stop)
            : await call.Get<DecideAcceptance>().RunAsync(key, DecisionOf(body, segment, day, comment, call.User.Email), call.User, call.Stop);
        return step.Succeeded(out var done, out problem)
            ? Answer(await call.Get<Data.Database>().ReadAsync(connection => RecordSight.ReadAsync(connection, resource.File, call.User, call.Stop), call.Stop), done)
            : Problems.Of(problem);
    }

    private static AcceptanceForm FormOf(JsonElement body, DateOnly? day, string[] copies) => new()
    {
        WrittenDown = true, Day = day, RecipientName = JsonBody.Member(body, "recipientName"), RecipientEmail = JsonBody.Member(body, "recipientEmail"),
        Statement = JsonBody.Member(body, "statement"), Copies = body.TryGetProperty("copies", out _) ? copies : null,
    };

    private static AcceptanceDecision DecisionOf(JsonElement body, string segment, DateOnly? day, string? comment, string by)
    {
        if (segment == Rejection)
            return new(AcceptanceAnswer.Reject, AcceptanceVia.Document, by) { Day = day, Objections = string.IsNullOrWhiteSpace(comment) ? [] : [new PointObjection(null, comment)] };

        var passive = body.TryGetProperty("passive", out var silence) && silence.ValueKind is JsonValueKind.True;
        return new(AcceptanceAnswer.Accept, passive ? AcceptanceVia.Silence : AcceptanceVia.Document, by) { Day = day, Remarks = comment };
    }

    private static Result<string[]> Read(JsonElement body, string segment, out DateOnly? day, out string? comment)
    {
        var known = Members[segment];
        var errors = body.EnumerateObject().Where(member => !known.Contains(member.Name)).Select(member => JsonBody.Unknown(member.Name, known)).ToList();
        var date = BundleFiles.Named("milestones").Column("sign_off_sent");
        object? stated = null;
        if (body.TryGetProperty("date", out var said) && said.ValueKind is not JsonValueKind.Null
            && (said.ValueKind is JsonValueKind.String ? date.Read(said.GetString(), out stated) : "must be a date like 2026-03-02") is { } refusal)
            errors.Add(new("date", refusal));

        day = (DateOnly?)stated;
        comment = JsonBody.Member(body, "comment") ?? JsonBody.Member(body, "reason");
        if (comment?.Contains('\0') == true || comment?.Length > 10_000)
            errors.Add(new("comment", "must be at most 10000 characters, none of them NUL"));

        string[] copies = [];
        if (body.TryGetProperty("copies", out var list) && list.ValueKind is not JsonValueKind.Null)
        {
            if (list.ValueKind is JsonValueKind.Array && list.EnumerateArray().All(one => one.ValueKind is JsonValueKind.String))
                copies = [.. list.EnumerateArray().Select(one => one.GetString()!)];
            else
                errors.Add(new("copies", "must be a list of e-mail addresses"));
        }

        return errors.Count > 0 ? new InvalidFields(errors) : copies;
    }

    private ApiAnswer Answer(RecordSight sight, AcceptanceStep step)
    {
        var milestone = SavedRecord.Of(sight, step.Milestone);
        return ApiAnswer.OfRecord(StatusCodes.Status200OK, resource.File, milestone.Values, milestone.Version);
    }
}
