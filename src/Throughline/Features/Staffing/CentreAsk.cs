using System.Globalization;
using Throughline.Domain.Dates;
using Throughline.Ui;

namespace Throughline.Features.Staffing;

/// <summary>Which bookings count as booked.</summary>
public enum CountAs { Hard, HardAndSoft, HardAndWeighted }

/// <summary>What of the resource centre is asked for; all of it stands in the address.</summary>
public sealed record CentreAsk(DateOnly From, int Weeks, CountAs Count)
{
    public const string FromName = "from", WeeksName = "weeks", CountName = "count", OpenName = "open", EverybodyName = "everybody";
    public const string RoleName = "role", RegionName = "region", TeamName = "team", EngagementName = "engagement", TextName = "q";

    public static IReadOnlyList<int> Lengths { get; } = [13, 26, 52];

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

    /// <summary>Rows whose bookings are shown: keys of people, or <c>~role</c> for unnamed ones.</summary>
    public IReadOnlySet<string> Open { get; init; } = new HashSet<string>();

    public string? After { get; init; }

    public DateRange Range => new(From, From.AddDays((7 * Weeks) - 1));

    public static CentreAsk Of(Address address, DateOnly today) => new(
        Periods.Monday(Day(address[FromName]) ?? today),
        int.TryParse(address[WeeksName], NumberStyles.None, CultureInfo.InvariantCulture, out var weeks) && Lengths.Contains(weeks) ? weeks : 26,
        address[CountName] switch { "hard" => CountAs.Hard, "weighted" => CountAs.HardAndWeighted, _ => CountAs.HardAndSoft })
    {
        Roles = Set(address, RoleName),
        Regions = Set(address, RegionName),
        Teams = Set(address, TeamName),
        Engagement = address[EngagementName] is { Length: > 0 } engagement ? engagement : null,
        Text = address[TextName]?.Trim() is { Length: > 0 } text ? text : null,
        Everybody = address[EverybodyName] == "1",
        Open = Set(address, OpenName),
        After = address[Address.CursorName],
    };

    /// <summary>The word of a way of counting in the address; null for the usual one.</summary>
    public static string? Word(CountAs count) => count switch
    {
        CountAs.Hard => "hard",
        CountAs.HardAndWeighted => "weighted",
        CountAs.HardAndSoft => null,
    };

    // Years before and after these belong to no plan, and weeks are counted from them.
    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 2200 ? day : null;

    private static HashSet<string> Set(Address address, string name) => [.. address.All(name).Where(value => value.Length > 0)];
}
