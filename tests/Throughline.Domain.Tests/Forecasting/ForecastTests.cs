using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Forecasting;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Forecasting;

public class ForecastTests
{
    private static ForecastRow March(PracticeFacts facts, ReportRequest? request = null) =>
        Assert.Single(Forecast.Of(facts, request ?? Request()));

    [Fact, Trait("rule", "R-113")]
    public void The_worked_month_has_its_amounts_upside_and_weighted_value()
    {
        // 320 hard hours: two people on 20 working days from 2 to 27 March. 100 soft hours: 5 hours on 20 days.
        var engagement = Engagement();
        var fixedFee = FixedFee("SOW-2");
        var facts = Practice with
        {
            People = [Person(), Person("p2")],
            Engagements = [engagement, fixedFee],
            Bookings = [Hard("2026-03-02", "2026-03-27"), Hard("2026-03-02", "2026-03-27", booking: "b2", person: "p2"), Soft("2026-03-02", "2026-03-27", 5m)],
            Milestones = [Milestone("2026-03-20") with { Engagement = fixedFee.Engagement }],
            ChangeOrders = [ChangeOrder("2026-03-31")],
        };
        var rows = Forecast.Of(facts, Request());

        Assert.Equal((320m, 80_000m, 100m, 25_000m), (rows[0].HardHours, rows[0].HardAmount, rows[0].SoftHours, rows[0].SoftAmount));
        Assert.Equal(40_000m, rows[1].MilestoneAmount);
        Assert.Equal(55_000m, rows.Sum(row => row.UpsideAmount));
        Assert.Equal(136_000m, rows.Sum(row => row.WeightedAmount));
        Assert.Equal(134_000m, Weighted(ForecastWeights.Standard with { Hard = 0.90m }));
        Assert.Equal(138_000m, Weighted(ForecastWeights.Standard with { Hard = 0.95m }));
        Assert.Equal(133_000m, Weighted(ForecastWeights.Standard with { Milestone = 0.925m }));
        Assert.Equal(120_000m, Weighted(new ForecastWeights(1m, 0m, 1m, 0m)));

        decimal Weighted(ForecastWeights weights) =>
            Forecast.Of(facts, Request() with { Settings = ReportSettings.Standard with { WeightsOf = _ => weights } }).Sum(row => row.WeightedAmount);
    }

    [Fact]
    [Trait("rule", "R-113")]
    public void Each_engagement_is_weighted_with_its_own_weights()
    {
        var facts = Practice with { Engagements = [FixedFee("SOW-1"), FixedFee("SOW-2")], Milestones = [Milestone("2026-03-20"), Milestone("2026-03-20") with { Engagement = new EngagementKey("SOW-2") }] };
        var settings = ReportSettings.Standard with
        {
            WeightsOf = engagement => ForecastWeights.Standard with { Milestone = engagement.Engagement.Value == "SOW-2" ? 0.5m : 1m },
        };

        Assert.Equal([40_000m, 20_000m], Forecast.Of(facts, Request() with { Settings = settings }).Select(row => row.WeightedAmount));
    }

    [Fact]
    public void Approved_time_of_a_month_is_worth_its_hours_at_the_rate()
    {
        var row = March(
            Practice with { Time = [.. Enumerable.Range(2, 20).Select(day => Time($"2026-03-{day:00}", 8m, $"t{day}"))] },
            Request(today: "2026-04-01"));

        Assert.Equal((160m, 40_000m, 40_000m), (row.ActualHours, row.ActualAmount, row.WeightedAmount));
    }

    [Fact]
    public void Time_before_today_is_actual_and_bookings_count_from_today_on()
    {
        var row = March(
            Practice with
            {
                Time = [Time("2026-03-02", 5m, "t1"), Time("2026-03-03", 6m, "t2"), Time("2026-03-04", 7m, "t3")],
                Bookings = [Hard("2026-03-02", "2026-03-04")],
            },
            Request(today: "2026-03-03"));

        Assert.Equal((5m, 16m), (row.ActualHours, row.HardHours));
    }

