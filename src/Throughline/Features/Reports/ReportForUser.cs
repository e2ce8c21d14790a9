using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Platform;

namespace Throughline.Features.Reports;

/// <summary>
/// A report as somebody may read it: only the rows their roles reach, and no figure in a column that is closed to them.
/// Narrowing comes before filters, sorting and totals, so that none of these tells what is hidden.
/// </summary>
public sealed class ReportForUser(Database database, ReportRun run)
{
    public async Task<Result<ReportAnswer>> RunAsync(ReportAsk ask, CurrentUser user, CancellationToken stop)
    {
        var narrowing = await NarrowingAsync(ask, user, stop);
        return narrowing.Succeeded(out var narrow, out var problem) ? await run.RunAsync(ask, stop, narrow) : problem;
    }

    /// <summary>The same for a file, a piece at a time.</summary>
    public async Task<Result<ReportPieces>> PiecesAsync(ReportAsk ask, CurrentUser user, CancellationToken stop)
    {
        var narrowing = await NarrowingAsync(ask, user, stop);
        return narrowing.Succeeded(out var narrow, out var problem) ? await run.PiecesAsync(ask, stop, narrow) : problem;
    }

    /// <summary>Opens figures of a row. Rates and costs behind it are left out for those who may not see them.</summary>
    public async Task<Result<ExplainedFigures>> ExplainAsync(
        ReportAsk ask, IReadOnlyList<string> columns, IReadOnlyList<KeyValuePair<string, string>> row, CurrentUser user, CancellationToken stop)
    {
        if (columns.Select(column => Closed(ask.Name, column, user)).FirstOrDefault(closed => closed is not null) is { } closed)
            return closed;

        if (!(await NarrowingAsync(ask, user, stop)).Succeeded(out var narrow, out var problem))
            return problem;

        if (!(await run.ExplainAsync(ask, columns, row, stop, narrow)).Succeeded(out var figures, out problem))
            return problem;

        return figures with
        {
            Explanations = [.. figures.Explanations.Select(figure => figure with { Parts = [.. figure.Parts.Select(part => Opened(part, user))] })],
        };
    }

    /// <summary>Null when some row's figure may be shown in the column.</summary>
    public static NotAllowed? Closed(string report, string column, CurrentUser user) =>
        ReportAccess.Find(report) is { } access && access.Columns.TryGetValue(column, out var act) && user.Reach(act) == Relation.None
            ? user.Decide(act).Problem
            : null;

    private async Task<Result<Func<ReportTable, ReportTable>>> NarrowingAsync(ReportAsk ask, CurrentUser user, CancellationToken stop)
    {
        if (!ReportCatalog.Find(ask.Name).Succeeded(out _, out var unknown))
            return unknown;

        var access = ReportAccess.Find(ask.Name);
        var reach = access is null ? Relation.None : user.Reach(access.Rows);
        if (access is null || reach == Relation.None)
            return user.Decide(access?.Rows ?? Act.SeePortfolio).Problem ?? new NotAllowed("R-296", "This report is not open to your roles.");

        if (Reaches(access, user).All(each => each.HasFlag(Relation.Any)))
            return new Func<ReportTable, ReportTable>(table => table);

        var standing = await database.ReadAsync(connection => Standing.ReadAsync(connection, user), stop);
        return new Func<ReportTable, ReportTable>(table => Narrowed(table, access, user, standing));
    }

    private static IEnumerable<Relation> Reaches(ReportAccess access, CurrentUser user) =>
        access.Columns.Values.Append(access.Rows).Distinct().Select(user.Reach);

    private static ReportTable Narrowed(ReportTable table, ReportAccess access, CurrentUser user, Standing standing)
    {
        var reach = access.Columns.Values.Append(access.Rows).Distinct().ToDictionary(act => act, user.Reach);
        return table
            .Where(row => Covers(reach[access.Rows], row))
            .Without((row, column) => access.Columns.TryGetValue(column.Name, out var act) && !Covers(reach[act], row));

        bool Covers(Relation reach, ReportRow row) => (reach & (Relation.Any | RelationTo(row))) != 0;

        Relation RelationTo(ReportRow row)
        {
            var relation = Relation.None;
            if (table.CellOf(row, "engagement")?.Canonical is { } engagement)
                relation |= standing.To(new EngagementKey(engagement));
            if (table.CellOf(row, "person")?.Canonical is { } person)
                relation |= standing.To(new PersonKey(person));

            return relation;
        }
    }

    // Hours beside an amount give the rate away, so both stay closed together.
    private static Part Opened(Part part, CurrentUser user) =>
        part.Rate is null || user.Reach(part.Kind == "cost" ? Act.SeeCost : Act.SeeRates) != Relation.None
            ? part
            : part with { Rate = null, Hours = null };
}
