using System.Net;
using AngleSharp.Html.Parser;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain.Accounts;
using Throughline.Features.Accounts;
using Throughline.Platform;

namespace Throughline.Testing;

/// <summary>
/// The whole application over HTTP, on a database and a folder of its own that go with it: with the small practice below in it,
/// or with another. It is Wednesday 11 March 2026 in the small one. Ana (p001) leads SOW-1042, Claire (p002) SOW-1024; Tomás
/// (p003) works on SOW-1042 and Kim (p004) on nothing.
/// </summary>
public sealed class PracticeServer : IAsyncDisposable
{
    public const string Password = "walnut ladder copper river";

    /// <summary>Of the usual password, made once: it takes a while, as it must.</summary>
    internal static readonly Lazy<string> PasswordHash = new(() => new Passwords(AccountsSetup.Hasher()).Hash(Password));

    private readonly WebApplication app;
    private readonly string folder;

    private PracticeServer(WebApplication app, Database database, string folder) => (this.app, Database, this.folder) = (app, database, folder);

    public Database Database { get; }
    public string Address => app.Urls.First();

    public static Task<PracticeServer> StartAsync(TestDatabases databases, bool empty = false) =>
        StartAsync(databases, empty ? "" : Practice, new DateTimeOffset(2026, 3, 11, 15, 0, 0, TimeSpan.Zero));

    /// <param name="databases">Where its database comes from.</param>
    /// <param name="practice">SQL that makes the practice.</param>
    /// <param name="at">When it is there; now when not said.</param>
    public static async Task<PracticeServer> StartAsync(TestDatabases databases, string practice, DateTimeOffset? at = null)
    {
        var clock = new RecordingClock(TimeProvider.System);
        if (at is { } instant)
            clock.MoveTo(instant);

        var database = new Database(await databases.CloneAsync(), clock);
        if (practice.Length > 0)
            await WriteAsync(database, practice);

        return await StartAsync(database);
    }

    /// <summary>Before a database that is there already; it is disposed of with the server.</summary>
    public static async Task<PracticeServer> StartAsync(Database database)
    {
        var folder = Directory.CreateTempSubdirectory("throughline-pages").FullName;
        var app = Server.Build(new ServerSettings(database, folder, "http://127.0.0.1:0"));
        await app.StartAsync();
        return new PracticeServer(app, database, folder);
    }

    /// <summary>A part of the application as one request has it.</summary>
    public T Get<T>() where T : notnull => app.Services.CreateScope().ServiceProvider.GetRequiredService<T>();

    public Task RunAsync(string sql, object? parameters = null) => WriteAsync(Database, sql, parameters);

    public Task<T> ReadAsync<T>(string sql, object? parameters = null) =>
        Database.ReadAsync(connection => connection.QuerySingleAsync<T>(sql, parameters), CancellationToken.None);

    public Task<List<T>> ListAsync<T>(string sql, object? parameters = null) =>
        Database.ReadAsync(async connection => (await connection.QueryAsync<T>(sql, parameters)).AsList(), CancellationToken.None);

    /// <summary>An account with the usual password, belonging to the person with its e-mail if there is one.</summary>
    public Task AddAsync(string email, params Role[] roles) => AddAsync(new NewAccount(email, email.Split('@')[0], roles, PasswordHash.Value));

    internal async Task AddAsync(NewAccount account)
    {
        var made = await Database.WriteAsync<Guid>(
            new Actor("tests", Guid.CreateVersion7()), async change => await NewAccount.InsertAsync(change, account, change.At), CancellationToken.None);
        if (!made.Succeeded(out _, out var problem))
            throw new InvalidOperationException(problem.Message);
    }