    [Fact]
    public void Only_approved_billable_time_is_actual() => Assert.Empty(Forecast.Of(
        Practice with
        {
            Time =
            [
                Time("2026-03-02", 1m) with { State = TimeState.Submitted },
                Time("2026-03-02", 1m) with { State = TimeState.Draft },
                Time("2026-03-02", 1m) with { State = TimeState.Rejected },
                Time("2026-03-02", 1m) with { Billable = false },
                Internal("2026-03-02", 1m, "meeting"),
            ],
        },
        Request(today: "2026-03-10")));

    [Fact]
    public void What_lies_outside_the_range_does_not_count() => Assert.Empty(Forecast.Of(
        Practice with
        {
            Engagements = [FixedFee()],
            Time = [Time("2026-02-28", 1m), Time("2026-04-01", 1m)],
            Bookings = [Hard("2026-02-01", "2026-02-28"), Hard("2026-04-01", "2026-04-30", booking: "b2")],
            Milestones = [Milestone("2026-04-01"), Milestone("2026-03-15", received: "2026-02-10", milestone: "m2")],
            ChangeOrders = [ChangeOrder("2026-04-01")],
        },
        Request()));

    [Fact]
    public void After_the_range_nothing_is_planned_in_it_any_more() => Assert.Empty(Forecast.Of(
        Practice with
        {
            Engagements = [FixedFee()],
            Bookings = [Hard("2026-03-02", "2026-05-31")],
            Milestones = [Milestone("2026-03-15")],
            ChangeOrders = [ChangeOrder("2026-03-15")],
        },
        Request(today: "2026-04-01")));

    [Fact, Trait("rule", "R-108")]
    public void Bookings_are_worth_the_rate_of_each_day_by_the_bookings_role()
    {
        var row = March(Practice with
        {
            People = [Person(role: "trainer")],
            Rates = [Rate(200m), Rate(300m, "2026-03-04"), Rate(999m, role: "trainer")],
            Bookings = [Hard("2026-03-02", "2026-03-05")],
        });

        Assert.Equal(16m * 200m + 16m * 300m, row.HardAmount);
    }

    [Fact]
    public void Time_is_worth_the_rate_of_the_persons_role() => Assert.Equal(8m * 300m, March(
        Practice with { Rates = [Rate(), Rate(300m, role: "trainer")], Time = [Time("2026-03-02", 8m) with { Role = "trainer" }] },
        Request(today: "2026-03-10")).ActualAmount);

    [Fact]
    public void Without_a_rate_the_hours_stay_and_the_amount_is_nothing()
    {
        var row = March(Practice with { Rates = [], Time = [Time("2026-03-01", 8m)], Bookings = [Hard("2026-03-02", "2026-03-02")] });

        Assert.Equal((8m, 0m, 8m, 0m), (row.ActualHours, row.ActualAmount, row.HardHours, row.HardAmount));
    }

    [Fact]
    public void A_sum_of_entries_counts_like_the_entries() => Assert.Equal(
        March(Practice with { Time = [Time("2026-03-02", 3.25m), Time("2026-03-20", 4.5m, "t2")] }, Request(today: "2026-04-01")),
        March(Practice with { Time = [Time("2026-03-05", 7.75m) with { Entry = null, Person = null }] }, Request(today: "2026-04-01")));

    [Fact, Trait("rule", "R-111")]
    public void Hours_on_fixed_fee_work_bring_hours_and_no_money()
    {
        var row = March(Practice with
        {
            Engagements = [FixedFee()],
            Time = [Time("2026-03-01", 4m)],
            Bookings = [Hard("2026-03-02", "2026-03-02"), Soft("2026-03-03", "2026-03-03")],
        });

        Assert.Equal((4m, 8m, 8m), (row.ActualHours, row.HardHours, row.SoftHours));
        Assert.Equal(0m, row.ActualAmount + row.HardAmount + row.SoftAmount + row.WeightedAmount);
    }

    [Fact]
    public void Milestones_of_time_and_materials_bring_nothing() =>
        Assert.Empty(Forecast.Of(Practice with { Milestones = [Milestone("2026-03-20"), Milestone(null, received: "2026-03-01")] }, Request()));

