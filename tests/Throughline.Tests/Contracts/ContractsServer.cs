using Dapper;
using Microsoft.AspNetCore.Builder;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain.Accounts;
using Throughline.Features.Accounts;
using Throughline.Platform;
using Throughline.Testing;

namespace Throughline.Tests.Contracts;

/// <summary>The whole application on a database of its own, with two customers, three people and one engagement, SOW-1001.</summary>
public sealed class ContractsServer : IAsyncDisposable
{
    public const string Password = "walnut ladder copper river";
    private static readonly Lazy<string> PasswordHash = new(() => new Passwords(AccountsSetup.Hasher()).Hash(Password));
    private readonly WebApplication app;
    private readonly string folder;

    private ContractsServer(WebApplication app, Database database, string folder) => (this.app, Database, this.folder) = (app, database, folder);

    public Database Database { get; }
    public string Address => app.Urls.First();

    public static async Task<ContractsServer> StartAsync(TestDatabases databases)
    {
        var folder = Directory.CreateTempSubdirectory("throughline-contracts").FullName;
        var database = new Database(await databases.CloneAsync(), new RecordingClock(TimeProvider.System));
        var app = Server.Build(new ServerSettings(database, folder, "http://127.0.0.1:0"));
        await app.StartAsync();
        var server = new ContractsServer(app, database, folder);
        await server.RunAsync(
            """
            insert into people (person, name, role, weekly_hours, email) values
              ('p001', 'Ana Kovač', 'project_manager', 40, 'ana@practice.example'), ('p002', 'Tomás Rivera', 'engineer', 40, 'tomas@practice.example'), ('p003', 'Claire Dubois', 'architect', 40, null);
            insert into customers (customer, name) values ('sablewood', 'Sablewood Clinics, Inc.'), ('meridian', 'Meridian Freight');
            insert into engagements (engagement, customer, name, type, billing, currency, contract_value, start_date, expires, status, passive_acceptance_days, passive_acceptance_unit) values
              ('SOW-1001', 'meridian', 'Platform migration', 'consulting', 'ff', 'USD', 412000, '2026-01-12', '2026-06-30', 'active', 5, 'business_days');
            """);
        return server;
    }

    public async Task RunAsync(string sql, object? parameters = null)
    {
        var done = await Database.WriteAsync<int>(
            new Actor("tests", Guid.CreateVersion7()), async change => await change.ExecuteAsync(sql, parameters), CancellationToken.None);
        Assert.True(done.Succeeded(out _, out var problem), problem?.Message);
    }

    public Task<T> ReadAsync<T>(string sql, object? parameters = null) =>
        Database.ReadAsync(connection => connection.QuerySingleAsync<T>(sql, parameters), CancellationToken.None);

    public Task<List<T>> ListAsync<T>(string sql, object? parameters = null) =>
        Database.ReadAsync(async connection => (await connection.QueryAsync<T>(sql, parameters)).AsList(), CancellationToken.None);

    /// <summary>An account with the usual password.</summary>
    public async Task AddAsync(string email, params Role[] roles)
    {
        var made = await Database.WriteAsync<Guid>(
            new Actor("tests", Guid.CreateVersion7()),
            async change => await NewAccount.InsertAsync(change, new(email, email.Split('@')[0], roles, PasswordHash.Value), change.At),
            CancellationToken.None);
        Assert.True(made.Succeeded(out _, out var problem), problem?.Message);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
