using Throughline.Data.Recording;

namespace Throughline.Data.Bundles;

/// <summary>Which rows of a bundle bear on the day ledger, whose days they change, and where a breach is reported.</summary>
internal sealed class LedgerInputs(IReadOnlyList<StagedFile> staged)
{
    // A policy that names the days off of every calendar.
    private const string Weekend = "weekend";

    private static readonly string[] Capacity = ["people", "time_off", "overtime", "working_patterns"];

    // Bad rows in these could make a day look overfull that is not.
    private static readonly string[] Misleading = ["policies", "calendars", "people", "overtime", "working_patterns"];

    // What must be written for bookings and capacity to stand: them and what they refer to.
    private static readonly string[] Needed =
    [
        "policies", "calendars", "people", "overtime", "time_off", "working_patterns", "customers", "opportunities", "engagements", "activities", "work_at_risk", "booking_series", "bookings",
    ];

    /// <summary>The files that a trial writes, and takes back, so that the ledger can be checked.</summary>
    public IEnumerable<StagedFile> Files => staged.Where(one => Needed.Contains(one.File.Name));

    /// <summary>Whether the ledger is better not asked while these errors stand.</summary>
    public static bool WouldMislead(BundleErrors errors) => Misleading.Any(errors.In);

    /// <summary>The people whose bookings or capacity the staged rows change, in the order in which they are locked.</summary>
    public async Task<IReadOnlyList<string>> AffectedAsync(Change change)
    {
        var parts = staged.Select(Affected).OfType<string>().ToList();
        return parts.Count == 0
            ? []
            : await change.QueryAsync<string>($"""select person from ({string.Join(" union ", parts)}) affected where person is not null group by person order by person collate "C" """);
    }

    /// <summary>A breach as an error: at the row of the bundle that most likely caused it.</summary>
    public async Task<BundleError> PlaceAsync(Change change, LedgerBreach breach)
    {
        foreach (var (name, column, nearest) in new[]
        {
            ("bookings", "hours_per_day", "(kind = 'hard' and @Day between start_date and end_date)"),
            ("overtime", "hours", "(date = @Day)"),
            ("people", "weekly_hours", "true"),
        })
        {
            var one = staged.FirstOrDefault(one => one.File.Name == name);
            if (one is null)
                continue;

            var line = await change.QuerySingleOrDefaultAsync<int?>(
                $"select line from {one.Stage} where person = @Person order by {nearest} desc, line desc limit 1", new { breach.Person, breach.Day });
            if (line is { } found)
                return new BundleError(one.File.FileName, found, column, breach.Message);
        }

        return new BundleError("bookings.csv", 0, "", breach.Message);
    }

    private static string? Affected(StagedFile one) => one.File.Name switch
    {
        "bookings" => $"select unnest(array[s.person, t.person]) person from {one.Joined} where {one.IsNewOrDiffers}",
        "calendars" => $"select person from people where calendar in (select s.calendar from {one.Joined} where {one.IsNewOrDiffers})",
        "policies" => $"select person from people where exists (select 1 from {one.Joined} where s.policy = '{Weekend}' and {one.IsNewOrDiffers})",
        var name when Capacity.Contains(name) => $"select s.person from {one.Joined} where {one.IsNewOrDiffers}",
        _ => null,
    };
}
