using Throughline.Domain.People;

namespace Throughline.Platform.Demo;

/// <summary>A public holiday of one of the practice's four countries.</summary>
internal sealed record DemoHoliday(string Calendar, DateOnly Date, string Name);

/// <summary>
/// The public holidays of the United States (federal), England, Germany (in every state) and India (the dates that do not
/// follow the moon), by the rules they follow, so that a demo of any year has its own.
/// </summary>
internal static class DemoHolidays
{
    public static IReadOnlyList<DemoHoliday> Of(int firstYear, int lastYear) =>
        [.. Enumerable.Range(firstYear, lastYear - firstYear + 1).SelectMany(OfYear).OrderBy(day => (day.Calendar, day.Date))];

    public static IEnumerable<CalendarDay> Facts(IEnumerable<DemoHoliday> holidays) =>
        holidays.Select(holiday => new CalendarDay(holiday.Calendar, holiday.Date, Minutes: 0));

    private static IEnumerable<DemoHoliday> OfYear(int year) =>
        UnitedStates(year).Select(day => new DemoHoliday("US", day.Date, day.Name))
            .Concat(England(year).Select(day => new DemoHoliday("UK", day.Date, day.Name)))
            .Concat(Germany(year).Select(day => new DemoHoliday("DE", day.Date, day.Name)))
            .Concat(India(year).Select(day => new DemoHoliday("IN", day.Date, day.Name)))
            .Where(day => day.Date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            .DistinctBy(day => (day.Calendar, day.Date));

    private static IEnumerable<(DateOnly Date, string Name)> UnitedStates(int year) =>
    [
        (Observed(year, 1, 1), "New Year's Day"),
        (Nth(year, 1, DayOfWeek.Monday, 3), "Martin Luther King Jr. Day"),
        (Nth(year, 2, DayOfWeek.Monday, 3), "Washington's Birthday"),
        (Last(year, 5, DayOfWeek.Monday), "Memorial Day"),
        (Observed(year, 6, 19), "Juneteenth"),
        (Observed(year, 7, 4), "Independence Day"),
        (Nth(year, 9, DayOfWeek.Monday, 1), "Labor Day"),
        (Nth(year, 10, DayOfWeek.Monday, 2), "Columbus Day"),
        (Observed(year, 11, 11), "Veterans Day"),
        (Nth(year, 11, DayOfWeek.Thursday, 4), "Thanksgiving Day"),
        (Observed(year, 12, 25), "Christmas Day"),
    ];

    private static IEnumerable<(DateOnly Date, string Name)> England(int year)
    {
        var christmas = Substitute(new DateOnly(year, 12, 25));
        var boxing = Substitute(new DateOnly(year, 12, 26));
        if (boxing <= christmas)
            boxing = christmas.AddDays(1);

        return
        [
            (Substitute(new DateOnly(year, 1, 1)), "New Year's Day"),
            (Easter(year).AddDays(-2), "Good Friday"),
            (Easter(year).AddDays(1), "Easter Monday"),
            (Nth(year, 5, DayOfWeek.Monday, 1), "Early May bank holiday"),
            (Last(year, 5, DayOfWeek.Monday), "Spring bank holiday"),
            (Last(year, 8, DayOfWeek.Monday), "Summer bank holiday"),
            (christmas, "Christmas Day"),
            (boxing, "Boxing Day"),
        ];
    }

    private static IEnumerable<(DateOnly Date, string Name)> Germany(int year) =>
    [
        (new(year, 1, 1), "Neujahr"),
        (Easter(year).AddDays(-2), "Karfreitag"),
        (Easter(year).AddDays(1), "Ostermontag"),
        (new(year, 5, 1), "Tag der Arbeit"),
        (Easter(year).AddDays(39), "Christi Himmelfahrt"),
        (Easter(year).AddDays(50), "Pfingstmontag"),
        (new(year, 10, 3), "Tag der Deutschen Einheit"),
        (new(year, 12, 25), "Erster Weihnachtstag"),
        (new(year, 12, 26), "Zweiter Weihnachtstag"),
    ];

    private static IEnumerable<(DateOnly Date, string Name)> India(int year) =>
    [
        (new(year, 1, 26), "Republic Day"),
        (new(year, 4, 14), "Ambedkar Jayanti"),
        (Easter(year).AddDays(-2), "Good Friday"),
        (new(year, 8, 15), "Independence Day"),
        (new(year, 10, 2), "Gandhi Jayanti"),
        (new(year, 12, 25), "Christmas Day"),
    ];

    // Saturday's holiday is taken on Friday, Sunday's on Monday.
    private static DateOnly Observed(int year, int month, int day)
    {
        var date = new DateOnly(year, month, day);
        return date.DayOfWeek switch
        {
            DayOfWeek.Saturday => date.AddDays(-1),
            DayOfWeek.Sunday => date.AddDays(1),
            _ => date,
        };
    }

    // A weekend's holiday is taken on the Monday after it; what then falls together moves on.
    private static DateOnly Substitute(DateOnly date) => date.DayOfWeek switch
    {
        DayOfWeek.Saturday => date.AddDays(2),
        DayOfWeek.Sunday => date.AddDays(date is { Month: 12, Day: 26 } ? 2 : 1),
        _ => date,
    };

    private static DateOnly Nth(int year, int month, DayOfWeek weekday, int nth)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays((((int)weekday - (int)first.DayOfWeek + 7) % 7) + (7 * (nth - 1)));
    }

    private static DateOnly Last(int year, int month, DayOfWeek weekday)
    {
        var last = new DateOnly(year, month, DateTime.DaysInMonth(year, month));
        return last.AddDays(-(((int)last.DayOfWeek - (int)weekday + 7) % 7));
    }

    // The Gregorian computus of Meeus, Jones and Butcher.
    private static DateOnly Easter(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var n = h + l - (7 * m) + 114;
        return new DateOnly(year, n / 31, (n % 31) + 1);
    }
}
