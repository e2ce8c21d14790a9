namespace Throughline.Domain.Engagements;

/// <summary>A workstream of an engagement; a missing date is a finding of the task audit .</summary>
public sealed record ActivityFact(EngagementKey Engagement, string Activity, string Title, DateOnly? Start = null, DateOnly? End = null);

/// <summary>How many issues of an activity are open and how many closed, internal ones included. An activity without issues has none.</summary>
public sealed record IssueCountFact(EngagementKey Engagement, string Activity, int Open, int Closed);
