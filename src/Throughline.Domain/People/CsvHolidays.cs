using System.Globalization;

namespace Throughline.Domain.People;

/// <summary>Holidays as a table: <c>date,name</c> and, if the day is worked in part, <c>hours</c>. One line is one day; a header is optional.</summary>
public static class CsvHolidays
{
    public static HolidayReading Read(string text)
    {
        var (days, leftOut) = (new List<HolidayDay>(), new List<LeftOut>());
        var number = 0;
        foreach (var line in text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (line.Trim().Length == 0 || (number == 1 && line.StartsWith("date", StringComparison.OrdinalIgnoreCase)))
                continue;

            if (Day(line, out var day) is { } wrong)
                leftOut.Add(new LeftOut(number, wrong));
            else
                days.Add(day!);
        }

        return HolidayReading.Of(days, leftOut);
    }

    private static string? Day(string line, out HolidayDay? day)
    {
        day = null;
        var cells = Cells(line);
        if (cells is null)
            return "The quotes do not match.";
        if (cells.Count is < 2 or > 3)
            return "A line has a day, a name and perhaps the hours worked, with commas between.";
        if (!DateOnly.TryParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) || !HolidayReading.IsNear(date))
            return "It does not begin with a day like 2026-12-25.";
        if (cells[1].Length == 0)
            return "The day has no name.";

        var hours = 0m;
        if (cells.Count == 3 && cells[2].Length > 0
            && (!decimal.TryParse(cells[2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out hours) || hours > 24m || hours * 60m != decimal.Truncate(hours * 60m)))
            return "The hours worked are no number in whole minutes from 0 to 24.";

        day = new HolidayDay(date, cells[1], (int)(hours * 60m));
        return null;
    }

    // Null where a quote is not closed.
    private static List<string>? Cells(string line)
    {
        var (cells, cell, quoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '"' when quoted && i + 1 < line.Length && line[i + 1] == '"':
                    cell.Append(line[i++]);
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    cells.Add(cell.ToString().Trim());
                    cell.Clear();
                    break;
                default:
                    cell.Append(line[i]);
                    break;
            }
        }

        cells.Add(cell.ToString().Trim());
        return quoted ? null : cells;
    }
}
