using Throughline.Data;
using Throughline.Data.Bundles;
using Throughline.Data.Records;
using Throughline.Domain;
using Throughline.Domain.Acceptance;
using Throughline.Domain.Accounts;
using Throughline.Platform;
using Throughline.Platform.Records;

namespace Throughline.Features.Acceptance;

/// <summary>What happened to a milestone, on which day (today when null), and what was said.</summary>
public sealed record SignOffForm(SignOffStep Step, DateOnly? Day, bool BySilence, string? Comment);

/// <summary>Asks for the acceptance of a milestone, records that it was given, or that it was refused.</summary>
public sealed class SignOffMilestone(Database database, PracticeSettings settings)
{
    private static readonly BundleFile Milestones = BundleFiles.Named("milestones");
    private static readonly BundleFile Engagements = BundleFiles.Named("engagements");

    public async Task<Result<SavedRecord>> RunAsync(RecordKey key, SignOffForm form, CurrentUser user, CancellationToken stop)
    {
        var table = new RecordTable(Milestones);
        var (sight, seen) = await database.ReadAsync(async connection => (
            await RecordSight.ReadAsync(connection, Milestones, user, stop), await table.FindAsync(connection, key, stop)), stop);
        if (seen is null || !sight.Sees(seen.Values))
            return new NoSuchRecord($"There is no milestone {key}.");

        var decision = user.Decide(Act.EditDelivery, sight.RelationTo(seen.Values));
        if (decision.Problem is { } refused)
            return refused;

        var day = form.Day ?? await settings.TodayAsync(stop);
        var result = await database.WriteAsync<StoredRecord>(user.ToActor(decision.Role), async change =>
        {
            if (await table.LockAsync(change, key, stop) is not { } standing)
                return new NoSuchRecord($"There is no milestone {key}.");

            var engagement = await new RecordTable(Engagements).FindAsync(change.Connection, new RecordKey(standing["engagement"]), stop);
            var step = SignOffs.Take(Of(standing), form.Step, day, form.BySilence, engagement?["passive_acceptance_days"] is not null);
            if (!step.Succeeded(out var next, out var no))
                return no;
            if (!StatedRecord.Read(Milestones, Values(next), standing).Succeeded(out var stated, out var invalid))
                return invalid;

            var stored = await table.UpdateAsync(change, key, stated, stated.Said.Select(Milestones.Column), stop);
            await change.AuditAsync(Action(form.Step), key.ToString(), new { day, form.BySilence, form.Comment });
            await change.TellAsync(Milestones.Name, key.ToString());
            return stored;
        }, stop);
        return result.Succeeded(out var saved, out var problem) ? SavedRecord.Of(sight, saved) : problem;
    }

    private static SignOff Of(StoredRecord milestone) =>
        new(Day(milestone["sign_off_sent"]), Day(milestone["sign_off_received"]), milestone["passive"] == "true");

    private static DateOnly? Day(string? cell) => cell is null ? null : DateOnly.ParseExact(cell, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static Dictionary<string, string?> Values(SignOff signOff) => new()
    {
        ["sign_off_sent"] = signOff.Sent?.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        ["sign_off_received"] = signOff.Received?.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        ["passive"] = signOff.Passive ? "true" : "false",
    };

    private static string Action(SignOffStep step) => step switch
    {
        SignOffStep.Request => "sign_off_requested",
        SignOffStep.Accept => "milestone_accepted",
        SignOffStep.Reject => "milestone_rejected",
    };
}
