using Throughline.Data;
using Throughline.Data.Bundles;
using Throughline.Data.Recording;
using Throughline.Data.Records;
using Throughline.Data.Staffing;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Policies;

namespace Throughline.Platform.Records;

/// <summary>
/// Makes or changes one record of a file of the bundle: person, customer, engagement, rate and the like. The values are
/// named as in the bundle or as in the API; what is not named stays, an empty text takes the value away.
/// </summary>
public sealed class SaveRecord(Database database)
{
    /// <param name="file">What kind of record; not bookings and time, which have use cases of their own.</param>
    /// <param name="values">What to store.</param>
    /// <param name="key">The record to change; null makes a new one.</param>
    /// <param name="version">The version the user saw, a later one refuses the change; null changes whatever stands.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>The record as it stands, or <see cref="InvalidFields"/>, <see cref="KeyTaken"/>, <see cref="StaleRecord"/>, <see cref="NotAllowed"/>, <see cref="NoSuchRecord"/>, an overbooked day.</returns>
    public async Task<Result<SavedRecord>> RunAsync(
        BundleFile file, IReadOnlyDictionary<string, string?> values, RecordKey? key, int? version, CurrentUser user, CancellationToken stop)
    {
        values = Signed(file, values, user);
        var table = new RecordTable(file);
        var (sight, seen) = await database.ReadAsync(async connection => (
            await RecordSight.ReadAsync(connection, file, user, stop),
            key is null ? null : await table.FindAsync(connection, key, stop)), stop);
        if (key is not null && (seen is null || !sight.Sees(seen.Values)))
            return NotThere(sight, key);

        // Whoever may do nothing of the kind is told that before anything about the values.
        var first = Decide(sight, user, seen, seen?.Values ?? Named(file, values));
        if (first.Problem is { } refused && (key is not null || user.Reach(sight.Access.Create) == Relation.None))
            return refused;
        if (!Read(file, key is null ? WithKey(file, values) : values, seen).Succeeded(out var stated, out var invalid))
            return invalid;
        if (Refuse(sight, user, seen, stated) is { } no)
            return no;

        var decision = key is null ? Decide(sight, user, null, stated.Cells) : first;
        var today = await new PracticeSettings(database).TodayAsync(stop);
        var result = await database.WriteAsync<StoredRecord>(
            user.ToActor(decision.Role),
            change => key is null ? CreateAsync(change, table, stated, stop) : ChangeAsync(change, table, values, key, version, user, sight, today, stop),
            stop);
        if (result.Succeeded(out var stored, out var problem))
            return SavedRecord.Of(sight, stored);

        return problem is DatabaseRefusal { Rule: "duplicate_key" } ? Taken(sight, stated) : problem;
    }

    private static AccessDecision Decide(RecordSight sight, CurrentUser user, StoredRecord? seen, IReadOnlyDictionary<string, string?> values) =>
        user.Decide(seen is null ? sight.Access.Create : sight.Access.Edit, sight.RelationToChange(values));

    // Everything that is decided about who may state what.
    private static Problem? Refuse(RecordSight sight, CurrentUser user, StoredRecord? seen, StatedRecord stated)
    {
        var file = sight.File;
        if (seen is null)
        {
            // An engagement that one may not know of reads like one that is not there.
            if (Decide(sight, user, null, stated.Cells).Problem is { } refused)
                return Tied(sight) is "engagement" && stated.Cells["engagement"] is { } named && !sight.Sees(stated.Cells) ? NoSuch(file, named) : refused;
        }
        else if (!RecordKeys.MayChange(file) && stated.Key(file).ToString() != SavedRecord.KeyOf(file, seen.Values).ToString())
        {
            return new InvalidFields([.. file.Key.Where(name => stated.Cells[name] != seen[name]).Select(name =>
                new FieldError(file.Column(name).ApiName, "is the record's key, which stays as it is"))]);
        }
        else if (Decide(sight, user, seen, stated.Cells).Problem is { } elsewhere && TieMoved(sight, seen, stated))
        {
            return elsewhere;
        }

        if (file.Name == "people" && seen is not null && seen["person"] == user.Person?.Value && seen["email"] != stated.Cells["email"])
            return new NotAllowed("separation_of_duties", "Your own e-mail address says which person your account belongs to, and with it what is yours to decide. Ask somebody else to change it.");

        return Closed(sight, user, seen, stated) ?? Unapproved(sight, user, seen, stated);
    }

    // A column that one may not see is not written blindly, save where a new record cannot do without it.
    private static NotAllowed? Closed(RecordSight sight, CurrentUser user, StoredRecord? seen, StatedRecord stated)
    {
        var relation = sight.RelationTo(seen?.Values ?? stated.Cells);
        return sight.Access.Closed
            .Where(closed => stated.Said.Contains(closed.Key) && !(seen is null && sight.File.Column(closed.Key).Required))
            .Select(closed => user.Decide(closed.Value, relation).Problem)
            .FirstOrDefault(problem => problem is not null);
    }

