using System.Globalization;
using CsvHelper;
using Throughline.Domain;
using Throughline.Domain.Dates;

namespace Throughline.CommandLine;

/// <summary>Reads the days off for a calculation from a file with the columns of the bundle's calendars.csv.</summary>
internal static class CalendarFile
{
    private static readonly string[] Columns = ["calendar", "date", "name", "hours"];

    /// <summary>Every row is a day off, whatever its calendar and hours say, so only its date is read.</summary>
    public static BusinessCalendar Read(string file, List<string> problems)
    {
        if (!File.Exists(file))
        {
            problems.Add($"--calendar: there is no file {file}");
            return BusinessCalendar.WeekendsOnly;
        }

        var name = Path.GetFileName(file);
        using var csv = CsvReader.FromFile(file, new CsvReaderOptions
        {
            Separator = ',',
            TrackLineNumbers = true,
            OnMalformedRecord = bad => problems.Add($"{name}:{bad.LineNumber}: the quotes do not match"),
        });
        csv.ReadHeader();

        var days = DateColumn([.. csv.Headers], name, problems) is { } column ? Days(csv, column, name, problems) : [];
        return new BusinessCalendar(BusinessCalendar.SaturdayAndSunday, days);
    }

    private static int? DateColumn(string[] header, string name, List<string> problems)
    {
        foreach (var column in header.Except(Columns))
            problems.Add($"{name}:1:{column}: there is no such column; the nearest is {Nearest.To(column, Columns)}");
        foreach (var column in header.GroupBy(column => column).Where(group => group.Count() > 1))
            problems.Add($"{name}:1:{column.Key}: the column stands twice");

        var index = Array.IndexOf(header, "date");
        if (index < 0)
            problems.Add($"{name}:1:date: the column is missing");
        return index < 0 ? null : index;
    }

    private static List<DateOnly> Days(CsvReader csv, int column, string name, List<string> problems)
    {
        var days = new List<DateOnly>();
        while (csv.Read())
        {
            var text = csv.FieldCount == csv.Headers.Count ? csv.GetString(column) : null;
            if (text is null)
                problems.Add($"{name}:{csv.LineNumber}: {csv.FieldCount} cells where the header has {csv.Headers.Count}");
            else if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                days.Add(day);
            else
                problems.Add($"{name}:{csv.LineNumber}:date: \"{text}\" is not a date such as 2025-07-04");
        }

        return days;
    }
}
