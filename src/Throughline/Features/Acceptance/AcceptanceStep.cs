using Throughline.Data.Acceptance;
using Throughline.Data.Bundles;
using Throughline.Data.Records;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;
using Throughline.Platform.Records;

namespace Throughline.Features.Acceptance;

/// <summary>A step of an asking for acceptance was taken.</summary>
/// <param name="Request">As it stands now.</param>
/// <param name="Milestone">As it stands now.</param>
/// <param name="Mailed">The customer was written to; where not, somebody has to hand the words and the link over.</param>
public sealed record AcceptanceStep(AcceptanceRequest Request, StoredRecord Milestone, bool Mailed);

/// <summary>Makes the page's address, as a path, by which the named person answers a request; null where there is no such page.</summary>
public delegate Task<string?> MakeCustomerLink(Change change, string request, string name, string email);

/// <summary>What the steps of asking for acceptance share.</summary>
internal static class AcceptanceSteps
{
    public static readonly BundleFile Milestones = BundleFiles.Named("milestones");
    private static readonly RecordTable Table = new(Milestones);

    /// <summary>The page of a request for those who lead the engagement.</summary>
    public static string PageOf(string request) => $"/acceptance/{Uri.EscapeDataString(request)}";

    public static string SubjectOf(AcceptanceRequest request) => new RecordKey(request.Engagement, request.Milestone).ToString();

    /// <summary>Whether the user may edit the delivery of the milestone, in which role; a milestone that they may not see does not exist.</summary>
    public static async Task<Result<Role>> MayEditAsync(Data.Database database, RecordKey key, CurrentUser user, CancellationToken stop)
    {
        var (sight, seen) = await database.ReadAsync(async connection => (
            await RecordSight.ReadAsync(connection, Milestones, user, stop), await Table.FindAsync(connection, key, stop)), stop);
        if (seen is null || !sight.Sees(seen.Values))
            return new NoSuchRecord($"There is no milestone {key}.");

        var decision = user.Decide(Act.EditDelivery, sight.RelationTo(seen.Values));
        return decision.Problem is { } refused ? refused : decision.Role!.Value;
    }

    /// <summary>The same of a request's milestone.</summary>
    public static async Task<Result<(AcceptanceRequest Request, Role Role)>> MayEditAsync(Data.Database database, string request, CurrentUser user, CancellationToken stop)
    {
        if (await database.ReadAsync(connection => AcceptanceRows.FindAsync(connection, request), stop) is not { } found)
            return new NoSuchRecord($"There is no acceptance request {request}.");
        if ((await MayEditAsync(database, new RecordKey(found.Engagement, found.Milestone), user, stop)).Succeeded(out var role, out var refused))
            return (found, role);

        return refused is NoSuchRecord ? new NoSuchRecord($"There is no acceptance request {request}.") : refused;
    }

    /// <summary>Tells the audit and everybody who looks on, and reads what stands now.</summary>
    public static async Task<AcceptanceStep> DoneAsync(Change change, AcceptanceRequest request, string action, object detail, bool mailed = false)
    {
        var key = new RecordKey(request.Engagement, request.Milestone);
        await change.AuditAsync(action, key.ToString(), detail);
        await change.TellAsync(Milestones.Name, key.ToString());
        return new AcceptanceStep(
            (await AcceptanceRows.FindAsync(change.Connection, request.Key))!, (await Table.FindAsync(change.Connection, key, CancellationToken.None))!, mailed);
    }
}
