using System.Collections.Concurrent;
using System.Net;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain.Accounts;
using Throughline.Features.Accounts;
using Throughline.Platform;
using Throughline.Testing;
using Throughline.Ui;

namespace Throughline.Tests.Accounts;

/// <summary>A clock that a test moves.</summary>
public sealed class TestClock : TimeProvider
{
    private TimeSpan ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
    public void Move(TimeSpan by) => ahead += by;
}

/// <summary>
/// Accounts by themselves, over real HTTP on a database of its own: sign-in, its pages, and a page and an endpoint behind it. Here a
/// test moves the clock, reads the log, sets limits and comes from elsewhere; all else is tested on <see cref="PracticeServer"/>.
/// </summary>
public sealed class RunningServer : IAsyncDisposable
{
    public const string Password = PracticeServer.Password;
    private readonly WebApplication app;
    private readonly string folder;

    private RunningServer(WebApplication app, Database database, TestClock clock, Logs logs, string folder) =>
        (this.app, Database, Clock, Written, this.folder) = (app, database, clock, logs, folder);

    public Database Database { get; }
    public TestClock Clock { get; }
    public string Address => app.Urls.First();
    internal Logs Written { get; }

    internal static async Task<RunningServer> StartAsync(TestDatabases databases, Func<AccountSettings, AccountSettings>? settings = null, string? connectionString = null, IPasswordHasher<Account>? hasher = null)
    {
        var folder = Directory.CreateTempSubdirectory("throughline-accounts").FullName;
        var clock = new TestClock();
        var logs = new Logs();
        var database = new Database(connectionString ?? await databases.CloneAsync(), new RecordingClock(clock));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Information);
        builder.Services.AddSingleton(database).AddUi();
        var plain = new AccountSettings(folder) { Clock = clock, SignInsPerAddress = 1000, SignInsPerAccount = 1000 };
        builder.Services.AddAccounts(settings?.Invoke(plain) ?? plain);
        if (hasher is not null)
            builder.Services.AddSingleton(hasher);

        var app = builder.Build();
        // Stands for a request from elsewhere: the tests all come from this machine.
        app.Use((http, next) =>
        {
            if (http.Request.Headers["Test-From"] is [{ } from])
                http.Connection.RemoteIpAddress = IPAddress.Parse(from);

            return next(http);
        });
        app.UseUi();
        app.UseRouting();
        app.UseAccounts();
        app.MapUi();
        app.MapAccounts();
        // Before the portfolio, which this server has no figures for.
        app.MapGet("/", (CurrentUser user) => $"{user.Email} {user.Person?.Value} {string.Join(",", user.Roles)}").WithOrder(-1);
        app.MapGet("/api/v1/me", (CurrentUser user) => new { user.Email, scopes = user.TokenScopes, sees = user.May(Act.SeeMargin), books = user.May(Act.BookHard) });
        await app.StartAsync();
        return new RunningServer(app, database, clock, logs, folder);
    }

    public Browser Open(string? from = null) => new(Address, from);

    public AccessRules Rules => app.Services.GetRequiredService<AccessRules>();

    /// <summary>An account with the usual password.</summary>
    public async Task<Guid> AddAsync(string email, params Role[] roles)
    {
        var made = await Database.WriteAsync<Guid>(
            new Actor("tests", Guid.CreateVersion7()),
            async change => await NewAccount.InsertAsync(change, new(email, email.Split('@')[0], roles, PracticeServer.PasswordHash.Value), change.At),
            CancellationToken.None);
        Assert.True(made.Succeeded(out var id, out var problem), problem?.Message);
        return id;
    }

    public Task RunAsync(string sql, object? parameters = null) => Database.WriteAsync<int>(
        new Actor("tests", Guid.CreateVersion7()), async change => await change.ExecuteAsync(sql, parameters), CancellationToken.None);

    public Task<T> ReadAsync<T>(string sql, object? parameters = null) =>
        Database.ReadAsync(connection => connection.QuerySingleAsync<T>(sql, parameters), CancellationToken.None);

    public Task<List<string>> AuditAsync() => Database.ReadAsync(
        async connection => (await connection.QueryAsync<string>("select action || ' ' || subject from audit order by at, audit")).AsList(), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    internal sealed class Logs : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> lines = new();

        public string Text => string.Join('\n', lines);
        public ILogger CreateLogger(string categoryName) => this;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
            // The lines live as long as the test.
        }
    }
}
