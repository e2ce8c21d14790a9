using System.Globalization;
using Dapper;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Data.Staffing;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.People;
using Throughline.Features.Accounts;
using Throughline.Features.Staffing;
using Throughline.Platform;
using Throughline.Testing;

namespace Throughline.Tests.Staffing;

/// <summary>
/// A small practice: Ana leads SOW-1 (Meridian Freight), Boris leads SOW-2 (Bluewater); Tomás and Ines are engineers of 40
/// hours, Kirsten of 32; SOW-9 is completed. Week of Monday 2 March 2026.
/// </summary>
internal sealed class StaffingWorld : IAsyncDisposable
{
    private const string People =
        """
        insert into calendars (calendar) values ('es');
        insert into calendar_days (calendar, date, name) values ('es', '2026-03-19', 'San José');
        insert into people (person, name, email, role, weekly_hours, region, manager, calendar, skills, start_date) values
          ('ana', 'Ana Kovač', 'ana@example.org', 'project_manager', 40, 'EMEA', null, null, null, '2020-01-01'),
          ('boris', 'Boris Lang', 'boris@example.org', 'project_manager', 40, 'AMER', null, null, null, '2020-01-01'),
          ('tomas', 'Tomás Rivera', 'tomas@example.org', 'engineer', 40, 'EMEA', 'ana', 'es', 'Kubernetes, Terraform', '2020-01-01'),
          ('ines', 'Ines Moreau', 'ines@example.org', 'engineer', 40, 'EMEA', 'ana', null, 'Go', '2020-01-01'),
          ('kirsten', 'Kirsten Holm', 'kirsten@example.org', 'architect', 32, 'AMER', 'boris', null, 'Go', '2020-01-01');
        insert into customers (customer, name) values ('c1', 'Meridian Freight'), ('c2', 'Bluewater Shipping');
        insert into engagements (engagement, customer, name, type, billing, currency, contract_value, start_date, expires, status, project_manager) values
          ('SOW-1', 'c1', 'Platform migration', 'consulting', 'tm', 'USD', 100000, '2026-01-01', '2026-12-31', 'active', 'ana'),
          ('SOW-2', 'c2', 'Fleet API redesign', 'consulting', 'tm', 'USD', 100000, '2026-01-01', '2026-12-31', 'active', 'boris'),
          ('SOW-9', 'c2', 'Release automation', 'consulting', 'tm', 'USD', 100000, '2025-01-01', '2025-12-31', 'completed', 'ana');
        insert into activities (engagement, activity, title) values ('SOW-1', 'A1', 'Cutover');
        """;

    private static readonly (string Email, string Name, Role Role)[] Users =
    [
        ("priya@example.org", "Priya Nair", Role.Coordinator), ("ana@example.org", "Ana Kovač", Role.ProjectManager),
        ("tomas@example.org", "Tomás Rivera", Role.Member), ("pavel@example.org", "Pavel Horák", Role.Partner),
    ];

    private StaffingWorld(Database database) => Database = database;

    public Database Database { get; }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public CurrentUser Coordinator { get; } = User("priya@example.org", "Priya Nair", null, Role.Coordinator);
    public CurrentUser Ana { get; } = User("ana@example.org", "Ana Kovač", "ana", Role.ProjectManager);
    public CurrentUser Boris { get; } = User("boris@example.org", "Boris Lang", "boris", Role.ProjectManager);
    public CurrentUser Tomas { get; } = User("tomas@example.org", "Tomás Rivera", "tomas", Role.Member);
    public CurrentUser Ines { get; } = User("ines@example.org", "Ines Moreau", "ines", Role.Member);

    public static async Task<StaffingWorld> StartAsync(TestDatabases databases)
    {
        var world = new StaffingWorld(new Database(await databases.CloneAsync(), new RecordingClock(TimeProvider.System)));
        await world.RunAsync(People);
        return world;
    }

    /// <summary>The whole application before this practice, with an account for each of its users. It disposes of the world's database.</summary>
    public async Task<PracticeServer> ServeAsync()
    {
        var server = await PracticeServer.StartAsync(Database);
        foreach (var (email, name, role) in Users)
            await server.AddAsync(new NewAccount(email, name, [role], PracticeServer.PasswordHash.Value));

        return server;
    }

