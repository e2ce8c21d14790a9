using Throughline.Data;
using Throughline.Data.Revenue;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Revenue;

/// <param name="Next">After which invoice the next page begins; null on the last one.</param>
public sealed record InvoiceSheet(IReadOnlyList<InvoiceRow> Invoices, string? Next);

/// <summary>Draft invoices, kept as they were made: the list, and one with its lines.</summary>
public sealed class InvoiceView(Database database)
{
    private const int PageSize = 50;

    public async Task<Result<InvoiceSheet>> ListAsync(CurrentUser user, string? month, string? after, CancellationToken stop)
    {
        if (user.Decide(Act.SeeRelease).Problem is { } refused)
            return refused;

        var rows = await database.ReadAsync(connection => InvoiceRows.ListAsync(connection, month, after ?? "", PageSize + 1), stop);
        List<InvoiceRow> page = [.. rows.Take(PageSize)];
        return new InvoiceSheet(page, rows.Count > PageSize ? page[^1].Invoice : null);
    }

    public async Task<Result<(InvoiceRow Invoice, IReadOnlyList<InvoiceLineRow> Lines)>> OneAsync(CurrentUser user, string invoice, CancellationToken stop)
    {
        if (user.Decide(Act.SeeRelease).Problem is { } refused)
            return refused;

        var (row, lines) = await database.ReadAsync(connection => InvoiceRows.FindAsync(connection, invoice), stop);
        return row is null ? new NoSuchRecord($"There is no invoice {invoice}.") : (row, lines);
    }
}
