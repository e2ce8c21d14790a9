using System.Globalization;
using Throughline.Domain.Dates;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Staffing;

/// <summary>Which bookings count as booked.</summary>
public enum CountAs { Hard, HardAndSoft, HardAndWeighted }

/// <summary>How long one column is. A quarter is one of the fiscal year.</summary>
public enum Zoom { Week, Day, Month, Quarter }

/// <summary>How a cell shows its load: by its shade and what is free, by a bar, or by booked hours alone.</summary>
public enum CellLook { Heat, Bars, Numbers }

/// <summary>What the rows stand under. By project the rows are engagements; otherwise they are people.</summary>
public enum GroupedBy { Nothing, Team, Role, Skill, Region, Project }

/// <summary>What of the resource centre is asked for; all of it stands in the address.</summary>
/// <param name="Spans">The columns, each beginning where the one before ends.</param>
/// <param name="Count">Which bookings count.</param>
public sealed record CentreAsk(IReadOnlyList<DateRange> Spans, CountAs Count)
{
    public const string FromName = "from", WeeksName = "weeks", CountName = "count", OpenName = "open", EverybodyName = "everybody";
    public const string RoleName = "role", RegionName = "region", TeamName = "team", EngagementName = "engagement", TextName = "q";
    public const string ZoomName = "zoom", LookName = "look", GroupName = "group", SkipName = "skip", AtName = "recorded_at";

    private const int Days = 35, Months = 12, Quarters = 8;

    public static IReadOnlyList<int> Lengths { get; } = [13, 26, 52];

    public Zoom Zoom { get; init; }
    public CellLook Look { get; init; }
    public GroupedBy Group { get; init; }

    public IReadOnlySet<string> Roles { get; init; } = new HashSet<string>();
    public IReadOnlySet<string> Regions { get; init; } = new HashSet<string>();

    /// <summary>Managers whose people are asked for.</summary>
    public IReadOnlySet<string> Teams { get; init; } = new HashSet<string>();

    /// <summary>Only who is booked on it in these weeks.</summary>
    public string? Engagement { get; init; }

    /// <summary>Part of a name, a key or a skill.</summary>
    public string? Text { get; init; }

    /// <summary>People without hours in these weeks too.</summary>
    public bool Everybody { get; init; }

    /// <summary>Rows whose bookings are shown: keys of people, <c>~role</c> for unnamed ones, <c>#key</c> for an engagement.</summary>
    public IReadOnlySet<string> Open { get; init; } = new HashSet<string>();

    /// <summary>How many lines come before the first one shown.</summary>
    public int Skip { get; init; }

    /// <summary>The plan as it was recorded at this instant; null for now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Where quarters begin, 1 to 12.</summary>
    public int FiscalYearStartMonth { get; init; } = 1;

    public DateOnly From => Spans[0].First;

    public int Weeks => Spans.Count;

    public DateRange Range => new(Spans[0].First, Spans[^1].Last);

    /// <summary>What an address asks for, in the practice's zone and fiscal year, from today on.</summary>
    internal static async Task<CentreAsk> ReadAsync(Address address, PracticeSettings settings, CancellationToken stop)
    {
        var today = await settings.TodayAsync(stop);
        var quarters = (await settings.PoliciesAsync(stop)).Answer("fiscal_year.start_month", today).WholeNumber;
        return Of(address, today, await settings.ZoneAsync(stop), quarters);
    }

