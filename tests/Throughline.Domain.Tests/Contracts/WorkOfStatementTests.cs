using Throughline.Domain.Contracts;

namespace Throughline.Domain.Tests.Contracts;

/// <summary>Activities, deliverables and terms as statements of work write them.</summary>
public class WorkOfStatementTests
{
    [Theory]
    [InlineData("| Deliverable | Due |\n| Plan | 1 April |\n| Report | TBD |\n| [Name] | |\n| Total | |", "Plan (1 April); Report")]
    [InlineData("# Deliverables\n| Item | Frequency |\n| Status report | weekly |", "Status report (weekly)")]
    [InlineData("| Deliverable | Name | Date |\n| 1 | Plan | May |\n| 2 | Report | June |", "Plan (May); Report (June)")]
    [InlineData("| Deliverable | Words |\n| 1 | Plan |\n| 2 | Report |", "")]
    [InlineData("| Deliverable | Performance standard |\n| Plan | On time |", "")]
    [InlineData("Deliverable 1: Migration plan\nDeliverable 2. Runbook and training", "Migration plan; Runbook and training")]
    [InlineData("# Deliverables\n- Plan, due by 1 April\n- Runbook (within 5 days)\n- [ ] Report\n- ab\n- [Name]", "Plan (due by 1 April); Runbook (within 5 days); Report")]
    [InlineData("The Contractor shall deliver the following:\n- Plan\n- Runbook", "Plan; Runbook")]
    [InlineData("# Deliverables\nExamples:\n- Plan", "")]
    [InlineData("The deliverables are: a plan; a runbook; and the report.", "a plan; a runbook; the report")]
    [InlineData("Deliverables include a plan, a runbook and the report.", "a plan; a runbook; the report")]
    [InlineData("The deliverables are in good hands.", "")]
    [InlineData("The deliverables are: [list].", "")]
    public void Deliverables_are_read_from_tables_lists_and_sentences(string text, string expected) => Assert.Equal(expected, string.Join("; ", Statement.Read(text).Deliverables
        .Select(deliverable => deliverable.Value.Due is { } due ? $"{deliverable.Value.Title} ({due})" : deliverable.Value.Title)));

    [Theory]
    [InlineData("| Task | Description |\n| Discovery | Talk to users |\n| Build | TBD |\n| Total | |", "Discovery (Talk to users); Build")]
    [InlineData("| Phase | Name |\n| 1 | Discovery |\n| 2 | Build |", "Discovery; Build")]
    [InlineData("| Phase | Weeks |\n| 1 | 2 |\n| 2 | 3 |", "")]
    [InlineData("| Task | Surveillance |\n| Discovery | Weekly |", "")]
    [InlineData("Phase II: Build\nTask 3 - Close", "Build; Close")]
    [InlineData("# Task 1: Discovery\nTalk to the users.\n# Task 2: Build\n- Code", "Discovery (Talk to the users.); Build")]
    [InlineData("# Out of scope\nTask 1: Hosting\n# Tasks\nTask 2: [name]\nTask 3: Payment of invoices\nTask 4: Build it all", "Build it all")]
    [InlineData("# Statement of Work\n# Scope of work\n## Discovery\nTalk to users.\n## Build\n- Code\n## Assumptions\nNone.", "Discovery (Talk to users.); Build")]
    [InlineData("# Statement of Work\n# Scope of work\n## Discovery\nTalk to users.", "")]
    [InlineData("# Tasks\n- Discovery: talk to users\n- Build the thing in three steps. Each takes a week.\n- Close", "Discovery (talk to users); Build the thing in three steps (Each takes a week.); Close")]
    [InlineData("# Tasks\n- Task 1: Discovery: talk to users", "Discovery (talk to users)")]
    [InlineData("# Tasks\n- T12 - Discovery: talk to users\n- b) Build and", "Discovery (talk to users); Build")]
    [InlineData("The Contractor shall perform the following tasks:\n- Discovery\n  - Interviews\n- Build\nThe end.", "Discovery; Build")]
    [InlineData("Not included are:\nThe Contractor shall perform the following tasks:\nNothing.", "")]
    [InlineData("# Tasks\n- Build\n- build", "Build")]
    public void Activities_are_read_from_tables_headings_and_lists(string text, string expected) => Assert.Equal(expected, string.Join("; ", Statement.Read(text).Activities
        .Select(activity => activity.Value.Description is { } about ? $"{activity.Value.Title} ({about})" : activity.Value.Title)));

