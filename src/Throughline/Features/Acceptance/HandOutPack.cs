using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Data.Bundles;
using Throughline.Data.Records;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;
using Throughline.Platform.Records;

namespace Throughline.Features.Acceptance;

/// <summary>A pack to be sent and forgotten: the file is gone when the content is closed.</summary>
public sealed record HandedOutPack(Stream Content, string Name);

/// <summary>Hands the evidence pack of a request to whoever may see its milestone; its amount only to those who may see that.</summary>
public sealed class HandOutPack(Database database, EvidencePack packs)
{
    private static readonly BundleFile Milestones = BundleFiles.Named("milestones");

    public async Task<Result<HandedOutPack>> RunAsync(string request, CurrentUser user, CancellationToken stop)
    {
        // Gather
        var (asked, sight, milestone) = await database.ReadAsync<(AcceptanceRequest?, RecordSight?, StoredRecord?)>(
            async connection => await AcceptanceRows.FindAsync(connection, request) is not { } found
                ? (null, null, null)
                : (found, await RecordSight.ReadAsync(connection, Milestones, user, stop), await new RecordTable(Milestones).FindAsync(connection, new RecordKey(found.Engagement, found.Milestone), stop)),
            stop);

        // Decide. What is said between two parties in an acceptance is theirs: a partner's eye on the workspace is not enough.
        if (asked is null || milestone is null || user.IsOutside || !sight!.Sees(milestone.Values))
            return new NoSuchRecord($"There is no acceptance request {request}.");
        if (user.TokenScopes?.Contains(Scope.Read) == false)
            return new NotAllowed("scope", "This token lacks the scope read. Make one that has it.");

        // Act
        var content = EvidencePack.Temporary();
        var handedOut = false;
        try
        {
            var seesAmount = sight.Open(milestone.Values).Any(column => column.Name == "amount");
            handedOut = (await packs.WriteAsync(request, seesAmount, user.ToActor(), content, stop)).Succeeded(out var written, out var problem);
            return handedOut ? new HandedOutPack(content, EvidencePack.NameOf(written!)) : problem!;
        }
        finally
        {
            if (!handedOut)
                await content.DisposeAsync();
        }
    }
}
