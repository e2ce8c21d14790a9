using Throughline.Domain.Dates;
using Throughline.Domain.Reports;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Reports;

public class ReportCatalogTests
{
    private static ReportDefinition Find(string name)
    {
        Assert.True(ReportCatalog.Find(name).Succeeded(out var definition, out _));
        return definition;
    }

    private static ReportRequest RequestOf(string report, string? from = null, string? to = null, PeriodKind? kind = null)
    {
        Assert.True(Find(report)
            .Request(Day("2026-03-04"), ReportSettings.Standard, from is null ? null : Day(from), to is null ? null : Day(to), kind)
            .Succeeded(out var request, out var problem), problem?.Message);
        return request;
    }

    [Theory]
    [InlineData("forecast", "engagement, customer, project_manager, billing, period, currency, actual_hours, actual_amount, hard_hours, hard_amount, milestone_amount, released_amount, soft_hours, soft_amount, unconfirmed_milestone_amount, change_order_amount, upside_amount, weighted_amount")]
    [InlineData("upside", "engagement, customer, reason, reference, amount, probability, expected_period, owner, changed_since_last_week, currency")]
    [InlineData("remaining-funds", "engagement, customer, project_manager, status, currency, contract_value, earned_amount, hard_amount, milestone_amount, soft_amount, remaining_amount, remaining_including_soft_amount")]
    [InlineData("task-audit", "engagement, project_manager, activity, title, start, end, finding")]
    [InlineData("allocation", "person, name, role, region, week, capacity_hours, hard_hours, soft_hours, free_hours, under_allocated")]
    [InlineData("soft-bookings", "engagement, person, role, week, hours, kickoff_date, violation")]
    [InlineData("policy-findings", "rule, severity, engagement, subject, reference, message, due, owner")]
    [InlineData("utilisation", "person, name, role, period, available_hours, worked_hours, billable_hours, creditable_hours, utilisation_percent, billable_percent, counted_percent, target_percent")]
    [InlineData("month-end-time", "engagement, customer, person, role, date, activity, hours, hourly_rate, amount, approved_by, approved_at, currency")]
    [InlineData("missing-time", "person, name, week, expected_hours, entered_hours, state, approver")]
    [InlineData("margin", "engagement, customer, currency, revenue_amount, cost_amount, margin_amount, margin_percent, estimated_hours, actual_hours")]
    [InlineData("quarter-hours", "person, date, category, engagement, hours")]
    [InlineData("cost-vs-actual", "engagement, customer, role, estimated_hours, actual_hours, variance_hours, cost_amount, currency")]
    [InlineData("milestone-release", "engagement, milestone, title, amount, sign_off_sent, sign_off_received, passive, evidence, period, currency")]
    [InlineData("work-at-risk", "engagement, customer, work_at_risk, hours, cost_amount, revenue_at_risk_amount, expected_signature, age_days, currency")]
    [InlineData("change-orders", "engagement, change_order, kind, amount, hours, status, new_expires, forecast_effect_amount, updated, currency")]
    [InlineData("effort-and-value", "engagement, customer, project_manager, period, effort_hours, effort_percent, value_amount, value_percent, drift_percent, alarm, currency")]
    [InlineData("acceptance-clock", "engagement, milestone, title, amount, sent, day, days, deadline, recipient, notices_sent, held, currency")]
    public void A_report_has_its_columns_in_order(string report, string columns) =>
        Assert.Equal(columns.Split(", "), Find(report).Columns.Select(column => column.Name));

    [Fact]
    public void Keys_are_columns_of_their_report() => Assert.All(
        ReportCatalog.All, report => Assert.Empty(report.Keys.Except(report.Columns.Select(column => column.Name))));

