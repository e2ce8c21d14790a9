using Dapper;
using Microsoft.AspNetCore.Builder;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain.Accounts;
using Throughline.Features.Accounts;
using Throughline.Platform;
using Throughline.Testing;
using Throughline.Tests.Accounts;

namespace Throughline.Tests.Administration;

/// <summary>The whole application over HTTP, on a small practice of its own with an account for each role.</summary>
public sealed class Practice : IAsyncDisposable
{
    private static readonly Lazy<string> PasswordHash = new(() => new Passwords(AccountsSetup.Hasher()).Hash(RunningServer.Password));
    private readonly WebApplication app;
    private readonly string folder;

    private Practice(WebApplication app, Database database, string folder) => (this.app, Database, this.folder) = (app, database, folder);

    public Database Database { get; }
    public string Address => app.Urls.First();

    public static async Task<Practice> StartAsync(TestDatabases databases)
    {
        var folder = Directory.CreateTempSubdirectory("throughline-administration").FullName;
        var database = new Database(await databases.CloneAsync(), new RecordingClock(TimeProvider.System));
        var app = Server.Build(new ServerSettings(database, folder, "http://127.0.0.1:0"));
        await app.StartAsync();
        var practice = new Practice(app, database, folder);
        await practice.RunAsync(
            """
            insert into calendars (calendar) values ('de');
            insert into calendar_days (calendar, date, name) values ('de', '2026-12-25', 'Christmas Day');
            insert into people (person, name, email, role, region, calendar, weekly_hours, cost_rate, cost_currency)
            values ('p1', 'Ana <b>Kovač</b>', 'ana@example.org', 'engineer', 'EMEA', 'de', 40, 61.5, 'EUR'), ('p2', 'Kim', null, 'engineer', 'AMER', null, 40, null, null);
            insert into customers (customer, name) values ('c1', 'Meridian');
            insert into engagements (engagement, customer, name, type, billing, currency, contract_value, start_date, expires, status)
            values ('SOW-1', 'c1', 'Migration', 'consulting', 'tm', 'EUR', 100000, '2026-01-01', '2027-12-31', 'active');
            """);
        foreach (var role in Roles.All)
            await practice.AddAsync($"{role.Code}@example.org", role.Role);

        return practice;
    }

    public async Task<Browser> SignedInAsync(Role role)
    {
        var browser = new Browser(Address, null);
        await browser.SignInAsync($"{Roles.Name(role).Code}@example.org");
        return browser;
    }

    public async Task AddAsync(string email, Role role)
    {
        var made = await Database.WriteAsync<Guid>(
            new Actor("tests", Guid.CreateVersion7()),
            async change => await NewAccount.InsertAsync(change, new(email, email.Split('@')[0], [role], PasswordHash.Value, null, role is Role.Customer ? "c1" : null), change.At),
            CancellationToken.None);
        Assert.True(made.Succeeded(out _, out var problem), problem?.Message);
    }

    public async Task RunAsync(string sql)
    {
        var ran = await Database.WriteAsync<int>(new Actor("tests", Guid.CreateVersion7()), async change => await change.ExecuteAsync(sql), CancellationToken.None);
        Assert.True(ran.Succeeded(out _, out var problem), problem?.Message);
    }

    public Task<T> ReadAsync<T>(string sql) => Database.ReadAsync(connection => connection.QuerySingleAsync<T>(sql), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
