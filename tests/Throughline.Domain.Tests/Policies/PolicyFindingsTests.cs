using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Policies;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using Throughline.Domain.Tests.Reports;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Policies;

/// <summary>The worked example: kickoff on 1 June 2026, two months of horizon. Its project manager, engineer and architect are booked firmly until the end of August.</summary>
public class PolicyFindingsTests
{
    private static readonly EngagementFact Running = Engagement() with { KickoffDate = Day("2026-06-01"), ProjectManager = new PersonKey("pm1") };

    private static BookingFact Firm(string role, string person, string first = "2026-06-01", string last = "2026-08-31") =>
        Hard(first, last, 2m, $"b-{role}", person) with { Role = role };

    private static readonly PracticeFacts InOrder = new()
    {
        People = [Person("pm1", role: "project_manager") with { CostRate = 90m }, Person("p1") with { CostRate = 80m }, Person("p2", role: "architect") with { CostRate = 100m, Manager = new PersonKey("pm1") }],
        Engagements = [Running],
        Rates = [Rate(), Rate(role: "architect"), Rate(role: "project_manager")],
        Bookings = [Firm("project_manager", "pm1"), Firm("engineer", "p1"), Firm("architect", "p2")],
    };

    private static IReadOnlyList<Finding> Findings(PracticeFacts facts, string today = "2026-06-10", ReportSettings? settings = null) =>
        PolicyFindings.Of(facts, Request(today: today) with { Settings = settings ?? ReportSettings.Standard });

    private static IEnumerable<string> References(PracticeFacts facts, string rule, string today = "2026-06-10") =>
        Findings(facts, today).Where(finding => finding.Rule == rule).Select(finding => finding.Reference);

    private static PracticeFacts And(BookingFact booking) => InOrder with { Bookings = [.. InOrder.Bookings, booking] };

    private static PracticeFacts With(EngagementFact engagement) => InOrder with { Engagements = [engagement] };

    [Fact]
    public void A_practice_in_order_has_no_findings() => Assert.Empty(Findings(InOrder));

    [Fact]
    [Trait("rule", "R-098")]
    public void Each_week_to_the_horizon_without_a_firm_booking_of_a_role_is_a_gap_of_that_role()
    {
        var shortfall = InOrder with { Bookings = [Firm("project_manager", "pm1"), Firm("engineer", "p1", last: "2026-07-28"), Firm("architect", "p2", "2026-06-22")] };

        Assert.Equal(["architect 2026-06-08", "architect 2026-06-15", "engineer 2026-08-03", "engineer 2026-08-10"], References(shortfall, "R-098").Order());
        var gap = Findings(shortfall).First(finding => finding.Rule == "R-098");
        Assert.Equal((new PersonKey("pm1"), Severity.Warning, "role"), (gap.Owner!.Value, gap.Severity, gap.Subject));
    }

    [Fact]
    [Trait("rule", "R-098")]
    public void The_horizon_ends_with_the_contract_begins_with_it_and_is_a_policy()
    {
        var none = InOrder with { Bookings = [Firm("project_manager", "pm1"), Firm("architect", "p2")] };

        Assert.Equal(["engineer 2026-06-08", "engineer 2026-06-15"], References(none with { Engagements = [Running with { Expires = Day("2026-06-19") }] }, "R-098"));
        Assert.Equal(["engineer 2026-08-10"], References(none with { Engagements = [Running with { Start = Day("2026-08-08") }] }, "R-098"));
        Assert.DoesNotContain(Findings(none, settings: ReportSettings.Standard with { HardHorizonOf = _ => 0 }), finding => finding.Rule == "R-098");
    }

    [Theory]
    [Trait("rule", "R-098")]
    [InlineData(EngagementStatus.OnHold)]
    [InlineData(EngagementStatus.Backlog)]
    [InlineData(EngagementStatus.Completed)]
    public void Nobody_need_be_booked_on_what_waits_or_is_over(EngagementStatus status) =>
        Assert.DoesNotContain(Findings(With(Running with { Status = status }) with { Bookings = [] }), finding => finding.Rule is "R-098" or "R-101");

    [Fact]
    [Trait("rule", "R-101")]
    public void After_its_kickoff_an_engagement_without_firm_bookings_ahead_is_an_error()
    {
        var soft = InOrder with { Bookings = [Soft("2026-07-06", "2026-07-10"), Hard("2026-06-01", "2026-06-09")] };

        Assert.Equal(["SOW-1"], References(soft, "R-101"));
        Assert.Empty(References(soft, "R-101", "2026-06-01"));
    }

