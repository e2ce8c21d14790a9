using System.Globalization;
using Throughline.Domain.Changes;

namespace Throughline.Domain.Tests.Changes;

public class ScopeChangeRouterTests
{
    private static readonly ScopeChange Nothing = new(
        BillingTypeChanges: false, AdditionalFunds: 0m, CurrentExpires: new(2025, 3, 15), NewEnd: null, OriginalSowReused: true,
        PmWantsChangeOrder: false, ExtraHoursUnfunded: 0m, ScopeChanges: false, WorkBeforeSignature: false, EarlierExtensions: []);

    private static readonly ScopeChangePolicy Newest = new();

    [Fact]
    public void A_change_that_changes_nothing_needs_no_paper() =>
        Assert.Empty(ScopeChangeRouter.Propose(Nothing, Newest));

    [Fact]
    [Trait("rule", "R-176")]
    public void A_new_billing_type_takes_a_change_order_before_anything_else_is_asked()
    {
        var change = Nothing with { BillingTypeChanges = true, AdditionalFunds = 500m, PmWantsChangeOrder = true, ScopeChanges = true };

        AssertOnly(ChangeInstrument.ChangeOrder, "R-176", change);
    }

    [Theory]
    [Trait("rule", "R-174")]
    [InlineData("0.01", "0.01")]
    [InlineData("30000", "30000.00")]
    [InlineData("-500", "500.00")]
    public void A_budget_that_changes_by_a_cent_takes_a_change_order_and_the_reason_names_the_amount(string amount, string named)
    {
        var change = Nothing with { AdditionalFunds = decimal.Parse(amount, CultureInfo.InvariantCulture), NewEnd = new(2025, 4, 1) };

        var order = AssertOnly(ChangeInstrument.ChangeOrder, "R-174", change);
        Assert.Contains(named, order.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("rule", "R-180")]
    [InlineData("2025-12-31", "2026-02-27", false)]
    [InlineData("2025-12-31", "2026-02-28", true)]
    [InlineData("2025-03-15", "2025-05-14", false)]
    [InlineData("2025-03-15", "2025-05-15", true)]
    [InlineData("2023-12-31", "2024-02-28", false)]
    [InlineData("2023-12-31", "2024-02-29", true)]
    public void Exactly_two_months_take_a_change_order_and_a_day_less_a_confirmation(string expires, string newEnd, bool order)
    {
        var change = Nothing with { CurrentExpires = Day(expires), NewEnd = Day(newEnd) };

        var proposal = order
            ? AssertOnly(ChangeInstrument.ChangeOrder, "R-175", change)
            : AssertOnly(ChangeInstrument.WrittenConfirmation, "R-179", change);
        Assert.Contains(newEnd, proposal.Reason, StringComparison.Ordinal);
        Assert.Contains(expires, proposal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "R-181")]
    public void Two_short_extensions_add_up_from_the_expiration_as_signed()
    {
        var second = Nothing with { NewEnd = new(2025, 5, 16), EarlierExtensions = [new(2025, 4, 14)] };

        var order = AssertOnly(ChangeInstrument.ChangeOrder, "R-175", second);
        Assert.Contains("earlier extensions add up", order.Reason, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "P-30")]
    public void Counted_one_by_one_the_second_short_extension_needs_only_a_confirmation()
    {
        var second = Nothing with { NewEnd = new(2025, 5, 16), EarlierExtensions = [new(2025, 4, 14)] };

        var confirmation = AssertOnly(
            ChangeInstrument.WrittenConfirmation, "R-179", second, Newest with { Counting = ExtensionCounting.PerExtension });
        Assert.Contains("2025-04-14", confirmation.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_practice_may_set_another_length_than_two_months()
    {
        var change = Nothing with { NewEnd = new(2025, 4, 15) };

        AssertOnly(ChangeInstrument.WrittenConfirmation, "R-179", change);
        var order = AssertOnly(ChangeInstrument.ChangeOrder, "R-175", change, Newest with { ExtensionMonths = 1 });
        Assert.Contains("one month", order.Reason, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "R-175")]
    public void A_long_extension_under_a_new_statement_of_work_needs_no_paper_on_the_old_one() =>
        Assert.Empty(ScopeChangeRouter.Propose(
            Nothing with { NewEnd = new(2025, 9, 1), OriginalSowReused = false, ScopeChanges = true }, Newest));

    [Fact]
    [Trait("rule", "R-177")]
    public void A_project_manager_may_ask_for_a_change_order() =>
        AssertOnly(ChangeInstrument.ChangeOrder, "R-177", Nothing with { PmWantsChangeOrder = true, NewEnd = new(2025, 4, 1) });

    [Theory]
    [Trait("rule", "R-178")]
    [InlineData(null)]
    [InlineData("2025-03-15")]
    [InlineData("2025-03-01")]
    public void A_change_of_scope_inside_budget_and_dates_needs_the_customer_s_word(string? newEnd) =>
        AssertOnly(
            ChangeInstrument.WrittenConfirmation, "R-178",
            Nothing with { ScopeChanges = true, NewEnd = newEnd is null ? null : Day(newEnd) });

    [Fact]
    [Trait("rule", "P-13")]
    public void Where_a_description_of_work_may_clarify_it_records_a_change_without_other_effect()
    {
        var policy = Newest with { DescriptionOfWorkClarifies = true };
        var clarification = Nothing with { ScopeChanges = true };

        AssertOnly(ChangeInstrument.DescriptionOfWork, "R-178", clarification, policy);
        AssertOnly(ChangeInstrument.DescriptionOfWork, "R-178", clarification with { NewEnd = Nothing.CurrentExpires }, policy);
        AssertOnly(ChangeInstrument.WrittenConfirmation, "R-178", clarification with { NewEnd = new(2025, 3, 1) }, policy);
        Assert.Equal(
            [ChangeInstrument.WrittenConfirmation, ChangeInstrument.WorkException],
            Instruments(clarification with { ExtraHoursUnfunded = 4m }, policy));
    }

    [Fact]
    [Trait("rule", "R-196")]
    public void Unpaid_hours_need_a_work_exception_alone_or_beside_a_change_order()
    {
        var unpaid = Nothing with { ExtraHoursUnfunded = 20.5m };

        var exception = AssertOnly(ChangeInstrument.WorkException, "R-196", unpaid);
        Assert.Contains("20.5 hours", exception.Reason, StringComparison.Ordinal);
        Assert.Equal(
            [ChangeInstrument.ChangeOrder, ChangeInstrument.WorkException],
            Instruments(unpaid with { AdditionalFunds = 100m }, Newest));
    }

    [Fact]
    [Trait("rule", "R-188")]
    public void Work_wanted_before_the_signature_adds_work_at_risk()
    {
        var early = Nothing with { WorkBeforeSignature = true };

        AssertOnly(ChangeInstrument.WorkAtRisk, "R-188", early);
        Assert.Equal(
            [ChangeInstrument.ChangeOrder, ChangeInstrument.WorkException, ChangeInstrument.WorkAtRisk],
            Instruments(early with { BillingTypeChanges = true, ExtraHoursUnfunded = 1m }, Newest));
    }

    [Fact]
    [Trait("rule", "P-46")]
    public void Where_every_change_is_a_change_request_a_confirmation_becomes_a_change_order()
    {
        var policy = Newest with { AlwaysChangeOrder = true };

        AssertOnly(ChangeInstrument.ChangeOrder, "R-186", Nothing with { ScopeChanges = true }, policy);
        AssertOnly(ChangeInstrument.ChangeOrder, "R-186", Nothing with { NewEnd = new(2025, 4, 1) }, policy);
        AssertOnly(ChangeInstrument.ChangeOrder, "R-176", Nothing with { BillingTypeChanges = true }, policy);
        Assert.Equal(
            [ChangeInstrument.ChangeOrder, ChangeInstrument.WorkException],
            Instruments(Nothing with { ExtraHoursUnfunded = 1m }, policy));
        Assert.Empty(ScopeChangeRouter.Propose(Nothing, policy));
    }

    [Fact]
    public void A_later_end_never_needs_less_paper() => Property.Holds(random =>
    {
        var expires = new DateOnly(2024, 1, 1).AddDays(random.Next(700));
        var change = Nothing with
        {
            CurrentExpires = expires,
            EarlierExtensions = [.. Enumerable.Range(0, random.Next(3)).Select(_ => expires.AddDays(1 + random.Next(60)))],
        };
        var policy = Newest with { Counting = (ExtensionCounting)random.Next(2) };

        var weights = Enumerable.Range(-10, 220)
            .Select(days => Instruments(change with { NewEnd = expires.AddDays(days) }, policy))
            .Select(instruments => instruments switch
            {
                [] => 0,
                [ChangeInstrument.WrittenConfirmation] => 1,
                [ChangeInstrument.ChangeOrder] => 2,
                _ => throw new InvalidOperationException("More than one instrument."),
            })
            .ToList();

        Assert.Equal(weights.Order(), weights);
        Assert.Contains(2, weights);
    });

    [Fact]
    public void Counting_from_the_signature_never_allows_more_than_counting_each_extension() => Property.Holds(random =>
    {
        var expires = new DateOnly(2024, 1, 1).AddDays(random.Next(700));
        var change = Nothing with
        {
            CurrentExpires = expires,
            NewEnd = expires.AddDays(random.Next(200)),
            EarlierExtensions = [.. Enumerable.Range(0, random.Next(3)).Select(_ => expires.AddDays(1 + random.Next(60)))],
        };

        Assert.True(ScopeChangeRouter.ChangeOrderThreshold(change, Newest)
            <= ScopeChangeRouter.ChangeOrderThreshold(change, Newest with { Counting = ExtensionCounting.PerExtension }));
    });

    private static ProposedInstrument AssertOnly(
        ChangeInstrument instrument, string rule, ScopeChange change, ScopeChangePolicy? policy = null)
    {
        var proposal = Assert.Single(ScopeChangeRouter.Propose(change, policy ?? Newest));
        Assert.Equal((instrument, rule), (proposal.Instrument, proposal.Rule));
        Assert.EndsWith(".", proposal.Reason, StringComparison.Ordinal);
        return proposal;
    }

    private static List<ChangeInstrument> Instruments(ScopeChange change, ScopeChangePolicy policy) =>
        [.. ScopeChangeRouter.Propose(change, policy).Select(proposal => proposal.Instrument)];

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
