using Dapper;
using Npgsql;
using NpgsqlTypes;
using Throughline.Data.Recording;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Pricing;
using Throughline.Domain.Revenue;
using Throughline.Domain.Timekeeping;

namespace Throughline.Data.Revenue;

/// <summary>A draft invoice without its lines.</summary>
/// <param name="Basis">P-45: approved, or submitted.</param>
public sealed record InvoiceRow(
    string Invoice, string Month, string Engagement, string EngagementName, string Customer, string CustomerName, string LegalEntity, string Currency, DateOnly InvoiceDate, DateOnly DueDate,
    string? PurchaseOrder, string Basis, decimal Total, string MadeBy, DateTimeOffset MadeAt);

public sealed record InvoiceLineRow(int Number, string Kind, string Description, string? Person, string? Role, decimal? Hours, decimal? HourlyRate, decimal Amount);

/// <summary>Time that no invoice holds, or of which one holds other hours.</summary>
public sealed record UninvoicedTime(TimeLine Line, decimal Invoiced, decimal? InvoicedRate);

/// <summary>Reads and writes draft invoices, and what they are of.</summary>
public static class InvoiceRows
{
    private const string Columns =
        """
        d.invoice, d.month, d.engagement, e.name as engagement_name, d.customer, c.name as customer_name, d.legal_entity, d.currency, d.invoice_date, d.due_date, d.purchase_order, d.basis, d.total,
        d.made_by, d.made_at from draft_invoices d join engagements e using (engagement) join customers c on c.customer = d.customer
        """;

    public static async Task<IReadOnlyList<InvoiceRow>> ListAsync(NpgsqlConnection connection, string? month, string after, int most) =>
        (await connection.QueryAsync<InvoiceRow>(
            $"select {Columns} where (@month::text is null or d.month = @month) and (@after = '' or d.invoice < @after) order by d.invoice desc limit @most", new { month, after, most })).AsList();

    public static async Task<(InvoiceRow? Invoice, IReadOnlyList<InvoiceLineRow> Lines)> FindAsync(NpgsqlConnection connection, string invoice)
    {
        await using var rows = await connection.QueryMultipleAsync(
            $"select {Columns} where d.invoice = @invoice; select number, kind, description, person, role, hours, hourly_rate, amount from draft_invoice_lines where invoice = @invoice order by number", new { invoice });
        return (await rows.ReadSingleOrDefaultAsync<InvoiceRow>(), (await rows.ReadAsync<InvoiceLineRow>()).AsList());
    }

    /// <summary>Billable hourly time that was approved or submitted and of which no invoice holds the hours: new entries, and those whose hours or state have changed since.</summary>
    public static async Task<IReadOnlyList<UninvoicedTime>> TimeAsync(NpgsqlConnection connection, DateRange days, NpgsqlTransaction? transaction = null)
    {
        const string Sql =
            """
            with invoiced as (
              select i.engagement, i.reference, sum(i.hours) as hours, max(l.hourly_rate) as hourly_rate, max(l.person) as person, max(l.role) as role
              from invoiced_sources i join draft_invoice_lines l using (invoice, number) join draft_invoices d using (invoice)
              where i.kind = 'time' and d.month >= @since group by 1, 2)
            select coalesce(t.entry, i.reference) as entry, coalesce(t.engagement, i.engagement) as engagement, coalesce(t.person, i.person) as person, coalesce(p.role, i.role) as role,
              coalesce(t.date, @last) as date, case when t.entry is null or t.state not in ('approved', 'submitted') or not t.billable then 0 else t.hours end as hours, coalesce(t.state, 'rejected') as state,
              t.work_at_risk, coalesce(i.hours, 0) as invoiced, i.hourly_rate as invoiced_rate, k.entry is not null as kept, k.hourly_rate as kept_rate
            from (select t.* from time_entries t join engagements e using (engagement)
                  where t.billable and t.state in ('approved', 'submitted') and t.date between @first and @last and e.billing = 'tm' and e.status not in ('prospect', 'cancelled')) t
            full join invoiced i on i.engagement = t.engagement and i.reference = t.entry
            left join people p on p.person = t.person left join priced_time k on k.entry = t.entry
            where coalesce(i.hours, 0) is distinct from coalesce(t.hours, 0)
            """;
        return [.. (await connection.QueryAsync<TimeRow>(Sql, new { first = days.First, last = days.Last, since = Month.Of(days.First).ToString() }, transaction)).Select(row => row.Of())];
    }

