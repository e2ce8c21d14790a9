namespace Throughline.Domain.Staffing;

/// <summary>The days of the week on which nobody works: of most calendars, and of those that differ.</summary>
public sealed record Weekends(
    IReadOnlyCollection<DayOfWeek> Usual, IReadOnlyDictionary<string, IReadOnlyCollection<DayOfWeek>> OfCalendar)
{
    public static readonly Weekends SaturdayAndSunday =
        new([DayOfWeek.Saturday, DayOfWeek.Sunday], new Dictionary<string, IReadOnlyCollection<DayOfWeek>>());

    /// <summary>People without a calendar, and unnamed resources, have the usual weekend.</summary>
    public IReadOnlyCollection<DayOfWeek> Of(string? calendar) =>
        calendar is not null && OfCalendar.TryGetValue(calendar, out var own) ? own : Usual;
}
