using System.Globalization;
using Throughline.Domain.People;

namespace Throughline.Domain.Tests.People;

public class ReadyCalendarsTests
{
    /// <summary>Dates that several sources agree on, where the machine has them: a table of calendar and date.</summary>
    private static readonly string Agreed = Environment.GetEnvironmentVariable("THROUGHLINE_AGREED_HOLIDAYS") ?? "../shared/data/holidays/holidays_2025_2026.csv";

    [Fact]
    public void Every_ready_calendar_has_a_name_and_days_in_each_of_its_years()
    {
        Assert.Equal(34, ReadyCalendars.All.Count);
        foreach (var calendar in ReadyCalendars.All)
        {
            Assert.Equal((2024, 2030), (calendar.FirstYear, calendar.LastYear));
            for (var year = calendar.FirstYear; year <= calendar.LastYear; year++)
            {
                var days = ReadyCalendars.Days(calendar.Key, year, year);
                Assert.InRange(days.Count, calendar.Key == "IN" ? 5 : 7, 22);
                Assert.Equal(days.Count, days.Select(day => day.Date).Distinct().Count());
                Assert.All(days, day => Assert.True(day.Date.Year == year && day.Name.Length > 2));
            }
        }
    }

    [Theory]
    [InlineData("DE-BY", "2026-01-06", true)]
    [InlineData("DE-BE", "2026-01-06", false)]
    [InlineData("GB-SCT", "2028-01-04", true)]
    [InlineData("NL", "2030-05-05", true)]
    [InlineData("US", "2027-06-18", true)]
    [InlineData("JP", "2026-09-22", true)]
    [InlineData("GB-ENG", "2028-12-26", true)]
    public void Some_days_that_are_easily_missed_are_there(string calendar, string day, bool holiday) =>
        Assert.Equal(holiday, ReadyCalendars.Days(calendar, 2024, 2030).Any(one => one.Date == Day(day)));

    [Fact]
    public void A_calendar_that_is_not_there_has_no_days()
    {
        Assert.Null(ReadyCalendars.Find("XX"));
        Assert.Empty(ReadyCalendars.Days("XX", 2024, 2030));
        Assert.Equal("Japan", ReadyCalendars.Find("JP")!.Name);
    }

    [Fact]
    public void What_several_sources_agree_on_is_in_the_calendars_and_little_else_on_working_days()
    {
        var file = Found();
        Assert.SkipWhen(file is null, $"NOT COMPARED: there is no {Agreed}. Name the file of agreed holidays in THROUGHLINE_AGREED_HOLIDAYS.");

        var agreed = File.ReadLines(file!).Skip(1).Select(line => line.Split(',')).ToLookup(cells => cells[0], cells => Day(cells[1]));
        var ours = ReadyCalendars.All.ToDictionary(calendar => calendar.Key, calendar => ReadyCalendars.Days(calendar.Key, 2025, 2026)
            .Select(day => day.Date).Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).ToHashSet());

        Assert.Equal(ours.Keys.Order(), agreed.Select(calendar => calendar.Key).Order());
        Assert.All(agreed, calendar => Assert.Empty(calendar.Except(ours[calendar.Key])));

        // Substitutes that every Australian state observes, and a day that Dutch agreements give every fifth year.
        Assert.Equal(
            ["AU 2025-01-27", "AU 2026-12-28", "NL 2025-05-05"],
            ours.SelectMany(calendar => calendar.Value.Except(agreed[calendar.Key]).Select(day => $"{calendar.Key} {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}")).Order());
    }

    // The file may lie beside the sources, whose folder the tests were built below.
    private static string? Found()
    {
        if (File.Exists(Agreed))
            return Agreed;

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, Agreed);
            if (File.Exists(path))
                return path;
        }

        return null;
    }

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
