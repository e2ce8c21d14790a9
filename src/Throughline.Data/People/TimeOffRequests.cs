using System.Globalization;
using Throughline.Data.Bundles;
using Throughline.Data.Recording;
using Throughline.Data.Records;
using Throughline.Data.Staffing;
using Throughline.Domain;
using Throughline.Domain.Dates;
using Throughline.Domain.People;

namespace Throughline.Data.People;

/// <summary>Stores requests for time off and, with a decision on one, the time off itself under the day ledger.</summary>
public static class TimeOffRequests
{
    public static readonly BundleFile File = BundleFiles.Named("time_off_requests");

    /// <summary>Begins the subject of a decision on time off.</summary>
    public const string DecisionSubject = "time_off:";

    private static readonly BundleFile TimeOff = BundleFiles.Named("time_off");
    private static readonly RecordTable Requests = new(File);
    private static readonly RecordTable Days = new(TimeOff);

    public static TimeOffRequest Of(StoredRecord stored) => new(
        stored["request"]!, new PersonKey(stored["person"]!), new DateRange(Day(stored["start"]!), Day(stored["end"]!)), TimeOffKinds.Words.Parse(stored["kind"]!),
        stored["hours_per_day"] is { } hours ? (int)decimal.Round(decimal.Parse(hours, CultureInfo.InvariantCulture) * 60m) : null,
        TimeOffStates.Words.Parse(stored["state"]!));

    public static Task<StoredRecord?> LockAsync(Change change, string request, CancellationToken stop) => Requests.LockAsync(change, new RecordKey(request), stop);

    public static Task<StoredRecord> InsertAsync(Change change, StatedRecord stated, CancellationToken stop) => Requests.InsertAsync(change, stated, stop);

    /// <summary>Moves locked requests on and enters or takes back their days; the ledger refuses nothing, for capacity may always fall.</summary>
    /// <param name="by">Who decides; null where nobody does.</param>
    public static async Task<Result<IReadOnlyList<StoredRecord>>> MoveAsync(
        Change change, IReadOnlyList<StoredRecord> standing, TimeOffState to, string? by, string? reason, string? role, CancellationToken stop)
    {
        var people = standing.Select(request => new PersonKey(request["person"]!)).Distinct().ToList();
        var ledger = await LedgerKeeper.HoldAsync(change, people, null, stop);
        var moved = new List<StoredRecord>();
        foreach (var request in standing)
        {
            if (to is TimeOffState.Approved)
                await EnterAsync(change, request, stop);
            else if (request["state"] == TimeOffState.Approved.Text())
                await TakeBackAsync(change, request, stop);

            moved.Add(await UpdateAsync(change, request, to, by, reason, stop));
            if (by is not null)
                await DecideAsync(change, request["request"]!, to, by, reason, role);

            await change.AuditAsync($"time_off_{to.Text()}", request["request"]!, new { person = request["person"], reason });
            await change.TellAsync(File.Name, request["request"]!);
        }

        return await ledger.SettleAsync(people, stop) is [var overbooked, ..] ? overbooked : moved;
    }

    private static Task<StoredRecord> UpdateAsync(Change change, StoredRecord request, TimeOffState to, string? by, string? reason, CancellationToken stop)
    {
        var values = new Dictionary<string, string?> { ["state"] = to.Text() };
        if (by is not null)
        {
            (values["decided_by"], values["reason"]) = (by, reason);
            values["decided_at"] = change.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
        }

        var stated = Read(File, values, request);
        return Requests.UpdateAsync(change, new RecordKey(request["request"]), stated, stated.ChangesTo(File, request), stop);
    }

    // What was entered by hand before stays, with the hours that are approved now.
    private static async Task EnterAsync(Change change, StoredRecord request, CancellationToken stop)
    {
        var stated = Read(TimeOff, Values(request), null);
        if (await Days.LockAsync(change, stated.Key(TimeOff), stop) is not { } there)
            await Days.InsertAsync(change, stated, stop);
        else if (stated.ChangesTo(TimeOff, there) is { Count: > 0 } columns)
            await Days.UpdateAsync(change, stated.Key(TimeOff), stated, columns, stop);

        await change.TellAsync(TimeOff.Name, stated.Key(TimeOff).ToString());
    }

    private static async Task TakeBackAsync(Change change, StoredRecord request, CancellationToken stop)
    {
        var key = Read(TimeOff, Values(request), null).Key(TimeOff);
        await Days.DeleteAsync(change, key, stop);
        await change.TellAsync(TimeOff.Name, key.ToString());
    }

    private static Task<int> DecideAsync(Change change, string request, TimeOffState verdict, string by, string? reason, string? role) => change.ExecuteAsync(
        """
        insert into decisions (decision, subject, verdict, decided_by, role, at, comment)
        values (@id, @subject, @verdict, @by, @role, @At, @reason)
        """,
        new { id = Guid.CreateVersion7(), subject = DecisionSubject + request, verdict = verdict.Text(), by, role, change.At, reason });

    private static Dictionary<string, string?> Values(StoredRecord request) =>
        TimeOff.Columns.ToDictionary(column => column.Name, column => (string?)(request[column.Name] ?? ""));

    // Values that were read once already: what is wrong with them is our mistake.
    private static StatedRecord Read(BundleFile file, IReadOnlyDictionary<string, string?> values, StoredRecord? standing) =>
        StatedRecord.Read(file, values, standing).Succeeded(out var stated, out var problem) ? stated : throw new InvalidOperationException(problem.Message);

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
