using Throughline.Data;
using Throughline.Data.Bundles;
using Throughline.Data.Records;
using Throughline.Domain;
using Throughline.Domain.Accounts;

namespace Throughline.Platform.Records;

/// <summary>One page of a list, and the order values of its last record when there are more.</summary>
public sealed record FoundRecords(IReadOnlyList<SavedRecord> Records, IReadOnlyList<string?>? Next);

/// <summary>Reads records of a file of the bundle: one, or a page of those that the user may see.</summary>
public sealed class FindRecords(Database database)
{
    public Task<Result<SavedRecord>> OneAsync(BundleFile file, RecordKey key, CurrentUser user, CancellationToken stop) => database.ReadAsync<Result<SavedRecord>>(
        async connection =>
        {
            var sight = await RecordSight.ReadAsync(connection, file, user, stop);
            if (sight.RefuseReading() is { } refused)
                return refused;

            return await new RecordTable(file).FindAsync(connection, key, stop) is { } stored && sight.Sees(stored.Values)
                ? SavedRecord.Of(sight, stored)
                : SaveRecord.NotThere(sight, key);
        },
        stop);

    /// <summary>A page. Filtering or sorting by a column that is closed to the user is refused: it would give the values away.</summary>
    public Task<Result<FoundRecords>> PageAsync(BundleFile file, RecordQuery query, CurrentUser user, CancellationToken stop) => database.ReadAsync<Result<FoundRecords>>(
        async connection =>
        {
            var sight = await RecordSight.ReadAsync(connection, file, user, stop);
            if (sight.RefuseReading() is { } refused)
                return refused;

            var asked = query.Filters.Select(filter => filter.Column).Concat(query.Sort is null ? [] : [query.Sort]);
            if (asked.FirstOrDefault(column => !sight.IsOpen(column)) is { } closed)
                return new NotAllowed("R-296", $"The column {closed.ApiName} is not open to you everywhere, so a list cannot be sorted or filtered by it.");

            var (within, filters) = sight.Narrowing();
            var narrowed = query with { Within = [.. query.Within, .. within], Filters = [.. query.Filters, .. filters] };
            var found = await new RecordTable(file).ListAsync(connection, narrowed, stop);
            var page = found.Take(query.Limit).ToList();
            return new FoundRecords(
                [.. page.Select(stored => SavedRecord.Of(sight, stored))],
                found.Count > query.Limit ? [.. query.Order(file).Select(column => page[^1][column.Name])] : null);
        },
        stop);
}