    [Theory, Trait("rule", "R-109")]
    [InlineData("2026-03-20", null, "2026-03", 40_000, 0)]
    [InlineData("2026-01-20", null, "2026-03", 40_000, 0)]
    [InlineData("2026-04-20", null, "2026-04", 40_000, 0)]
    [InlineData("2026-04-20", "2026-03-02", "2026-03", 0, 40_000)]
    [InlineData("2026-04-20", "2026-02-10", "2026-02", 0, 40_000)]
    [InlineData(null, "2026-03-01", "2026-03", 0, 40_000)]
    [InlineData("2026-04-20", "2026-03-03", "2026-04", 40_000, 0)]
    public void A_milestone_is_released_when_signed_off_by_today_and_else_expected_but_never_before_today(
        string? expected, string? received, string period, int milestone, int released)
    {
        var row = March(
            Practice with { Engagements = [FixedFee()], Milestones = [Milestone(expected, received: received)] },
            Request(from: "2026-02-01", to: "2026-05-31"));

        Assert.Equal((period, milestone, released), (row.Period.Name, (int)row.MilestoneAmount, (int)row.ReleasedAmount));
    }

    [Theory, Trait("rule", "R-112")]
    [InlineData(null)]
    [InlineData("2026-03-03")]
    public void A_milestone_without_a_date_that_is_not_signed_off_yet_is_in_no_period(string? received) =>
        Assert.Empty(Forecast.Of(Practice with { Engagements = [FixedFee()], Milestones = [Milestone(null, received: received)] }, Request()));

    [Fact, Trait("rule", "R-116")]
    public void An_unconfirmed_milestone_is_upside_and_never_also_forecast()
    {
        var row = March(Practice with { Engagements = [FixedFee()], Milestones = [Milestone("2026-03-20", confirmed: false)] });

        Assert.Equal((0m, 40_000m, 40_000m, 16_000m), (row.MilestoneAmount, row.UnconfirmedMilestoneAmount, row.UpsideAmount, row.WeightedAmount));
    }

    [Fact]
    public void An_unconfirmed_milestone_that_is_signed_off_is_released() => Assert.Equal(40_000m, March(
        Practice with { Engagements = [FixedFee()], Milestones = [Milestone(null, confirmed: false, received: "2026-03-02")] }).ReleasedAmount);

    [Theory, Trait("rule", "R-114")]
    [InlineData(ChangeOrderStatus.Draft, true)]
    [InlineData(ChangeOrderStatus.InReview, true)]
    [InlineData(ChangeOrderStatus.Sent, true)]
    [InlineData(ChangeOrderStatus.Signed, false)]
    [InlineData(ChangeOrderStatus.Rejected, false)]
    [InlineData(ChangeOrderStatus.Withdrawn, false)]
    public void A_change_order_is_upside_until_somebody_decided(ChangeOrderStatus status, bool counts) =>
        Assert.Equal(counts ? 30_000m : 0m, Forecast.Of(Practice with { ChangeOrders = [ChangeOrder("2026-03-20", status)] }, Request()).Sum(row => row.UpsideAmount));

    [Fact]
    public void A_change_order_falls_in_the_period_its_work_completes_but_never_before_today()
    {
        Assert.Equal("2026-03", March(Practice with { ChangeOrders = [ChangeOrder("2026-01-15")] }, Request(from: "2026-01-01")).Period.Name);
        Assert.Empty(Forecast.Of(Practice with { ChangeOrders = [ChangeOrder(null)] }, Request()));
    }

    [Theory, Trait("rule", "R-125"), Trait("rule", "R-192")]
    [InlineData(WorkAtRiskStatus.Submitted, 0)]
    [InlineData(WorkAtRiskStatus.Approved, 0)]
    [InlineData(WorkAtRiskStatus.Converted, 5_000)]
    [InlineData(WorkAtRiskStatus.Lapsed, 0)]
    [InlineData(WorkAtRiskStatus.Closed, 0)]
    [InlineData(WorkAtRiskStatus.Rejected, 0)]
    public void Work_at_risk_counts_its_hours_and_no_money_until_it_is_converted(WorkAtRiskStatus status, int amount)
    {
        var row = March(Practice with
        {
            WorkAtRisk = [new WorkAtRiskFact(new EngagementKey("SOW-1"), "war1", status)],
            Time = [Time("2026-03-01", 20m) with { WorkAtRisk = "war1" }],
            Bookings = [Hard("2026-03-02", "2026-03-06", 4m) with { WorkAtRisk = "war1" }],
        });

        Assert.Equal((20m, amount, 20m, amount), (row.ActualHours, (int)row.ActualAmount, row.HardHours, (int)row.HardAmount));
    }