    [Theory]
    [Trait("rule", "R-100")]
    [InlineData("2026-06-10", false)]
    [InlineData("2026-06-15", false)]
    [InlineData("2026-06-16", true)]
    public void A_soft_booking_of_this_month_is_a_finding_from_the_fifteenth_day_after_the_kickoff(string today, bool found) =>
        Assert.Equal(found ? ["s1"] : [], References(And(Soft("2026-06-18", "2026-06-19", 1m)), "R-100", today));

    [Fact]
    [Trait("rule", "R-054")]
    public void A_project_needs_a_lead_whose_role_may_lead()
    {
        Assert.Equal(["SOW-1"], References(With(Running with { ProjectManager = null }), "R-054"));
        var engineer = With(Running with { ProjectManager = new PersonKey("p1") });
        Assert.Equal(["p1"], References(engineer, "P-41"));
        Assert.DoesNotContain(Findings(engineer, settings: ReportSettings.Standard with { LeadsOf = _ => ProjectLeads.Of("project_manager_or_engineer") }), finding => finding.Rule == "P-41");
    }

    [Fact]
    [Trait("rule", "R-196")]
    public void Hours_beyond_the_budget_need_leave_and_hours_below_it_are_to_be_planned()
    {
        // 190 h are worked and 30 h booked of 200 h; an exception of 20 h lifts the ceiling to 220 h.
        var over = InOrder with
        {
            Engagements = [Running with { BudgetHours = 200m }],
            Bookings = [Hard("2026-06-10", "2026-06-17", 5m, person: null)],
            Time = [Time("2026-06-02", 190m)],
        };
        var exception = new WorkExceptionFact(Running.Engagement, "we1", WorkExceptionStatus.Approved, 20m);

        Assert.Contains("220 h", Assert.Single(Findings(over), finding => finding.Rule == "R-196").Message, StringComparison.Ordinal);
        Assert.Empty(References(over with { WorkExceptions = [exception] }, "R-196"));
        Assert.Equal(["SOW-1"], References(over with { WorkExceptions = [exception with { Status = WorkExceptionStatus.Submitted }] }, "R-196"));
        Assert.Empty(References(over with { WorkExceptions = [exception] }, "R-119"));
        Assert.Contains("5 h of the 225 h", Assert.Single(
            Findings(over with { ChangeOrders = [ChangeOrder(null, ChangeOrderStatus.Signed) with { Hours = 25m }] }), finding => finding.Rule == "R-119").Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "R-112")]
    public void A_fixed_fee_milestone_needs_a_date_and_is_accepted_only_after_it_was_sent()
    {
        var facts = With(Running with { Billing = Billing.FixedFee }) with
        {
            Milestones = [Milestone(null, milestone: "m1"), Milestone("2026-07-01", milestone: "m2"), Milestone(null, milestone: "m3", received: "2026-06-05")],
        };

        Assert.Equal(["m1"], References(facts, "R-112"));
        Assert.Equal(["m3"], References(facts, "R-223"));
        Assert.Empty(References(facts with { Engagements = [Running] }, "R-112"));
    }

    [Fact]
    public void A_booking_beyond_the_contract_needs_a_confirmation_and_two_months_beyond_it_a_change_order()
    {
        var facts = With(Running with { Expires = Day("2026-08-31") });
        facts = facts with { Bookings = [.. facts.Bookings, Hard("2026-08-03", "2026-10-30", 1m, "short"), Hard("2026-08-03", "2026-10-31", 1m, "long")] };

        Assert.Equal(["short"], References(facts, "R-179"));
        Assert.Equal(["long"], References(facts, "R-175"));
        Assert.Empty(References(facts with { ChangeOrders = [ChangeOrder(null, ChangeOrderStatus.Signed) with { NewExpires = Day("2026-10-31") }] }, "R-179"));
    }

    [Fact]
    [Trait("rule", "R-106")]
    public void A_booking_on_days_that_a_person_cannot_work_is_a_finding_and_a_holiday_among_others_is_none()
    {
        var calm = InOrder with
        {
            People = [.. InOrder.People.Select(person => person with { Calendar = "c" })],
            CalendarDays = [new CalendarDay("c", Day("2026-07-03"), 0)],
        };
        Assert.Empty(Findings(calm));

        var alone = calm with { Bookings = [.. calm.Bookings, Hard("2026-07-03", "2026-07-04", 1m)] };
        Assert.Equal(["b1"], References(alone, "R-106"));
        Assert.Equal(["b-engineer"], References(InOrder with { TimeOff = [new TimeOffFact(new PersonKey("p1"), Days("2026-07-06", "2026-07-10"))] }, "R-106"));
        var left = InOrder with { People = [InOrder.People[0], InOrder.People[1] with { End = Day("2026-08-28") }, InOrder.People[2]] };
        Assert.Equal(Severity.Error, Assert.Single(Findings(left), finding => finding.Rule == "R-106").Severity);
    }

