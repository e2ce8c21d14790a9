using static System.FormattableString;

namespace Throughline.Domain.Changes;

/// <summary>Proposes the paper that a change of scope needs. Pure advice: the project manager's answers stay as given.</summary>
public static class ScopeChangeRouter
{
    /// <summary>
    /// At most one of change order, written confirmation and description of work comes first: what the first rule that
    /// matches asks for. A work exception and a work at risk are added to it or stand alone.
    /// </summary>
    public static IReadOnlyList<ProposedInstrument> Propose(ScopeChange change, ScopeChangePolicy policy)
    {
        var contractual = ChangeOrder(change, policy) ?? Confirmation(change, policy);
        if (policy.AlwaysChangeOrder)
            contractual = AsChangeRequest(change, contractual);

        var proposals = new List<ProposedInstrument>();
        if (contractual is not null)
            proposals.Add(contractual);

        if (change.ExtraHoursUnfunded > 0)
            proposals.Add(new(ChangeInstrument.WorkException, "R-196", Invariant(
                $"{change.ExtraHoursUnfunded:0.####} hours go beyond the budget and the customer does not pay for them: ask services leadership for a work exception.")));

        if (change.WorkBeforeSignature)
            proposals.Add(new(ChangeInstrument.WorkAtRisk, "R-188",
                "Work is wanted before the change is signed or confirmed: ask services leadership to approve work at risk before anyone starts."));

        return proposals;
    }

    /// <summary>The first day that only a change order reaches. Months clamp to their last day: 31 December and two months is the end of February .</summary>
    public static DateOnly ChangeOrderThreshold(ScopeChange change, ScopeChangePolicy policy) =>
        CountedFrom(change, policy).AddMonths(policy.ExtensionMonths);

    private static DateOnly CountedFrom(ScopeChange change, ScopeChangePolicy policy) =>
        policy.Counting == ExtensionCounting.Cumulative
            ? change.CurrentExpires
            : change.EarlierExtensions.Append(change.CurrentExpires).Max();

    private static ProposedInstrument? ChangeOrder(ScopeChange change, ScopeChangePolicy policy)
    {
        var threshold = ChangeOrderThreshold(change, policy);

        if (change.BillingTypeChanges)
            return Order("R-176", "The billing changes between time and materials and a fixed fee; that always takes a change order.");
        if (change.AdditionalFunds > 0)
            return Order("R-174", Invariant(
                $"The customer adds {change.AdditionalFunds:0.00########} to the contract: prepare a change order and open a new services opportunity."));
        if (change.AdditionalFunds < 0)
            return Order("R-174", Invariant(
                $"The contract value falls by {-change.AdditionalFunds:0.00########}; a change of the budget takes a change order."));
        if (change.OriginalSowReused && change.NewEnd >= threshold)
            return Order("R-175", Invariant(
                $"The new end {change.NewEnd:yyyy-MM-dd} is not before {threshold:yyyy-MM-dd}, {Months(policy)} after {Origin(change, policy)}: prepare a change order and open a new services opportunity."));
        if (change.PmWantsChangeOrder)
            return Order("R-177", "The project manager judges that this change needs a change order.");

        return null;

        static ProposedInstrument Order(string rule, string reason) => new(ChangeInstrument.ChangeOrder, rule, reason);
    }

    private static ProposedInstrument? Confirmation(ScopeChange change, ScopeChangePolicy policy)
    {
        var from = CountedFrom(change, policy);
        var threshold = ChangeOrderThreshold(change, policy);

        if (change.NewEnd > from && change.NewEnd < threshold)
            return new(ChangeInstrument.WrittenConfirmation, "R-179", Invariant(
                $"The new end {change.NewEnd:yyyy-MM-dd} lies after {Origin(change, policy)} but before {threshold:yyyy-MM-dd}: attach the customer's written confirmation, then change the end date."));
        if (!change.ScopeChanges || change.NewEnd > from)
            return null;
        if (policy.DescriptionOfWorkClarifies && HasNoOtherEffect(change))
            return new(ChangeInstrument.DescriptionOfWork, "R-178",
                "The scope is clarified and neither budget nor dates change: record it in a description of work that the customer confirms.");

        return new(ChangeInstrument.WrittenConfirmation, "R-178", Invariant(
            $"The scope changes inside the contract's value and before it ends on {from:yyyy-MM-dd}: attach the customer's written confirmation."));
    }

    /// <summary>R-184: a description of work may clarify only what costs nothing and moves nothing.</summary>
    private static bool HasNoOtherEffect(ScopeChange change) =>
        change.ExtraHoursUnfunded <= 0 && (change.NewEnd is null || change.NewEnd == change.CurrentExpires);

    private static ProposedInstrument? AsChangeRequest(ScopeChange change, ProposedInstrument? contractual)
    {
        if (contractual is { Instrument: ChangeInstrument.ChangeOrder })
            return contractual;

        return contractual is null && change.ExtraHoursUnfunded <= 0
            ? null
            : new(ChangeInstrument.ChangeOrder, "R-186", "This practice makes a change request for every change, however small.");
    }

    private static string Months(ScopeChangePolicy policy) =>
        policy.ExtensionMonths == 1 ? "one month" : Invariant($"{policy.ExtensionMonths} months");

    private static string Origin(ScopeChange change, ScopeChangePolicy policy)
    {
        var from = CountedFrom(change, policy);
        if (from != change.CurrentExpires)
            return Invariant($"the end last agreed, {from:yyyy-MM-dd}");

        return change.EarlierExtensions.Count == 0
            ? Invariant($"the expiration {from:yyyy-MM-dd}")
            : Invariant($"the expiration as signed, {from:yyyy-MM-dd} (earlier extensions add up)");
    }
}
