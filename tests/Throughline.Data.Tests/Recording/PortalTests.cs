using Dapper;
using Npgsql;
using Throughline.Data.Acceptance;
using Throughline.Data.Recording;
using Throughline.Testing;

namespace Throughline.Data.Tests.Recording;

/// <summary>The second wall: what the database itself refuses to a customer's pages, whatever a query asks for.</summary>
public sealed class PortalTests(TestDatabases databases)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_query_of_the_portal_finds_nothing_while_no_request_is_set_and_its_own_when_one_is()
    {
        await using var database = await PracticeAsync();

        foreach (var query in SharedRequest.Queries)
        {
            var all = query.Replace("@request", "any(array['A-1', 'A-2'])", StringComparison.Ordinal).Replace("= @link", "is not null", StringComparison.Ordinal);
            Assert.Equal(0, await CountAsync(database, "", all));
            Assert.Equal(query.Contains("acceptance_holds", StringComparison.Ordinal) ? 0 : 1, await CountAsync(database, "A-1", all));
        }

        Assert.Equal(0, await CountAsync(database, "A-3", SharedRequest.Queries[1].Replace("@request", "'A-3'", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("select * from rates")]
    [InlineData("select * from people")]
    [InlineData("select cost_rate from people")]
    [InlineData("select * from time_entries")]
    [InlineData("select * from style_notes")]
    [InlineData("select contract_value from engagements")]
    [InlineData("select sent_by from acceptance_requests")]
    [InlineData("select copies from acceptance_requests")]
    [InlineData("select reason from acceptance_holds")]
    [InlineData("select actor from acceptance_evidence")]
    [InlineData("select * from acceptance_replies")]
    [InlineData("select * from acceptance_codes")]
    [InlineData("select * from practice_keys")]
    [InlineData("select * from accounts")]
    [InlineData("select * from history.acceptance_requests")]
    [InlineData("update acceptance_requests set state = 'accepted'")]
    [InlineData("delete from acceptance_evidence")]
    public async Task Rates_cost_people_notes_and_every_change_are_refused_by_the_database(string sql)
    {
        await using var database = await PracticeAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => PortalRead.RunAsync(database, "A-1", connection => connection.ExecuteAsync(sql), Stop));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task The_role_ends_with_its_transaction_and_the_program_sees_everything()
    {
        await using var database = await PracticeAsync();

        await PortalRead.RunAsync(database, "A-1", connection => connection.ExecuteAsync("select 1"), Stop);

        Assert.Equal(2, await database.ReadAsync(connection => connection.QuerySingleAsync<int>("select count(*)::int from acceptance_requests"), Stop));
    }

    [Fact]
    public async Task A_server_where_no_roles_may_be_made_is_migrated_all_the_same_and_says_that_the_wall_is_missing()
    {
        var connectionString = await databases.EmptyAsync();
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        var owner = $"plain_{name}";
        await using (var admin = new NpgsqlConnection(databases.Admin + ";Pooling=false"))
        {
            await admin.OpenAsync(Stop);
            await admin.ExecuteAsync($"create role {owner} login password 'secret'; alter database {name} owner to {owner}");
        }

        try
        {
            await using var database = new Database(new NpgsqlConnectionStringBuilder(connectionString) { Username = owner, Password = "secret", Pooling = false }.ConnectionString, new RecordingClock(TimeProvider.System));
            await Migrator.MigrateAsync(database, Stop);
            Assert.False(await database.ReadAsync(connection => connection.QuerySingleAsync<bool>("select grant_portal()"), Stop));
            await FillAsync(database);

            // The queries' own conditions hold without it.
            Assert.Equal("Cutover", (await PortalRead.RunAsync(database, "A-1", connection => SharedRequest.ReadAsync(connection, "link-A-1", "A-1"), Stop))!.Title);
            Assert.Null(await PortalRead.RunAsync(database, "A-2", connection => SharedRequest.ReadAsync(connection, "link-A-1", "A-2"), Stop));
        }
        finally
        {
            await using var admin = new NpgsqlConnection(databases.Admin + ";Pooling=false");
            await admin.OpenAsync(Stop);
            await admin.ExecuteAsync($"drop database {name} with (force)");
            await admin.ExecuteAsync($"drop role {owner}");
        }
    }

    private async Task<Database> PracticeAsync()
    {
        var database = new Database(await databases.CloneAsync(), new RecordingClock(TimeProvider.System));
        await FillAsync(database);
        return database;
    }

    private static Task FillAsync(Database database) => database.WriteAsync<int>(new Actor("tests", Guid.CreateVersion7()), async change => await change.ExecuteAsync(
        """
        insert into people (person, name, role, weekly_hours) values ('p1', 'Ana', 'project_manager', 40);
        insert into customers (customer, name) values ('c1', 'Meridian'), ('c2', 'Alpen');
        insert into engagements (engagement, customer, name, type, billing, currency, contract_value, start_date, expires, status, project_manager) values
          ('E-1', 'c1', 'Migration', 'consulting', 'ff', 'USD', 1000, '2026-01-01', '2026-12-31', 'active', 'p1'), ('E-2', 'c2', 'Bank', 'consulting', 'ff', 'EUR', 1000, '2026-01-01', '2026-12-31', 'active', 'p1');
        insert into milestones (engagement, milestone, title, amount) values ('E-1', 'M1', 'Cutover', 10), ('E-2', 'M1', 'Vault', 20), ('E-1', 'M2', 'Other', 30);
        insert into files (sha256, length) values ('\x01', 1), ('\x02', 1);
        insert into acceptance_requests (acceptance_request, engagement, milestone, attempt, sent_at, sent_by, recipient_name, recipient_email, subject, statement, zone, day1)
          select 'A-' || n, 'E-' || n, 'M1', 1, now(), 'ana', 'Laura', 'l@x.example', 's', 's', 'UTC', '2026-03-09' from generate_series(1, 2) n;
        insert into acceptance_points (acceptance_request, point, text) values ('A-1', 1, 'a'), ('A-2', 1, 'b');
        insert into acceptance_files (acceptance_request, number, kind, name, type, sha256, added_by, added_at) values
          ('A-1', 1, 'document', 'a', 't', '\x01', 'ana', now()), ('A-2', 1, 'document', 'b', 't', '\x02', 'ana', now()), ('A-1', 2, 'reply', 'c', 't', '\x02', 'ana', now());
        insert into acceptance_evidence (acceptance_request, number, at, actor, kind, detail, hash) select 'A-' || n, 1, now(), 'ana', 'requested', '{}', 'x' from generate_series(1, 2) n;
        insert into acceptance_links (acceptance_link, acceptance_request, name, email, created_at, created_by) select 'link-A-' || n, 'A-' || n, 'Laura', 'l@x.example', now(), 'ana' from generate_series(1, 2) n
        """), Stop);

    private static Task<int> CountAsync(Database database, string request, string query) =>
        PortalRead.RunAsync(database, request, connection => connection.QuerySingleAsync<int>($"select count(*)::int from ({query}) asked"), Stop);
}
