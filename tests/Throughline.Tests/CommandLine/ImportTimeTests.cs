using System.Globalization;
using System.Text.Json;
using Dapper;
using Throughline.Testing;

namespace Throughline.Tests.CommandLine;

/// <summary>Time sheets of other programs by the command line: to the last minute, and once.</summary>
[Trait("rule", "R-297")]
public sealed class ImportTimeTests(TestDatabases databases) : IDisposable
{
    private readonly BundleFolder bundle = BundleFolder.OfOneEngagement();

    public void Dispose() => bundle.Dispose();

    [Fact]
    public async Task A_sheet_is_taken_in_by_a_mapping_file_and_a_second_time_adds_nothing_even_after_approval()
    {
        var (terminal, database) = await PracticeAsync();
        var sheet = Write("toggl.csv", "\uFEFFUser,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration\nAna,,Acme,Old name,,Talk,Yes,2026-03-05,22:00:00,2026-03-06,01:30:00,03:30:00\n");
        var map = Write("map.yaml", "source: toggl\ncolumns: {person: User, client: Client, project: Project, billable: Billable, date: Start date, start_time: Start time, end_date: End date, end_time: End time, hours: Duration, note: Description}\npeople: {Ana: p1}\nprojects: {Acme / Old name: SOW-1}\n");

        var without = await terminal.TypeAsync("import-time", sheet, "--dry-run", "--json");
        var first = await terminal.TypeAsync("import-time", sheet, "--map", map);
        await database.WriteAsync<int>(new Data.Recording.Actor("tests", Guid.CreateVersion7()), async change => await change.ExecuteAsync("update time_entries set state = 'approved' where entry like 'toggl-%'"), CancellationToken.None);
        var second = await terminal.TypeAsync("import-time", sheet, "--map", map);

        Assert.Equal(2, without.Exit);
        Assert.Equal("Old name", JsonDocument.Parse(without.Output).RootElement.GetProperty("unknown").GetProperty("projects")[0].GetProperty("name").GetString());
        Assert.Equal((0, "2 created, 0 changed\n"), (first.Exit, first.Output));
        Assert.Equal((0, "0 created, 0 changed\n"), (second.Exit, second.Output));
        Assert.Equal([2m, 1.5m], await ListAsync<decimal>(database, "select hours from time_entries where entry like 'toggl-%' order by date"));
    }

    [Fact]
    public async Task Errors_name_row_and_column_and_store_nothing()
    {
        var (terminal, database) = await PracticeAsync();
        var answer = await terminal.TypeAsync("import-time", Write("sheet.csv", "Person;Project;Date;Hours\np1;SOW-1;2026-03-05;7,5\nnobody;SOW-1;2026-03-05;eight\n"));

        Assert.Equal(2, answer.Exit);
        Assert.Contains("sheet.csv:3:Hours: \"eight\" is not a number of hours\n", answer.Errors, StringComparison.Ordinal);
        Assert.Equal([2L], await ListAsync<long>(database, "select count(*) from time_entries"));
    }

    [Fact]
    public async Task Real_time_and_estimates_of_a_company_come_in_with_exact_totals()
    {
        var folder = Samples();
        Assert.SkipWhen(folder is null, "The sample time sheets lie in ../shared/data/timesheets, which is not there: NOTHING WAS CHECKED.");
        var entries = await File.ReadAllLinesAsync(Path.Combine(folder!, "sip_time_entries_first_500.csv"), TestContext.Current.CancellationToken);
        string[] projects = [.. entries.Skip(1).Select(line => line.Split(',')[2]).Distinct()], people = [.. entries.Skip(1).Select(line => line.Split(',')[3]).Distinct()];
        bundle.With("people", ["person,name,role,weekly_hours", "p1,Ana,engineer,40", "pm,Priya,project_manager,40", .. people.Select(one => $"dev-{one},Developer {one},engineer,40")]);
        bundle.With("engagements", ["engagement,customer,name,type,billing,currency,contract_value,start,expires,status", "SOW-1,acme,Migration,consulting,tm,USD,100000,2026-01-01,2026-12-31,active",
            .. projects.Select(one => $"{one},acme,Project {one},consulting,tm,GBP,1000,2004-01-01,2006-12-31,completed")]);
        var (terminal, database) = await PracticeAsync();
        var map = Write("map.json", JsonSerializer.Serialize(new
        {
            source = "sip", spread_long = true, day_when_empty = "2005-12-30", state = "approved", people = people.ToDictionary(one => one, one => "dev-" + one),
            columns = new { entry = "entry_id", person = "developer_id", project = "project_code", task = "task_number", hours = "hours", date = "completed_on" },
        }));

        var time = await terminal.TypeAsync("import-time", Path.Combine(folder!, "sip_time_entries_first_500.csv"), "--map", map, "--json");
        var again = await terminal.TypeAsync("import-time", Path.Combine(folder!, "sip_time_entries_first_500.csv"), "--map", map);
        var tasks = await terminal.TypeAsync("import-time", Path.Combine(folder!, "sip_tasks_first_500.csv"));

        Assert.Equal((0, 0, 0), (time.Exit, again.Exit, tasks.Exit));
        Assert.Equal("0 created, 0 changed\n", again.Output);
        Assert.Equal("500 created, 0 changed\n", tasks.Output);
        Assert.Equal("2638.98", JsonDocument.Parse(time.Output).RootElement.GetProperty("hours").GetString());
        var expected = entries.Skip(1).GroupBy(line => (line.Split(',')[2], "dev-" + line.Split(',')[3])).OrderBy(group => group.Key.Item1, StringComparer.Ordinal).ThenBy(group => group.Key.Item2, StringComparer.Ordinal)
            .Select(group => (group.Key.Item1, group.Key.Item2, group.Sum(line => decimal.Parse(line.Split(',')[4], CultureInfo.InvariantCulture))));
        Assert.Equal(expected, await ListAsync<(string, string, decimal)>(database, "select engagement, person, sum(hours) from time_entries where entry like 'sip-%' group by 1, 2 order by 1, 2"));
        Assert.Equal([3244.43m], await ListAsync<decimal>(database, "select sum(estimate_hours) from issues"));
    }

    private async Task<(Terminal Terminal, Data.Database Database)> PracticeAsync()
    {
        var connection = await databases.CloneAsync();
        var terminal = new Terminal(connection);
        Assert.Equal(0, (await terminal.TypeAsync("import", bundle.Path)).Exit);
        return (terminal, new Data.Database(connection, new Data.Recording.RecordingClock(TimeProvider.System)));
    }

    private static Task<List<T>> ListAsync<T>(Data.Database database, string sql) =>
        database.ReadAsync(async connection => (await connection.QueryAsync<T>(sql)).AsList(), CancellationToken.None);

    private string Write(string name, string content)
    {
        // Beside the bundle, not in it.
        var path = bundle.Path + "-" + name;
        File.WriteAllText(path, content);
        return path;
    }

    private static string? Samples()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "shared", "data", "timesheets") is var found && Directory.Exists(found))
                return found;
        }

        return null;
    }
}