    /// <summary>A browser that is signed in to a new account with the roles.</summary>
    public async Task<HttpClient> SignedInAsync(string email, params Role[] roles)
    {
        await AddAsync(email, roles);
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = new Uri(Address) };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var answer = await PostAsync(client, "/sign-in", [new("Email", email), new("Password", Password)]);
        return answer.StatusCode is HttpStatusCode.Found or HttpStatusCode.SeeOther ? client : throw new InvalidOperationException($"Sign-in answered {answer.StatusCode}.");
    }

    /// <summary>Loads the page, fills its form (the first with these fields, or else the first) and sends it as a browser would.</summary>
    public static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        var page = new HtmlParser().ParseDocument(await client.GetStringAsync(new Uri(path, UriKind.Relative)));
        var forms = page.QuerySelectorAll("main form[method=post]").ToList();
        var form = forms.Find(candidate => fields.All(field => candidate.QuerySelector($"[name='{field.Key}']") is not null)) ?? forms[0];
        var sent = form.QuerySelectorAll("input[type=hidden]").Select(field => KeyValuePair.Create(field.GetAttribute("name") ?? "", field.GetAttribute("value") ?? ""))
            .Where(field => fields.All(given => given.Key != field.Key)).Concat(fields);
        using var content = new FormUrlEncodedContent(sent);
        return await client.PostAsync(new Uri(form.GetAttribute("action") is { Length: > 0 } action ? action : path, UriKind.Relative), content);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task WriteAsync(Database database, string sql, object? parameters = null)
    {
        var done = await database.WriteAsync<int>(
            new Actor("ana@practice.example", Guid.CreateVersion7()),
            async change => await change.ExecuteAsync(sql, parameters),
            CancellationToken.None);
        if (!done.Succeeded(out _, out var problem))
            throw new InvalidOperationException(problem.Message);
    }

    private const string Practice =
        """
        insert into people (person, name, email, role, weekly_hours, manager, region, cost_rate, cost_currency) values
          ('p001', 'Ana Kovač', 'ana@practice.example', 'project_manager', 40, null, 'EMEA', 90, 'USD'),
          ('p002', 'Claire Dubois', 'claire@practice.example', 'project_manager', 40, null, 'EMEA', 90, 'EUR'),
          ('p003', 'Tomás Rivera', 'tomas@practice.example', 'engineer', 40, 'p001', 'EMEA', 80, 'USD'),
          ('p004', 'Kim Aldous', 'kim@practice.example', 'engineer', 40, 'p002', 'AMER', 80, 'EUR');
        insert into customers (customer, name, region) values
          ('meridian', 'Meridian <script>alert(1)</script> Freight', 'AMER'), ('alpen', 'Alpenbank', 'EMEA'), ('harrow', 'Harrow Media', 'EMEA');
        insert into engagements (engagement, customer, name, type, billing, currency, contract_value, budget_hours, start_date, expires, status, project_manager, region, internal_health, customer_health, kickoff_date, passive_acceptance_days, passive_acceptance_unit) values
          ('SOW-1042', 'meridian', 'Platform migration', 'consulting', 'ff', 'USD', 412000, 1640, '2026-01-12', '2026-06-30', 'active', 'p001', 'AMER', 'yellow', 'green', '2026-01-14', 5, 'business_days'),
          ('SOW-1024', 'alpen', 'Core banking test lab', 'consulting', 'tm', 'EUR', 10000, 100, '2025-10-01', '2026-04-15', 'active', 'p002', 'EMEA', 'yellow', 'red', null, null, null),
          ('SOW-1048', 'harrow', 'Runner fleet <b>upgrade</b>', 'consulting', 'tm', 'USD', 88000, 300, '2026-03-01', '2026-12-31', 'in_set_up', null, 'EMEA', null, null, null, null, null),
          ('SOW-2000', 'harrow', 'Next year', 'training', 'ff', 'USD', 20000, null, '2026-09-01', '2026-12-31', 'prospect', null, 'EMEA', null, null, null, null, null),
          ('SOW-0900', 'alpen', 'Finished work', 'consulting', 'ff', 'EUR', 5000, null, '2025-01-01', '2025-06-30', 'completed', 'p002', 'EMEA', 'green', 'green', null, null, null);
        insert into activities (engagement, activity, title, start_date, end_date) values
          ('SOW-1042', 'build', 'Build the landing zone', '2026-01-19', '2026-02-27'), ('SOW-1042', 'cutover', 'Pilot cutover', null, '2026-08-31');
        insert into milestones (engagement, milestone, title, amount, forecast_sign_off, confirmed, sign_off_sent, sign_off_received, passive) values
          ('SOW-1042', 'M1', 'Discovery report', 48000, '2026-02-09', true, '2026-02-02', '2026-02-09', false),
          ('SOW-1042', 'M2', 'Landing zone', 84000, '2026-02-27', true, '2026-02-20', '2026-02-27', true),
          ('SOW-1042', 'M3', 'Pilot cutover', 92000, '2026-03-13', true, '2026-03-09', null, false),
          ('SOW-1042', 'M4', 'Wave 1 migration', 108000, '2026-04-17', true, null, null, false),
          ('SOW-1042', 'M5', 'Wave 2 and hand-over', 80000, '2026-06-12', false, null, null, false);
        insert into rates (role, currency, hourly_rate, effective_from) values ('engineer', 'EUR', 200, '2020-01-01'), ('engineer', 'USD', 220, '2020-01-01');
        insert into bookings (booking, engagement, person, role, start_date, end_date, minutes_per_day, kind) values
          ('b1', 'SOW-1042', 'p003', 'engineer', '2026-03-02', '2026-06-26', 240, 'hard'),
          ('b2', 'SOW-1024', null, 'engineer', '2026-03-12', '2026-03-13', 480, 'hard'),
          ('b3', 'SOW-1048', null, 'engineer', '2026-05-04', '2026-05-15', 480, 'soft');
        insert into time_entries (entry, person, date, engagement, hours, billable, state) values
          ('t1', 'p004', '2026-02-10', 'SOW-1024', 8, true, 'approved'), ('t2', 'p004', '2026-02-11', 'SOW-1024', 40 - 20, true, 'approved'),
          ('t3', 'p004', '2026-02-12', 'SOW-1024', 15, true, 'approved'), ('t4', 'p003', '2026-03-04', 'SOW-1042', 4, true, 'approved'), ('t5', 'p003', '2026-03-05', 'SOW-1042', 4, true, 'submitted');
        insert into issues (engagement, issue, activity, title, state, assignee, labels, created) values
          ('SOW-1042', '7', 'build', 'Test data without customs codes', 'open', 'p003', 'blocked;data', '2026-02-20T10:00Z'),
          ('SOW-1042', '8', 'build', 'Network freeze <img src=x onerror=alert(1)>', 'closed', 'p003', null, '2026-02-21T10:00Z'),
          ('SOW-1024', '9', null, 'Card numbers masked', 'open', 'p002', 'security', '2026-02-22T10:00Z');
        insert into change_orders (engagement, change_order, kind, amount, status, completes_on) values ('SOW-1042', 'CO-7', 'funds', 18500, 'sent', '2026-05-15');
        insert into raid (engagement, item, type, title, owner, priority, impact, plan, escalated, due) values
          ('SOW-1042', 'R-12', 'risk', 'Network freeze moves wave 1', 'Ana Kovač', 'high', 'USD 108,000', 'Meridian decides on the window', true, '2026-03-18'),
          ('SOW-1042', 'I-7', 'issue', 'Test data', 'Noor El-Amin', 'medium', null, null, false, null);
        insert into work_at_risk (engagement, work_at_risk, status, hours, expected_signature) values ('SOW-1048', 'W-1', 'approved', 40, '2026-04-01');
        """;
}