    [Fact]
    public void Prospects_and_cancelled_engagements_do_not_appear() => Assert.Equal(
        Enum.GetValues<EngagementStatus>().Length - 2,
        Enum.GetValues<EngagementStatus>().Sum(status => Forecast.Of(
            Practice with { Engagements = [Engagement(status: status)], Bookings = [Hard("2026-03-02", "2026-03-02")] }, Request()).Count));

    [Fact]
    public void A_booking_takes_no_more_than_the_persons_day_and_nothing_on_days_off()
    {
        var row = March(Practice with
        {
            TimeOff = [new TimeOffFact(new PersonKey("p1"), Days("2026-03-03", "2026-03-03"), MinutesPerDay: 180)],
            Bookings = [Hard("2026-03-02", "2026-03-08", 12m)],
        });

        Assert.Equal(8m + 5m + 8m + 8m + 8m, row.HardHours);
    }

    [Fact]
    public void An_unnamed_resource_counts_in_full_on_Monday_to_Friday() =>
        Assert.Equal(50m, March(Practice with { People = [], Bookings = [Hard("2026-03-02", "2026-03-08", 10m, person: null)] }).HardHours);

    [Fact]
    public void Periods_are_cut_as_asked_and_empty_ones_leave_no_row()
    {
        var facts = Practice with { Bookings = [Hard("2026-03-06", "2026-03-09"), Hard("2026-05-04", "2026-05-04", booking: "b2")] };

        Assert.Equal(["2026-03-02", "2026-03-09", "2026-05-04"], Names(PeriodKind.Week));
        Assert.Equal(["2026-03", "2026-05"], Names(PeriodKind.Month));
        Assert.Equal(["FY27-Q1", "FY27-Q2"], Names(PeriodKind.Quarter));

        IEnumerable<string> Names(PeriodKind kind) =>
            Forecast.Of(facts, Request(to: "2026-05-31", kind: kind)).Select(row => row.Period.Name);
    }

    [Fact]
    public void A_booking_without_end_does_no_harm() => Assert.Equal(
        22m * 8m, March(Practice with { Bookings = [Hard("2026-03-02", "9999-12-31")] }).HardHours);

    [Fact]
    public void A_third_of_an_hour_three_times_is_an_hour_to_the_last_digit()
    {
        BookingFact TwentyMinutes(string booking, string day) => Hard(day, day, booking: booking) with { MinutesPerDay = 20 };
        var row = March(Practice with
        {
            Rates = [Rate(0.005m)],
            Bookings = [TwentyMinutes("b1", "2026-03-02"), TwentyMinutes("b2", "2026-03-03"), TwentyMinutes("b3", "2026-03-04")],
        });

        Assert.Equal((1m, 0.005m), (row.HardHours, row.HardAmount));
    }

    [Fact]
    public void Each_day_of_a_plan_counts_once_whatever_today_is() => Property.Holds(random =>
    {
        // Everything booked was worked to the minute, so actual and booked hours together never change.
        var facts = Practice with
        {
            Bookings = [Hard("2026-03-02", "2026-05-29", 1 + random.Next(8))],
            Rates = [Rate(100m), Rate(random.Next(90, 200), "2026-04-10")],
        };
        var hours = facts.Bookings[0].MinutesPerDay / 60m;
        var worked = Days("2026-03-02", "2026-05-29").Days()
            .Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            .Select(day => new TimeLine(new EngagementKey("SOW-1"), null, new PersonKey("p1"), "engineer", day, hours, true));
        var today = Day("2026-02-20").AddDays(random.Next(110));
        var request = Request(from: "2026-02-01", to: "2026-06-30") with { Today = today };
        var rows = Forecast.Of(facts with { Time = [.. worked] }, request);
        var planned = Forecast.Of(facts, Request(from: "2026-02-01", to: "2026-06-30", today: "2026-02-01"));

        Assert.Equal(planned.Sum(row => row.HardHours), rows.Sum(row => row.ActualHours + row.HardHours));
        Assert.Equal(planned.Sum(row => row.HardAmount), rows.Sum(row => row.ActualAmount + row.HardAmount));
    });
}
