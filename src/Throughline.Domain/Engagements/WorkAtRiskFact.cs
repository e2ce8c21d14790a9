namespace Throughline.Domain.Engagements;

public enum WorkAtRiskStatus { Submitted, Approved, Converted, Lapsed, Closed, Rejected }

public static class WorkAtRiskStatuses
{
    public static readonly Wording<WorkAtRiskStatus> Words = new(Text);

    public static string Text(this WorkAtRiskStatus status) => status switch
    {
        WorkAtRiskStatus.Submitted => "submitted",
        WorkAtRiskStatus.Approved => "approved",
        WorkAtRiskStatus.Converted => "converted",
        WorkAtRiskStatus.Lapsed => "lapsed",
        WorkAtRiskStatus.Closed => "closed",
        WorkAtRiskStatus.Rejected => "rejected",
    };

    /// <summary>True while hours are worked without a signed contract and it is open whether one comes.</summary>
    public static bool IsActive(this WorkAtRiskStatus status) => status switch
    {
        WorkAtRiskStatus.Submitted or WorkAtRiskStatus.Approved => true,
        WorkAtRiskStatus.Converted or WorkAtRiskStatus.Lapsed or WorkAtRiskStatus.Closed or WorkAtRiskStatus.Rejected => false,
    };

    /// <summary>Work at risk brings no money until the contract is signed, which converts it .</summary>
    public static bool BringsMoney(this WorkAtRiskStatus status) => status switch
    {
        WorkAtRiskStatus.Converted => true,
        WorkAtRiskStatus.Submitted or WorkAtRiskStatus.Approved or WorkAtRiskStatus.Lapsed or WorkAtRiskStatus.Closed
            or WorkAtRiskStatus.Rejected => false,
    };
}

/// <summary>Leave to work before the contract is signed. Time and bookings name it by engagement and code.</summary>
public sealed record WorkAtRiskFact(EngagementKey Engagement, string WorkAtRisk, WorkAtRiskStatus Status)
{
    public DateOnly? ExpectedSignature { get; init; }
    public DateOnly? ApprovedOn { get; init; }

    /// <summary>When it was first written.</summary>
    public DateTimeOffset? FirstRecordedAt { get; init; }
}
