using System.Globalization;
using System.Text.RegularExpressions;
using Throughline.Domain;
using Throughline.Domain.Dates;
using Throughline.Domain.Staffing;

namespace Throughline.Features.Staffing;

/// <summary>Hours as they are typed in one of the ways of <see cref="EntryWay"/>: <c>6</c>, <c>50 %</c>, <c>16</c> a week, <c>120</c> in total, or a line for each week.</summary>
internal static partial class EnteredHours
{
    private const int Longest = 4000;
    private const decimal MostPercent = 300m;

    /// <summary>Choices of the way, as the form offers them.</summary>
    public static IReadOnlyList<Ui.Choice> Ways { get; } =
    [
        new(EntryWay.PerDay.Text(), "Hours a day"), new(EntryWay.Percent.Text(), "Percent of the day"), new(EntryWay.PerWeek.Text(), "Hours a week"),
        new(EntryWay.Total.Text(), "Hours in total"), new(EntryWay.Weeks.Text(), "Hours of single weeks"),
    ];

    public static Result<StatedHours> Read(string? way, string? value, DateRange range)
    {
        if (EntryWays.Words.Find(way ?? "") is not { } known)
            return new InvalidFields("way", $"Choose one of {string.Join(", ", EntryWays.Words.All)}.");

        var text = (value ?? "").Trim();
        if (text.Length is 0 or > Longest)
            return new InvalidFields("value", "Give the hours.");

        return known switch
        {
            EntryWay.PerDay => DailyHours.Read(text) is { } day ? new StatedHours(known, day) : new InvalidFields("value", "Give hours a day like 6, 7.5 or 1:30, more than 0 and at most 24."),
            EntryWay.Percent => Percent(text) is { } percent ? new StatedHours(known, percent) : new InvalidFields("value", "Give a percentage like 50, more than 0 and at most 300."),
            EntryWay.PerWeek => Minutes(text, 7 * 24) is { } week ? new StatedHours(known, week) : new InvalidFields("value", "Give hours a week like 16 or 12:30, more than 0 and at most 168."),
            EntryWay.Total => Minutes(text, range.Length * 24) is { } total ? new StatedHours(known, total) : new InvalidFields("value", "Give hours in total like 120, more than 0 and no more than the days have."),
            EntryWay.Weeks => Weeks(text, range),
        };
    }

    private static decimal? Percent(string text) =>
        decimal.TryParse(text.TrimEnd('%', ' ').Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is > 0m and <= MostPercent
            ? percent
            : null;

    private static int? Minutes(string text, int mostHours)
    {
        var parts = Written().Match(text);
        if (!parts.Success)
            return null;

        var exact = (decimal.Parse(parts.Groups["hours"].Value.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * 60m)
            + (parts.Groups["minutes"].Success ? int.Parse(parts.Groups["minutes"].Value, CultureInfo.InvariantCulture) : 0);
        var minutes = decimal.Round(exact, MidpointRounding.AwayFromZero);
        return minutes > 0m && minutes <= mostHours * 60m && Math.Abs(exact - minutes) <= 0.003m ? (int)minutes : null;
    }

    // A line for each week: its Monday and hours, or only the hours, week by week from the first day's.
    private static Result<StatedHours> Weeks(string text, DateRange range)
    {
        var weeks = new Dictionary<DateOnly, int>();
        var next = Periods.Monday(range.First);
        foreach (var line in text.Split(['\n', '\r', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = Week().Match(line);
            var monday = next;
            if (!parts.Success || (parts.Groups["day"].Success && !DateOnly.TryParseExact(parts.Groups["day"].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out monday)))
                return Wrong(line);

            monday = Periods.Monday(monday);
            var hours = parts.Groups["hours"].Value;
            if ((Minutes(hours, 7 * 24) ?? (Zero().IsMatch(hours) ? 0 : null)) is not { } minutes || !weeks.TryAdd(monday, minutes))
                return Wrong(line);
            if (monday > range.Last || monday.AddDays(6) < range.First)
                return new InvalidFields("value", $"The week of {Ui.Text.Day(monday)} is not within the booking's days.");

            next = monday.AddDays(7);
        }

        return new StatedHours(EntryWay.Weeks, 0m, weeks);
    }

    private static InvalidFields Wrong(string line) =>
        new("value", $"\"{line}\" is no week's hours. Write one week a line: 2026-03-02 16, or only 16 for one week after the other; each week once.");

    [GeneratedRegex(@"^(?:(?<hours>\d{1,6}(?:[.,]\d{1,6})?) ?(?:h|hours?)?|(?<hours>\d{1,6}):(?<minutes>[0-5]\d))$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Written();

    [GeneratedRegex(@"^(?:(?<day>\d{4}-\d{2}-\d{2})[ :=\t]+)?(?<hours>[\d.,:]+ ?h?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Week();

    [GeneratedRegex(@"^0+(?:[.,:]0+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Zero();
}
