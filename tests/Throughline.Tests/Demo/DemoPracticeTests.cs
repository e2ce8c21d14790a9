using System.Collections.Concurrent;
using System.Globalization;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Forecasting;
using Throughline.Domain.Policies;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;
using Throughline.Platform.Demo;

namespace Throughline.Tests.Demo;

public sealed class DemoPracticeTests
{
    private static readonly ConcurrentDictionary<string, DemoBundle> Bundles = new();
    private static readonly DemoBundle Wednesday = Of("2026-03-11");

    /// <summary>An ordinary Wednesday, a weekend, a Monday after holidays, a leap day, the turn of a year and a day in the middle of summer.</summary>
    public static TheoryData<string> Todays => ["2026-03-11", "2026-11-21", "2027-01-04", "2028-02-29", "2026-12-31", "2026-07-17"];

    [Fact]
    public void Sixty_people_work_on_forty_five_engagements_of_which_one_is_still_a_document()
    {
        Assert.Equal(60, Wednesday["people"].Count);
        Assert.Equal(44, Wednesday["engagements"].Count);
        Assert.DoesNotContain(DemoEngagements.FromStatement, Wednesday.Values("engagements", "engagement"));
        Assert.Contains(DemoStatement.Customer, Wednesday.Values("customers", "customer"));
    }

    [Fact]
    public void Every_status_type_and_billing_of_an_engagement_is_there()
    {
        Assert.Equal(EngagementStatuses.Words.All.Order(), All("engagements", "status"));
        Assert.Equal(EngagementTypes.Words.All.Order(), All("engagements", "type"));
        Assert.Equal(Billings.Words.All.Order(), All("engagements", "billing"));
        Assert.Equal(["EUR", "GBP", "INR", "USD"], All("engagements", "currency"));
        Assert.Equal(["AMER", "APAC", "EMEA"], All("engagements", "region"));
    }

    [Theory]
    [InlineData("time", "state", "approved draft rejected submitted")]
    [InlineData("bookings", "kind", "hard soft")]
    [InlineData("issues", "state", "closed open")]
    [InlineData("people", "employment", "employee partner")]
    [InlineData("time_off", "kind", "other pto sick")]
    [InlineData("calendars", "calendar", "DE IN UK US")]
    [InlineData("change_orders", "status", "draft in_review rejected sent signed withdrawn")]
    [InlineData("change_orders", "kind", "billing_type discretionary extension funds")]
    [InlineData("work_at_risk", "status", "approved closed converted lapsed rejected submitted")]
    [InlineData("work_exceptions", "status", "approved closed rejected submitted")]
    [InlineData("opportunities", "stage", "1 2 3 4 5 6 closed-lost closed-won")]
    [InlineData("raid", "type", "action decision issue risk")]
    [InlineData("engagements", "internal_health", "green red yellow")]
    [InlineData("engagements", "customer_health", "green red yellow")]
    [InlineData("policies", "scope_kind", "engagement region role")]
    public void Every_state_of_everything_else_is_there_too(string file, string column, string expected) =>
        Assert.Equal(expected.Split(' '), All(file, column));

    [Fact]
    public void Customers_feel_every_way_about_engagements_that_we_feel_every_way_about()
    {
        var pairs = Wednesday["engagements"].Select(row => (row["internal_health"], row["customer_health"])).ToHashSet();

        Assert.Superset(
            new HashSet<(string?, string?)>
            {
                ("green", "green"), ("green", "yellow"), ("green", "red"), ("yellow", "green"), ("yellow", "yellow"), ("yellow", "red"), ("red", "yellow"), ("red", "red"),
            },
            pairs);
    }

    [Fact]
    public void Milestones_are_accepted_silently_accepted_waiting_expected_late_unconfirmed_and_without_a_date()
    {
        var today = Wednesday.Today;
        var milestones = Wednesday["milestones"];

        Assert.Contains(milestones, row => row["sign_off_received"] is not null && row["passive"] == "false");
        Assert.Contains(milestones, row => row["sign_off_received"] is not null && row["passive"] == "true");
        Assert.Contains(milestones, row => row["sign_off_sent"] is not null && row["sign_off_received"] is null);
        Assert.Contains(milestones, row => row["sign_off_sent"] is null && row.Date("forecast_sign_off") > today);
        Assert.Contains(milestones, row => row["sign_off_sent"] is null && row.Date("forecast_sign_off") < today);
        Assert.Contains(milestones, row => row["confirmed"] == "false");
        Assert.Contains(milestones, row => row["forecast_sign_off"] is null);
    }

