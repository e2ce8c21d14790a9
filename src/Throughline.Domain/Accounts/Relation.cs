namespace Throughline.Domain.Accounts;

/// <summary>
/// How a caller stands to a record, and how far a permission reaches. A record may stand in several relations at once;
/// <see cref="Any"/> is for permissions only and covers every record.
/// </summary>
[Flags]
public enum Relation
{
    None = 0,

    /// <summary>The record is about the caller: their week, their bookings, their request.</summary>
    Own = 1,

    /// <summary>The record is about a person whose manager is the caller.</summary>
    Team = 2,

    /// <summary>The engagement's project manager is the caller.</summary>
    Led = 4,

    /// <summary>The caller is booked on the engagement or has an issue of it.</summary>
    Assigned = 8,

    /// <summary>The record belongs to the workspace that the caller's customer or partner shares with the practice.</summary>
    Workspace = 16,

    Any = 32,
}

public static class Relations
{
    /// <summary>Each relation with its code in data and the end of the sentence "may do this …".</summary>
    public static IReadOnlyList<(Relation Relation, string Code, string Words)> All { get; } =
    [
        (Relation.Own, "own", "for themselves"),
        (Relation.Team, "team", "for the people they manage"),
        (Relation.Led, "led", "on engagements they lead"),
        (Relation.Assigned, "assigned", "on engagements they are assigned to"),
        (Relation.Workspace, "workspace", "in their own workspace"),
        (Relation.Any, "any", "everywhere"),
    ];

    /// <summary>Null when there is no such relation.</summary>
    public static Relation? Find(string code) =>
        All.Where(known => known.Code == code).Select(known => (Relation?)known.Relation).FirstOrDefault();

    public static string Words(Relation reach) =>
        string.Join(" and ", All.Where(known => reach.HasFlag(known.Relation)).Select(known => known.Words));
}
