using Dapper;
using Npgsql;
using Throughline.Data.Recording;
using Throughline.Data.Staffing;
using Throughline.Domain;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;

namespace Throughline.Features.Staffing;

/// <summary>Reads bookings, and writes those of a gesture under the day ledger of the people it touches.</summary>
internal static class BookingStore
{
    private const string Insert =
        $"""
        insert into bookings (booking, engagement, person, role, start_date, end_date, minutes_per_day, kind, activity, work_at_risk, note,
          series, owner, reason, expires, waiting_since, skills)
        values (@booking, @engagement, @person, @role, @first, @last, @minutes, @kind, @activity, @workAtRisk, @note,
          @series, @owner, @reason, @expires, @waitingSince, @skills)
        returning {BookingRow.Columns}
        """;

    private const string Update =
        $"""
        update bookings set engagement = @engagement, person = @person, role = @role, start_date = @first, end_date = @last,
          minutes_per_day = @minutes, kind = @kind, activity = @activity, work_at_risk = @workAtRisk, note = @note,
          series = @series, owner = @owner, reason = @reason, expires = @expires, waiting_since = @waitingSince, skills = @skills
        where booking = @booking and version = @version
        returning {BookingRow.Columns}
        """;

    public static async Task<Booking?> FindAsync(NpgsqlConnection connection, BookingKey key) =>
        (await connection.QuerySingleOrDefaultAsync<BookingRow>(
            $"select {BookingRow.Columns} from bookings where booking = @key", new { key = key.Value }))?.ToBooking();

    /// <summary>Those of the keys that stand, by key.</summary>
    public static async Task<IReadOnlyDictionary<BookingKey, Booking>> FindAsync(NpgsqlConnection connection, IEnumerable<BookingKey> keys) =>
        (await connection.QueryAsync<BookingRow>(
            $"select {BookingRow.Columns} from bookings where booking = any(@keys)", new { keys = keys.Select(key => key.Value).ToArray() }))
        .Select(row => row.ToBooking()).ToDictionary(booking => booking.Key);

    /// <summary>The booking as it was when it was last released; null while it stands or when it never was.</summary>
    public static async Task<Booking?> FindReleasedAsync(NpgsqlConnection connection, BookingKey key) =>
        (await connection.QuerySingleOrDefaultAsync<BookingRow>(
            $"""
            select {BookingRow.Columns} from history.bookings
            where booking = @key and not exists (select 1 from bookings where booking = @key) order by recorded_until desc limit 1
            """,
            new { key = key.Value }))?.ToBooking();

    /// <summary>Writes all rows of a gesture under the ledger of everybody they touch, or none of them.</summary>
    public static async Task<Result<IReadOnlyList<EditedBooking>>> ApplyAsync(Change change, IReadOnlyList<BookingEdit> edits, CancellationToken stop)
    {
        var states = edits.SelectMany(edit => new[] { edit.Before?.Terms, edit.After }).OfType<BookingTerms>().ToList();
        var people = states.Select(state => state.Person).OfType<PersonKey>().Distinct().Order().ToList();
        var days = new DateRange(states.Min(state => state.Days.First), states.Max(state => state.Days.Last));
        // All people at once and in order, so that two changes never wait for each other in a circle.
        var ledger = people.Count == 0 ? null : await LedgerKeeper.HoldAsync(change, people, days, stop);
        var rows = new List<EditedBooking>(edits.Count);
        foreach (var edit in edits.OrderBy(edit => edit.Key))
        {
            if (await WriteAsync(change, edit) is not { } row)
                return await MeanwhileAsync(change.Connection, edit.Before!);

            rows.Add(new EditedBooking(edit.Key, edit.Before, edit.After is null ? null : row.ToBooking()));
        }

        IReadOnlyList<Overbooked> refusals = ledger is null ? [] : await ledger.SettleAsync(people, stop);
        return refusals.Count == 0 ? Result.Of<IReadOnlyList<EditedBooking>>([.. edits.Select(edit => rows.Find(row => row.Key == edit.Key)!)]) : refusals[0];
    }

    // Null when somebody else changed or released it since.
    private static Task<BookingRow?> WriteAsync(Change change, BookingEdit edit) => (edit.Before, edit.After) switch
    {
        ({ } before, null) => change.QuerySingleOrDefaultAsync<BookingRow>(
            $"delete from bookings where booking = @key and version = @version returning {BookingRow.Columns}", new { key = edit.Key.Value, version = before.Version }),
        ({ } before, { } after) => change.QuerySingleOrDefaultAsync<BookingRow>(Update, Parameters(edit.Key, after, before.Version)),
        (null, { } after) => change.QuerySingleOrDefaultAsync<BookingRow>(Insert, Parameters(edit.Key, after, 0)),
        _ => throw new ArgumentException("A row is made, changed or released.", nameof(edit)),
    };

    public static NoSuchRecord Unknown(BookingKey key) => new($"There is no booking {key}, or it has been released.");

    /// <summary>The refusal of a change that came a moment after another one.</summary>
    public static async Task<Problem> MeanwhileAsync(NpgsqlConnection connection, Booking seen) =>
        await FindAsync(connection, seen.Key) is { } now ? await StaleAsync(connection, now, seen.Version) : Unknown(seen.Key);

    /// <summary>Writes who did it, and leaves word for whoever must hear of it.</summary>
    public static async Task TellAsync(Change change, string action, BookingKey key, BookingTerms terms)
    {
        await change.AuditAsync(action, key.Value, BookingForm.Of(key, terms));
        await change.TellAsync("bookings", key.Value);
    }

    /// <summary>Who changed the booking since the version that was seen, and what is different.</summary>
    public static async Task<StaleRecord> StaleAsync(NpgsqlConnection connection, Booking now, int seenVersion)
    {
        var key = now.Key.Value;
        var by = await connection.QuerySingleOrDefaultAsync<string>(
            "select name from accounts where normalized_email = upper(@email)", new { email = now.ChangedBy });
        var seen = await connection.QuerySingleOrDefaultAsync<BookingRow>(
            $"select {BookingRow.Columns} from history.bookings where booking = @key and version = @seenVersion order by recorded_until desc limit 1",
            new { key, seenVersion });
        return new StaleRecord(
            now.Words, now.Version, by ?? now.ChangedBy, now.RecordedAt, seen is null ? [] : BookingWords.Differences(seen.Terms, now.Terms));
    }

    private static object Parameters(BookingKey key, BookingTerms terms, int version) => new
    {
        booking = key.Value,
        version,
        engagement = terms.Engagement.Value,
        person = terms.Person?.Value,
        role = terms.Role,
        first = terms.Days.First,
        last = terms.Days.Last,
        minutes = terms.MinutesPerDay,
        kind = terms.Commitment.Text(),
        activity = terms.Activity,
        workAtRisk = terms.WorkAtRisk,
        note = terms.Note,
        series = terms.Series,
        owner = terms.Owner,
        reason = terms.Reason,
        expires = terms.Expires,
        waitingSince = terms.WaitingSince,
        skills = terms.Skills,
    };
}
