using System.Text.Json;
using Throughline.Data.Bundles;
using Throughline.Data.Records;
using Throughline.Data.Work;
using Throughline.Domain;
using Throughline.Domain.Acceptance;
using Throughline.Domain.Accounts;
using Throughline.Features.Acceptance;
using Throughline.Platform.Records;

namespace Throughline.Api;

/// <summary>The steps of a milestone on its way to acceptance.</summary>
internal sealed class MilestoneCalls(RecordResource resource)
{
    public void Map(ApiRoutes routes)
    {
        MapStep(routes, "sign-off-requests", "request", "Ask for the acceptance of a milestone", SignOffStep.Request);
        MapStep(routes, "acceptance", "accept", "Record that a milestone was accepted", SignOffStep.Accept);
        MapStep(routes, "rejection", "reject", "Record that a milestone was rejected", SignOffStep.Reject);
    }

    private void MapStep(ApiRoutes routes, string segment, string verb, string summary, SignOffStep step) =>
        routes.Post($"{resource.Single}/{segment}", new ApiOperation(verb + "Milestone", resource.Tag, summary, Scope.Delivery, "Milestone")
        {
            Body = step switch { SignOffStep.Accept => "MilestoneAcceptance", SignOffStep.Reject => "MilestoneRejection", _ => "MilestoneStep" }, Tagged = true, Refusals = [404, 409],
            Path = [.. resource.File.Key.Select(name => ColumnWords.Parameter(resource.File, resource.File.Column(name)))],
        }, call => RunAsync(call, step));

    private async Task<IResult> RunAsync(ApiCall call, SignOffStep step)
    {
        var key = RecordPath.Read(resource.File, call);
        if (!RecordPath.IsPossible(resource.File, key))
            return Problems.Of(new NoSuchRecord($"There is no milestone {key}."));
        if (!(await FormAsync(call, step)).Succeeded(out var form, out var problem))
            return Problems.Of(problem);

        if (OnceOnly.Current is { } once)
        {
            once.Render = async (change, stored) => Answer(
                SavedRecord.Of(await RecordSight.ReadAsync(change.Connection, resource.File, call.User, call.Stop), (StoredRecord)stored)).Stored;
        }

        return (await call.Get<SignOffMilestone>().RunAsync(key, form, call.User, call.Stop)).Succeeded(out var milestone, out problem)
            ? Answer(milestone)
            : Problems.Of(problem);
    }

    // A step says all by its address; the body is for another day than today and for words.
    private static async Task<Result<SignOffForm>> FormAsync(ApiCall call, SignOffStep step)
    {
        if (call.Http.Request.ContentLength is null or 0 && call.Http.Request.ContentType is null)
            return new SignOffForm(step, null, false, null);
        if (!(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out var body, out var problem))
            return problem;

        string[] known = ["date", "comment", .. step switch { SignOffStep.Accept => ["passive"], SignOffStep.Reject => ["reason"], _ => Array.Empty<string>() }];
        var errors = body.EnumerateObject().Where(member => !known.Contains(member.Name)).Select(member => JsonBody.Unknown(member.Name, known)).ToList();
        var date = BundleFiles.Named("milestones").Column("sign_off_sent");
        object? day = null;
        if (body.TryGetProperty("date", out var said) && said.ValueKind is not JsonValueKind.Null
            && (said.ValueKind is JsonValueKind.String ? date.Read(said.GetString(), out day) : "must be a date like 2026-03-02") is { } refusal)
            errors.Add(new("date", refusal));

        var comment = JsonBody.Member(body, "comment") ?? JsonBody.Member(body, "reason");
        if (comment?.Contains('\0') == true || comment?.Length > 10_000)
            errors.Add(new("comment", "must be at most 10000 characters, none of them NUL"));

        var passive = body.TryGetProperty("passive", out var silence) && silence.ValueKind is JsonValueKind.True;
        return errors.Count > 0 ? new InvalidFields(errors) : new SignOffForm(step, (DateOnly?)day, passive, comment);
    }

    private ApiAnswer Answer(SavedRecord milestone) =>
        ApiAnswer.OfRecord(StatusCodes.Status200OK, resource.File, milestone.Values, milestone.Version);
}