    /// <summary>What invoices hold of milestones, by milestone.</summary>
    public static async Task<IReadOnlyDictionary<(string Engagement, string Milestone), decimal>> MilestonesAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction = null) =>
        (await connection.QueryAsync<(string Engagement, string Reference, decimal Amount)>("select engagement, reference, sum(amount) from invoiced_sources where kind = 'milestone' group by 1, 2", transaction: transaction))
            .ToDictionary(row => (row.Engagement, row.Reference), row => row.Amount);

    public static async Task AddAsync(Change change, IReadOnlyList<(InvoiceRow Row, DraftInvoice Invoice)> made, CancellationToken stop)
    {
        var rows = made.Select(one => one.Row).ToList();
        await change.ExecuteAsync(
            """
            insert into draft_invoices (invoice, month, engagement, customer, legal_entity, currency, invoice_date, due_date, purchase_order, basis, total, made_by, made_at)
            select invoice, @month, engagement, customer, legal_entity, currency, @on, due_date, purchase_order, basis, total, @by, @at
            from unnest(@invoices, @engagements, @customers, @entities, @currencies, @dues, @orders, @bases, @totals) as made (invoice, engagement, customer, legal_entity, currency, due_date, purchase_order, basis, total)
            """,
            new
            {
                month = rows[0].Month, on = rows[0].InvoiceDate, by = rows[0].MadeBy, at = rows[0].MadeAt, invoices = Array(row => row.Invoice), engagements = Array(row => row.Engagement),
                customers = Array(row => row.Customer), entities = Array(row => row.LegalEntity), currencies = Array(row => row.Currency), dues = Array(row => row.DueDate),
                orders = Array(row => row.PurchaseOrder), bases = Array(row => row.Basis), totals = Array(row => row.Total),
            });
        await CopyAsync(change, "draft_invoice_lines (invoice, number, kind, description, person, role, hours, hourly_rate, amount)", made, (copy, invoice, number, line) =>
            [WriteRowAsync(copy, invoice, number, line, stop)], stop);
        await CopyAsync(change, "invoiced_sources (invoice, number, engagement, kind, reference, hours, amount)", made, (copy, invoice, number, line) =>
            line.Sources.Select(source => WriteSourceAsync(copy, invoice, number, source, stop)), stop);
        await change.AuditAsync("invoices_drafted", made[0].Row.Month, new { invoices = made.Count });

        T[] Array<T>(Func<InvoiceRow, T> of) => [.. rows.Select(of)];
    }

    private static async Task CopyAsync(
        Change change, string into, IReadOnlyList<(InvoiceRow Row, DraftInvoice Invoice)> made, Func<NpgsqlBinaryImporter, string, int, InvoiceLine, IEnumerable<Task>> rows, CancellationToken stop)
    {
        await using var copy = await change.Connection.BeginBinaryImportAsync($"copy {into} from stdin (format binary)", stop);
        foreach (var (row, invoice) in made)
        {
            for (var i = 0; i < invoice.Lines.Count; i++)
            {
                foreach (var written in rows(copy, row.Invoice, i + 1, invoice.Lines[i]))
                    await written;
            }
        }

        await copy.CompleteAsync(stop);
    }

    private static async Task WriteRowAsync(NpgsqlBinaryImporter copy, string invoice, int number, InvoiceLine line, CancellationToken stop)
    {
        await copy.StartRowAsync(stop);
        await copy.WriteAsync(invoice, NpgsqlDbType.Text, stop);
        await copy.WriteAsync(number, NpgsqlDbType.Integer, stop);
        await copy.WriteAsync(KindOf(line.Sources[0]), NpgsqlDbType.Text, stop);
        await copy.WriteAsync(line.Description, NpgsqlDbType.Text, stop);
        await WriteAsync(copy, line.Person?.Value, NpgsqlDbType.Text, stop);
        await WriteAsync(copy, line.Role, NpgsqlDbType.Text, stop);
        await WriteAsync(copy, line.Hours, NpgsqlDbType.Numeric, stop);
        await WriteAsync(copy, line.HourlyRate, NpgsqlDbType.Numeric, stop);
        await copy.WriteAsync(line.Amount, NpgsqlDbType.Numeric, stop);
    }

    private static async Task WriteSourceAsync(NpgsqlBinaryImporter copy, string invoice, int number, InvoiceSource source, CancellationToken stop)
    {
        await copy.StartRowAsync(stop);
        await copy.WriteAsync(invoice, NpgsqlDbType.Text, stop);
        await copy.WriteAsync(number, NpgsqlDbType.Integer, stop);
        await copy.WriteAsync(source.Engagement.Value, NpgsqlDbType.Text, stop);
        await copy.WriteAsync(KindOf(source), NpgsqlDbType.Text, stop);
        await copy.WriteAsync(source.Reference, NpgsqlDbType.Text, stop);
        await copy.WriteAsync(source.Hours, NpgsqlDbType.Numeric, stop);
        await copy.WriteAsync(Math.Round(source.Amount, 6), NpgsqlDbType.Numeric, stop);
    }

    private static Task WriteAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type, CancellationToken stop) => value is null ? copy.WriteNullAsync(stop) : copy.WriteAsync(value, type, stop);

    private static string KindOf(InvoiceSource source) => source.Title is null ? "time" : "milestone";

    private sealed record TimeRow(
        string Entry, string Engagement, string? Person, string? Role, DateOnly Date, decimal Hours, string State, string? WorkAtRisk, decimal Invoiced, decimal? InvoicedRate, bool Kept, decimal? KeptRate)
    {
        public UninvoicedTime Of() => new(
            new TimeLine(
                new EngagementKey(Engagement), null, Person is null ? null : new PersonKey(Person), Role ?? "", Date, Hours, Billable: true, TimeStates.Words.Parse(State), WorkAtRisk, Entry)
            {
                Kept = Kept ? new KeptPrice(KeptRate, null) : null,
            },
            Invoiced, InvoicedRate);
    }
}
