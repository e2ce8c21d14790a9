using Throughline.Domain.Reports;

namespace Throughline.Domain.Engagements;

public enum TaskFinding { MissingStart, MissingEnd, PastDue, EndsAfterExpiry }

public static class TaskFindings
{
    public static readonly Wording<TaskFinding> Words = new(Text);

    public static string Text(this TaskFinding finding) => finding switch
    {
        TaskFinding.MissingStart => "missing_start",
        TaskFinding.MissingEnd => "missing_end",
        TaskFinding.PastDue => "past_due",
        TaskFinding.EndsAfterExpiry => "ends_after_expiry",
    };
}

/// <summary>One thing that is wrong with the dates of one activity.</summary>
public sealed record TaskAuditRow(EngagementFact Engagement, ActivityFact Activity, TaskFinding Finding);

/// <summary>What is wrong with the dates of activities in engagements that are under way .</summary>
public static class TaskAudit
{
    public static IReadOnlyList<TaskAuditRow> Of(PracticeFacts facts, ReportRequest request)
    {
        var activities = facts.Activities.ToLookup(activity => activity.Engagement);
        var extensions = facts.ChangeOrders
            .Where(order => order.Status is ChangeOrderStatus.Signed)
            .ToLookup(order => order.Engagement, order => order.NewExpires);
        var done = facts.IssueCounts
            .Where(count => count is { Open: 0, Closed: > 0 })
            .Select(count => (count.Engagement, count.Activity))
            .ToHashSet();

        return [.. from engagement in facts.Engagements
                   where engagement.Status.IsUnderWay()
                   let expires = extensions[engagement.Engagement].Append(engagement.Expires).Max()
                   from activity in activities[engagement.Engagement]
                   from finding in Findings(activity, expires.Value)
                   select new TaskAuditRow(engagement, activity, finding)];

        IEnumerable<TaskFinding> Findings(ActivityFact activity, DateOnly expires)
        {
            if (activity.Start is null)
                yield return TaskFinding.MissingStart;
            if (activity.End is null)
                yield return TaskFinding.MissingEnd;
            if (activity.End < request.Today && !done.Contains((activity.Engagement, activity.Activity)))
                yield return TaskFinding.PastDue;
            if (activity.End > expires)
                yield return TaskFinding.EndsAfterExpiry;
        }
    }
}
