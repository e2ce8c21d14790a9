using Npgsql;
using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Recording;
using Throughline.Data.Revenue;
using Throughline.Data.Timekeeping;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Revenue;
using Throughline.Platform;

namespace Throughline.Features.Revenue;

/// <summary>Puts a month's release together and hands it to finance. There is one batch at a time.</summary>
public sealed class PrepareRelease(Database database, PracticeSettings settings)
{
    public async Task<Result<ReleaseBatch>> RunAsync(CurrentUser user, string? monthText, CancellationToken stop)
    {
        var decision = user.Decide(Act.PrepareRelease);
        if (decision.Problem is { } refused)
            return refused;
        if (MonthText.Read(monthText) is not { } month)
            return new InvalidFields("month", "Give the month like 2026-03.");
        if (await settings.TodayAsync(stop) < month.Days.First)
            return new ReleaseRefused("R-231", $"{month} has not begun yet.");

        // Whatever was begun before this instant has ended: the reports as recorded at it show for ever what the batch was made from.
        var at = await database.ReadAsync(connection => AsOf.SettleAsync(connection, database.Clock.Shift, stop), stop);
        return await database.WriteAsync<ReleaseBatch>(user.ToActor(decision.Role), async change =>
        {
            await ReleaseRows.HoldAsync(change);
            if (await RefuseAsync(change, month) is { } problem)
                return problem;

            var (figures, lines) = await LinesAsync(change, new ReleaseQuery(month, await PolicyReader.ReadAsync(change.Connection, at, stop, change.Transaction)) { At = at }, stop);
            if (lines.Count == 0)
                return new ReleaseRefused("R-231", $"There is nothing to release for {month}. The list says what waits, and why.");

            var batch = new ReleaseBatch(
                $"{month}.{await ReleaseRows.CountAsync(change, month) + 1}", month.ToString(), BatchState.Submitted, at, lines.Count, ReleaseRows.TotalsOf(lines),
                Certifications.Fingerprint(ReleaseLines.Text(lines)), change.Actor.Name, change.At.ToUniversalTime(), null, null, null, null, null, null, null);
            await ReleaseRows.AddAsync(change, batch, figures, lines, stop);
            return batch;
        }, stop);
    }

    private static async Task<ReleaseRefused?> RefuseAsync(Change change, Month month)
    {
        if (await ReleaseRows.UndecidedAsync(change) is { } standing)
            return new ReleaseRefused("R-231", $"Batch {standing.Batch} waits for finance. Let it be released or sent back first.");
        if (await ReleaseRows.LastReleasedAsync(change) is { } last && month < last)
            return new ReleaseRefused("R-235", $"{last} is released already. What was earned before goes into {last} or a later month.");

        return null;
    }

    // Sums say which months of which engagements are due; only of these the entries are read.
    private static async Task<(IReadOnlyList<ReleaseFigure> Figures, IReadOnlyList<ReleaseLine> Lines)> LinesAsync(Change change, ReleaseQuery query, CancellationToken stop)
    {
        NpgsqlConnection connection = change.Connection;
        var plan = Releases.Of(await ReleaseReader.ReadAsync(connection, query, stop, change.Transaction), query.Month);
        if (plan.Due.Count == 0)
            return ([], []);

        var entries = query with { EntriesOf = [.. plan.Due.Select(figure => figure.Engagement.Engagement).Distinct()] };
        var facts = await ReleaseReader.ReadAsync(connection, entries, stop, change.Transaction);
        return (plan.Due, ReleaseLines.Of(facts, query.Month, await ReleaseReader.SourcesAsync(connection, plan.Due, change.Transaction)));
    }
}
