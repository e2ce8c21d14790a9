using Dapper;
using Npgsql;
using NpgsqlTypes;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Dates;
using Throughline.Domain.Revenue;

namespace Throughline.Data.Revenue;

public enum BatchState { Submitted, Returned, Reviewed, Released }

public static class BatchStates
{
    public static readonly Wording<BatchState> Words = new(Text);

    public static string Text(this BatchState state) => state switch
    {
        BatchState.Submitted => "submitted",
        BatchState.Returned => "returned",
        BatchState.Reviewed => "reviewed",
        BatchState.Released => "released",
    };

    /// <summary>Finance has still to release it or send it back.</summary>
    public static bool IsUndecided(this BatchState state) => state is BatchState.Submitted or BatchState.Reviewed;
}

/// <summary>A release batch without its lines.</summary>
/// <param name="RecordedAsOf">The reports as recorded at this instant show the figures it was made from.</param>
/// <param name="Totals">By currency, in words: <c>EUR 1200.00; USD 40000.00</c>.</param>
/// <param name="Fingerprint">SHA-256 of its lines as text.</param>
public sealed record ReleaseBatch(
    string Batch, string Month, BatchState State, DateTimeOffset RecordedAsOf, int Lines, string Totals, string Fingerprint, string PreparedBy, DateTimeOffset PreparedAt,
    string? ReviewedBy, DateTimeOffset? ReviewedAt, string? ReleasedBy, DateTimeOffset? ReleasedAt, string? ReturnedBy, DateTimeOffset? ReturnedAt, string? ReturnReason)
{
    public Month Period => ReleaseReader.MonthOf(Month);
}

/// <summary>What a batch holds of an engagement and an earned month.</summary>
public sealed record BatchAmount(string Engagement, string Name, string Currency, string EarnedMonth, string Kind, decimal Figure, decimal ReleasedBefore, decimal Amount, decimal Hours);

/// <summary>A line of a batch as it is stored.</summary>
public sealed record BatchLine(
    int Number, string Engagement, string Customer, string LegalEntity, string Currency, string EarnedMonth, string Kind, string Reference, string? Person, string? Role, DateOnly? Date,
    decimal? Hours, decimal? HourlyRate, decimal Amount);

/// <summary>A line whose entry or milestone may not be released any more.</summary>
public sealed record LostSource(string Engagement, string Kind, string Reference);

/// <summary>Reads and writes release batches.</summary>
public static class ReleaseRows
{
    private const string Columns =
        "batch, month, state, recorded_as_of, lines, totals, fingerprint, prepared_by, prepared_at, reviewed_by, reviewed_at, released_by, released_at, returned_by, returned_at, return_reason";

    private const string LineColumns = "number, engagement, customer, legal_entity, currency, earned_month, kind, reference, person, role, date, hours, hourly_rate, amount";

    /// <summary>From here on nobody else prepares, decides on or closes anything of revenue before the change ends.</summary>
    public static Task HoldAsync(Change change) => change.ExecuteAsync("select pg_advisory_xact_lock(72800016)");

    /// <summary>The latest batches, the newest first.</summary>
    public static async Task<IReadOnlyList<ReleaseBatch>> LatestAsync(NpgsqlConnection connection, string? month = null) =>
        [.. (await connection.QueryAsync<Row>($"select {Columns} from release_batches where @month::text is null or month = @month order by month desc, prepared_at desc limit 60", new { month })).Select(row => row.Of())];

    public static async Task<ReleaseBatch?> FindAsync(NpgsqlConnection connection, string batch) =>
        (await connection.QuerySingleOrDefaultAsync<Row>($"select {Columns} from release_batches where batch = @batch", new { batch }))?.Of();

    public static async Task<ReleaseBatch?> LockAsync(Change change, string batch) =>
        (await change.QuerySingleOrDefaultAsync<Row>($"select {Columns} from release_batches where batch = @batch for update", new { batch }))?.Of();

    /// <summary>The one that waits for finance; null when none does.</summary>
    public static async Task<ReleaseBatch?> UndecidedAsync(Change change) =>
        (await change.QuerySingleOrDefaultAsync<Row>($"select {Columns} from release_batches where state in ('submitted', 'reviewed')"))?.Of();

    /// <summary>The latest month of which a batch was released; null before the first.</summary>
    public static async Task<Month?> LastReleasedAsync(Change change) =>
        await change.QuerySingleOrDefaultAsync<string>("select max(month) from release_batches where state = 'released'") is { } month ? ReleaseReader.MonthOf(month) : null;

