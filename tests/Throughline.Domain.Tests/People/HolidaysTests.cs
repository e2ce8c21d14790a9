using System.Globalization;
using System.Text;
using Throughline.Domain.Dates;
using Throughline.Domain.People;

namespace Throughline.Domain.Tests.People;

public class HolidaysTests
{
    private static readonly TimeZoneInfo Berlin = Zones.Find("Europe/Berlin")!;

    [Fact]
    [Trait("rule", "R-106")]
    public void An_event_of_whole_days_is_that_many_holidays_and_its_end_is_not_one() => Assert.Equal(
        "2026-12-24 Christmas, and more 0|2026-12-25 Christmas, and more 0",
        Days("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261226", "SUMMARY:Christmas\\, and\\nmore"));

    [Theory]
    [InlineData("20261224T120000", "DTEND:20261224T180000", "2026-12-24 120")]
    [InlineData("20261224T120000", "DURATION:PT1H30M", "2026-12-24 390")]
    [InlineData("20261224T000000", "DTEND:20261225T000000", "2026-12-24 0")]
    [InlineData("20261224T220000Z", "DTEND:20261225T030000Z", "2026-12-24 420|2026-12-25 240")]
    [InlineData("20261224", "DURATION:P1W", "2026-12-24 0|2026-12-25 0|2026-12-26 0|2026-12-27 0|2026-12-28 0|2026-12-29 0|2026-12-30 0")]
    public void Hours_of_an_event_are_taken_off_a_working_day_of_eight(string start, string end, string expected) =>
        Assert.Equal(expected, Days($"DTSTART:{start}", end, "SUMMARY:x").Replace(" x ", " ", StringComparison.Ordinal));

    [Theory]
    [InlineData("FREQ=YEARLY;COUNT=3", "2026 2027 2028")]
    [InlineData("FREQ=YEARLY;INTERVAL=2;UNTIL=20301231T235959Z", "2026 2028 2030")]
    [InlineData("FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=3;COUNT=2;WKST=MO", "2026 2027")]
    public void What_repeats_yearly_comes_until_its_end(string rule, string years) => Assert.Equal(
        years, string.Join(' ', Reading("DTSTART;VALUE=DATE:20261003", $"RRULE:{rule}", "SUMMARY:Unity").Days.Select(day => day.Date.Year)));

    [Fact]
    public void A_leap_day_comes_back_in_leap_years_alone() => Assert.Equal(
        [2024, 2028, 2032], Reading("DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY;COUNT=3", "SUMMARY:Leap").Days.Select(day => day.Date.Year));

    [Theory]
    [InlineData("RRULE:FREQ=YEARLY", 5, "It repeats without an end. Give it COUNT or UNTIL.")]
    [InlineData("RRULE:FREQ=WEEKLY;COUNT=3", 5, "It repeats weekly; only yearly repetition is understood.")]
    [InlineData("RRULE:FREQ=YEARLY;BYDAY=-1MO;COUNT=3", 5, "\"BYDAY=-1MO\" of its repetition is not understood. Give these days on their own.")]
    [InlineData("RRULE:COUNT=3", 5, "Its repetition does not say how often.")]
    [InlineData("EXDATE:20271003", 5, "EXDATE makes exceptions of repeated days, which is not understood. Give these days on their own.")]
    [InlineData("STATUS:CANCELLED", 2, "The event is cancelled.")]
    [InlineData("DTEND;VALUE=DATE:20261003", 5, "The event ends when it begins, so it takes no time.")]
    [InlineData("DTEND:20261003T120000", 5, "DTEND does not go with DTSTART: both are days, or both are times.")]
    [InlineData("DTEND;VALUE=DATE:20270103", 5, "The event lasts longer than 31 days.")]
    public void What_is_not_understood_is_left_out_with_its_line_and_why(string line, int number, string reason)
    {
        var reading = Reading("DTSTART;VALUE=DATE:20261003", "SUMMARY:Unity", line);

        Assert.Empty(reading.Days);
        Assert.Equal(new LeftOut(number, reason), Assert.Single(reading.LeftOut));
    }

    [Theory]
    [InlineData("SUMMARY:Unity", 2, "The event has no DTSTART.")]
    [InlineData("DTSTART:03.10.2026", 3, "DTSTART is no day like 20261225 and no time like 20261224T120000.")]
    [InlineData("DTSTART:18261003", 3, "DTSTART is no day like 20261225 and no time like 20261224T120000.")]
    [InlineData("DTSTART;VALUE=DATE:20261003", 2, "The event has no SUMMARY, so the day would have no name.")]
    public void An_event_without_a_day_or_a_name_is_left_out(string line, int number, string reason) =>
        Assert.Equal(new LeftOut(number, reason), Assert.Single(Reading(line).LeftOut));

    [Fact]
    public void Long_lines_are_unfolded_zones_and_alarms_passed_over_and_other_events_still_read()
    {
        var reading = ICalendarHolidays.Read(
            """
            BEGIN:VCALENDAR
            BEGIN:VTIMEZONE
            BEGIN:STANDARD
            DTSTART:19701025T030000
            RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
            END:STANDARD
            END:VTIMEZONE
            BEGIN:VEVENT
            DTSTART;TZID="Europe/Berlin: east";X=1:20261231T120000
            DTEND;TZID=Europe/Berlin:20261231T160000
            SUMMARY:New Year'
             s
              Eve
            BEGIN:VALARM
            SUMMARY:not this
            DTSTART:20270101
            END:VALARM
            END:VEVENT
            BEGIN:VTODO
            DTSTART:20270101
            END:VTODO
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20270101
            SUMMARY:New Year
            END:VEVENT
            END:VCALENDAR
            """, Berlin);

        Assert.Equal([new(new(2026, 12, 31), "New Year's Eve", 240), new(new(2027, 1, 1), "New Year", 0)], reading.Days);
        Assert.Equal([new LeftOut(19, "A VTODO is no event.")], reading.LeftOut);
    }

