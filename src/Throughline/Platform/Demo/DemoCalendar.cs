using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;

namespace Throughline.Platform.Demo;

/// <summary>The days that a demo made today knows, and what its people can do on each of them.</summary>
internal sealed class DemoCalendar
{
    private const int FutureWeeks = 60;

    public DemoCalendar(DemoDays days)
    {
        Days = days;
        Range = new DateRange(days.Monday(-DemoDays.PastWeeks), days.Friday(FutureWeeks));
        Holidays = DemoHolidays.Of(Range.First.Year, Range.Last.Year);
        Away = DemoPeople.Away(days);
        Overtime = DemoPeople.Overtime(days);
        Capacity = new Capacity(
            Range, DemoPeople.All.Select(person => person.Fact), DemoHolidays.Facts(Holidays), Away, Overtime.Select(extra => extra.Fact),
            Weekends.SaturdayAndSunday);
    }

    public DemoDays Days { get; }
    public DateRange Range { get; }
    public IReadOnlyList<DemoHoliday> Holidays { get; }
    public IReadOnlyList<TimeOffFact> Away { get; }
    public IReadOnlyList<(OvertimeFact Fact, string Reason)> Overtime { get; }
    public Capacity Capacity { get; }

    /// <summary>How the hours are logged that a weekday lacks: holiday, pto or sick; null for leave that is not logged.</summary>
    public string? CategoryOff(DemoPerson person, DateOnly day)
    {
        var off = Away.FirstOrDefault(away => away.Person.Value == person.Key && away.Days.Contains(day));
        return off is null ? "holiday" : off.Kind switch
        {
            TimeOffKind.Sick => "sick",
            TimeOffKind.Pto => "pto",
            TimeOffKind.Holiday => "holiday",
            TimeOffKind.Other => null,
        };
    }

    public void WriteHolidays(CsvRows rows)
    {
        foreach (var holiday in Holidays)
            rows.Write(holiday.Calendar, holiday.Date, holiday.Name, 0m);
    }

    public void WriteAway(CsvRows rows)
    {
        foreach (var away in Away)
            rows.Write(away.Person.Value, away.Days.First, away.Days.Last, away.Kind.Text(), away.MinutesPerDay / 60m);
    }

    public void WriteOvertime(CsvRows rows)
    {
        foreach (var (extra, reason) in Overtime)
            rows.Write(extra.Person.Value, extra.Date, extra.Minutes / 60m, extra.Kind.Text(), reason, DemoPeople.Key("Kim Aldous"));
    }

    public static void WritePeople(CsvRows rows)
    {
        foreach (var person in DemoPeople.All)
        {
            rows.Write(
                person.Key, person.Name, person.Email, person.Role, person.Fact.Employment.Text(), person.Site.Region, person.Site.TimeZone,
                person.Site.Calendar, person.WeeklyHours, person.StartDate, DemoPeople.Key(person.Manager), person.CostRate, person.Site.Currency,
                person.Skills);
        }
    }
}
