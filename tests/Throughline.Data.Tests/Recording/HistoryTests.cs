using Dapper;
using Npgsql;
using Throughline.Data.Bundles;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Testing;

namespace Throughline.Data.Tests.Recording;

public sealed class HistoryTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private readonly Actor ana = new("ana@example.org", Guid.CreateVersion7());
    private Database database = null!;

    public async ValueTask InitializeAsync() => database = new Database(await databases.CloneAsync(), new RecordingClock(TimeProvider.System));

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task An_insert_keeps_no_former_row_and_an_update_keeps_the_old_one_with_its_end()
    {
        await ChangeAsync("insert into customers (customer, name) values ('c1', 'Meridian')");
        await ChangeAsync("update customers set name = 'Meridian Freight' where customer = 'c1'");

        var (version, changedBy) = await QueryAsync<(int, string)>("select version, changed_by from customers");
        var (former, gapless) = await QueryAsync<(string, bool)>(
            "select h.name, h.recorded_until = c.recorded_at from history.customers h join customers c using (customer)");

        Assert.Equal((2, "ana@example.org"), (version, changedBy));
        Assert.Equal(("Meridian", true), (former, gapless));
    }

    [Fact]
    public async Task A_write_without_an_actor_is_refused_by_the_database_itself()
    {
        await using var connection = await database.OpenAsync(Stop);

        var failure = await Assert.ThrowsAsync<PostgresException>(() =>
            connection.ExecuteAsync("insert into customers (customer, name) values ('c2', 'Nobody')"));

        Assert.Equal("TL001", failure.SqlState);
    }

    [Fact]
    public async Task Every_twin_has_the_columns_of_its_table_in_the_same_order() =>
        Assert.Equal(0, await QueryAsync<int>(
            """
            select count(*)::int from (
              select table_name, column_name, data_type, ordinal_position from information_schema.columns
              where table_schema = 'public' and table_name in (select table_name from information_schema.tables where table_schema = 'history' and table_type <> 'VIEW')
              except
              select table_name, column_name, data_type, ordinal_position - 1 from information_schema.columns
              where table_schema = 'history') missing
            """));

    [Fact]
    public async Task A_former_version_of_any_record_is_found_by_its_key_without_reading_the_whole_past()
    {
        var indexes = (await database.ReadAsync(
            connection => connection.QueryAsync<string>("select tablename || ' ' || indexdef from pg_indexes where schemaname = 'history'"), Stop)).AsList();

        // The columns by which the former version of a record is looked for stand first in an index, and its version last.
        // The content of a file never changes: it has no former version.
        Assert.All(BundleFiles.All.Where(file => file.Table != "file_parts"), file => Assert.Contains(indexes, index =>
            index.StartsWith(file.Table + " ", StringComparison.Ordinal) && index.EndsWith("version)", StringComparison.Ordinal)
            && file.Key.All(column => index[..index.LastIndexOf(',')].Contains(file.Column(column).Stored, StringComparison.Ordinal))));
    }

    private Task<Result<int>> ChangeAsync(string sql) =>
        database.WriteAsync<int>(ana, async change => await change.ExecuteAsync(sql), Stop);

    private Task<T> QueryAsync<T>(string sql) => database.ReadAsync(connection => connection.QuerySingleAsync<T>(sql), Stop);
}
