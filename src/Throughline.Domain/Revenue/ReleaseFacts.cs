using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Revenue;

/// <summary>What makes fixed-fee revenue releasable (P-25).</summary>
public enum FixedFeeMethod { Acceptance, PercentCompleteHours, PercentCompleteSteps }

public static class FixedFeeMethods
{
    public static readonly Wording<FixedFeeMethod> Words = new(Text);

    public static string Text(this FixedFeeMethod method) => method switch
    {
        FixedFeeMethod.Acceptance => "acceptance",
        FixedFeeMethod.PercentCompleteHours => "percent_complete_hours",
        FixedFeeMethod.PercentCompleteSteps => "percent_complete_steps",
    };
}

/// <summary>What a line of a release is of.</summary>
public enum ReleaseKind { Time, Milestone, PercentComplete }

public static class ReleaseKinds
{
    public static readonly Wording<ReleaseKind> Words = new(Text);

    public static string Text(this ReleaseKind kind) => kind switch
    {
        ReleaseKind.Time => "time",
        ReleaseKind.Milestone => "milestone",
        ReleaseKind.PercentComplete => "percent_complete",
    };
}

/// <summary>Where it is shown that a milestone was accepted.</summary>
public enum SignOffEvidence
{
    /// <summary>Nowhere: a request was made and nothing says that it was accepted.</summary>
    None,

    /// <summary>With the request that was accepted, in words or by silence.</summary>
    Request,

    /// <summary>Where the milestone came from: it was signed off without a request of ours.</summary>
    Imported,
}

/// <summary>What an engagement is released by.</summary>
/// <param name="LegalEntity">Whose books it is in.</param>
/// <param name="Method">For fixed fee only.</param>
/// <param name="Steps">For percent complete by steps.</param>
/// <param name="AsksAcceptance">Whether the statement of work asks for acceptance; training is released without where it does not .</param>
public sealed record ReleaseTerms(string LegalEntity, FixedFeeMethod Method, IReadOnlyList<decimal> Steps, bool AsksAcceptance = true)
{
    /// <summary>Whether fixed-fee revenue goes by hours: as P-25 says, and for a block of hours sold without milestones .</summary>
    public bool GoesByPercent(EngagementFact engagement, bool hasMilestones) =>
        engagement.Billing is Billing.FixedFee
        && (Method is not FixedFeeMethod.Acceptance || (engagement is { Type: EngagementType.ConsultingBlock, BudgetHours: > 0m } && !hasMilestones));
}

/// <summary>A class that was held, with how many of its roster attended .</summary>
public sealed record TrainingCompletion(EngagementKey Engagement, string Class, DateOnly CompletedOn, int Attendees, string? Activity = null);

/// <summary>What released batches hold of an engagement, currency, month in which it was earned, and kind.</summary>
public sealed record ReleasedSum(EngagementKey Engagement, string Currency, Month Earned, ReleaseKind Kind, decimal Hours, decimal Amount);

/// <summary>What released batches hold of one entry, milestone or percentage.</summary>
public sealed record ReleasedSource(EngagementKey Engagement, string Currency, Month Earned, ReleaseKind Kind, string Reference, decimal Hours, decimal Amount);

/// <summary>Everything that a release looks at.</summary>
/// <param name="Practice">Engagements, rates, milestones, work at risk, change orders, and the approved time from the first month on: entries, or sums that <see cref="TimeLine"/> allows.</param>
public sealed record ReleaseFacts(PracticeFacts Practice)
{
    /// <summary>Time of earlier months was released long ago or elsewhere and is not looked at.</summary>
    public Month FirstMonth { get; init; } = new(1, 1);

    public required Func<EngagementFact, ReleaseTerms> TermsOf { get; init; }

    /// <summary>Of milestones with requests; the others that are signed off were accepted elsewhere.</summary>
    public IReadOnlyDictionary<(EngagementKey Engagement, string Milestone), SignOffEvidence> Evidence { get; init; } =
        new Dictionary<(EngagementKey, string), SignOffEvidence>();

    /// <summary>Months whose time the coordinator has put together .</summary>
    public IReadOnlySet<Month> Consolidated { get; init; } = new HashSet<Month>();

    /// <summary>Whether the books of a legal entity are closed for the month of the release.</summary>
    public Func<string, bool> IsClosed { get; init; } = _ => false;

    public IReadOnlyList<TrainingCompletion> Trainings { get; init; } = [];

    /// <summary>Approved time of all days of engagements that go by percent complete.</summary>
    public IReadOnlyList<TimeLine> Progress { get; init; } = [];

    /// <summary>Billable time that nobody has approved yet.</summary>
    public IReadOnlyList<TimeLine> NotApproved { get; init; } = [];

    /// <summary>Of these engagements, and of others, which are passed over.</summary>
    public IReadOnlyList<ReleasedSum> Released { get; init; } = [];

    /// <summary>Months of engagements of which something released is at risk again: looked into even where another entry of the same worth has taken its place.</summary>
    public IReadOnlySet<(EngagementKey Engagement, Month Earned)> Disturbed { get; init; } = new HashSet<(EngagementKey, Month)>();
}
