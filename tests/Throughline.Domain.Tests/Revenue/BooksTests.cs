using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Revenue;
using Throughline.Domain.Timekeeping;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Revenue;

public class BooksTests
{
    private static readonly PeriodDates March = BillingPeriods.DatesOf(
        new Month(2026, 3), 5, new WeeklyMinute(DayOfWeek.Wednesday, 17 * 60), new WeeklyMinute(DayOfWeek.Thursday, 13 * 60), BusinessCalendar.WeekendsOnly, Zones.Find("America/New_York")!);

    [Fact]
    public void A_month_closes_on_its_business_day_and_the_cut_offs_lie_in_that_week()
    {
        Assert.Equal(Day("2026-04-07"), March.ClosesOn);
        Assert.Equal(DateTimeOffset.Parse("2026-04-08T21:00Z", System.Globalization.CultureInfo.InvariantCulture), March.TimeCutOff);
        Assert.Equal(DateTimeOffset.Parse("2026-04-09T17:00Z", System.Globalization.CultureInfo.InvariantCulture), March.ApprovalsCutOff);
    }

    [Theory]
    [InlineData(false, false, false, "2026-04-08T20:59Z", "open")]
    [InlineData(false, false, false, "2026-04-08T21:00Z", "time_cut_off")]
    [InlineData(false, false, false, "2026-04-09T17:00Z", "approvals_cut_off")]
    [InlineData(true, false, false, "2026-04-01T17:00Z", "consolidated")]
    [InlineData(true, true, false, "2026-04-01T17:00Z", "finance_review")]
    [InlineData(false, true, true, "2026-04-01T17:00Z", "closed")]
    public void What_people_did_stands_before_what_the_clock_says(bool consolidated, bool inReview, bool closed, string now, string stage) => Assert.Equal(
        stage, BillingPeriods.StageOf(March, new PeriodFacts(consolidated, inReview, closed), DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)).Text());

    [Fact, Trait("rule", "R-235")]
    public void Nobody_opens_a_period_for_themselves_or_twice()
    {
        var ticket = new PeriodReopening("r1", "l1", Days("2026-03-01", "2026-03-31"), null, "Wrong", "ana", default, TicketState.Asked);

        Assert.Equal("separation_of_duties", ticket.RefuseDecision("ana")?.Rule);
        Assert.Equal("R-235", (ticket with { State = TicketState.Declined }).RefuseDecision("bo")?.Rule);
        Assert.Null(ticket.RefuseDecision("bo"));
    }

    [Theory]
    [InlineData("2026-03-01", "2026-03-31", true, true)]
    [InlineData("2026-03-01", "2026-04-30", true, true)]
    [InlineData("2026-03-01", "2026-03-30", true, false)]
    [InlineData("2026-03-02", "2026-03-31", true, false)]
    [InlineData("2026-03-01", "2026-03-31", false, false)]
    public void A_billing_lock_of_whole_months_closes_them(string first, string last, bool billing, bool closes) =>
        Assert.Equal(closes, new PeriodLock("l1", Days(first, last), null, null, null, "Billed", billing).ClosesMonths);

    [Fact]
    public void Released_revenue_is_debited_as_unbilled_and_what_is_taken_back_goes_the_other_way()
    {
        var accounts = new JournalAccounts("1200", "4000");

        Assert.Equal([new("1200", 10m, 0m), new("4000", 0m, 10m)], Journal.Of(10m, accounts));
        Assert.Equal([new("4000", 10m, 0m), new("1200", 0m, 10m)], Journal.Of(-10m, accounts));
        Assert.Empty(Journal.Of(0m, accounts));
    }

    [Fact, Trait("rule", "R-221")]
    public void An_invoice_has_a_line_for_each_person_role_and_rate_and_for_each_milestone()
    {
        var invoice = Assert.Single(DraftInvoices.Of(
            [
                Time("t1", "p1", 2.5m, 100m), Time("t2", "p1", 1m, 100m), Time("t3", "p1", 1m, 120m), Time("t4", "p2", 1m, 100m), Time("t5", "p2", -1m, 100m),
                new InvoiceSource(new("SOW-1"), "m1", "Design", null, null, 0m, null, 500m), new InvoiceSource(new("SOW-1"), "m2", "Free", null, null, 0m, null, 0m),
            ],
            person => "Name of " + person.Value));

        Assert.Equal(["m1 Design 500.00", "Name of p1, senior engineer, 3.5 h at 100.00 350.00", "Name of p1, senior engineer, 1 h at 120.00 120.00"], invoice.Lines.Select(line => FormattableString.Invariant($"{line.Description} {line.Amount:0.00}")));
        Assert.Equal(970m, invoice.Total);
    }

    [Fact]
    public void An_invoices_lines_add_up_to_its_rounded_sum() => Property.Holds(random =>
    {
        List<InvoiceSource> sources = [.. Enumerable.Range(0, random.Next(1, 30)).Select(number => Time($"t{number}", $"p{random.Next(4)}", (random.Next(-2000, 9000) + 1) / 1000.0001m, random.Next(90, 93) + 0.335m))];
        foreach (var invoice in DraftInvoices.Of(sources, person => person.Value))
        {
            Assert.Equal(Domain.Pricing.Money.RoundCents(invoice.Lines.SelectMany(line => line.Sources).Sum(source => source.Amount)), invoice.Total);
            Assert.All(invoice.Lines, line => Assert.Equal(line.Amount, decimal.Round(line.Amount, 2)));
        }
    });

    [Theory]
    [InlineData(10, false, "2026-03-21")]
    [InlineData(10, true, "2026-03-25")]
    public void An_invoice_is_due_by_the_contracts_days(int days, bool business, string due) =>
        Assert.Equal(Day(due), DraftInvoices.DueOn(Day("2026-03-11"), days, business, BusinessCalendar.WeekendsOnly));

    private static InvoiceSource Time(string entry, string person, decimal hours, decimal rate) =>
        new(new EngagementKey("SOW-1"), entry, null, new PersonKey(person), "senior_engineer", hours, rate, hours * rate);
}
