using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Staffing;

[Trait("rule", "R-297")]
public class ScheduleSheetTests
{
    private static readonly ScheduleNames Names = new(
        [(new PersonKey("p1"), "Tomás Rivera", "tomas@example.org", "engineer"), (new PersonKey("p2"), "Kim Lee", null, "architect"), (new PersonKey("p3"), "Kim Lee", null, "engineer")],
        [(new EngagementKey("SOW-1"), "Platform migration"), (new EngagementKey("SOW-2"), "Fleet API")],
        ["engineer", "architect", "project_manager"]);

    private static SheetTable Table(string heads, params string[] rows) =>
        new(heads.Split(" | "), [.. rows.Select((row, i) => new SheetRow(i + 2, row.Split('|')))]);

    private static ScheduleReading Read(SheetTable table, Func<ScheduleMapping, ScheduleMapping>? corrected = null)
    {
        var mapping = ScheduleMapping.Propose(table);
        return new ScheduleSheet(Names, [DayOfWeek.Saturday, DayOfWeek.Sunday]).Read(table, corrected?.Invoke(mapping) ?? mapping);
    }

    [Fact]
    public void Rows_with_dates_and_hours_a_day_become_one_booking_each()
    {
        var reading = Read(Table(
            "Resource | Project | Start date | End date | Hours/day | Status | Task",
            "Tomás Rivera|SOW-1|2026-03-02|2026-03-13|7,5|Confirmed|Cutover",
            "tomas@example.org|fleet api|2 Mar 2026|6 Mar 2026|2||"));

        Assert.Empty(reading.Errors);
        Assert.Equal(
            [
                new ScheduledBooking(2, new("sheet-SOW-1-p1-20260302"), new("SOW-1"), new("p1"), "engineer", Days("2026-03-02", "2026-03-13"), 450, Commitment.Hard, "Cutover"),
                new ScheduledBooking(3, new("sheet-SOW-2-p1-20260302"), new("SOW-2"), new("p1"), "engineer", Days("2026-03-02", "2026-03-06"), 120, Commitment.Soft, null),
            ],
            reading.Bookings);
    }

    [Fact]
    public void Columns_of_weeks_become_a_booking_for_each_week_that_has_hours()
    {
        var reading = Read(Table("Who | SOW | w/c 02/03/2026 | w/c 09/03/2026 | w/c 16/03/2026", "p1|SOW-1|40||32", "p1|SOW-2|0|10|"));

        Assert.Empty(reading.Errors);
        Assert.Equal(
            [("2026-03-02", 480), ("2026-03-16", 384), ("2026-03-09", 120)],
            reading.Bookings.Select(booking => (booking.Days.First.ToString("yyyy-MM-dd", null), booking.MinutesPerDay)));
        Assert.All(reading.Bookings, booking => Assert.Equal(7, booking.Days.Length));
    }

    [Fact]
    public void Columns_of_days_become_a_booking_for_each_day_that_has_hours()
    {
        var reading = Read(Table("Who | SOW | Note | 2026-03-02 | 2026-03-03 | 2026-03-09", "p1|SOW-1|On site|8|7,5|"));

        Assert.Empty(reading.Errors);
        Assert.Equal([(Days("2026-03-02", "2026-03-02"), 480), (Days("2026-03-03", "2026-03-03"), 450)], reading.Bookings.Select(booking => (booking.Days, booking.MinutesPerDay)));
        Assert.Equal(SheetLayout.Weeks, ScheduleMapping.Propose(Table("Who | SOW | 2026-03-02 | 2026-03-09")).Layout);
    }

    [Fact]
    public void A_total_is_spread_over_the_working_days_and_adds_up_to_the_minute()
    {
        var reading = Read(Table("Name | Engagement | From | To | Total hours", "p1|SOW-1|2026-03-05|2026-03-16|50"));

        // 3,000 minutes on eight working days: 375 each.
        Assert.Equal([(Days("2026-03-05", "2026-03-16"), 375)], reading.Bookings.Select(booking => (booking.Days, booking.MinutesPerDay)));
        var uneven = Read(Table("Name | Engagement | From | To | Total hours", "p1|SOW-1|2026-03-05|2026-03-11|20.1"));
        Assert.Equal(
            [(Days("2026-03-05", "2026-03-05"), 242), (Days("2026-03-06", "2026-03-11"), 241)],
            uneven.Bookings.Select(booking => (booking.Days, booking.MinutesPerDay)));
    }

