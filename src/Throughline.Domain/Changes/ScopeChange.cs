namespace Throughline.Domain.Changes;

/// <summary>What a project manager is asked before an instrument is proposed .</summary>
/// <param name="BillingTypeChanges">From time and materials to a fixed fee or back.</param>
/// <param name="AdditionalFunds">What the contract value changes by, in the contract's currency; below zero when it falls.</param>
/// <param name="CurrentExpires">The statement of work's expiration as it was signed, whatever was agreed since.</param>
/// <param name="NewEnd">The end now wanted; null when no date changes.</param>
/// <param name="OriginalSowReused">The work goes on under the original statement of work.</param>
/// <param name="PmWantsChangeOrder">The project manager judges that a change order is due.</param>
/// <param name="ExtraHoursUnfunded">Hours above the budget that the customer does not pay for.</param>
/// <param name="ScopeChanges">What is to be delivered changes.</param>
/// <param name="WorkBeforeSignature">Work is wanted before the paper is signed or the confirmation is there.</param>
/// <param name="EarlierExtensions">Ends agreed since signature.</param>
public sealed record ScopeChange(
    bool BillingTypeChanges,
    decimal AdditionalFunds,
    DateOnly CurrentExpires,
    DateOnly? NewEnd,
    bool OriginalSowReused,
    bool PmWantsChangeOrder,
    decimal ExtraHoursUnfunded,
    bool ScopeChanges,
    bool WorkBeforeSignature,
    IReadOnlyList<DateOnly> EarlierExtensions);

/// <summary>P-30: from which date the length of an extension counts.</summary>
public enum ExtensionCounting
{
    /// <summary>From the expiration as signed, so short extensions add up .</summary>
    Cumulative,

    /// <summary>From the latest end agreed so far.</summary>
    PerExtension,
}

/// <summary>The policy values a proposal rests on; the defaults are those of the newest practice.</summary>
/// <param name="Counting">P-30.</param>
/// <param name="ExtensionMonths">An extension of so many months needs a change order.</param>
/// <param name="DescriptionOfWorkClarifies">P-13: a description of work may record a change of scope without any other effect.</param>
/// <param name="AlwaysChangeOrder">P-46: every change is a change request, however small.</param>
public sealed record ScopeChangePolicy(
    ExtensionCounting Counting = ExtensionCounting.Cumulative,
    int ExtensionMonths = 2,
    bool DescriptionOfWorkClarifies = false,
    bool AlwaysChangeOrder = false);

public enum ChangeInstrument { ChangeOrder, WorkException, WrittenConfirmation, DescriptionOfWork, WorkAtRisk }

/// <summary>An instrument to prepare, the rule that asks for it and why, in words for the project manager.</summary>
public sealed record ProposedInstrument(ChangeInstrument Instrument, string Rule, string Reason);