    [Fact]
    public void Two_events_of_a_day_are_one_holiday_with_both_names() => Assert.Equal(
        [new(new(2008, 5, 1), "Labour Day / Ascension", 0)],
        ICalendarHolidays.Read("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20080501\r\nSUMMARY:Labour Day\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20080501T080000\r\nDURATION:PT2H\r\nSUMMARY:Ascension\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", Berlin).Days);

    [Fact]
    public void No_calendar_and_half_a_calendar_are_said_to_be_so()
    {
        Assert.Equal("This is no iCalendar file: it does not begin with BEGIN:VCALENDAR.", Assert.Single(ICalendarHolidays.Read("<html>", Berlin).LeftOut).Reason);
        Assert.Equal(2, ICalendarHolidays.Read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR", Berlin).LeftOut.Count);
    }

    [Fact]
    public void Whatever_a_file_holds_it_is_read_without_a_crash_and_within_bounds() => Property.Holds(random =>
    {
        string[] pieces =
        [
            "BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR", "DTSTART:20260228", "DTSTART:99991231T235959Z", "DTSTART;VALUE=DATE:20260101", "DTEND:21001231", "DURATION:P9999999999D",
            "DURATION:PT99H", "DURATION:P", "RRULE:FREQ=YEARLY;COUNT=1000", "RRULE:FREQ=YEARLY;UNTIL=99991231", "RRULE:;;=", "SUMMARY:x", "SUMMARY", ":", " folded", "BEGIN:VALARM", "END:VALARM", "\u0000", "DTSTART:20261231T235959",
        ];
        var text = new StringBuilder(random.Next(4) == 0 ? "" : "BEGIN:VCALENDAR\nBEGIN:VEVENT\n");
        for (var i = random.Next(30); i > 0; i--)
            text.Append(pieces[random.Next(pieces.Length)]).Append(random.Next(2) == 0 ? "\n" : "\r\n");

        var reading = ICalendarHolidays.Read(text.ToString(), Berlin);
        Assert.All(reading.Days, day => Assert.True(day.Date.Year is >= 1990 and <= 2100 && day.Minutes is >= 0 and < 480 && day.Name.Length > 0));
        Assert.Equal(reading.Days.Count, reading.Days.Select(day => day.Date).Distinct().Count());
    });

    [Fact]
    public void A_table_of_days_is_read_with_and_without_a_header_hours_and_quotes()
    {
        var reading = CsvHolidays.Read("\uFEFFdate,name,hours\r\n2026-12-24,Christmas Eve,4\n\n2026-12-25,\"Christmas, \"\"first\"\" day\"\n2026-12-26,Boxing Day,\n");

        Assert.Empty(reading.LeftOut);
        Assert.Equal([new(new(2026, 12, 24), "Christmas Eve", 240), new(new(2026, 12, 25), "Christmas, \"first\" day", 0), new(new(2026, 12, 26), "Boxing Day", 0)], reading.Days);
        Assert.Equal(2, CsvHolidays.Read("2026-12-25,Christmas Day\n2026-12-26,Boxing Day").Days.Count);
    }

    [Theory]
    [InlineData("25.12.2026,Christmas", "It does not begin with a day like 2026-12-25.")]
    [InlineData("2026-12-25", "A line has a day, a name and perhaps the hours worked, with commas between.")]
    [InlineData("2026-12-25,", "The day has no name.")]
    [InlineData("2026-12-25,\"Christmas", "The quotes do not match.")]
    [InlineData("2026-12-25,Christmas,25", "The hours worked are no number in whole minutes from 0 to 24.")]
    [InlineData("2026-12-25,Christmas,0.001", "The hours worked are no number in whole minutes from 0 to 24.")]
    public void A_line_that_is_no_day_is_left_out_with_the_reason(string line, string reason) =>
        Assert.Equal(new LeftOut(2, reason), Assert.Single(CsvHolidays.Read("2026-01-01,New Year\n" + line).LeftOut));

    [Fact]
    public void A_file_of_more_days_than_any_calendar_has_is_cut_and_says_so()
    {
        var text = string.Join('\n', Enumerable.Range(0, 2_001).Select(i => new DateOnly(2020, 1, 1).AddDays(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + ",x"));

        Assert.Equal(2_000, CsvHolidays.Read(text).Days.Count);
        Assert.Single(CsvHolidays.Read(text).LeftOut);
    }

    private static HolidayReading Reading(params string[] lines) =>
        ICalendarHolidays.Read($"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{string.Join('\n', lines)}\nEND:VEVENT\nEND:VCALENDAR\n", Berlin);

    private static string Days(params string[] lines) =>
        string.Join('|', Reading(lines).Days.Select(day => string.Create(CultureInfo.InvariantCulture, $"{day.Date:yyyy-MM-dd} {day.Name} {day.Minutes}")));
}
