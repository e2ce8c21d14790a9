using Throughline.Data;
using Throughline.Data.Reports;
using Throughline.Data.Revenue;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Revenue;
using Throughline.Platform;

namespace Throughline.Features.Revenue;

/// <summary>What can be released for a month, what waits and why, and the batches there are.</summary>
/// <param name="Undecided">The batch that waits for finance; while one does, no other is made.</param>
/// <param name="Lines">What a batch would hold of the one engagement that was asked about; null for the list of all.</param>
public sealed record ReleaseSheet(Month Month, ReleasePlan Plan, IReadOnlyList<ReleaseBatch> Batches, ReleaseBatch? Undecided, IReadOnlyList<ReleaseLine>? Lines);

/// <summary>The release list of a month, from sums of time; of one engagement also its lines.</summary>
public sealed class ReleaseList(Database database, KeptFacts kept, PracticeSettings settings)
{
    public async Task<Result<ReleaseSheet>> RunAsync(CurrentUser user, string? monthText, string? engagement, CancellationToken stop)
    {
        if (user.Decide(Act.SeeRelease).Problem is { } refused)
            return refused;
        if (MonthText.Read(monthText) is not { } month)
            return new InvalidFields("month", "Give the month like 2026-03.");

        var query = new ReleaseQuery(month, await settings.PoliciesAsync(stop)) { EntriesOf = engagement is null ? null : [new EngagementKey(engagement)] };
        return await database.ReadAsync<Result<ReleaseSheet>>(async connection =>
        {
            var facts = await ReleaseReader.ReadAsync(connection, query, stop, kept: kept);
            if (engagement is not null && facts.Practice.Engagements.Count == 0)
                return new NoSuchRecord($"There is no engagement {engagement}.");

            var plan = Releases.Of(facts, month);
            var lines = engagement is null ? null : ReleaseLines.Of(facts, month, await ReleaseReader.SourcesAsync(connection, plan.Due));
            var batches = await ReleaseRows.LatestAsync(connection);
            return new ReleaseSheet(month, plan, batches, batches.FirstOrDefault(batch => batch.State.IsUndecided()), lines);
        }, stop);
    }
}