    /// <summary>A full week of Tomás on SOW-1, soft, of 6 hours a day; tests change what they are about.</summary>
    public static BookingForm Form => new()
    {
        Engagement = "SOW-1", Person = "tomas", Start = "2026-03-02", End = "2026-03-06", HoursPerDay = "6", Kind = "soft",
    };

    public static BookingForm Hard => Form with { Kind = "hard" };

    public Task<Result<Booking>> BookAsync(CurrentUser user, BookingForm form) => new BookPerson(Database, new PracticeSettings(Database)).RunAsync(user, form, Stop);

    public Task<Result<Booking>> ChangeAsync(CurrentUser user, Booking booking, BookingForm form, int? version = null) =>
        new ChangeBooking(Database, new PracticeSettings(Database)).RunAsync(user, booking.Key, form, version ?? booking.Version, Stop);

    public Task<Result<Booking>> ReleaseAsync(CurrentUser user, Booking booking, int? version = null) =>
        new ReleaseBooking(Database).RunAsync(user, booking.Key, version ?? booking.Version, Stop);

    public Task<Result<Booking>> UndoAsync(CurrentUser user, Booking booking) => new UndoRelease(Database, new PracticeSettings(Database)).RunAsync(user, booking.Key, Stop);

    public Task<Result<Gesture>> MoveAsync(CurrentUser user, Booking booking, int days, string? person = null) =>
        new MoveBooking(Database, Settings).RunAsync(user, Seen(booking), days, person is null ? null : new PersonKey(person), Stop);

    public Task<Result<Gesture>> TakeBackAsync(CurrentUser user, bool redo = false, long? step = null) => new TakeBack(Database, Settings).RunAsync(user, step, redo, Stop);

    public PracticeSettings Settings => new(Database);

    public static SeenBooking Seen(Booking booking) => new(booking.Key, booking.Version);

    public static Gesture Done(Result<Gesture> result)
    {
        Assert.True(result.Succeeded(out var gesture, out var problem), problem?.Message);
        return gesture;
    }

    public static T Refused<T>(Result<Gesture> result) where T : Problem
    {
        Assert.False(result.Succeeded(out _, out var problem), "It was not refused.");
        return Assert.IsType<T>(problem);
    }

    /// <summary>Every booking as it stands, but for its version and stamps.</summary>
    public Task<string> PlanAsync() => ReadAsync<string>(
        """
        select coalesce(string_agg(concat_ws(' ', booking, engagement, coalesce(person, '-'), role, start_date, end_date, minutes_per_day, kind, series, owner, reason, expires,
          waiting_since), chr(10) order by booking), '') from bookings
        """);

    public async Task<Booking> BookedAsync(BookingForm form) => Made(await BookAsync(Coordinator, form));

    public static Booking Made(Result<Booking> result)
    {
        Assert.True(result.Succeeded(out var booking, out var problem), problem?.Message);
        return booking;
    }

    public static T Refused<T>(Result<Booking> result) where T : Problem
    {
        Assert.False(result.Succeeded(out _, out var problem), "It was not refused.");
        return Assert.IsType<T>(problem);
    }

    public Task RunAsync(string sql) => Database.WriteAsync<int>(
        new Actor("tests", Guid.CreateVersion7()), async change => await change.ExecuteAsync(sql), Stop);

    public Task<T> ReadAsync<T>(string sql) => Database.ReadAsync(connection => connection.QuerySingleAsync<T>(sql), Stop);

    /// <summary>The ledger says the same as the bookings.</summary>
    public async Task LedgerAgreesAsync() => Assert.Equal(0, await LedgerKeeper.CountDifferencesAsync(Database, new DateOnly(2026, 3, 1), Stop));

    public static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private static CurrentUser User(string email, string name, string? person, params Role[] roles) => new(
        Guid.CreateVersion7(), email, name, person is null ? null : new PersonKey(person), null, roles, null, null, DefaultAccess.Table,
        Guid.CreateVersion7());
}
