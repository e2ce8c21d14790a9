using System.Globalization;
using Npgsql;
using Throughline.Data.Recording;
using Throughline.Data.Staffing;
using Throughline.Domain;
using Throughline.Domain.People;

namespace Throughline.Data.Bundles;

/// <summary>The instant that a practice's past shall count as recorded at does not lie where it must.</summary>
public sealed record RecordedOutOfOrder(string Message) : Problem("recorded_at", Message);

/// <summary>Takes a bundle into the practice, wholly or not at all.</summary>
/// <param name="policies">Checks the rows of policies.csv; without it every name and value is taken.</param>
public sealed class ImportBundle(Database database, PolicyCheck? policies = null)
{
    // One import at a time: a second one of the same bundle then finds that nothing is left to do.
    private const long ImportLock = 727_300;
    private const int WorthAnalysing = 1_000;

    public async Task<Result<ImportResult>> RunAsync(BundleSource source, Actor actor, ImportOptions options, CancellationToken stop)
    {
        var errors = new BundleErrors();
        foreach (var error in source.Errors)
            errors.Add(error);

        await using var connection = await database.OpenAsync(stop);
        var staged = await new StageBundle(source, connection, errors, policies, options.Progress).RunAsync(stop);
        var rehearse = options.DryRun || errors.Total > 0;
        var result = await database.WriteAsync<ImportResult>(
            actor,
            connection,
            async change =>
            {
                await PrepareAsync(change, options);
                if (await RefuseInstantAsync(change, options) is { } problem)
                    return problem;

                return rehearse ? await RehearseAsync(change, staged, errors) : await StoreAsync(change, source, staged, options);
            },
            stop);

        if (!result.Succeeded(out var stored, out var refusal))
            return refusal is NotStored rehearsed ? rehearsed.Result : refusal;

        await AnalyseAsync(connection, staged, stored, stop);
        return stored;
    }

    /// <summary>Writes everything; the only way that leads to a commit.</summary>
    private static async Task<Result<ImportResult>> StoreAsync(Change change, BundleSource source, IReadOnlyList<StagedFile> staged, ImportOptions options)
    {
        var ledger = await HoldAffectedAsync(change, staged);
        var (created, changed) = (0, 0);
        foreach (var one in staged)
        {
            options.Progress?.Report($"{one.File.FileName}: storing");
            var (creates, changes) = await WriteAsync(change, one);
            (created, changed) = (created + creates, changed + changes);
            if (creates + changes > 0)
                change.FiguresChanged(one.File.Name);
        }

        var errors = new BundleErrors();
        await CheckLedgerAsync(change, staged, ledger, errors);
        if (errors.Total > 0)
            return new NotStored(new ImportResult(0, 0, errors.Shown, errors.Total, []));

        await change.AuditAsync("import", source.Name, new { created, changed, recordedAt = options.RecordedAt });
        return new ImportResult(created, changed, [], 0, []);
    }

    /// <summary>
    /// Finds what storing would do: counts and differences by comparing, the days of the ledger by writing what bears on
    /// them and taking it back.
    /// </summary>
    private static async Task<Result<ImportResult>> RehearseAsync(Change change, IReadOnlyList<StagedFile> staged, BundleErrors found)
    {
        var errors = found.Copy();
        var differences = new List<RowDifference>();
        if (errors.Total == 0)
        {
            foreach (var one in staged)
                differences.AddRange(await BundleDifferences.ReadAsync(change, one));
        }

        if (!LedgerInputs.WouldMislead(errors))
        {
            var ledger = await HoldAffectedAsync(change, staged);
            foreach (var one in new LedgerInputs(staged).Files)
            {
                foreach (var sql in errors.Total > 0 ? one.DropOrphans() : [])
                    await RunAsync(change, sql);

                await WriteAsync(change, one, rehearse: true);
            }

            await CheckLedgerAsync(change, staged, ledger, errors);
        }

        var created = differences.Count(difference => difference.Created);
        return new NotStored(errors.Total > 0
            ? new ImportResult(0, 0, errors.Shown, errors.Total, [])
            : new ImportResult(created, differences.Count - created, [], 0, differences));
    }

