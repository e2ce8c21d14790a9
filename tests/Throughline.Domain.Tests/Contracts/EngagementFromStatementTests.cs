using Throughline.Domain.Contracts;

namespace Throughline.Domain.Tests.Contracts;

public class EngagementFromStatementTests
{
    private static readonly SourcePlace Somewhere = new(1, "words");

    private static readonly StatementReading Complete = new()
    {
        Title = Said("Data platform"),
        SowNumber = Said("1042"),
        Customer = Said("BuyCo, LLC"),
        Billing = Said(StatementBilling.FixedFee),
        Currency = Said("USD"),
        ContractValue = Said(15000m),
        Start = Said(new DateOnly(2026, 3, 15)),
        Expires = Said(new DateOnly(2026, 9, 15)),
        Activities = [Said(new StatementActivity("Build", null))],
        Milestones = [Said(new StatementMilestone("Design complete", new DateOnly(2026, 4, 30), 5000m)), Said(new StatementMilestone(null, null, 10000m))],
        RateLines = [Said(new StatementRateLine("Developer", 100m, 150m, null)), Said(new StatementRateLine("Lead", 20m, 200m, null))],
        Acceptance = Said(new ReviewPeriod(10, true, "submission")),
    };

    [Fact]
    public void A_complete_statement_becomes_an_engagement()
    {
        var draft = Draft(Complete);
        Assert.Equal(("SOW-1042", "buyco-llc", "Data platform"), (draft.Engagement, draft.Customer, draft.Name));
        Assert.Equal((15000m, 120m), (draft.ContractValue, draft.BudgetHours));
        Assert.Equal(["M1", "M2"], draft.Milestones.Select(milestone => milestone.Code));
        Assert.Equal("M2", draft.Milestones[1].Title);
        Assert.Equal(new DraftActivity("A1", "Build", null), Assert.Single(draft.Activities));
        Assert.Equal(2, draft.RateLines.Count);
    }

    [Fact]
    [Trait("rule", "R-229")]
    public void Silence_accepts_only_where_the_statement_says_so()
    {
        Assert.Null(Draft(Complete).PassiveAcceptance);
        Assert.Null(Draft(Complete with { DeemedAccepted = Said(false) }).PassiveAcceptance);
        Assert.Equal(new PassiveTerm(10, true), Draft(Complete with { DeemedAccepted = Said(true) }).PassiveAcceptance);
    }

    [Fact]
    public void Every_missing_field_is_named_at_once()
    {
        Assert.False(EngagementFromStatement.Draft(new StatementReading()).Succeeded(out _, out var problem));
        var incomplete = Assert.IsType<StatementIncomplete>(problem);
        Assert.Equal(["sow_number", "customer", "start", "expires", "contract_value", "billing"], incomplete.Fields.Select(field => field.Field));
    }

    [Fact]
    public void Mixed_billing_has_to_be_settled_by_a_person()
    {
        Assert.False(EngagementFromStatement.Draft(Complete with { Billing = Said(StatementBilling.Mixed) }).Succeeded(out _, out var problem));
        Assert.Equal(["billing"], Assert.IsType<StatementIncomplete>(problem).Fields.Select(field => field.Field));
    }

    [Theory]
    [InlineData(6, SpanUnit.Months, "2026-09-14")]
    [InlineData(60, SpanUnit.Days, "2026-05-13")]
    [InlineData(2, SpanUnit.Weeks, "2026-03-28")]
    public void A_last_day_that_only_follows_from_a_length_is_proposed_but_not_taken(int amount, SpanUnit unit, string day)
    {
        var sentence = ExpiresSentence(Complete with { Expires = null, PeriodOfPerformance = Said(new Span(amount, unit)) });
        Assert.Contains(day, sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60, SpanUnit.BusinessDays)]
    [InlineData(int.MaxValue, SpanUnit.Weeks)]
    [InlineData(int.MaxValue, SpanUnit.Months)]
    public void A_length_that_leads_to_no_day_proposes_none(int amount, SpanUnit unit) =>
        Assert.Contains("no last day", ExpiresSentence(Complete with { Expires = null, PeriodOfPerformance = Said(new Span(amount, unit)) }), StringComparison.Ordinal);

    [Fact]
    public void An_end_before_the_start_is_refused() =>
        Assert.Contains("before start", ExpiresSentence(Complete with { Expires = Said(new DateOnly(2026, 1, 1)) }), StringComparison.Ordinal);

    [Theory]
    [InlineData("1", "SOW-1")]
    [InlineData("SOW-1042", "SOW-1042")]
    [InlineData("12/2026", "SOW-12-2026")]
    [InlineData(" AC 2026 / 4 ", "AC-2026-4")]
    public void The_engagement_is_known_by_the_number_of_its_statement(string number, string key) => Assert.Equal(key, EngagementFromStatement.KeyOf(number));

    [Fact]
    public void The_practices_own_code_of_the_customer_wins() =>
        Assert.Equal("buyco", EngagementFromStatement.Draft(Complete, "buyco").Succeeded(out var draft, out _) ? draft.Customer : null);

    [Fact]
    public void Hours_of_some_lines_only_are_not_the_budget() =>
        Assert.Null(Draft(Complete with { RateLines = [Said(new StatementRateLine("Developer", null, 150m, null)), Said(new StatementRateLine("Lead", 20m, 200m, null))] }).BudgetHours);

    [Fact]
    public void A_name_in_another_script_still_gives_a_key()
    {
        var draft = Draft(Complete with { Customer = Said("株式会社"), Title = null });
        Assert.Equal("customer", draft.Customer);
        Assert.Equal("株式会社 SOW-1042", draft.Name);
    }

    private static Reading<T> Said<T>(T value) where T : notnull => new(value, Somewhere, 0.9m);

    private static EngagementDraft Draft(StatementReading reading)
    {
        Assert.True(EngagementFromStatement.Draft(reading).Succeeded(out var draft, out var problem), problem?.Message);
        return draft;
    }

    private static string ExpiresSentence(StatementReading reading)
    {
        Assert.False(EngagementFromStatement.Draft(reading).Succeeded(out _, out var problem));
        return Assert.Single(Assert.IsType<StatementIncomplete>(problem).Fields).Sentence;
    }
}
