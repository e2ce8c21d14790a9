using System.Globalization;

namespace Throughline.Features.People;

/// <summary>Days of a calendar as one pastes them, a day on each line: <c>2026-12-25 Christmas Day</c>.</summary>
internal static class PastedDays
{
    /// <summary>The days, and for each line that is none what is wrong with it; empty lines do not matter.</summary>
    public static (IReadOnlyList<(DateOnly Day, string Name)> Days, IReadOnlyList<string> Wrong) Read(string text)
    {
        var (days, wrong) = (new List<(DateOnly, string)>(), new List<string>());
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()))
        {
            number++;
            if (line.Length == 0)
                continue;

            var parts = line.Split((char[])[' ', '\t', ';', ','], 2, StringSplitOptions.TrimEntries);
            if (!DateOnly.TryParseExact(parts[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                wrong.Add($"Line {number} does not begin with a day like 2026-12-25.");
            else if (parts.Length < 2 || parts[1].Length == 0)
                wrong.Add($"Line {number} has no name after the day.");
            else if (days.Exists(known => known.Item1 == day))
                wrong.Add($"Line {number} names a day that an earlier line has.");
            else
                days.Add((day, parts[1]));
        }

        return (days, wrong);
    }
}
