using System.Text;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Data.Recording;
using Throughline.Data.Records;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.People;
using Throughline.Features.Acceptance;
using Throughline.Platform;
using Throughline.Testing;

namespace Throughline.Tests.Acceptance;

/// <summary>A practice in New York with a customer in Berlin, its milestones in work, and a clock that is moved by hand.</summary>
internal sealed class AcceptanceWorld : IAsyncDisposable
{
    public static readonly MakeCustomerLink NoLink = (_, _, _, _) => Task.FromResult<string?>(null);
    private static readonly AcceptanceDocument Document = new("sign-off.pdf", "application/pdf", Encoding.ASCII.GetBytes("%PDF-1.4 sign-off"));

    private readonly string connection;

    private AcceptanceWorld(string connection)
    {
        this.connection = connection;
        Database = Node();
    }

    public RecordingClock Clock { get; } = new(TimeProvider.System);
    public Database Database { get; }

    public CurrentUser Ana { get; } = new(
        Guid.NewGuid(), "ana@practice.example", "Ana", new PersonKey("ana"), null, [Role.ProjectManager], null, "session", DefaultAccess.Table, Guid.NewGuid());

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<AcceptanceWorld> MakeAsync(TestDatabases databases, string now, string more = "")
    {
        var world = new AcceptanceWorld(await databases.CloneAsync());
        world.At(now);
        var made = await world.Database.WriteAsync<int>(Actor.System(Guid.NewGuid()), async change => await change.ExecuteAsync(
            $"""
            insert into calendars values ('us'), ('de');
            insert into calendar_days (calendar, date, name) values ('us', '2026-03-16', 'Founders'' day'), ('de', '2026-03-09', 'Feiertag');
            insert into people (person, name, email, role, weekly_hours, calendar) values ('ana', 'Ana', 'ana@practice.example', 'project_manager', 40, 'us'), ('kim', 'Kim', 'kim@practice.example', 'coordinator', 40, 'us');
            insert into customers (customer, name, time_zone, calendar) values ('acme', 'Acme', 'Europe/Berlin', 'de');
            insert into engagements (engagement, customer, name, type, billing, currency, contract_value, start_date, expires, status, project_manager, passive_acceptance_days, passive_acceptance_unit)
            select e, 'acme', e, 'consulting', 'ff', 'USD', 1000, '2026-01-01', '2026-12-31', 'active', 'ana', days, unit
            from (values ('BD', 5, 'business_days'), ('CD', 7, 'calendar_days'), ('NC', null, null), ('CU', 5, null)) seed (e, days, unit);
            insert into policies (policy, value, scope_kind, scope) values ('P-27c', 'customer', 'engagement', 'CU');
            insert into milestones (engagement, milestone, title, amount, forecast_sign_off, started_on, ready_on, criteria)
            select e, 'M' || n, e || ' ' || n, 100, '2026-03-31', '2026-02-01', '2026-02-27', E'It runs\nIt is written down' from unnest(array['BD', 'CD', 'NC', 'CU']) e, generate_series(1, 12) n;
            insert into mail_settings (enabled, host, port, encrypt, from_address, from_name, public_address) values (true, 'mail.invalid', 25, false, 'practice@example.org', 'Practice', 'https://practice.example');
            {more}
            """), Stop);
        Assert.True(made.Succeeded(out _, out var problem), problem?.Message);
        return world;
    }

    public void At(string instant) => Clock.MoveTo(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Another node on the same database, with the same clock.</summary>
    public Database Node() => new(connection, Clock);

    public static BackgroundWork Work(Database node)
    {
        var tend = new TendAcceptance(node, NoLink);
        return new BackgroundWork(node, NullLogger<BackgroundWork>.Instance, [tend.OfOne, tend.OfAll]);
    }

    public static RecordKey Key(string milestone) => new(milestone.Split('/'));

    /// <summary>Asks the customer and returns the request's key.</summary>
    public async Task<string> AskAsync(string milestone) => Done(await new RequestAcceptance(Database, NoLink).RunAsync(
        Key(milestone), new AcceptanceForm { RecipientName = "Dana Whitfield", RecipientEmail = "dana@acme.example", Documents = [Document] }, Ana, Stop)).Request.Key;

    public async Task<Result<AcceptanceStep>> AnswerAsync(string request, AcceptanceAnswer answer, params PointObjection[] objections) => await Database.WriteAsync<AcceptanceStep>(
        new Actor("dana@acme.example", Guid.NewGuid()), change => DecideAcceptance.InAsync(change, request, new AcceptanceDecision(answer, AcceptanceVia.Page, "Dana Whitfield") { Objections = objections }), Stop);

    public async Task<Result<ReplyStep>> ReplyAsync(string request, string sentAt, string text, ReplyVerdict verdict)
    {
        var entered = Done(await new EnterReply(Database).RunAsync(
            request, new ReplyForm { Text = text, Sender = "dana@acme.example", SentAt = DateTimeOffset.Parse(sentAt, System.Globalization.CultureInfo.InvariantCulture) }, Ana, Stop));
        return await new SettleReply(Database).RunAsync(entered.Reply.Key, new VerdictForm(verdict, null, []), Ana, Stop);
    }

    public static T Done<T>(Result<T> result) where T : notnull
    {
        Assert.True(result.Succeeded(out var value, out var problem), problem?.Message);
        return value;
    }

    public static string Refused<T>(Result<T> result) where T : notnull
    {
        Assert.False(result.Succeeded(out _, out var problem), "It was not refused.");
        return problem.Rule;
    }

    public Task<T> ReadAsync<T>(string sql) => Database.ReadAsync(connection => connection.QuerySingleAsync<T>(sql), Stop);

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
