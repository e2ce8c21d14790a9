using System.Globalization;
using System.IO.Compression;
using Npgsql;
using Throughline.Data;
using Throughline.Data.Postgres;
using Throughline.Data.Recording;
using Throughline.Data.Reports;
using Throughline.Data.Staffing;
using Throughline.Features.Reports;
using Throughline.Testing;

namespace Throughline.Tests.Upgrade;

/// <summary>
/// The sample practice as earlier versions left it: its dump, and every report that version made of it, as it stood then and
/// as recorded weeks before. demo-NNNN.dump is what backup wrote under migration NNNN; reports-NNNN.zip holds REPORT@INSTANT.json.
/// </summary>
public sealed class UpgradeTests(TestDatabases databases)
{
    private static readonly DateOnly Today = new(2026, 11, 21), First = new(2026, 8, 1), Last = new(2027, 1, 31);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("0004")]
    [InlineData("0009")]
    [InlineData("0014")]
    public async Task A_database_of_a_version_before_is_migrated_and_every_report_says_the_same_now_and_as_recorded(string version)
    {
        await using var database = await RestoredAsync($"demo-{version}.dump");
        await using var reports = await ZipFile.OpenReadAsync(Place($"reports-{version}.zip"), Stop);
        var run = new ReportRun(database, new KeptFacts(database));
        var latest = reports.Entries.Max(entry => InstantOf(entry.Name));

        Assert.Equal(18, reports.Entries.Count);
        foreach (var entry in reports.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync(Stop));
            var expected = (await reader.ReadToEndAsync(Stop)).TrimEnd();
            var (name, at) = (entry.Name.Split('@')[0], InstantOf(entry.Name));
            var ask = new ReportAsk(name) { From = First, To = Last, Today = Today, RecordedAt = at };

            Assert.True((await run.RunAsync(ask, Stop)).Succeeded(out var then, out var problem), problem?.Message);
            Assert.Equal(expected, Json(then));
            if (at == latest)
            {
                Assert.True((await run.RunAsync(ask with { RecordedAt = null }, Stop)).Succeeded(out var now, out problem), problem?.Message);
                Assert.Equal(expected, Json(now with { RecordedAt = at, Ask = ask }));
            }
        }

        Assert.Equal(0, await LedgerKeeper.CountDifferencesAsync(database, Today, Stop));
    }

    private async Task<Database> RestoredAsync(string dump)
    {
        var connection = await databases.CloneAsync();
        var database = new Database(connection, new RecordingClock(TimeProvider.System));
        await PostgresDump.ReadAsync(database, connection, Place(dump), Stop);
        NpgsqlConnection.ClearAllPools();
        await using var check = await database.OpenAsync(Stop);
        Assert.Empty(await Migrator.PendingAsync(check, Stop));
        return database;
    }

    private static string Json(ReportAnswer answer)
    {
        using var stream = new MemoryStream();
        ReportJson.Write(stream, answer);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    // Colons cannot stand in the name of a file everywhere.
    private static DateTimeOffset InstantOf(string file) => DateTimeOffset.ParseExact(
        file.Split('@')[1], "yyyy-MM-dd'T'HHmmss'Z.json'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string Place(string file) => Path.Combine(AppContext.BaseDirectory, "Upgrade", file);
}
