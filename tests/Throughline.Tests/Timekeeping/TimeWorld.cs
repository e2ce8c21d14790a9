using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.People;
using Throughline.Domain.Timekeeping;
using Throughline.Features.Approvals;
using Throughline.Features.Timekeeping;
using Throughline.Platform;
using Throughline.Testing;
using Throughline.Tests.Accounts;

namespace Throughline.Tests.Timekeeping;

/// <summary>
/// A small practice on a database of its own, with the whole server before it: Ana leads SOW-1, Devin is booked on it and on
/// SOW-2, Mia manages both, Carla coordinates, Outi operates.
/// </summary>
internal sealed class TimeWorld : IAsyncDisposable
{
    public static readonly DateOnly Monday = new(2026, 3, 9);

    private readonly PracticeServer server;

    private TimeWorld(PracticeServer server) => this.server = server;

    public Database Database => server.Database;
    public string Address => server.Address;

    public static async Task<TimeWorld> StartAsync(TestDatabases databases) =>
        new(await PracticeServer.StartAsync(databases, Practice, new DateTimeOffset(2026, 3, 11, 10, 0, 0, TimeSpan.Zero)));

    private const string Practice =
        """
        insert into people (person, name, email, role, weekly_hours, manager) values
          ('mia', 'Mia Chen', 'mia@example.org', 'practice_manager', 40, null),
          ('ana', 'Ana Kovač', 'ana@example.org', 'project_manager', 40, 'mia'),
          ('devin', 'Devin Park', 'devin@example.org', 'engineer', 40, 'mia'),
          ('carla', 'Carla Ruiz', 'carla@example.org', 'coordinator', 40, null),
          ('outi', 'Outi Laine', 'outi@example.org', 'operations', 40, null);
        insert into customers (customer, name) values ('c1', 'Meridian Freight');
        insert into engagements (engagement, customer, name, type, billing, currency, contract_value, budget_hours, start_date, expires, status, project_manager) values
          ('SOW-1', 'c1', 'Platform migration', 'consulting', 'tm', 'USD', 100000, 200, '2026-01-01', '2026-12-31', 'active', 'ana'),
          ('SOW-2', 'c1', 'Fleet API redesign', 'consulting', 'ff', 'USD', 50000, 100, '2026-01-01', '2026-12-31', 'active', null),
          ('SOW-3', 'c1', 'Done long ago', 'consulting', 'tm', 'USD', 1000, null, '2025-01-01', '2025-12-31', 'completed', 'ana'),
          ('SOW-4', 'c1', 'Somebody else''s', 'consulting', 'tm', 'USD', 1000, null, '2026-01-01', '2026-12-31', 'active', 'mia');
        insert into activities (engagement, activity, title) values ('SOW-1', 'a1', 'Cutover rehearsal');
        insert into bookings (booking, engagement, person, role, start_date, end_date, minutes_per_day, kind, activity) values
          ('b1', 'SOW-1', 'devin', 'engineer', '2026-03-02', '2026-03-27', 240, 'hard', 'a1'),
          ('b2', 'SOW-2', 'devin', 'engineer', '2026-03-02', '2026-03-27', 120, 'hard', null),
          ('b3', 'SOW-3', 'devin', 'engineer', '2025-03-02', '2025-03-27', 120, 'hard', null);
        insert into rates (role, currency, hourly_rate, effective_from) values ('engineer', 'USD', 200, '2026-01-01');
        """;

    public static CurrentUser User(string person, params Role[] roles) => new(
        Guid.CreateVersion7(), $"{person}@example.org", person, new PersonKey(person), null, roles, null, null, DefaultAccess.Table, Guid.CreateVersion7());

    public static readonly CurrentUser Ana = User("ana", Role.ProjectManager);
    public static readonly CurrentUser Devin = User("devin", Role.Member);
    public static readonly CurrentUser Mia = User("mia", Role.PracticeManager);
    public static readonly CurrentUser Carla = User("carla", Role.Coordinator);
    public static readonly CurrentUser Outi = User("outi", Role.Operations);
    public static readonly CurrentUser Admin = User("carla", Role.Administrator) with { Person = null };

    public T Get<T>() where T : notnull => server.Get<T>();

    public Task<Result<TimeEntry>> LogAsync(CurrentUser user, TimeForm form) => Get<LogTime>().RunAsync(user, form, CancellationToken.None);

    /// <summary>An entry that must go through: Devin's two hours on SOW-1 on Monday unless the form says otherwise.</summary>
    public async Task<TimeEntry> LoggedAsync(string hours = "2", string day = "2026-03-09", string? engagement = "SOW-1", string? category = null, CurrentUser? user = null, string? note = null) =>
        Granted(await LogAsync(user ?? Devin, new TimeForm { Date = day, Engagement = category is null ? engagement : null, Category = category, Hours = hours, Note = note }));

    public async Task<TimeEntry> SubmittedAsync(string hours = "2", string day = "2026-03-09", string? engagement = "SOW-1", string? category = null, CurrentUser? user = null)
    {
        var entry = await LoggedAsync(hours, day, engagement, category, user);
        return Granted(await SubmitAsync(user ?? Devin, TimeSelection.Of(entry.Entry)))[0];
    }

    public Task<Result<IReadOnlyList<TimeEntry>>> SubmitAsync(CurrentUser user, TimeSelection selection) =>
        Get<SubmitTime>().RunAsync(user, selection, CancellationToken.None);

    public Task<Result<IReadOnlyList<TimeEntry>>> ApproveAsync(CurrentUser user, TimeSelection selection, string? comment = null) =>
        Get<ApproveTime>().RunAsync(user, selection, comment, CancellationToken.None);

    public Task<Result<IReadOnlyList<TimeEntry>>> RejectAsync(CurrentUser user, TimeSelection selection, string? reason) =>
        Get<RejectTime>().RunAsync(user, selection, reason, CancellationToken.None);

    public static T Granted<T>(Result<T> result) where T : notnull
    {
        Assert.True(result.Succeeded(out var value, out var problem), problem?.Message);
        return value;
    }

    public static Problem Refused<T>(Result<T> result) where T : notnull
    {
        Assert.False(result.Succeeded(out _, out var problem));
        return problem;
    }

    public Task RunAsync(string sql) => server.RunAsync(sql);

    public Task<T> ReadAsync<T>(string sql) => server.ReadAsync<T>(sql);

    /// <summary>Signed in by name and password, without script.</summary>
    public async Task<Browser> OpenAsync(string person, params Role[] roles)
    {
        await server.AddAsync($"{person}@example.org", roles);
        var browser = new Browser(Address, null);
        await browser.SignInAsync($"{person}@example.org");
        return browser;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
