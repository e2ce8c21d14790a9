using System.Globalization;
using Throughline.Domain.Contracts;

namespace Throughline.Domain.Tests.Contracts;

public class StatementReaderTests
{
    [Fact]
    public void The_number_of_a_section_is_no_part_of_an_activitys_title() => Assert.Equal(
        ["Interface design", "Site connection"],
        Statement.Read("# Statement of Work\n\n## 3. Scope of work\n\n### 3.1 Interface design\n\nAgree it.\n\n### 3.2. Site connection\n\nConnect them.\n").Activities.Select(activity => activity.Value.Title));

    [Theory]
    [InlineData("This SOW is made between Acme Ltd (“Client”) and Beta Consulting GmbH (“Contractor”).", "Acme Ltd", "Beta Consulting GmbH")]
    [InlineData("This Agreement is by and between Initech, Inc., a Delaware corporation with offices in Austin (the \"Customer\"), and Hooli LLC (hereinafter \"Service Provider\").", "Initech, Inc.", "Hooli LLC")]
    [InlineData("Customer: Northwind Traders plc\nSupplier: Fabrikam Limited", "Northwind Traders plc", "Fabrikam Limited")]
    [InlineData("| Client | Contoso B.V. |\n| Vendor | Tailspin AB |", "Contoso B.V.", "Tailspin AB")]
    [InlineData("# Client\nName: Wingtip Toys Inc\n# Contractor\nName: Lucerne Publishing LLC", "Wingtip Toys Inc", "Lucerne Publishing LLC")]
    [InlineData("between Acme Corp (the “Company”) and Jane Doe (the “Contractor”)", "Acme Corp", "Jane Doe")]
    [InlineData("Prepared for: Globex Corporation\nPrepared by: Initrode LLC", "Globex Corporation", "Initrode LLC")]
    public void The_parties_are_read_with_their_roles(string text, string customer, string provider)
    {
        var reading = Statement.Read(text);
        Assert.Equal(customer, reading.Customer?.Value);
        Assert.Equal(provider, reading.Provider?.Value);
    }

    [Theory]
    [InlineData("This SOW is made between Acme Ltd and Beta GmbH under their agreement.")]
    [InlineData("Client: [Client Name]\nContractor: ____________")]
    [InlineData("Client: shall provide access to its systems")]
    [InlineData("Client: TBD")]
    [InlineData("The Client will review each deliverable.")]
    public void Parties_that_are_not_said_stay_empty(string text)
    {
        var reading = Statement.Read(text);
        Assert.Null(reading.Customer);
        Assert.Null(reading.Provider);
    }