    [Fact]
    [Trait("rule", "P-02")]
    public void What_was_imported_firmly_before_the_deal_was_won_is_a_finding_until_it_is_won_or_at_risk()
    {
        var early = InOrder with { Deals = [new DealFact(Running.Engagement, "5")] };

        Assert.Equal(3, References(early, "P-02").Count());
        Assert.Empty(References(early with { WorkAtRisk = [new WorkAtRiskFact(Running.Engagement, "w", WorkAtRiskStatus.Approved)] }, "P-02"));
        Assert.Empty(References(early with { Deals = [new DealFact(Running.Engagement, "closed-won")] }, "P-02"));
    }

    [Fact]
    [Trait("rule", "R-216")]
    public void Bookings_ahead_on_an_engagement_that_is_over_are_to_be_released() =>
        Assert.Equal(3, References(With(Running with { Status = EngagementStatus.Cancelled }), "R-216").Count());

    [Fact]
    [Trait("rule", "day_ledger")]
    public void A_day_promised_before_capacity_fell_is_a_finding_of_the_person_for_their_manager()
    {
        var conflict = Assert.Single(Findings(InOrder with
        {
            Overtime = [new OvertimeFact(new PersonKey("p2"), Day("2026-06-11"), 90, OvertimeKind.Conflict), new OvertimeFact(new PersonKey("p2"), Day("2026-06-09"), 90, OvertimeKind.Conflict)],
        }));

        Assert.Equal(("day_ledger", "p2 2026-06-11", new PersonKey("pm1"), (EngagementKey?)null), (conflict.Rule, conflict.Reference, conflict.Owner!.Value, conflict.Engagement));
        Assert.Contains("1.5 h", conflict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hours_without_a_rate_and_people_without_a_cost_are_named_once_each()
    {
        var worked = InOrder with { Time = [Time("2026-06-02", 4m), Time("2026-06-03", 4m, "t2")] };
        Assert.Equal(["engineer"], References(worked with { Rates = [.. InOrder.Rates.Where(rate => rate.Role != "engineer")] }, "rate_missing"));
        Assert.Empty(References(With(Running with { Billing = Billing.FixedFee }) with { Rates = [] }, "rate_missing"));

        Assert.Equal(["p1"], References(worked with { People = [InOrder.People[0], Person("p1"), InOrder.People[2]] }, "cost_rate_missing"));
        Assert.Equal(["EUR USD"], References(worked with { People = [InOrder.People[0], InOrder.People[1] with { CostCurrency = Eur }, InOrder.People[2]] }, "exchange_rate_missing"));
    }

    [Fact]
    [Trait("rule", "R-120")]
    public void The_task_audit_speaks_among_the_findings() =>
        Assert.Equal(["a1", "a1"], References(InOrder with { Activities = [new ActivityFact(Running.Engagement, "a1", "Build")] }, "R-120"));

    [Fact]
    public void Days_at_the_end_of_the_calendar_are_no_trouble()
    {
        var endless = With(Running with { Expires = DateOnly.MaxValue, KickoffDate = DateOnly.MaxValue });
        endless = endless with { Bookings = [.. endless.Bookings, Soft("2026-06-15", "2026-06-19", 1m), Hard("2026-06-15", "2026-06-19", 1m) with { Days = new(Day("2026-06-15"), DateOnly.MaxValue) }] };

        Assert.Empty(References(endless, "R-100").Concat(References(endless, "R-175")));
        Assert.Equal(["b1"], References(endless with { Engagements = [Running with { Expires = DateOnly.MaxValue.AddDays(-1) }] }, "R-179"));
    }

    [Fact]
    [Trait("rule", "R-100")]
    public void The_findings_and_the_report_of_soft_bookings_blame_the_same_engagements() => Property.Holds(random =>
    {
        var facts = AnyPractice.Facts(random);
        facts = facts with { Engagements = [.. facts.Engagements.Select(engagement => random.Next(3) == 0 ? engagement : engagement with { KickoffDate = Day("2026-01-01").AddDays(random.Next(150)) })] };
        var today = Day("2026-01-01").AddDays(random.Next(150));
        var month = new DateOnly(today.Year, today.Month, 1);
        var request = new ReportRequest(new(month, month.AddMonths(1).AddDays(-1)), Domain.Dates.PeriodKind.Month, today, ReportSettings.Standard);

        Assert.Equal(
            SoftBookings.Of(facts, request).Where(row => row.Violation).Select(row => row.Engagement.Engagement).Distinct().Order(),
            PolicyFindings.Of(facts, request).Where(finding => finding.Rule == "R-100").Select(finding => finding.Engagement!.Value).Distinct().Order());
    });

    [Fact]
    public void Every_finding_names_a_rule_that_has_a_page_a_record_and_what_to_do() => Property.Holds(random =>
    {
        var request = AnyPractice.Request(random);
        foreach (var finding in PolicyFindings.Of(AnyPractice.Facts(random), request))
        {
            Assert.NotNull(RuleCatalog.Find(finding.Rule));
            Assert.NotEmpty(finding.Reference);
            Assert.EndsWith(".", finding.Message, StringComparison.Ordinal);
        }
    }, cases: 100);

    private static PracticeFacts Watching(WatchedRecords records, EngagementFact? engagement = null) =>
        With(engagement ?? Running) with { Watched = records };

    private static Finding Only(PracticeFacts facts, string rule) => Assert.Single(Findings(facts), finding => finding.Rule == rule);

    [Fact]
    [Trait("rule", "R-097")]
    public void A_hard_booking_of_more_hours_than_the_customer_agreed_to_says_by_how_much()
    {
        // The engineer is booked two hours a day on 66 working days.
        var facts = InOrder with { Watched = new() { Agreed = [new("rr-1", Running.Engagement, new BookingKey("b-engineer"), 100m), new("rr-2", Running.Engagement, new BookingKey("b-architect"), 132m)] } };

        var finding = Only(facts, "R-097");
        Assert.Equal("b-engineer takes 132 h, and the customer agreed to 100 h in rr-1. Have the other 32 h agreed, or book less.", finding.Message);
        Assert.Equal([("agreed", "rr-1", 100m), ("hard_booking", "b-engineer", 132m)], finding.Rests.Select(part => (part.Kind, part.Reference, part.Hours!.Value)));
    }

    [Fact]
    [Trait("rule", "R-099")]
    public void A_soft_booking_in_place_of_a_hard_one_has_an_owner_and_a_reason()
    {
        var soft = And(Soft("2026-07-06", "2026-07-10", 4m, "b-soft", "p1"));

        Assert.Equal(["b-soft"], References(soft, "R-099"));
        Assert.Empty(References(soft with { Watched = new() { Reasoned = new HashSet<BookingKey> { new("b-soft") } } }, "R-099"));
        Assert.Empty(References(And(Soft("2026-12-07", "2026-12-11", 4m, "b-soft", "p1")), "R-099"));
        Assert.DoesNotContain(Findings(soft, settings: ReportSettings.Standard with { SoftReasonOf = _ => SoftReason.Off }), finding => finding.Rule == "R-099");
    }

    [Fact]
    [Trait("rule", "R-130")]
    public void A_worry_without_an_open_item_in_the_log_is_a_finding()
    {
        var worried = Watching(new() { Health = [new(Running.Engagement, "green", "red")], Raid = [Item("r1", state: "Closed")] });

        Assert.Equal(["internal_health", "customer_health"], Only(worried, "R-130").Rests.Select(part => part.Kind));
        Assert.Empty(References(worried with { Watched = worried.Watched with { Raid = [Item("r1")] } }, "R-130"));
    }

    private static RaidFact Item(string item, string type = "risk", string owner = "p1", string? plan = "Chase", string? state = "In Progress", string? due = null) =>
        new(Running.Engagement, item, type, "Late hardware", owner, plan, state, due is null ? null : Day(due));

    [Theory]
    [Trait("rule", "R-164")]
    [Trait("rule", "R-165")]
    [Trait("rule", "R-170")]
    [InlineData("risk", " ", "Chase", "Not Started", null, "R-164")]
    [InlineData("risk", "p1", null, "Mitigating", null, "R-165")]
    [InlineData("risk", "p1", null, "not_started", null, null)]
    [InlineData("action", "p1", null, "In Progress", null, "R-170")]
    [InlineData("action", "p1", null, "In Progress", "2026-06-09", "R-170")]
    [InlineData("action", "p1", null, "In Progress", "2026-06-10", null)]
    [InlineData("action", "p1", null, "Resolved", "2026-06-09", null)]
    public void An_open_item_has_an_owner_a_plan_and_a_day(string type, string owner, string? plan, string state, string? due, string? rule) =>
        Assert.Equal(rule is null ? [] : [rule], Findings(Watching(new() { Raid = [Item("r1", type, owner, plan, state, due)] })).Where(finding => finding.Subject == "raid").Select(finding => finding.Rule));

    [Fact]
    [Trait("rule", "R-206")]
    [Trait("rule", "R-191")]
    [Trait("rule", "R-197")]
    public void Time_that_nobody_vouches_for_is_named_by_person_and_week_or_by_its_record()
    {
        var facts = Watching(new()
        {
            Doubtful =
            [
                new(TimeDoubt.NoApprover, Running.Engagement, "p1", Day("2026-06-01"), 3, 22.5m), new(TimeDoubt.WorkAtRiskNotApproved, Running.Engagement, "w1", Day("2026-06-02"), 1, 4m),
                new(TimeDoubt.WorkExceptionNotApproved, Running.Engagement, "x1", Day("2026-06-03"), 1, 2m),
            ],
        });

        Assert.Equal(["R-206 p1 2026-06-01", "R-191 w1", "R-197 x1"], Findings(facts).Where(finding => finding.Rule is "R-206" or "R-191" or "R-197").Select(finding => $"{finding.Rule} {finding.Reference}"));
        Assert.StartsWith("22.5 h of Name of p1 on SOW-1 in the week of 2026-06-01 are approved", Only(facts, "R-206").Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "R-200")]
    public void A_work_exception_open_after_its_quarter_is_a_finding_where_it_ends_with_the_quarter()
    {
        var facts = Watching(new() { Exceptions = [new(Running.Engagement, "x1", Day("2026-06-09")), new(Running.Engagement, "x2", Day("2026-06-10"))] });

        Assert.Equal(["x1"], References(facts, "R-200"));
        Assert.DoesNotContain(Findings(facts, settings: ReportSettings.Standard with { ExceptionsEndWithQuarter = _ => false }), finding => finding.Rule == "R-200");
    }

    [Fact]
    [Trait("rule", "R-242")]
    [Trait("rule", "R-257")]
    public void What_is_completed_left_nothing_open_and_asked_the_customer()
    {
        var over = With(Running with { Status = EngagementStatus.Completed, Billing = Billing.FixedFee }) with
        {
            Bookings = [], Milestones = [new(Running.Engagement, "M1", "Design", 100m, Day("2026-05-01"), true), new(Running.Engagement, "M2", "Build", 100m, Day("2026-05-01"), true, Day("2026-05-02"), Day("2026-05-01"))],
            IssueCounts = [new(Running.Engagement, "A1", 2, 5)],
        };

        Assert.Equal("SOW-1 is completed, but one milestone and issues of one activity are not finished. Finish them, or set it back to closed.", Only(over, "R-257").Message);
        Assert.Equal(["M1 Design", "A1: 2"], Only(over, "R-257").Rests.Select(part => part.Reference));
        Assert.Equal(Severity.Notice, Only(over, "R-242").Severity);
        Assert.Empty(References(over with { Watched = new() { Surveyed = new HashSet<EngagementKey> { Running.Engagement } } }, "R-242"));
    }

    [Fact]
    [Trait("rule", "R-282")]
    public void A_trainer_teaches_what_they_are_certified_for_on_the_last_day()
    {
        PersonKey zuri = new("p1"), rohan = new("p2");
        var class1 = Hard("2026-07-06", "2026-07-10", 8m, "b-class", "p1") with { Role = "trainer", Activity = "A1" };
        PracticeFacts Facts(params QualificationFact[] known) => And(class1) with
        {
            Activities = [new(Running.Engagement, "A1", "Git Basics", Day("2026-07-06"), Day("2026-07-10"))], Watched = new() { Certifications = known },
        };
        var held = new QualificationFact(zuri, "git basics", QualificationKind.Certification, null, Day("2026-07-10"));

        Assert.Empty(References(Facts(), "R-282"));
        Assert.Empty(References(Facts(held), "R-282"));
        Assert.Equal(["b-class"], References(Facts(held with { Expires = Day("2026-07-09") }), "R-282"));
        Assert.Equal(["b-class"], References(Facts(held with { Person = rohan }), "R-282"));
    }

    [Fact]
    public void Every_finding_opens_into_what_it_rests_on()
    {
        var facts = InOrder with { Bookings = [Firm("engineer", "p1", last: "2027-03-31"), Soft("2026-06-08", "2026-06-12")], Rates = [], Watched = new() { Raid = [Item("r1", plan: null)] } };

        var findings = Findings(facts, "2026-06-20");
        Assert.Contains(findings, finding => finding.Rule == "R-100");
        Assert.All(findings, finding => Assert.NotEmpty(finding.Rests));
    }
}