    [Fact]
    public void Whoever_is_not_named_yet_needs_a_role()
    {
        var reading = Read(Table("Person | Role | Engagement | Start | End | Hours", "TBD|Project Manager|SOW-1|2026-03-02|2026-03-06|8", "|| SOW-1|2026-03-02|2026-03-06|8"));

        var unnamed = Assert.Single(reading.Bookings);
        Assert.Equal((null, "project_manager"), (unnamed.Person, unnamed.Role));
        Assert.Equal((3, "Role"), (reading.Errors[0].Row, reading.Errors[0].Column));
    }

    [Theory]
    [InlineData("p9|SOW-1|2026-03-02|2026-03-06|8", "Person", "the nearest is p1")]
    [InlineData("Kim Lee|SOW-1|2026-03-02|2026-03-06|8", "Person", "several people (p2, p3)")]
    [InlineData("p1|SOW-3|2026-03-02|2026-03-06|8", "Engagement", "the nearest is SOW-1")]
    [InlineData("p1|SOW-1|soon|2026-03-06|8", "Start", "is not a date")]
    [InlineData("p1|SOW-1|2026-03-06|2026-03-02|8", "End", "before the start")]
    [InlineData("p1|SOW-1|2026-03-02|2026-03-06|8hrs", "Hours", "is not a number of hours")]
    [InlineData("p1|SOW-1|2026-03-02|2026-03-06|25", "Hours", "at most 24 hours")]
    [InlineData("p1|SOW-1|2026-03-02|2026-03-06|0.001", "Hours", "whole minutes")]
    [InlineData("p1|SOW-1|2026-03-02|2026-03-06|", "Hours", "says no hours")]
    public void What_is_wrong_is_said_by_row_and_column(string row, string column, string message)
    {
        var reading = Read(Table("Person | Engagement | Start | End | Hours", row));

        Assert.Empty(reading.Bookings);
        var error = Assert.Single(reading.Errors);
        Assert.Equal((2, column), (error.Row, error.Column));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_no_engagement_are_left_out_when_asked_to_and_counted()
    {
        var table = Table("Person | Engagement | Start | End | Hours", "p1|Vacation|2026-03-02|2026-03-06|8", "p1|SOW-1|2026-03-02|2026-03-06|8", "|||| ");

        Assert.Single(Read(table).Errors);
        var reading = Read(table, mapping => mapping with { SkipUnknown = true });
        Assert.Equal((1, 0, 1), (reading.Bookings.Count, reading.Errors.Count, reading.LeftOut));
    }

    [Fact]
    public void The_same_person_engagement_and_first_day_twice_are_two_bookings()
    {
        var reading = Read(Table("Person | Engagement | Start | End | Hours", "p1|SOW-1|2026-03-02|2026-03-06|4", "p1|SOW-1|2026-03-02|2026-03-06|2"));

        Assert.Equal(["sheet-SOW-1-p1-20260302", "sheet-SOW-1-p1-20260302-2"], reading.Bookings.Select(booking => booking.Booking.Value));
    }

    [Theory]
    [InlineData("Person | Start | Hours", "Choose the column that names the engagement.")]
    [InlineData("Engagement | Start | Hours", "Choose the column that names the person")]
    [InlineData("Engagement | Person | Hours", "Choose the column of the first day.")]
    [InlineData("Engagement | Person | Start", "Choose the column of the hours.")]
    [InlineData("Engagement | Person | 2026-03-02 | 2 Mar 2026", "are of the same week")]
    public void What_no_column_says_has_to_be_chosen(string heads, string message) =>
        Assert.Contains(message, Assert.Single(Read(Table(heads, "x")).Errors).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("03/04/2026", "04/13/2026", "2026-03-04")]
    [InlineData("03/04/2026", "13/04/2026", "2026-04-03")]
    [InlineData("03/04/2026", "04/05/2026", "2026-04-03")]
    public void The_order_of_day_and_month_is_learned_from_a_date_that_can_be_read_one_way_only(string start, string other, string expected)
    {
        var table = Table("Person | Engagement | Start | End | Hours", $"p1|SOW-1|{start}|{start}|8", $"p1|SOW-1|{other}|{other}|8");

        Assert.Equal(Day(expected), Read(table).Bookings[0].Days.First);
    }
}