    [Theory]
    [InlineData("Term: 1 March 2026 to 31 May 2026", "2026-03-01", "2026-05-31")]
    [InlineData("Term: until 31 May 2026", null, "2026-05-31")]
    [InlineData("Term: 31 May 2026", null, "2026-05-31")]
    [InlineData("Term: the client decided on 31 May 2026 what it wants", null, null)]
    [InlineData("Estimated start date: 1 March 2026", "2026-03-01", null)]
    [InlineData("Target end date: 1 May 2026", null, "2026-05-01")]
    [InlineData("Effective date: 1 March 2026", "2026-03-01", null)]
    [InlineData("Effective date: 04/05/2026", null, null)]
    [InlineData("This SOW is effective as of 1 March 2026 and is done in Berlin.", "2026-03-01", null)]
    [InlineData("The term begins on 04/05/2026.", null, null)]
    [InlineData("The term starts when both have signed.", null, null)]
    [InlineData("The services run from 1 March 2026 through 31 May 2026.", "2026-03-01", "2026-05-31")]
    [InlineData("[ ] The term begins on 1 March 2026.", null, null)]
    public void The_days_of_the_term_are_read(string text, string? start, string? end)
    {
        var reading = Statement.Read(text);
        Assert.Equal((start, end), (Iso(reading.Start?.Value), Iso(reading.Expires?.Value)));
    }

    [Theory]
    [InlineData("Duration: [X] months", null)]
    [InlineData("Duration: 12 weeks\nThe project duration is 14 weeks.", null)]
    [InlineData("Duration: 10 business days", "10 BusinessDays")]
    [InlineData("Duration: 3-4 months", null)]
    [InlineData("# Duration\nSix months.", "6 Months")]
    public void The_length_of_the_work_is_one_or_none(string text, string? expected) =>
        Assert.Equal(expected, Statement.Read(text).PeriodOfPerformance is { } period ? $"{period.Value.Amount} {period.Value.Unit}" : null);

    [Theory]
    [InlineData("Duration: 12 weeks\nThe project duration is 14 weeks.", "12 weeks in line 1, 14 weeks in line 2")]
    [InlineData("Duration: 10 business days\nThe project duration is 14 weeks.", "10 business days")]
    [InlineData("Review period: 5 business days\nThe work is reviewed.\nReview period: 5 calendar days", "5 business days in line 1, 5 calendar days in line 3")]
    [InlineData("Payment terms: Net 30\nThe work is paid.\nPayment terms: Net 45", "30 in line 1, 45 in line 3")]
    [InlineData("SOW Number: 12\nThe work is done.\nSOW Number: 13", "\"12\" in line 1, \"13\" in line 3")]
    public void Values_that_differ_are_shown_as_a_reader_would_write_them(string text, string shown) =>
        Assert.Contains(Statement.Read(text).Warnings, warning => warning.Contains(shown, StringComparison.Ordinal));

    [Fact]
    public void A_value_may_stand_below_its_label_or_run_on_in_the_next_line()
    {
        Assert.Equal("Acme Ltd", Statement.Read("Client:\\\nAcme Ltd").Customer?.Value);
        Assert.Equal("Migration of the records of all clinics in the north and of those in the south", Statement.Read("Project: Migration of the records of all clinics in the north\\\nand of those in the south").Title?.Value);
        Assert.Equal(("Acme Ltd", "Beta GmbH"), (Statement.Read("Client: Acme Ltd\\\nProvider: Beta GmbH").Customer?.Value, Statement.Read("Client: Acme Ltd\\\nProvider: Beta GmbH").Provider?.Value));
    }

    [Fact]
    public void Of_boxes_only_the_ticked_one_counts()
    {
        Assert.Equal(StatementBilling.FixedFee, Statement.Read("[x] This is a fixed price contract.\n[ ] Work is billed on a time and materials basis.").Billing?.Value);
        Assert.Equal(new DateOnly(2026, 3, 15), Statement.Read("| Start date | [x] 15 March 2026 |").Start?.Value);
    }

    [Fact]
    public void A_very_long_sentence_is_cut_and_still_read()
    {
        var reading = Statement.Read(string.Join(' ', Enumerable.Repeat("word", 400)) + " and the total price is $15,000.");

        Assert.Equal(15_000m, reading.ContractValue?.Value);
        Assert.EndsWith("…", Statement.Read("# Tasks\n- Build: " + string.Join(' ', Enumerable.Repeat("word", 75))).Activities[0].Value.Description, StringComparison.Ordinal);
    }

    private static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