    [Fact]
    public void One_name_on_both_sides_is_left_empty_and_reported()
    {
        var reading = Statement.Read("Client: Acme Corporation\nProvider: Acme Corporation");
        Assert.Null(reading.Customer);
        Assert.Contains(reading.Warnings, warning => warning.Contains("same name", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SOW Number: SOW-1042", "SOW-1042")]
    [InlineData("Statement of Work No. 7", "7")]
    [InlineData("# STATEMENT OF WORK #12", "12")]
    [InlineData("# SOW-2026-014: Data platform", "SOW-2026-014")]
    [InlineData("This SOW 1 (“SOW”) incorporates the Agreement.", "1")]
    [InlineData("| SOW No. | AC-2026/4 |", "AC-2026/4")]
    [InlineData("Task Order Number: 47QTCA-22-F-0012", "47QTCA-22-F-0012")]
    public void The_number_of_the_statement_is_read(string text, string expected) => Assert.Equal(expected, Statement.Read(text).SowNumber?.Value);

    [Theory]
    [InlineData("SOW Number: ____")]
    [InlineData("SOW Number: SOW-2026-XXXX")]
    [InlineData("# Statement of Work 12 March 2026")]
    [InlineData("# Statement of Work")]
    [InlineData("RFQ Number: 1169875")]
    public void A_number_of_something_else_is_not_taken(string text) => Assert.Null(Statement.Read(text).SowNumber);

    [Theory]
    [InlineData("Start date: 1 March 2026\nEnd date: 30 September 2026", "2026-03-01", "2026-09-30")]
    [InlineData("The term of this SOW commences on January 5, 2026 and expires on June 30, 2026.", "2026-01-05", "2026-06-30")]
    [InlineData("Period of Performance: April 1, 2026 through March 31, 2027", "2026-04-01", "2027-03-31")]
    [InlineData("| Commencement Date | 01.02.2026 |\n| Expiry Date | 31.07.2026 |", "2026-02-01", "2026-07-31")]
    [InlineData("# Term\nFrom 1 May 2026 to 31 October 2026.", "2026-05-01", "2026-10-31")]
    [InlineData("The services will begin on 2026-02-01 and will be completed by 2026-05-31.", "2026-02-01", "2026-05-31")]
    [InlineData("Start Date: 04/05/2026\nEnd Date: 30/09/2026", "2026-05-04", "2026-09-30")]
    [InlineData("Start: 2026-01-15", "2026-01-15", null)]
    public void The_first_and_last_day_are_read(string text, string start, string? end)
    {
        var reading = Statement.Read(text);
        Assert.Equal(start, Iso(reading.Start?.Value));
        Assert.Equal(end, Iso(reading.Expires?.Value));
    }

    [Theory]
    [InlineData("Start date: [DATE]")]
    [InlineData("Start date: TBD\nEnd date: to be determined")]
    [InlineData("This SOW is governed by the Master Services Agreement dated January 15, 2023.")]
    [InlineData("Date: June 30, 2016")]
    [InlineData("Questions are due by February 15, 2017.")]
    [InlineData("Quote valid through: upon request")]
    public void A_date_of_something_else_is_not_taken(string text)
    {
        var reading = Statement.Read(text);
        Assert.Null(reading.Start);
        Assert.Null(reading.Expires);
    }

    [Fact]
    public void A_date_that_can_be_read_in_two_ways_stays_empty_and_is_reported()
    {
        var reading = Statement.Read("Start date: 04/05/2026");
        Assert.Null(reading.Start);
        Assert.Contains(reading.Warnings, warning => warning.Contains("04/05/2026", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_first_days_that_differ_are_left_empty_and_reported()
    {
        var reading = Statement.Read("Start date: 1 March 2026\nThe work is done in Berlin.\nStart date: 1 April 2026");
        Assert.Null(reading.Start);
        Assert.Contains(reading.Warnings, warning => warning.StartsWith("start", StringComparison.Ordinal));
    }

    [Fact]
    public void An_end_before_the_start_is_left_empty_and_reported()
    {
        var reading = Statement.Read("Start date: 1 March 2026\nEnd date: 1 February 2026");
        Assert.Null(reading.Start);
        Assert.Null(reading.Expires);
        Assert.Contains(reading.Warnings, warning => warning.Contains("before the start", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("The Period of Performance (POP) is 60 days with no option periods.", 60, (int)SpanUnit.Days)]
    [InlineData("Duration: 12 weeks", 12, (int)SpanUnit.Weeks)]
    [InlineData("This SOW shall be for a period of six (6) months.", 6, (int)SpanUnit.Months)]
    [InlineData("The period of performance includes a base period of 3 months, with 5 additional option periods, each 3 months in duration.", 3, (int)SpanUnit.Months)]
    [InlineData("Period of performance: one base year", null, 0)]
    [InlineData("The period of performance for each invoice shall be for one calendar month.", null, 0)]
    [InlineData("Projects with a period of performance of two (2) months to twelve (12) months are similar.", null, 0)]
    public void The_length_of_the_work_is_read(string text, int? amount, int unit) =>
        Assert.Equal(amount is null ? null : new Span(amount.Value, (SpanUnit)unit), Statement.Read(text).PeriodOfPerformance?.Value);

    [Theory]
    [InlineData("Total Contract Value: $120,000", 120000, "USD")]
    [InlineData("The total price shall not exceed USD 1,250,000.00.", 1250000, "USD")]
    [InlineData("Fees: €45.000,00", 45000, "EUR")]
    [InlineData("The fixed fee for the Services is £18,500 plus VAT.", 18500, "GBP")]
    [InlineData("Provider will be paid $15,000 fixed fee.", 15000, "USD")]
    [InlineData("| Phase | Fee |\n| Design | $10,000 |\n| Build | $20,000 |\n| Total | $30,000 |", 30000, "USD")]
    [InlineData("Not-to-Exceed Amount: $75,000", 75000, "USD")]
    [InlineData("The ceiling price of this order is $2.4 million.", 2400000, "USD")]
    [InlineData("Total fees under this SOW are estimated at CAD 64,000.", 64000, "CAD")]
    public void The_stated_total_is_read(string text, double value, string currency)
    {
        var reading = Statement.Read(text);
        Assert.Equal((decimal)value, reading.ContractValue?.Value);
        Assert.Equal(currency, reading.Currency?.Value);
        Assert.True(reading.ContractValue!.Confidence >= 0.7m);
    }

    [Theory]
    [InlineData("Travel expenses shall not exceed $20,000.")]
    [InlineData("Contractor shall carry insurance of not less than $1,000,000 in total.")]
    [InlineData("Liability under this SOW shall not exceed $500,000.")]
    [InlineData("Total: $XX,XXX")]
    [InlineData("A late fee of $500 applies.")]
    [InlineData("The rate shall not exceed $150 per hour.")]
    public void An_amount_of_something_else_is_not_the_value(string text) => Assert.Null(Statement.Read(text).ContractValue);

    [Fact]
    public void Lines_without_a_total_are_added_up_with_little_confidence()
    {
        var reading = Statement.Read("| Milestone | Amount |\n| Design | $5,000 |\n| Build | $7,500 |");
        Assert.Equal(12500m, reading.ContractValue?.Value);
        Assert.True(reading.ContractValue!.Confidence < 0.7m);
    }

    [Fact]
    public void Lines_that_do_not_add_up_to_the_total_are_reported()
    {
        var reading = Statement.Read("Total price: $15,000\n\n| Milestone | Amount |\n| Design | $5,000 |\n| Build | $7,500 |");
        Assert.Equal(15000m, reading.ContractValue?.Value);
        Assert.Contains(reading.Warnings, warning => warning.Contains("12500.00", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_totals_that_differ_are_left_empty_and_reported()
    {
        var reading = Statement.Read("Total price: $15,000\n\nTotal price: $16,000");
        Assert.Null(reading.ContractValue);
        Assert.Contains(reading.Warnings, warning => warning.StartsWith("contract_value", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("# Type of Contract\nThis is a Firm Fixed Price order.", (int)StatementBilling.FixedFee)]
    [InlineData("The Government contemplates award of one Labor Hour (LH) Call Order.", (int)StatementBilling.TimeAndMaterials)]
    [InlineData("Contract type: T&M, not to exceed", (int)StatementBilling.TimeAndMaterials)]
    [InlineData("Services are provided on a time and materials basis.", (int)StatementBilling.TimeAndMaterials)]
    [InlineData("Pricing: fixed price for discovery, time and materials for build", (int)StatementBilling.Mixed)]
    [InlineData("Work is billed on an hourly basis.", (int)StatementBilling.TimeAndMaterials)]
    [InlineData("This is a Firm Fixed Price order.\nThe services are provided on a time and materials basis.", (int)StatementBilling.Mixed)]
    [InlineData("This is a Firm Fixed Price order.\nPricing: fixed price for discovery, time and materials for build", (int)StatementBilling.Mixed)]
    [InlineData("| Billing | Fixed price |", (int)StatementBilling.FixedFee)]
    [InlineData("Contract type: fixed price or T&M", null)]
    [InlineData("This is not a fixed-price contract.", null)]
    [InlineData("Out-of-scope work is billed on a time and materials basis.", null)]
    [InlineData("Skill Level Name (for T&M or Labor Hour)", null)]
    public void The_kind_of_billing_is_read(string text, int? billing) =>
        Assert.Equal((StatementBilling?)billing, Statement.Read(text).Billing?.Value);

    [Fact]
    public void Milestones_are_read_from_a_table_without_its_total()
    {
        var reading = Statement.Read("| # | Milestone | Due | Amount |\n| 1 | Design | 30 April 2026 | €5.000,00 |\n| 2 | Build | TBD | €7.500,00 |\n| | Total | | €12.500,00 |");
        Assert.Equal(
            [new StatementMilestone("Design", new DateOnly(2026, 4, 30), 5000m), new StatementMilestone("Build", null, 7500m)],
            reading.Milestones.Select(milestone => milestone.Value));
        Assert.Equal(12500m, reading.ContractValue?.Value);
    }

    [Fact]
    public void Milestones_are_read_from_a_list_and_from_a_sentence()
    {
        var listed = Statement.Read("# Milestones\n- Design complete – 30 April 2026 – $5,000\n- Build complete – 31 July 2026 – $7,500");
        var inline = Statement.Read("Milestones: (1) Design complete - April 30, 2026 - $5,000; (2) Build complete - July 31, 2026 - $7,500.");
        StatementMilestone[] expected = [new("Design complete", new DateOnly(2026, 4, 30), 5000m), new("Build complete", new DateOnly(2026, 7, 31), 7500m)];
        Assert.Equal(expected, listed.Milestones.Select(milestone => milestone.Value));
        Assert.Equal(expected, inline.Milestones.Select(milestone => milestone.Value));
    }

    [Fact]
    public void Rate_lines_are_read_and_checked()
    {
        var reading = Statement.Read("| Role | Hours | Rate | Amount |\n| Architect | 100 | $200.00 | $20,000.00 |\n| Developer | 200 | $150.00 | $31,000.00 |\n| Total | 300 | | $51,000.00 |");
        Assert.Equal(
            [new StatementRateLine("Architect", 100m, 200m, 20000m), new StatementRateLine("Developer", 200m, 150m, 31000m)],
            reading.RateLines.Select(line => line.Value));
        Assert.Equal(StatementBilling.TimeAndMaterials, reading.Billing?.Value);
        Assert.Equal(["Architect", "Developer"], reading.Roles.Select(role => role.Value));
        Assert.Contains(reading.Warnings, warning => warning.Contains("30000.00", StringComparison.Ordinal));
    }

    [Fact]
    public void A_day_rate_is_not_an_hourly_rate()
    {
        var reading = Statement.Read("| Role | Day rate | Total |\n| Consultant | £850 | £17,000 |");
        var line = Assert.Single(reading.RateLines).Value;
        Assert.Null(line.Rate);
        Assert.Equal(17000m, line.Amount);
        Assert.Contains(reading.Warnings, warning => warning.Contains("per day", StringComparison.Ordinal));
    }

    [Fact]
    public void Rates_in_a_list_are_read()
    {
        var reading = Statement.Read("# Rates\n- Senior Developer: $150/hour (200 hours)\n- Project Manager: $120 per hour");
        Assert.Equal([new StatementRateLine("Senior Developer", 200m, 150m, null), new StatementRateLine("Project Manager", null, 120m, null)], reading.RateLines.Select(line => line.Value));
    }

    [Theory]
    [InlineData("Customer shall review each Deliverable within five (5) business days of receipt and accept or reject it.", 5, true, "receipt")]
    [InlineData("Rejection Period: 10 business days from Deliverable submission", 10, true, "Deliverable submission")]
    [InlineData("The Client has 7 calendar days after delivery to notify Contractor of any rejection.", 7, false, "delivery")]
    [InlineData("The Client shall accept or reject within 10 days.", 10, false, null)]
    [InlineData("The Client shall inspect and comment within approximately 2 weeks.", 14, false, null)]
    [InlineData("Upon final acceptance the Client shall review everything within 20 business days.", 20, true, null)]
    [InlineData("Deliverables not rejected within ten working days of delivery are deemed accepted.", 10, true, "delivery")]
    public void The_days_for_acceptance_are_read_with_their_unit(string text, int days, bool business, string? from) =>
        Assert.Equal(new ReviewPeriod(days, business, from), Statement.Read(text).Acceptance?.Value);

    [Theory]
    [InlineData("Either party may terminate within 30 days if acceptance is refused.")]
    [InlineData("Contractor shall return badges within 7 calendar days after the Government’s final acceptance.")]
    [InlineData("Work is done in two-week sprints and reviewed at the end of each sprint.")]
    [InlineData("Client shall review within [X] business days.")]
    [InlineData("Client shall review and accept within 5 business days or 10 business days.")]
    [InlineData("[ ] The Client shall accept or reject within 10 days.")]
    public void Days_for_something_else_are_not_for_acceptance(string text) => Assert.Null(Statement.Read(text).Acceptance);

    [Theory]
    [InlineData("If Customer does not respond within 5 business days, the Deliverable is deemed accepted.", true)]
    [InlineData("Failure to respond within 10 days constitutes acceptance.", true)]
    [InlineData("Client provides written acceptance or 5 business days pass without objection.", true)]
    [InlineData("Silence shall not be construed as, and does not mean, acceptance.", false)]
    [InlineData("No deliverable shall be deemed accepted without written approval.", false)]
    [InlineData("If no response is received in that time, the milestone is deemed accepted.", true)]
    [InlineData("If no written notice of rejection is given within 5 days, the work will be deemed accepted.", true)]
    [InlineData("A deliverable is deemed accepted upon written approval by the Client.", null)]
    [InlineData("Customer accepts each deliverable in writing.", null)]
    public void Whether_silence_accepts_is_read(string text, bool? expected) => Assert.Equal(expected, Statement.Read(text).DeemedAccepted?.Value);

    [Theory]
    [InlineData("Contractor shall correct and resubmit a rejected deliverable within five (5) business days of notice.", 5, true)]
    [InlineData("Resubmission Period: 10 calendar days", 10, false)]
    public void The_days_for_a_correction_are_read(string text, int days, bool business)
    {
        var period = Statement.Read(text).Resubmission?.Value;
        Assert.Equal((days, business), (period?.Days, period?.BusinessDays));
    }

    [Theory]
    [InlineData("Payment terms: Net 30", 30)]
    [InlineData("Invoices are payable within forty-five (45) days of receipt.", 45)]
    [InlineData("Customer shall pay each undisputed invoice within 60 days of the invoice date.", 60)]
    [InlineData("NET-45", 45)]
    [InlineData("Payment terms: within 30 days of the invoice", 30)]
    [InlineData("Payment terms: within 30 business days of the invoice", null)]
    [InlineData("Payment terms: Net 30 or Net 45", null)]
    [InlineData("Payment terms: [days]", null)]
    [InlineData("The final invoice shall be submitted within 60 days of completion.", null)]
    [InlineData("Late payments bear interest after 30 days.", null)]
    public void Payment_terms_are_read(string text, int? days) => Assert.Equal(days, Statement.Read(text).PaymentTerms?.Value);

    [Theory]
    [InlineData("Work will be conducted in two-week sprints.", 2)]
    [InlineData("Sprint length: 3 weeks", 3)]
    [InlineData("Sprint length: 2 weeks or 3 weeks", null)]
    [InlineData("Work is done in one-month sprints.", null)]
    [InlineData("Work will be conducted in one or two-week sprints.", null)]
    [InlineData("The team works in sprints.", null)]
    public void The_length_of_an_iteration_is_read(string text, int? weeks) =>
        Assert.Equal(weeks is null ? null : new Span(weeks.Value, SpanUnit.Weeks), Statement.Read(text).IterationLength?.Value);

    [Theory]
    [InlineData("Travel expenses will be reimbursed up to $20,000.", true, 20000)]
    [InlineData("Reasonable travel expenses shall be reimbursed at cost.", true, null)]
    [InlineData("Expenses are not reimbursable.", false, null)]
    [InlineData("No travel is anticipated.", null, null)]
    public void Expenses_are_read(string text, bool? allowed, int? cap) =>
        Assert.Equal(allowed is null ? null : new StatementExpenses(allowed.Value, cap), Statement.Read(text).Expenses?.Value);

    [Fact]
    public void Key_personnel_are_read_and_the_customers_people_are_not()
    {
        var reading = Statement.Read("# Key Personnel\nAt a minimum, a Project Manager and a Technical Lead must be designated as Key Personnel.\nThe Product Owner and the Contracting Officer are key personnel of the Government; the following apply.");
        Assert.Equal(["Project Manager", "Technical Lead"], reading.Roles.Select(role => role.Value));
    }

    [Fact]
    public void Tasks_phases_and_deliverables_are_read()
    {
        var reading = Statement.Read("# Scope of Work\n## Phase 1: Discovery\nInterviews with users.\n## Phase 2: Build\nIterations.\n# Deliverables\n- Research report, due end of phase 1\n- Working software\n# Out of scope\n- Hosting");
        Assert.Equal([new StatementActivity("Discovery", "Interviews with users."), new StatementActivity("Build", "Iterations.")], reading.Activities.Select(activity => activity.Value));
        Assert.Equal(["Research report", "Working software"], reading.Deliverables.Select(deliverable => deliverable.Value.Title));
    }

    [Fact]
    public void What_is_out_of_scope_is_no_activity()
    {
        var reading = Statement.Read("# Out of scope\n- Hosting\n- Training\n# Exclusions\n- Licences");
        Assert.Empty(reading.Activities);
        Assert.Empty(reading.Deliverables);
    }

    [Fact]
    public void Every_value_names_its_line_and_words()
    {
        var reading = Statement.Read("# Statement of Work\n\nClient: Acme Ltd\n\nTotal price: $10,000");
        Assert.Equal(new SourcePlace(3, "Client: Acme Ltd"), reading.Customer?.Source);
        Assert.Equal(5, reading.ContractValue?.Source.Line);
    }

    [Fact]
    public void A_document_that_says_nothing_gives_nothing()
    {
        var reading = Statement.Read("# Meeting notes\nWe talked about the weather.");
        Assert.Null(reading.SowNumber);
        Assert.Null(reading.Customer);
        Assert.Null(reading.ContractValue);
        Assert.Empty(reading.Warnings);
    }

    private static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