    [Fact]
    public void Some_people_are_asked_for_too_much_softly_some_are_free_some_are_away_and_some_places_have_no_name()
    {
        var facts = Wednesday.Facts();
        var month = new DateRange(Wednesday.Today, Wednesday.Today.AddDays(27));
        var rows = Allocation.Of(facts, new ReportRequest(month, PeriodKind.Week, Wednesday.Today, ReportSettings.Standard));
        var names = rows.Select(row => (row.Person.Role, row.Capacity, row.Hard, row.Soft)).ToList();

        Assert.Contains(names, row => row.Soft > 0 && row.Hard + row.Soft > row.Capacity);
        Assert.Contains(names, row => row is { Role: "engineer", Capacity: > 0, Hard: 0 });
        Assert.Contains(names, row => row is { Capacity: > 0 } && row.Hard == row.Capacity);
        Assert.Contains(names, row => row.Capacity == 0);
        Assert.Contains(facts.Bookings, booking => booking.Person is null && booking.Commitment is Commitment.Hard);
        Assert.Contains(facts.Bookings, booking => booking.Person is null && booking.Commitment is Commitment.Soft);
    }

    [Theory]
    [MemberData(nameof(Todays))]
    public void No_day_of_anybody_is_promised_twice(string today)
    {
        var facts = Of(today).Facts();
        var range = new DateRange(facts.Bookings.Min(booking => booking.Days.First), facts.Bookings.Max(booking => booking.Days.Last));
        var capacity = new Capacity(range, facts.People, facts.CalendarDays, facts.TimeOff, facts.Overtime, Weekends.SaturdayAndSunday);

        foreach (var person in facts.People)
        {
            var days = capacity.Of(person.Person);
            var change = DayLedger.Change(new LedgerState(person, days, []), new LedgerState(person, days, facts.Bookings.ToList()), new Dictionary<DateOnly, int>());
            Assert.True(change.Succeeded(out _, out var problem), $"{person.Name}: {problem?.Message}");
        }
    }