    public static Task<int> CountAsync(Change change, Month month) =>
        change.QuerySingleOrDefaultAsync<int>("select count(*)::int from release_batches where month = @month", new { month = month.ToString() });

    public static async Task<IReadOnlyList<BatchAmount>> AmountsAsync(NpgsqlConnection connection, string batch) =>
        (await connection.QueryAsync<BatchAmount>(
            """
            select a.engagement, e.name, a.currency, a.earned_month, a.kind, a.figure, a.released_before, a.amount, a.hours
            from release_amounts a join engagements e using (engagement) where a.batch = @batch order by a.engagement, a.earned_month, a.kind
            """,
            new { batch })).AsList();

    /// <summary>Lines after one, in their order.</summary>
    public static async Task<IReadOnlyList<BatchLine>> LinesAsync(NpgsqlConnection connection, string batch, int after, int most) =>
        (await connection.QueryAsync<BatchLine>($"select {LineColumns} from release_lines where batch = @batch and number > @after order by number limit @most", new { batch, after, most })).AsList();

    /// <summary>Every line as it is read, however many there are.</summary>
    public static async Task EachAsync(NpgsqlConnection connection, string batch, Func<BatchLine, ValueTask> take, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand($"select {LineColumns} from release_lines where batch = $1 order by number", connection) { CommandTimeout = 0 };
        command.Parameters.AddWithValue(batch);
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
        {
            await take(new BatchLine(
                row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7), Text(8), Text(9),
                row.IsDBNull(10) ? null : row.GetFieldValue<DateOnly>(10), Number(11), Number(12), row.GetDecimal(13)));
        }

        string? Text(int at) => row.IsDBNull(at) ? null : row.GetString(at);

