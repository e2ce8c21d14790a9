namespace Throughline.Domain.Engagements;

public enum EngagementType { Consulting, Training, Blended, ConsultingBlock, Dedicated }

public static class EngagementTypes
{
    public static readonly Wording<EngagementType> Words = new(Text);

    public static string Text(this EngagementType type) => type switch
    {
        EngagementType.Consulting => "consulting",
        EngagementType.Training => "training",
        EngagementType.Blended => "blended",
        EngagementType.ConsultingBlock => "consulting_block",
        EngagementType.Dedicated => "dedicated",
    };
}

/// <summary>Whether hours bring the money (time and materials) or accepted milestones do (fixed fee).</summary>
public enum Billing { TimeAndMaterials, FixedFee }

public static class Billings
{
    public static readonly Wording<Billing> Words = new(Text);

    public static string Text(this Billing billing) => billing switch
    {
        Billing.TimeAndMaterials => "tm",
        Billing.FixedFee => "ff",
    };
}

public enum EngagementStatus { Prospect, InSetUp, OkayToStart, Active, OnHold, Backlog, Closed, Completed, Cancelled }

public static class EngagementStatuses
{
    public static readonly Wording<EngagementStatus> Words = new(Text);

    public static string Text(this EngagementStatus status) => status switch
    {
        EngagementStatus.Prospect => "prospect",
        EngagementStatus.InSetUp => "in_set_up",
        EngagementStatus.OkayToStart => "okay_to_start",
        EngagementStatus.Active => "active",
        EngagementStatus.OnHold => "on_hold",
        EngagementStatus.Backlog => "backlog",
        EngagementStatus.Closed => "closed",
        EngagementStatus.Completed => "completed",
        EngagementStatus.Cancelled => "cancelled",
    };

    /// <summary>False for what was not sold yet or never came to be: no report of money shows it.</summary>
    public static bool CountsInReports(this EngagementStatus status) => status switch
    {
        EngagementStatus.Prospect or EngagementStatus.Cancelled => false,
        EngagementStatus.InSetUp or EngagementStatus.OkayToStart or EngagementStatus.Active or EngagementStatus.OnHold
            or EngagementStatus.Backlog or EngagementStatus.Closed or EngagementStatus.Completed => true,
    };

    /// <summary>True while there is work to plan: sold, and neither closed, completed nor cancelled.</summary>
    public static bool IsUnderWay(this EngagementStatus status) => status switch
    {
        EngagementStatus.InSetUp or EngagementStatus.OkayToStart or EngagementStatus.Active or EngagementStatus.OnHold
            or EngagementStatus.Backlog => true,
        EngagementStatus.Prospect or EngagementStatus.Closed or EngagementStatus.Completed or EngagementStatus.Cancelled => false,
    };
}