    [Theory]
    [MemberData(nameof(Todays))]
    public void What_was_done_lies_in_the_past_and_nobody_logs_more_than_the_day_has(string today)
    {
        var bundle = Of(today);

        Assert.All(bundle["time"], row => Assert.True(row.Date("date") <= bundle.Today));
        Assert.All(Dates("time", row => row.Instant("approved_at") is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null), Past);
        Assert.All(Dates("issues", row => row.Instant("closed") is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null), Past);
        Assert.All(Dates("milestones", row => row.Date("sign_off_sent")), Past);
        Assert.All(Dates("milestones", row => row.Date("sign_off_received")), Past);
        Assert.All(Dates("csat", row => row.Date("responded")), Past);
        Assert.All(Dates("raid", row => DateOnly.FromDateTime(row.Instant("updated")!.Value.UtcDateTime)), Past);
        Assert.All(Dates("work_at_risk", row => row.Date("approved_on")), Past);
        Assert.All(
            bundle["time"].GroupBy(row => (row["person"], row["date"])),
            day => Assert.True(day.Sum(row => row.Number("hours")) <= 12, day.Key.ToString()));

        IEnumerable<DateOnly> Dates(string file, Func<DemoRow, DateOnly?> of) => bundle[file].Select(of).OfType<DateOnly>();
        void Past(DateOnly day) => Assert.True(day <= bundle.Today, day.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [MemberData(nameof(Todays))]
    public void Every_reference_names_a_row_that_is_there(string today)
    {
        var bundle = Of(today);
        (string File, string[] Columns, string To, string[] Key)[] references =
        [
            ("people", ["manager"], "people", ["person"]), ("people", ["calendar"], "calendars", ["calendar"]),
            ("overtime", ["person"], "people", ["person"]), ("overtime", ["approved_by"], "people", ["person"]),
            ("time_off", ["person"], "people", ["person"]), ("rates", ["engagement"], "engagements", ["engagement"]),
            ("customers", ["calendar"], "calendars", ["calendar"]), ("opportunities", ["customer"], "customers", ["customer"]),
            ("opportunities", ["engagement_manager"], "people", ["name"]),
            ("engagements", ["customer"], "customers", ["customer"]), ("engagements", ["project_manager"], "people", ["person"]),
            ("engagements", ["opportunity"], "opportunities", ["opportunity"]), ("activities", ["engagement"], "engagements", ["engagement"]),
            ("issues", ["engagement", "activity"], "activities", ["engagement", "activity"]), ("issues", ["assignee"], "people", ["person"]),
            ("milestones", ["engagement"], "engagements", ["engagement"]), ("bookings", ["engagement"], "engagements", ["engagement"]),
            ("bookings", ["person"], "people", ["person"]), ("bookings", ["engagement", "work_at_risk"], "work_at_risk", ["engagement", "work_at_risk"]),
            ("time", ["person"], "people", ["person"]), ("time", ["engagement"], "engagements", ["engagement"]),
            ("time", ["engagement", "activity"], "activities", ["engagement", "activity"]), ("time", ["approved_by"], "people", ["person"]),
            ("time", ["engagement", "work_at_risk"], "work_at_risk", ["engagement", "work_at_risk"]),
            ("time", ["engagement", "work_exception"], "work_exceptions", ["engagement", "work_exception"]), ("time", ["adjusts"], "time", ["entry"]),
            ("change_orders", ["engagement"], "engagements", ["engagement"]), ("work_at_risk", ["engagement"], "engagements", ["engagement"]),
            ("work_exceptions", ["engagement"], "engagements", ["engagement"]), ("raid", ["engagement"], "engagements", ["engagement"]),
            ("raid", ["owner"], "people", ["person"]), ("journal", ["engagement"], "engagements", ["engagement"]),
            ("journal", ["author"], "people", ["person"]), ("csat", ["engagement"], "engagements", ["engagement"]),
        ];

        foreach (var (file, columns, to, key) in references)
        {
            var known = bundle[to].Select(row => row.Key(key)).ToHashSet();
            Assert.All(bundle[file].Where(row => row[columns[^1]] is not null), row => Assert.Contains(row.Key(columns), known));
        }
    }

    [Theory]
    [MemberData(nameof(Todays))]
    public void No_key_stands_twice_and_every_row_has_all_cells(string today)
    {
        var bundle = Of(today);
        Dictionary<string, string[]> keys = new()
        {
            ["policies"] = ["policy", "scope_kind", "scope", "effective_from"], ["calendars"] = ["calendar", "date"], ["people"] = ["person"],
            ["overtime"] = ["person", "date", "kind"], ["time_off"] = ["person", "start", "end", "kind"],
            ["rates"] = ["role", "currency", "engagement", "effective_from"], ["exchange_rates"] = ["currency", "to_currency", "effective_from"],
            ["customers"] = ["customer"], ["opportunities"] = ["opportunity"], ["engagements"] = ["engagement"], ["activities"] = ["engagement", "activity"],
            ["issues"] = ["engagement", "issue"], ["milestones"] = ["engagement", "milestone"], ["bookings"] = ["booking"], ["time"] = ["entry"],
            ["change_orders"] = ["engagement", "change_order"], ["work_at_risk"] = ["engagement", "work_at_risk"],
            ["work_exceptions"] = ["engagement", "work_exception"], ["raid"] = ["engagement", "item"], ["journal"] = ["engagement", "entry"],
            ["csat"] = ["engagement", "contact", "sent"], ["qualifications"] = ["person", "kind", "qualification"], ["working_patterns"] = ["person", "effective_from"],
            ["style_notes"] = ["person", "note"], ["resource_requests"] = ["request"], ["resource_request_events"] = ["request", "event"],
        };

        Assert.Equal(keys.Keys.Order(), bundle.Columns.Keys.Select(file => file[..^4]).Order());
        foreach (var (file, key) in keys)
        {
            Assert.All(bundle[file], row => Assert.Equal(bundle.Columns[file + ".csv"].Count, row.Cells));
            Assert.Equal(bundle[file].Count, bundle[file].Select(row => row.Key(key)).Distinct().Count());
        }
    }

    [Theory]
    [MemberData(nameof(Todays))]
    public void Money_makes_sense_and_only_engagements_in_trouble_are_planned_beyond_their_value(string today)
    {
        var bundle = Of(today);
        var rows = RemainingFunds.Of(bundle.Facts(), Request(bundle.Today));
        var health = bundle["engagements"].ToDictionary(row => row["engagement"]!, row => (Us: row["internal_health"], Customer: row["customer_health"]));

        Assert.All(rows, row => Assert.True(row.EarnedAmount <= row.ContractValue, $"{row.Engagement.Engagement} earned {row.EarnedAmount} of {row.ContractValue}"));
        Assert.Equal(["SOW-1009", "SOW-1024", "SOW-1037"], rows.Where(row => row.RemainingAmount < 0).Select(row => row.Engagement.Engagement.Value).Order());
        Assert.All(
            rows.Where(row => row.RemainingAmount < 0),
            row => Assert.Contains("red", new[] { health[row.Engagement.Engagement.Value].Us, health[row.Engagement.Engagement.Value].Customer }));
    }

    [Fact]
    public void The_milestones_of_a_fixed_fee_add_up_to_it()
    {
        var facts = Wednesday.Facts();

        foreach (var engagement in facts.Engagements.Where(engagement => engagement.Billing is Billing.FixedFee))
            Assert.Equal(engagement.ContractValue, facts.Milestones.Where(milestone => milestone.Engagement == engagement.Engagement).Sum(milestone => milestone.Amount));
    }

    [Theory]
    [MemberData(nameof(Todays))]
    public void Every_hour_has_a_cost_and_completed_work_has_paid_for_itself(string today)
    {
        var bundle = Of(today);
        var range = new DateRange(bundle.Today.AddDays(-190), bundle.Today);
        var rows = Margin.Of(bundle.Facts(), Request(bundle.Today) with { Range = range });

        Assert.All(rows, row => Assert.NotNull(row.CostAmount));
        Assert.All(rows.Where(row => row.Engagement.Status is EngagementStatus.Completed), row => Assert.True(row.MarginPercent > 20m, row.Engagement.Name));
    }

    [Theory]
    [MemberData(nameof(Todays))]
    public void Every_hour_sold_by_the_hour_has_a_price(string today)
    {
        var facts = Of(today).Facts();
        var rates = new RateBook(facts.Rates);
        var engagements = facts.Engagements.ToDictionary(engagement => engagement.Engagement);

        Assert.All(facts.Bookings, booking => Assert.NotNull(rates.Rate(engagements[booking.Engagement], booking.Role, booking.Days.First)));
        Assert.All(
            facts.Time.Where(line => line.Engagement is not null),
            line => Assert.NotNull(rates.Rate(engagements[line.Engagement!.Value], line.Role, line.Day)));
        Assert.Contains(facts.Rates.Where(rate => rate.Engagement is null).GroupBy(rate => (rate.Role, rate.Currency)), steps => steps.Count() > 1);
        Assert.Contains(facts.Rates.Where(rate => rate.Engagement is not null).GroupBy(rate => (rate.Role, rate.Engagement)), steps => steps.Count() > 1);
    }

    [Fact]
    public void Billable_people_are_about_as_busy_as_a_healthy_practice()
    {
        var facts = Wednesday.Facts();
        var quarter = new DateRange(Wednesday.Today.AddDays(-105), Wednesday.Today.AddDays(-14));
        var rows = Utilisation.Of(facts, new ReportRequest(quarter, PeriodKind.Quarter, Wednesday.Today, ReportSettings.Standard));
        var engineers = rows.Where(row => row.Person is { Role: "engineer" }).ToList();

        Assert.InRange(engineers.Sum(row => row.BillableHours) * 100 / engineers.Sum(row => row.AvailableHours), 60m, 92m);
        Assert.Contains(engineers, row => row.BillablePercent < 55m);
        Assert.Contains(engineers, row => row.BillablePercent > 85m);
    }

    [Fact]
    public void The_task_audit_finds_something_of_every_kind()
    {
        var findings = TaskAudit.Of(Wednesday.Facts(), Request(Wednesday.Today)).Select(row => row.Finding).ToHashSet();

        Assert.Equal(Enum.GetValues<TaskFinding>().ToHashSet(), findings);
    }

    [Fact]
    public void Engagements_that_are_not_well_have_an_open_risk_or_issue_written_down()
    {
        var open = Wednesday["raid"].Where(row => row["state"] is not ("Closed" or "Resolved")).Select(row => row["engagement"]).ToHashSet();

        Assert.All(
            Wednesday["engagements"].Where(row => row["internal_health"] is "red" or "yellow" || row["customer_health"] is "red" or "yellow"),
            row => Assert.Contains(row["engagement"], open));
    }

    [Fact]
    public void Every_setting_is_one_that_the_program_knows() =>
        Assert.All(
            Wednesday["policies"],
            row => Assert.Empty(PolicySettings.Read(row["policy"]!, row["value"]!, row["scope_kind"], row["scope"], row.Date("effective_from")).Problems));

    [Fact]
    public void The_same_day_gives_the_same_practice_and_another_day_another()
    {
        Assert.Equal(Wednesday.Text, new DemoBundle(Wednesday.Today).Text);
        Assert.NotEqual(Wednesday.Text, new DemoBundle(Wednesday.Today.AddDays(1)).Text);
    }

    [Theory]
    [MemberData(nameof(Todays))]
    public void What_was_recorded_on_an_earlier_day_knows_nothing_later_and_books_nobody_for_more(string today)
    {
        var (now, day) = (Of(today), DateOnly.ParseExact(today, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(-8));
        var past = new DemoBundle(now.Today, day);
        var hours = now["bookings"].ToDictionary(row => row["booking"]!, row => decimal.Parse(row["hours_per_day"]!, CultureInfo.InvariantCulture));

        Assert.All(past["time"], entry => Assert.True(string.CompareOrdinal(entry["date"], DemoDays.Iso(day)) <= 0));
        Assert.All(past["time"].Where(entry => entry["state"] == "approved"), entry => Assert.True(string.CompareOrdinal(entry["approved_at"]![..10], DemoDays.Iso(day)) <= 0));
        Assert.Empty(past.Values("time", "adjusts").Where(key => !string.IsNullOrEmpty(key)).Except(past.Values("time", "entry")));
        Assert.All(past["bookings"], row => Assert.True(decimal.Parse(row["hours_per_day"]!, CultureInfo.InvariantCulture) <= hours[row["booking"]!]));
        Assert.InRange(past["bookings"].Count, 1, now["bookings"].Count - 1);
        Assert.InRange(past["time"].Count, 1, now["time"].Count - 1);
    }

    [Fact]
    public void A_folder_and_an_archive_hold_the_same_files()
    {
        var folder = Directory.CreateTempSubdirectory("demo-").FullName;
        using var archive = new MemoryStream();
        DemoPractice.WriteFolder(Wednesday.Today, folder);
        DemoPractice.WriteZip(Wednesday.Today, archive);

        using var zip = new System.IO.Compression.ZipArchive(archive);
        Assert.Equal(Directory.GetFiles(folder).Select(Path.GetFileName).Order(), zip.Entries.Select(entry => entry.FullName).Order());
        Assert.All(zip.Entries, entry => Assert.Equal(new FileInfo(Path.Combine(folder, entry.FullName)).Length, entry.Length));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void There_is_one_account_for_each_role_and_it_belongs_to_somebody()
    {
        string[] roles =
        [
            "administrator", "architect", "coordinator", "customer", "deal_desk", "delivery_manager", "engagement_manager", "finance", "leader", "legal", "member",
            "operations", "partner", "pmo_manager", "practice_manager", "project_manager", "sales", "trainer",
        ];

        Assert.Equal(roles, DemoAccounts.All.Select(account => account.Role).Order());
        Assert.Equal(roles.Length, DemoAccounts.All.Select(account => account.Email).Distinct().Count());
        Assert.All(DemoAccounts.All.Where(account => account.Person is not null), account => Assert.Contains(account.Person, Wednesday.Values("people", "person")));
        Assert.All(DemoAccounts.All.Where(account => account.Customer is not null), account => Assert.Contains(account.Customer, Wednesday.Values("customers", "customer")));
    }

    [Fact]
    public void The_statement_of_work_begins_three_weeks_from_now_and_keeps_its_weekdays()
    {
        var text = DemoStatement.Text(Day("2026-11-21"));

        Assert.Contains("| Start date | 7 December 2026 |", text, StringComparison.Ordinal);
        Assert.Contains("| End date | 7 June 2027 |", text, StringComparison.Ordinal);
        Assert.DoesNotContain("2026 April", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Holidays_follow_the_rules_of_their_countries()
    {
        Assert.Equal(
            ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-28"], Holidays("UK", 2026));
        Assert.Equal(
            ["2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03", "2026-09-07", "2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25"],
            Holidays("US", 2026));
        Assert.Equal(
            ["2025-01-01", "2025-04-18", "2025-04-21", "2025-05-01", "2025-05-29", "2025-06-09", "2025-10-03", "2025-12-25", "2025-12-26"], Holidays("DE", 2025));
        Assert.Equal(["2026-01-26", "2026-04-03", "2026-04-14", "2026-10-02", "2026-12-25"], Holidays("IN", 2026));
        Assert.Equal(["2027-12-27", "2027-12-28"], Holidays("UK", 2027)[^2..]);
    }

    private static string[] Holidays(string calendar, int year) =>
        [.. DemoHolidays.Of(year, year).Where(day => day.Calendar == calendar).Select(day => day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))];

    private static string[] All(string file, string column) => [.. Wednesday.Values(file, column).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    private static DemoBundle Of(string today) => Bundles.GetOrAdd(today, day => new DemoBundle(Day(day)));

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ReportRequest Request(DateOnly today) => new(new DateRange(today, today.AddDays(364)), PeriodKind.Month, today, ReportSettings.Standard);
}