        decimal? Number(int at) => row.IsDBNull(at) ? null : row.GetDecimal(at);
    }

    /// <summary>Whether the batch holds something of an engagement that the person leads.</summary>
    public static Task<bool> IsLedAsync(Change change, string batch, string? person) => change.QuerySingleOrDefaultAsync<bool>(
        "select exists (select from release_amounts a join engagements e using (engagement) where a.batch = @batch and e.project_manager = @person)", new { batch, person });

    /// <summary>Whether books of which the batch holds something have closed for its month.</summary>
    public static Task<bool> IsClosedAsync(Change change, ReleaseBatch batch) => change.QuerySingleOrDefaultAsync<bool>(
        """
        select exists (
          select from period_locks p where p.kind = 'billing' and p.engagement is null and p.person is null and p.start_date <= @first and p.end_date >= @last
            and (p.legal_entity is null or exists (select from release_lines l where l.batch = @Batch and l.legal_entity = p.legal_entity)))
        """,
        new { batch.Batch, first = batch.Period.Days.First, last = batch.Period.Days.Last });

    /// <summary>Up to five lines that bring money for what may not be released as things stand: not approved, at risk, or without its sign-off.</summary>
    public static Task<IReadOnlyList<LostSource>> LostAsync(Change change, string batch) => change.QueryAsync<LostSource>(
        """
        select l.engagement, l.kind, l.reference from release_lines l
        left join time_entries t on l.kind = 'time' and t.entry = l.reference
        left join work_at_risk w on w.engagement = t.engagement and w.work_at_risk = t.work_at_risk
        left join milestones m on l.kind = 'milestone' and m.engagement = l.engagement and m.milestone = l.reference
        where l.batch = @batch and l.amount > 0 and (
          (l.kind = 'time' and (t.entry is null or t.state <> 'approved' or not t.billable or (t.work_at_risk is not null and w.status is distinct from 'converted')))
          or (l.kind = 'milestone' and m.sign_off_received is null))
        order by l.number limit 5
        """,
        new { batch });

    /// <summary>Stores a batch with its lines.</summary>
    public static async Task AddAsync(Change change, ReleaseBatch batch, IReadOnlyList<ReleaseFigure> figures, IReadOnlyList<ReleaseLine> lines, CancellationToken stop)
    {
        await change.ExecuteAsync(
            """
            insert into release_batches (batch, month, recorded_as_of, lines, totals, fingerprint, prepared_by, prepared_at)
            values (@Batch, @Month, @RecordedAsOf, @Lines, @Totals, @Fingerprint, @PreparedBy, @PreparedAt)
            """,
            new { batch.Batch, batch.Month, batch.RecordedAsOf, batch.Lines, batch.Totals, batch.Fingerprint, batch.PreparedBy, batch.PreparedAt });
        await using (var copy = await change.Connection.BeginBinaryImportAsync(
            "copy release_amounts (batch, engagement, currency, earned_month, kind, figure, released_before, amount, hours) from stdin (format binary)", stop))
        {
            foreach (var figure in figures)
            {
                await copy.StartRowAsync(stop);
                foreach (var text in (string[])[batch.Batch, figure.Engagement.Engagement.Value, figure.Currency.Code, figure.Earned.ToString(), figure.Kind.Text()])
                    await copy.WriteAsync(text, NpgsqlDbType.Text, stop);
                foreach (var number in (decimal[])[figure.Figure, figure.Before, figure.Amount, figure.HoursToRelease])
                    await copy.WriteAsync(number, NpgsqlDbType.Numeric, stop);
            }

            await copy.CompleteAsync(stop);
        }

        await CopyAsync(change, batch.Batch, lines, stop);
        await change.AuditAsync("release_prepared", batch.Batch, new { batch.Lines, batch.Totals, batch.Fingerprint });
    }

    private static async Task CopyAsync(Change change, string batch, IReadOnlyList<ReleaseLine> lines, CancellationToken stop)
    {
        await using var copy = await change.Connection.BeginBinaryImportAsync($"copy release_lines (batch, {LineColumns}) from stdin (format binary)", stop);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            await copy.StartRowAsync(stop);
            await copy.WriteAsync(batch, NpgsqlDbType.Text, stop);
            await copy.WriteAsync(i + 1, NpgsqlDbType.Integer, stop);
            foreach (var text in (string[])[line.Engagement.Engagement.Value, line.Engagement.Customer.Value, line.LegalEntity, line.Currency.Code, line.Earned.ToString(), line.Kind.Text(), line.Reference])
                await copy.WriteAsync(text, NpgsqlDbType.Text, stop);

            await WriteAsync(line.Person?.Value, NpgsqlDbType.Text);
            await WriteAsync(line.Role, NpgsqlDbType.Text);
            await WriteAsync(line.Date, NpgsqlDbType.Date);
            await WriteAsync(line.Hours, NpgsqlDbType.Numeric);
            await WriteAsync(line.HourlyRate, NpgsqlDbType.Numeric);
            await copy.WriteAsync(line.Amount, NpgsqlDbType.Numeric, stop);
        }

        await copy.CompleteAsync(stop);

        Task WriteAsync<T>(T? value, NpgsqlDbType type) => value is null ? copy.WriteNullAsync(stop) : copy.WriteAsync(value, type, stop);
    }

    /// <summary>Writes what was decided; the lines stay as they are.</summary>
    public static async Task DecideAsync(Change change, ReleaseBatch decided)
    {
        await change.ExecuteAsync(
            """
            update release_batches set state = @state, reviewed_by = @ReviewedBy, reviewed_at = @ReviewedAt, released_by = @ReleasedBy, released_at = @ReleasedAt,
              returned_by = @ReturnedBy, returned_at = @ReturnedAt, return_reason = @ReturnReason where batch = @Batch
            """,
            new
            {
                state = decided.State.Text(), decided.ReviewedBy, decided.ReviewedAt, decided.ReleasedBy, decided.ReleasedAt, decided.ReturnedBy, decided.ReturnedAt, decided.ReturnReason, decided.Batch,
            });
        await change.AuditAsync("release_" + decided.State.Text(), decided.Batch, new { decided.ReturnReason });
    }

    /// <summary>Amounts by currency in words.</summary>
    public static string TotalsOf(IEnumerable<ReleaseLine> lines) => string.Join("; ", lines.GroupBy(line => line.Currency.Code).OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{group.Key} {group.Sum(line => line.Amount):0.00}")));

    private sealed record Row(
        string Batch, string Month, string State, DateTimeOffset RecordedAsOf, int Lines, string Totals, string Fingerprint, string PreparedBy, DateTimeOffset PreparedAt,
        string? ReviewedBy, DateTimeOffset? ReviewedAt, string? ReleasedBy, DateTimeOffset? ReleasedAt, string? ReturnedBy, DateTimeOffset? ReturnedAt, string? ReturnReason)
    {
        public ReleaseBatch Of() => new(
            Batch, Month, BatchStates.Words.Parse(State), RecordedAsOf, Lines, Totals, Fingerprint, PreparedBy, PreparedAt, ReviewedBy, ReviewedAt, ReleasedBy, ReleasedAt, ReturnedBy, ReturnedAt,
            ReturnReason);
    }
}