    [Fact]
    public void An_unknown_report_is_refused_with_the_known_ones()
    {
        Assert.False(ReportCatalog.Find("forcast").Succeeded(out _, out var problem));
        Assert.Contains("forecast, upside, remaining-funds", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_shows_todays_month_and_the_eleven_after_it() =>
        Assert.Equal((Days("2026-03-01", "2027-02-28"), PeriodKind.Month), (RequestOf("forecast").Range, RequestOf("forecast").Kind));

    [Fact]
    public void Allocation_shows_four_weeks_from_todays_Monday() =>
        Assert.Equal(Days("2026-03-02", "2026-03-29"), RequestOf("allocation").Range);

    [Fact]
    public void A_range_of_fifty_years_is_covered_and_one_day_more_is_refused()
    {
        Assert.Equal(Days("1980-03-01", "2030-02-28"), RequestOf("forecast", "1980-03-01", "2030-02-28").Range);
        Assert.IsType<RangeTooLong>(Refusal("forecast", "1980-03-01", "2030-03-01"));
        Assert.IsType<RangeTooLong>(Refusal("forecast", "1950-01-01", null));
    }

    [Theory]
    [InlineData("0001-01-01", null, "2026-03-02")]
    [InlineData(null, "9999-12-31", "2026-03-02")]
    [InlineData(null, null, "9999-12-31")]
    [InlineData(null, null, "1900-12-31")]
    public void A_day_from_which_years_cannot_be_counted_is_refused(string? from, string? to, string today) =>
        Assert.IsType<DayTooFar>(Refusal("utilisation", from, to, today));

    [Fact]
    public void A_report_over_all_time_ignores_whatever_range_it_is_given() =>
        Assert.Equal(RequestOf("remaining-funds").Range, RequestOf("remaining-funds", "0001-01-01", "9999-12-31").Range);

    private static Problem? Refusal(string report, string? from, string? to, string today = "2026-03-02")
    {
        Find(report).Request(Day(today), ReportSettings.Standard, from is null ? null : Day(from), to is null ? null : Day(to)).Succeeded(out _, out var problem);
        return problem;
    }

    [Fact]
    public void A_range_and_periods_may_be_asked_for_and_a_missing_end_is_the_usual_one()
    {
        Assert.Equal(Days("2026-01-05", "2026-01-31"), RequestOf("forecast", "2026-01-05", "2026-01-31").Range);
        Assert.Equal(Days("2026-01-05", "2027-02-28"), RequestOf("forecast", "2026-01-05").Range);
        Assert.Equal(PeriodKind.Quarter, RequestOf("utilisation", kind: PeriodKind.Quarter).Kind);
    }

    [Theory]
    [InlineData("remaining-funds")]
    [InlineData("task-audit")]
    public void A_report_over_all_time_takes_a_range_and_ignores_it(string report) =>
        Assert.Equal(RequestOf(report), RequestOf(report, "2030-01-01", "2020-01-01", PeriodKind.Week));

    [Fact]
    public void A_range_that_ends_before_it_begins_is_refused()
    {
        Assert.False(Find("forecast").Request(Day("2026-03-04"), ReportSettings.Standard, to: Day("2026-02-28")).Succeeded(out _, out var problem));
        Assert.Equal("The range begins on 2026-03-01, after it ends on 2026-02-28. Give both days, the earlier first.", problem.Message);
    }

    [Fact]
    public void A_forecast_needs_time_before_today_and_bookings_from_today_on()
    {
        var needs = Find("forecast").Needs(Request(from: "2026-02-01", to: "2026-04-30", today: "2026-03-10"));

        Assert.Equal([Days("2026-02-01", "2026-02-28"), Days("2026-03-01", "2026-03-09")], needs.TimeDays);
        Assert.Equal(Days("2026-03-10", "2026-04-30"), needs.BookingDays);
        Assert.True(needs.Facts.HasFlag(FactSet.Time));
    }

    [Fact]
    public void A_forecast_of_the_past_needs_no_bookings_and_one_of_the_future_no_time()
    {
        Assert.Null(Find("forecast").Needs(Request(today: "2026-04-01")).BookingDays);
        Assert.Empty(Find("forecast").Needs(Request(today: "2026-02-01")).TimeDays);
        Assert.Equal(Days("2026-03-01", "2026-03-31"), Find("upside").Needs(Request(today: "2026-02-01")).BookingDays);
        Assert.Empty(Find("upside").Needs(Request()).TimeDays);
    }

    [Fact]
    public void Other_reports_need_the_days_they_cover()
    {
        Assert.Equal([Days("0001-01-01", "2026-03-01")], Find("remaining-funds").Needs(Request()).TimeDays);
        Assert.Equal(Days("2026-03-02", "9999-12-31"), Find("remaining-funds").Needs(Request()).BookingDays);
        Assert.Equal(Days("2026-03-01", "2026-03-31"), Find("allocation").Needs(Request()).BookingDays);
        Assert.Null(Find("utilisation").Needs(Request()).BookingDays);
        Assert.Equal(5, Find("utilisation").Needs(Request(from: "2026-03-02", kind: PeriodKind.Week)).TimeDays.Count);
        Assert.Equal([Days("2026-03-01", "2026-03-31")], Find("month-end-time").Needs(Request()).TimeDays);
        Assert.Equal([Days("2026-03-01", "2026-03-31")], Find("margin").Needs(Request()).TimeDays);
    }
}
