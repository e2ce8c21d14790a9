using Throughline.Data.Bundles;
using Throughline.Data.Recording;
using Throughline.Data.Records;
using Throughline.Data.Staffing;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;

namespace Throughline.Platform.Records;

/// <summary>Keeps the day ledger true while a record that bears on capacity is written.</summary>
internal static class RecordLedger
{
    /// <summary>Writes under the ledger of everybody whose days the record bears on; the refusal is null when all days hold.</summary>
    public static async Task<(StoredRecord? Written, Overbooked? Refusal)> WriteAsync(
        Change change, BundleFile file, IReadOnlyList<IReadOnlyDictionary<string, string?>> states, Func<Task<StoredRecord?>> write, CancellationToken stop)
    {
        if (!BearsOnDays(file, states))
            return (await write(), null);

        var people = await PeopleAsync(change, file, states);
        var ledger = await LedgerKeeper.HoldAsync(change, people, null, stop);
        var written = await write();
        var refusals = await ledger.SettleAsync(people, stop);
        return (written, refusals.Count == 0 ? null : refusals[0]);
    }

    // A person who is just being made holds nothing yet.
    private static bool BearsOnDays(BundleFile file, IReadOnlyList<IReadOnlyDictionary<string, string?>> states) => file.Name switch
    {
        "people" => states.Count > 1,
        "time_off" or "overtime" or "calendars" or "working_patterns" => true,
        "policies" => states.Any(state => state["policy"] == "weekend"),
        _ => false,
    };

    // Null is everybody: who has which days off may follow from the region.
    private static async Task<IReadOnlyList<PersonKey>?> PeopleAsync(
        Change change, BundleFile file, IReadOnlyList<IReadOnlyDictionary<string, string?>> states) => file.Name switch
        {
            "policies" => null,
            "calendars" => [.. (await change.QueryAsync<string>(
                "select person from people where calendar = any(@calendars)",
                new { calendars = states.Select(state => state["calendar"]).Distinct().ToArray() })).Select(person => new PersonKey(person))],
            _ => [.. states.Select(state => new PersonKey(state["person"]!)).Distinct()],
        };
}