    private static async Task CheckLedgerAsync(Change change, IReadOnlyList<StagedFile> staged, HeldLedger ledger, BundleErrors errors)
    {
        if (ledger.People.Count == 0)
            return;

        var inputs = new LedgerInputs(staged);
        foreach (var refusal in await ledger.Keeper.SettleAsync(ledger.People, CancellationToken.None))
        {
            var breach = new LedgerBreach(refusal.Person.Value, refusal.Days[0].Day, refusal.Message);
            errors.Add(errors.Total < BundleLimits.ShownErrors ? await inputs.PlaceAsync(change, breach) : new BundleError("bookings.csv", 0, "", breach.Message));
        }
    }

    private static async Task<(int Created, int Changed)> WriteAsync(Change change, StagedFile one, bool rehearse = false)
    {
        if (one.InsertOwners is { } owners)
            await RunAsync(change, owners);

        // Updates first, so that they do not look at the rows that are new.
        var changed = one.Update.Length == 0 ? 0 : await RunAsync(change, one.Update);
        return (rehearse ? await RunAsync(change, one.Insert) : await FirstLoad.InsertAsync(change, one, sql => RunAsync(change, sql)), changed);
    }

    // A million rows take longer than a page may wait.
    private static async Task<int> RunAsync(Change change, string sql)
    {
        await using var command = new NpgsqlCommand(sql, change.Connection, change.Transaction) { CommandTimeout = 0 };
        return await command.ExecuteNonQueryAsync();
    }

    private sealed record HeldLedger(LedgerKeeper Keeper, IReadOnlyList<PersonKey> People);

    // Who books a person holds the person first; so does an import, for all whose days it changes.
    private static async Task<HeldLedger> HoldAffectedAsync(Change change, IReadOnlyList<StagedFile> staged)
    {
        var people = (await new LedgerInputs(staged).AffectedAsync(change)).Select(person => new PersonKey(person)).ToList();
        return new HeldLedger(await LedgerKeeper.HoldAsync(change, people, null, CancellationToken.None), people);
    }

    private static async Task PrepareAsync(Change change, ImportOptions options)
    {
        await RunAsync(
            change,
            $"""
            select pg_advisory_xact_lock({ImportLock}), set_config('work_mem', '128MB', true), set_config('jit', 'off', true),
                   set_config('statement_timeout', '0', true), set_config('throughline.import', 'on', true)
            """);
        if (options.RecordedAt is { } instant)
            await change.RecordAtAsync(instant);
    }

    private static async Task<Problem?> RefuseInstantAsync(Change change, ImportOptions options)
    {
        if (options.RecordedAt is not { } instant)
            return null;

        if (instant > change.At)
            return new RecordedOutOfOrder(string.Create(CultureInfo.InvariantCulture, $"{instant.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} lies in the future; give an instant that is past."));

        var latest = await change.QuerySingleOrDefaultAsync<DateTimeOffset?>(LatestRecorded);
        return latest is { } last && instant <= last
            ? new RecordedOutOfOrder(string.Create(CultureInfo.InvariantCulture, $"{instant.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} is not after {last.UtcDateTime:yyyy-MM-ddTHH:mm:ss.FFFFFFZ}, the last change recorded; load the past in its order."))
            : null;
    }

    private static readonly string LatestRecorded =
        $"select max(at) from ({string.Join(" union all ", BundleFiles.All.Select(file => file.Table).Append("calendars").Select(table =>
            $"select max(recorded_at) at from {table} union all select max(recorded_until) from history.{table}"))}) recorded";

    // After a large import the planner would still believe that the tables are empty.
    private static async Task AnalyseAsync(NpgsqlConnection connection, IReadOnlyList<StagedFile> staged, ImportResult stored, CancellationToken stop)
    {
        if (stored.Created + stored.Changed < WorthAnalysing)
            return;

        await using var command = new NpgsqlCommand($"analyze {string.Join(", ", staged.Select(one => one.File.Table))}", connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }

    // Takes everything back, and carries out of the transaction what was found.
    private sealed record NotStored(ImportResult Result) : Problem("not_stored", "Nothing was stored.");
}