    /// <param name="address">What is wrong in it counts as not said.</param>
    /// <param name="today">The range begins with it when the address names no day.</param>
    /// <param name="zone">In which a recorded instant is meant.</param>
    /// <param name="fiscalYearStartMonth">Where quarters begin.</param>
    public static CentreAsk Of(Address address, DateOnly today, TimeZoneInfo zone, int fiscalYearStartMonth)
    {
        var zoom = Word(address[ZoomName], Zoom.Week);
        return new(
            SpansOf(zoom, Day(address[FromName]) ?? today, LengthOf(address), fiscalYearStartMonth),
            address[CountName] switch { "hard" => CountAs.Hard, "weighted" => CountAs.HardAndWeighted, _ => CountAs.HardAndSoft })
        {
            Zoom = zoom,
            Look = Word(address[LookName], CellLook.Heat),
            Group = Word(address[GroupName], GroupedBy.Nothing),
            Roles = Set(address, RoleName),
            Regions = Set(address, RegionName),
            Teams = Set(address, TeamName),
            Engagement = address[EngagementName] is { Length: > 0 } engagement ? engagement : null,
            Text = address[TextName]?.Trim() is { Length: > 0 } text ? text : null,
            Everybody = address[EverybodyName] == "1",
            Open = Set(address, OpenName),
            Skip = int.TryParse(address[SkipName], NumberStyles.None, CultureInfo.InvariantCulture, out var skip) ? skip : 0,
            At = Instant(address[AtName], zone),
            FiscalYearStartMonth = fiscalYearStartMonth,
        };
    }

    /// <summary>The first day of the range that lies so many columns later, or earlier.</summary>
    public DateOnly Moved(int columns) => Zoom switch
    {
        Zoom.Day => From.AddDays(columns),
        Zoom.Week => From.AddDays(7 * columns),
        Zoom.Month => From.AddMonths(columns),
        Zoom.Quarter => From.AddMonths(3 * columns),
    };

    /// <summary>The word of a way of counting in the address; null for the usual one.</summary>
    public static string? Word(CountAs count) => count switch
    {
        CountAs.Hard => "hard",
        CountAs.HardAndWeighted => "weighted",
        CountAs.HardAndSoft => null,
    };

    /// <summary>The word of a choice in the address; null for the usual one, which is the first.</summary>
    public static string? Word<T>(T choice)
        where T : struct, Enum => choice.Equals(default(T)) ? null : choice.ToString().ToLowerInvariant();

    private static T Word<T>(string? text, T usual)
        where T : struct, Enum => Enum.GetValues<T>().Where(choice => Word(choice) == text).Append(usual).First();

    private static int LengthOf(Address address) =>
        int.TryParse(address[WeeksName], NumberStyles.None, CultureInfo.InvariantCulture, out var weeks) && Lengths.Contains(weeks) ? weeks : 26;

    private static List<DateRange> SpansOf(Zoom zoom, DateOnly from, int weeks, int fiscalYearStartMonth)
    {
        var kind = zoom switch { Zoom.Month => PeriodKind.Month, Zoom.Quarter => PeriodKind.Quarter, _ => PeriodKind.Week };
        var first = Periods.Whole(from, kind, fiscalYearStartMonth).First;
        return zoom switch
        {
            Zoom.Day => [.. Enumerable.Range(0, Days).Select(first.AddDays).Select(day => new DateRange(day, day))],
            Zoom.Week => [.. Enumerable.Range(0, weeks).Select(i => new DateRange(first.AddDays(7 * i), first.AddDays((7 * i) + 6)))],
            Zoom.Month => [.. Enumerable.Range(0, Months).Select(i => new DateRange(first.AddMonths(i), first.AddMonths(i + 1).AddDays(-1)))],
            Zoom.Quarter => [.. Enumerable.Range(0, Quarters).Select(i => new DateRange(first.AddMonths(3 * i), first.AddMonths(3 * (i + 1)).AddDays(-1)))],
        };
    }

    // Years before and after these belong to no plan, and columns are counted from them.
    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 2200 ? day : null;

    // The clock on the practice's wall, or an instant that says its offset.
    private static DateTimeOffset? Instant(string? text, TimeZoneInfo zone)
    {
        if (DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall))
            return wall.Year is > 1900 and < 2200 ? Zones.InstantOf(DateOnly.FromDateTime(wall), TimeOnly.FromDateTime(wall), zone) : null;

        return text?.EndsWith('Z') == true && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
    }

    private static HashSet<string> Set(Address address, string name) => [.. address.All(name).Where(value => value.Length > 0)];
}
