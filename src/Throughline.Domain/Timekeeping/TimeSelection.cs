using Throughline.Domain.Dates;
using Throughline.Domain.People;

namespace Throughline.Domain.Timekeeping;

/// <summary>One chosen entry, and the version it was seen in where the one who chose had seen it.</summary>
public sealed record ChosenEntry(string Entry, int? Version = null);

/// <summary>What an act is for: entries one by one, or all that are due for it in a person's week.</summary>
public sealed record TimeSelection
{
    private readonly Dictionary<string, int?> versions;

    private TimeSelection(IReadOnlyList<ChosenEntry> entries, PersonKey? person, DateRange week)
    {
        (Entries, Person, Week) = (entries, person, week);
        versions = entries.ToDictionary(chosen => chosen.Entry, chosen => chosen.Version, StringComparer.Ordinal);
    }

    /// <summary>Empty when a week was chosen.</summary>
    public IReadOnlyList<ChosenEntry> Entries { get; }

    /// <summary>Whose week; null when entries were chosen.</summary>
    public PersonKey? Person { get; }

    public DateRange Week { get; }

    /// <summary>The version in which the entry was seen; null when nothing was said about it.</summary>
    public int? SeenVersion(string entry) => versions.GetValueOrDefault(entry);

    public static TimeSelection Of(IEnumerable<ChosenEntry> entries) => new([.. entries.DistinctBy(chosen => chosen.Entry)], null, default);

    public static TimeSelection Of(params IEnumerable<string> entries) => Of(entries.Select(entry => new ChosenEntry(entry)));

    /// <summary>The whole week from Monday to Sunday that holds the day.</summary>
    public static TimeSelection OfWeek(PersonKey person, DateOnly day) => new([], person, Periods.Whole(day, PeriodKind.Week, 1));
}
