using System.Globalization;
using System.Security.Cryptography;
using Dapper;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>A feed's calendar, and the feed that it was read by.</summary>
internal sealed record FeedFile(Guid Feed, byte[] Content);

/// <summary>
/// Reads a calendar feed for whoever knows its secret, with the eyes of its owner at this moment: bookings that they may no
/// longer see are left out, and the feeds of a disabled account are not there.
/// </summary>
internal sealed class ReadFeed(Database database, AccessRules access, PracticeSettings settings)
{
    private const int MonthsBack = 3;
    private static readonly TimeSpan LastReadStep = TimeSpan.FromHours(1);

    /// <summary>Null when there is no such feed.</summary>
    public async Task<FeedFile?> RunAsync(string secret, CancellationToken stop)
    {
        var hash = Secret.Hash(secret);
        var row = await database.ReadAsync(
            connection => connection.QuerySingleOrDefaultAsync<Row>(
                $"""
                select f.feed, f.hash, f.kind, f.key, f.last_read, coalesce(np.name, ne.name) as subject_name,
                  (select value from instance where name = 'calendar') as calendar, {Caller.Columns}
                from {CalendarFeeds.Named} join accounts a using (account)
                where f.hash = @hash and f.revoked is null and not a.disabled
                """,
                new { hash }),
            stop);
        if (row is null || !CryptographicOperations.FixedTimeEquals(row.Hash, hash))
            return null;

        var owner = CurrentUser.From(row.ToPrincipal("feed"), await access.CurrentAsync(stop));
        var bookings = await BookingsAsync(row, await settings.TodayAsync(stop), stop);
        var sight = await Sight.OfAsync(owner, database, stop);
        var seen = bookings.Where(booking => sight.Sees(booking.Fact, booking.Whose)).ToList();
        await NoteAsync(row, stop);

        // Without anything that the owner may see, not even the subject's name is told.
        var name = seen.Count > 0 || (row.Kind == "person" && row.Key == owner.Person?.Value) ? Name(row) : "Bookings";
        return new FeedFile(row.Feed, FeedText.Write(name, seen.Select(booking => booking.Event(row))));
    }

    private Task<List<FeedBooking>> BookingsAsync(Row feed, DateOnly today, CancellationToken stop) => database.ReadAsync(
        async connection => (await connection.QueryAsync<FeedBooking>(
            $"""
            select b.booking, b.engagement, b.person, b.role, b.start_date, b.end_date, b.minutes_per_day, b.kind, b.version, b.recorded_at,
              e.name as engagement_name, c.name as customer_name, p.name as person_name, p.manager
            from bookings b join engagements e on e.engagement = b.engagement join customers c on c.customer = e.customer left join people p on p.person = b.person
            where {feed.Condition} and b.end_date >= @from order by b.start_date, b.booking
            """,
            new { feed.Key, from = today.AddMonths(-MonthsBack) })).AsList(),
        stop);

    // How exactly one wants to know when it was last read; the price is one write per feed and this long.
    private async Task NoteAsync(Row row, CancellationToken stop)
    {
        var now = database.Clock.GetUtcNow();
        if (row.LastRead is { } last && now - last < LastReadStep)
            return;

        await database.WriteAsync<int>(
            new Actor(row.Email, Guid.CreateVersion7()),
            async change => await change.ExecuteAsync("update feeds set last_read = @now where feed = @Feed", new { now, row.Feed }),
            stop);
    }

    private static string Name(Row row) => row.Kind switch
    {
        "person" => $"Bookings of {row.SubjectName ?? row.Key}",
        "team" => $"Bookings of {row.SubjectName ?? row.Key}'s team",
        _ => $"{row.SubjectName ?? row.Key} ({row.Key})",
    };

    private sealed class Row : Caller
    {
        public Guid Feed { get; init; }
        public byte[] Hash { get; init; } = [];
        public string Kind { get; init; } = "";
        public string Key { get; init; } = "";
        public string? SubjectName { get; init; }
        public string Calendar { get; init; } = "";
        public DateTimeOffset? LastRead { get; init; }

        public string Condition => Kind switch
        {
            "person" => "b.person = @Key",
            "team" => "p.manager = @Key",
            _ => "b.engagement = @Key",
        };
    }

    private sealed class FeedBooking : BookingRow
    {
        public string EngagementName { get; init; } = "";
        public string CustomerName { get; init; } = "";
        public string? PersonName { get; init; }
        public string? Manager { get; init; }

        public PersonFact? Whose => Person is null ? null : new PersonFact(
            new PersonKey(Person), PersonName ?? Person, Role, 0m, Manager: Manager is null ? null : new PersonKey(Manager));

        public FeedEvent Event(Row feed)
        {
            var who = PersonName ?? ResourceCentre.Sentence(Role) + ", not named yet";
            var hours = (MinutesPerDay / 60m).ToString("0.##", CultureInfo.InvariantCulture);
            var firm = Kind == "hard";
            return new FeedEvent(
                $"{Uri.EscapeDataString(Booking)}@{feed.Calendar}.throughline", Version, RecordedAt, new DateRange(StartDate, EndDate),
                (feed.Kind switch { "person" => EngagementName, "team" => $"{who}: {EngagementName}", _ => who }) + (firm ? "" : " (soft)"),
                $"{EngagementName} ({Engagement}) for {CustomerName}\n{who}, {ResourceCentre.Sentence(Role).ToLowerInvariant()}\n{hours} h on each working day, {(firm ? "firm" : "soft, not promised yet")}",
                firm);
        }
    }
}
