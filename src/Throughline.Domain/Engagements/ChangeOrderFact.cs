namespace Throughline.Domain.Engagements;

public enum ChangeOrderKind { Funds, Extension, BillingType, Discretionary }

public static class ChangeOrderKinds
{
    public static readonly Wording<ChangeOrderKind> Words = new(Text);

    public static string Text(this ChangeOrderKind kind) => kind switch
    {
        ChangeOrderKind.Funds => "funds",
        ChangeOrderKind.Extension => "extension",
        ChangeOrderKind.BillingType => "billing_type",
        ChangeOrderKind.Discretionary => "discretionary",
    };
}

public enum ChangeOrderStatus { Draft, InReview, Sent, Signed, Rejected, Withdrawn }

public static class ChangeOrderStatuses
{
    public static readonly Wording<ChangeOrderStatus> Words = new(Text);

    public static string Text(this ChangeOrderStatus status) => status switch
    {
        ChangeOrderStatus.Draft => "draft",
        ChangeOrderStatus.InReview => "in_review",
        ChangeOrderStatus.Sent => "sent",
        ChangeOrderStatus.Signed => "signed",
        ChangeOrderStatus.Rejected => "rejected",
        ChangeOrderStatus.Withdrawn => "withdrawn",
    };

    /// <summary>True until the customer has signed or someone said no: such an order is upside .</summary>
    public static bool IsPending(this ChangeOrderStatus status) => status switch
    {
        ChangeOrderStatus.Draft or ChangeOrderStatus.InReview or ChangeOrderStatus.Sent => true,
        ChangeOrderStatus.Signed or ChangeOrderStatus.Rejected or ChangeOrderStatus.Withdrawn => false,
    };
}

/// <summary>A change of the contract; the amount may be negative.</summary>
public sealed record ChangeOrderFact(
    EngagementKey Engagement,
    string ChangeOrder,
    ChangeOrderKind Kind,
    decimal Amount,
    ChangeOrderStatus Status,
    DateOnly? NewExpires = null,
    DateOnly? CompletesOn = null,
    decimal? Hours = null)
{
    /// <summary>When it was last written.</summary>
    public DateTimeOffset? RecordedAt { get; init; }
}
