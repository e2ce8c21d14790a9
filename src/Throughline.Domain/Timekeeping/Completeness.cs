using System.Globalization;
using Throughline.Domain.Dates;
using Throughline.Domain.People;

namespace Throughline.Domain.Timekeeping;

/// <summary>What somebody said of days without work: a single day, or a week in which nothing is to come beyond what is entered.</summary>
public sealed record NoWorkFact(PersonKey Person, DateRange Days, string? Reason = null);

/// <summary>How a day stands: missing is not zero.</summary>
public enum DayState
{
    /// <summary>Nothing is expected, or the week is complete without it.</summary>
    Free,
    Expected,
    Entered,
    AffirmedZero,

    /// <summary>Expected, not entered, and the week's cut-off is past.</summary>
    Late,
}

/// <summary>One day of somebody's week.</summary>
/// <param name="ExpectedMinutes">Capacity: working time less holidays and time off.</param>
/// <param name="Hours">All hours entered, in whatever state.</param>
/// <param name="Affirmed">The person stated that there is nothing more.</param>
public sealed record TimeDay(DateOnly Day, int ExpectedMinutes, decimal Hours, bool Affirmed)
{
    /// <summary>What the statement stands for.</summary>
    public decimal AffirmedHours => Affirmed ? Math.Max(0m, ExpectedMinutes / 60m - Hours) : 0m;
}

/// <summary>What a practice asks of a person's week.</summary>
/// <param name="CutOff">P-19.</param>
/// <param name="Zone">The member's own; the practice's where they have none.</param>
/// <param name="LeastHours">P-22; null asks for no number of hours.</param>
public sealed record WeekTerms(WeeklyMinute CutOff, TimeZoneInfo Zone, decimal? LeastHours)
{
    /// <summary>The norm where neither the country's region nor anybody else has set another.</summary>
    public const decimal UsualNorm = 40m;

    public static readonly WeekTerms Standard = new(new WeeklyMinute(DayOfWeek.Monday, 9 * 60), TimeZoneInfo.Utc, UsualNorm);

    public DateTimeOffset Due(DateOnly monday) => TimeDue.Of(monday, CutOff, Zone);
}

/// <summary>A person's week, or the days of it that somebody asks about: what is expected, what is entered, what is stated, what is missing (R-207).</summary>
/// <param name="ContractMinutes">What the person's contract gives a week without absence.</param>
/// <param name="LeastHours">P-22.</param>
public sealed record Completeness(IReadOnlyList<TimeDay> Days, int ContractMinutes, decimal? LeastHours)
{
    public decimal Expected => Days.Sum(day => day.ExpectedMinutes) / 60m;

    public decimal Entered => Days.Sum(day => day.Hours);

    /// <summary>
    /// The least the week must hold: the norm, at most what the person's contract gives, less all time off. Where nothing is
    /// asked for, 0.
    /// </summary>
    public decimal Required => LeastHours is { } norm ? Math.Max(0m, Expected - Math.Max(0m, ContractMinutes / 60m - norm)) : 0m;

    /// <summary>
    /// Hours that are neither entered nor stated to be none. Where no number is asked for, a week in which nothing at all is
    /// said is missing as a whole, any other is complete.
    /// </summary>
    public decimal Missing => LeastHours is null
        ? Entered == 0m ? Expected - Affirmed : 0m
        : Math.Max(0m, Required - Entered - Affirmed);

    private decimal Affirmed => Days.Sum(day => day.AffirmedHours);

    /// <summary>The state of one of its days at a moment.</summary>
    public DayState StateOn(DateOnly day, DateTimeOffset now, DateTimeOffset due)
    {
        var it = Days.First(one => one.Day == day);
        return it switch
        {
            { Hours: not 0m } => DayState.Entered,
            { ExpectedMinutes: 0 } => DayState.Free,
            { Affirmed: true } => DayState.AffirmedZero,
            _ when Missing == 0m => DayState.Free,
            _ => now >= due ? DayState.Late : DayState.Expected,
        };
    }

    /// <summary>
    /// Why the week cannot be handed in as done: hours are missing and nothing is said about them (P-22). Null when it can,
    /// also while working days lie ahead: then a part of it is handed in.
    /// </summary>
    public WeekTooShort? RefuseHandingIn(DateOnly today) =>
        Missing == 0m || Days.Any(day => day.Day > today && day.ExpectedMinutes > 0) ? null : new WeekTooShort(Entered, Missing, Required);

    /// <summary>Builds it for the days, which lie in one week.</summary>
    /// <param name="person">Whose week.</param>
    /// <param name="days">Its days.</param>
    /// <param name="expected">Minutes of capacity on a day.</param>
    /// <param name="hours">Hours entered on a day.</param>
    /// <param name="stated">The person's statements.</param>
    /// <param name="leastHours">P-22.</param>
    public static Completeness Of(
        PersonFact person, DateRange days, Func<DateOnly, int> expected, Func<DateOnly, decimal> hours, IEnumerable<NoWorkFact> stated, decimal? leastHours)
    {
        var said = stated.Where(statement => statement.Days.Overlaps(days)).ToList();
        return new Completeness(
            [.. days.Days().Select(day => new TimeDay(day, expected(day), hours(day), said.Exists(statement => statement.Days.Contains(day))))],
            ContractMinutesOf(person, days.First), leastHours);
    }

    private static int ContractMinutesOf(PersonFact person, DateOnly day) =>
        person.Patterns.Where(pattern => pattern.EffectiveFrom <= day).MaxBy(pattern => pattern.EffectiveFrom)?.WeekMinutes
        ?? person.MinutesPerDay * 5;
}

/// <summary>The week holds less than it must, and nothing is said about the rest.</summary>
public sealed record WeekTooShort(decimal Entered, decimal Missing, decimal Required) : Problem(
    "R-207",
    $"This week holds {Text(Entered)} h, and {Text(Required)} are the least after time off. Enter the {Text(Missing)} h that are missing, or say below that this is all and why.")
{
    private static string Text(decimal hours) => hours.ToString("0.##", CultureInfo.InvariantCulture);
}