    private static NotAllowed? Unapproved(RecordSight sight, CurrentUser user, StoredRecord? seen, StatedRecord stated) =>
        sight.Access.Approval is { } approval && stated.Cells[approval.Column] is { } state && approval.Values.Contains(state)
            && seen?[approval.Column] != state
            ? user.Decide(approval.Act, sight.RelationTo(stated.Cells)).Problem
            : null;

    private static async Task<Result<StoredRecord>> CreateAsync(Change change, RecordTable table, StatedRecord stated, CancellationToken stop)
    {
        if (await DanglingAsync(change, table.File, stated, table.File.Columns, stop) is { } dangling)
            return dangling;

        var (stored, refusal) = await RecordLedger.WriteAsync(
            change, table.File, [stated.Cells], async () => await table.InsertAsync(change, stated, stop), stop);
        if (refusal is not null)
            return refusal;

        await NoteAsync(change, table.File, "created", stated.Key(table.File), stated.Said);
        return stored!;
    }

    private static async Task<Result<StoredRecord>> ChangeAsync(
        Change change, RecordTable table, IReadOnlyDictionary<string, string?> values, RecordKey key, int? version, CurrentUser user,
        RecordSight sight, DateOnly today, CancellationToken stop)
    {
        var file = table.File;
        if (await table.LockAsync(change, key, stop) is not { } standing)
            return NotThere(sight, key);
        if (version is { } seen && seen != standing.Version)
            return await StaleAsync(change, table, sight, key, seen, standing, stop);
        if (!Read(file, values, standing).Succeeded(out var stated, out var invalid))
            return invalid;
        if (Refuse(sight, user, standing, stated) is { } no)
            return no;

        var columns = stated.ChangesTo(file, standing);
        if (columns.Count == 0)
            return standing;
        if (await DanglingAsync(change, file, stated, columns, stop) is { } dangling)
            return dangling;

        var (stored, refusal) = await RecordLedger.WriteAsync(
            change, file, [standing.Values, stated.Cells], async () => await table.UpdateAsync(change, key, stated, columns, stop), stop);
        if (refusal is not null)
            return refusal;

        await NoteAsync(change, file, "changed", stated.Key(file), columns.Select(column => column.Name));
        await EndAsync(change, file, standing, stated, today, stop);
        return stored!;
    }

    // An engagement that ends, or whose deal is lost, gives its people back in the same transaction.
    private static async Task EndAsync(Change change, BundleFile file, StoredRecord before, StatedRecord after, DateOnly today, CancellationToken stop)
    {
        if (file.Name == "engagements" && EndOfEngagement.IsEnd(before["status"], after.Cells["status"]))
            await EndOfEngagement.ReleaseAsync(change, [after.Cells["engagement"]!], today, stop);
        else if (file.Name == "opportunities" && before["stage"] != "closed-lost" && after.Cells["stage"] == "closed-lost")
            await EndOfEngagement.ReleaseAsync(change, await change.QueryAsync<string>(
                "select engagement from engagements where opportunity = @opportunity", new { opportunity = after.Cells["opportunity"] }), today, stop);
    }

    // What the values were is in the history; the audit says which of them somebody touched.
    internal static async Task NoteAsync(Change change, BundleFile file, string what, RecordKey key, IEnumerable<string> columns)
    {
        await change.AuditAsync($"{file.Name}_{what}", key.ToString(), new { columns });
        await change.TellAsync(file.Name, key.ToString());
    }

    internal static async Task<StaleRecord> StaleAsync(
        Change change, RecordTable table, RecordSight sight, RecordKey key, int seen, StoredRecord now, CancellationToken stop)
    {
        var former = await table.FormerAsync(change, key, seen, stop);
        var name = await change.QuerySingleOrDefaultAsync<string>(
            "select name from accounts where normalized_email = upper(@email)", new { email = now.ChangedBy });
        var differences = former is null ? [] : sight.Open(now.Values).Where(column => former[column.Name] != now[column.Name])
            .Select(column => new FieldDifference(column.Name.Replace('_', ' '), former[column.Name] ?? "none", now[column.Name] ?? "none"));
        return new StaleRecord($"{sight.Access.One} {key.Words}", now.Version, name ?? now.ChangedBy, now.RecordedAt, [.. differences]);
    }

    internal static NoSuchRecord NotThere(RecordSight sight, RecordKey key) => new($"There is no {sight.Access.One} {key.Words}.");

