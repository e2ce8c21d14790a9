namespace Throughline.Domain.Engagements;

public enum WorkExceptionStatus { Submitted, Approved, Closed, Rejected }

public static class WorkExceptionStatuses
{
    public static readonly Wording<WorkExceptionStatus> Words = new(Text);

    public static string Text(this WorkExceptionStatus status) => status switch
    {
        WorkExceptionStatus.Submitted => "submitted",
        WorkExceptionStatus.Approved => "approved",
        WorkExceptionStatus.Closed => "closed",
        WorkExceptionStatus.Rejected => "rejected",
    };

    /// <summary>True where its hours may be worked beyond the budget, or were .</summary>
    public static bool LiftsCeiling(this WorkExceptionStatus status) => status switch
    {
        WorkExceptionStatus.Approved or WorkExceptionStatus.Closed => true,
        WorkExceptionStatus.Submitted or WorkExceptionStatus.Rejected => false,
    };
}

/// <summary>Leave to work beyond the budget without money from the customer.</summary>
public sealed record WorkExceptionFact(EngagementKey Engagement, string WorkException, WorkExceptionStatus Status, decimal Hours);

/// <summary>The stage of the opportunity behind an engagement, as the bundle writes it; engagements without one have no fact.</summary>
public sealed record DealFact(EngagementKey Engagement, string Stage);
