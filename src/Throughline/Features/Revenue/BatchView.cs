using Throughline.Data;
using Throughline.Data.Revenue;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Revenue;

/// <summary>A batch with what it holds by engagement and one page of its lines.</summary>
/// <param name="Next">After which line the next page begins; null on the last one.</param>
public sealed record BatchSheet(ReleaseBatch Batch, IReadOnlyList<BatchAmount> Amounts, IReadOnlyList<BatchLine> Lines, int? Next);

/// <summary>Shows a batch, whatever became of it.</summary>
public sealed class BatchView(Database database)
{
    public const int PageSize = 100;

    public async Task<Result<BatchSheet>> RunAsync(CurrentUser user, string key, int after, CancellationToken stop)
    {
        if (user.Decide(Act.SeeRelease).Problem is { } refused)
            return refused;

        return await database.ReadAsync<Result<BatchSheet>>(async connection =>
        {
            if (await ReleaseRows.FindAsync(connection, key) is not { } batch)
                return new NoSuchRecord($"There is no batch {key}.");

            var lines = await ReleaseRows.LinesAsync(connection, key, after, PageSize + 1);
            var page = lines.Take(PageSize).ToList();
            return new BatchSheet(batch, await ReleaseRows.AmountsAsync(connection, key), page, lines.Count > PageSize ? page[^1].Number : null);
        }, stop);
    }
}
