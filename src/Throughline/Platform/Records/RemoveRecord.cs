using Throughline.Data;
using Throughline.Data.Bundles;
using Throughline.Data.Records;
using Throughline.Domain;

namespace Throughline.Platform.Records;

/// <summary>Takes one record away. The history keeps it, so that it can be saved again.</summary>
public sealed class RemoveRecord(Database database)
{
    /// <param name="file">What kind of record.</param>
    /// <param name="key">Which.</param>
    /// <param name="version">The version the user saw, a later one refuses; null removes whatever stands.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>The record as it was.</returns>
    public async Task<Result<SavedRecord>> RunAsync(BundleFile file, RecordKey key, int? version, CurrentUser user, CancellationToken stop)
    {
        var table = new RecordTable(file);
        var (sight, seen) = await database.ReadAsync(async connection => (
            await RecordSight.ReadAsync(connection, file, user, stop), await table.FindAsync(connection, key, stop)), stop);
        if (seen is null || !sight.Sees(seen.Values))
            return SaveRecord.NotThere(sight, key);

        var decision = user.Decide(sight.Access.Edit, sight.RelationToChange(seen.Values));
        if (decision.Problem is { } refused)
            return refused;

        var result = await database.WriteAsync<StoredRecord>(user.ToActor(decision.Role), async change =>
        {
            if (await table.LockAsync(change, key, stop) is not { } standing)
                return SaveRecord.NotThere(sight, key);
            if (version is { } known && known != standing.Version)
                return await SaveRecord.StaleAsync(change, table, sight, key, known, standing, stop);

            var (_, refusal) = await RecordLedger.WriteAsync(change, file, [standing.Values, standing.Values], async () =>
            {
                await table.DeleteAsync(change, key, stop);
                return null;
            }, stop);
            if (refusal is not null)
                return refusal;

            await SaveRecord.NoteAsync(change, file, "removed", key, []);
            return standing;
        }, stop);
        return result.Succeeded(out var removed, out var problem) ? SavedRecord.Of(sight, removed) : problem;
    }
}
