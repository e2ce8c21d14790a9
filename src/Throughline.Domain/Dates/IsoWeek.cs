using System.Globalization;

namespace Throughline.Domain.Dates;

/// <summary>Reads which week is meant: <c>2026-W11</c>, or any day of the week such as <c>2026-03-09</c>.</summary>
public static class IsoWeek
{
    /// <summary>The week's Monday; null when the text names no week.</summary>
    public static DateOnly? Monday(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day < new DateOnly(1, 1, 8) ? null : Periods.Monday(day);
        if (text.Length != 8 || text[4] != '-' || text[5] != 'W' || !Number(text[..4], out var year) || !Number(text[6..], out var week))
            return null;

        return year is > 1 and < 9999 && week >= 1 && week <= ISOWeek.GetWeeksInYear(year)
            ? DateOnly.FromDateTime(ISOWeek.ToDateTime(year, week, DayOfWeek.Monday))
            : null;
    }

    private static bool Number(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