    private static async Task<InvalidFields?> DanglingAsync(
        Change change, BundleFile file, StatedRecord stated, IReadOnlyList<BundleColumn> columns, CancellationToken stop)
    {
        var asked = file.References.Where(reference =>
            reference.Columns.All(name => stated.Cells[name] is not null)
            && reference.Columns.Any(name => columns.Any(column => column.Name == name))
            && (reference.When is not { } when || stated.Cells[when.Column] == when.Value)
            && !(reference.To == file.Name && stated.Cells[reference.Named] == stated.Cells[file.Key[0]])).ToList();
        var dangling = await RecordTable.DanglingAsync(change, stated, asked, stop);
        return dangling.Count == 0
            ? null
            : new InvalidFields([.. dangling.Select(reference => Dangling(file, stated, reference))]) with { Rule = "unknown_reference" };
    }

    private static FieldError Dangling(BundleFile file, StatedRecord stated, BundleReference reference)
    {
        var one = reference.To == "calendars" ? "calendar" : RecordAccess.Of(BundleFiles.Named(reference.To)).One;
        var within = reference.Columns.Length > 1 ? $" on {reference.Columns[0]} {stated.Cells[reference.Columns[0]]}" : "";
        return new(file.Column(reference.Named).ApiName, $"There is no {one} {stated.Cells[reference.Named]}{within}.");
    }

    // Policies have a form of their own beyond that of the columns.
    private static Result<StatedRecord> Read(BundleFile file, IReadOnlyDictionary<string, string?> values, StoredRecord? standing)
    {
        var read = StatedRecord.Read(file, values, standing);
        if (file.Name != "policies" || !read.Succeeded(out var stated, out _))
            return read;

        var (setting, problems) = PolicySettings.Read(
            stated.Cells["policy"]!, stated.Cells["value"]!, stated.Cells["scope_kind"], stated.Cells["scope"], (DateOnly?)stated.Values["effective_from"]);
        if (setting is null)
            return new InvalidFields([.. problems.Select(problem => new FieldError(file.Column(problem.Column).ApiName, problem.Message))]) with { Rule = "R-287" };

        return stated with
        {
            Cells = new Dictionary<string, string?>(stated.Cells) { ["value"] = setting.Value },
            Values = new Dictionary<string, object?>(stated.Values) { ["value"] = setting.Value },
        };
    }

    // Who wrote a record and when is the program's to say.
    private IReadOnlyDictionary<string, string?> Signed(BundleFile file, IReadOnlyDictionary<string, string?> values, CurrentUser user)
    {
        if (RecordAccess.Of(file).Signed is not { } signed)
            return values;

        var (author, at) = (file.Column(signed.Author), file.Column(signed.At));
        var whole = values.Where(value => value.Key != author.ApiName && value.Key != at.ApiName).ToDictionary(StringComparer.Ordinal);
        (whole[author.Name], whole[at.Name]) = (user.Email, FormattableString.Invariant($"{database.Clock.GetUtcNow().UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}"));
        return whole;
    }

    private IReadOnlyDictionary<string, string?> WithKey(BundleFile file, IReadOnlyDictionary<string, string?> values)
    {
        var named = Named(file, values);
        if (RecordKeys.Makeable(file) is not { } column || !string.IsNullOrEmpty(named.GetValueOrDefault(column.Name)))
            return values;

        var whole = values.Where(value => value.Key != column.Name && value.Key != column.ApiName).ToDictionary(StringComparer.Ordinal);
        whole[column.Name] = RecordKeys.New(column, database.Clock.GetUtcNow());
        return whole;
    }

    private static Dictionary<string, string?> Named(BundleFile file, IReadOnlyDictionary<string, string?> values) =>
        file.Columns.ToDictionary(column => column.Name, column => values.GetValueOrDefault(column.ApiName) ?? values.GetValueOrDefault(column.Name), StringComparer.Ordinal);

    private static KeyTaken Taken(RecordSight sight, StatedRecord stated) => new(
        sight.File.Column(sight.File.KeyColumn).ApiName, $"This key is taken: {sight.Access.One} {stated.Key(sight.File).Words} is there already. Change it, or choose another key.");

    private static string? Tied(RecordSight sight) => sight.Access.Tie switch
    {
        RecordTie.Engagement when sight.File.Name != "engagements" => "engagement",
        RecordTie.Person when sight.File.Name != "people" => "person",
        _ => null,
    };

    private static bool TieMoved(RecordSight sight, StoredRecord seen, StatedRecord stated) => Tied(sight) is { } tie && seen[tie] != stated.Cells[tie];

    private static InvalidFields NoSuch(BundleFile file, string named) =>
        new InvalidFields(file.Column("engagement").ApiName, $"There is no engagement {named}.") with { Rule = "unknown_reference" };
}
