using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Policies;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Closure;

/// <summary>What was left behind when an engagement ended.</summary>
internal static class ClosureFindings
{
    public static IEnumerable<Finding> Of(Watched watched)
    {
        var milestones = watched.Facts.Milestones.Where(milestone => milestone.SignOffReceived is null).ToLookup(milestone => milestone.Engagement);
        var open = watched.Facts.IssueCounts.Where(count => count.Open > 0).ToLookup(count => count.Engagement);
        foreach (var engagement in watched.Facts.Engagements.Where(engagement => engagement.Status is EngagementStatus.Completed or EngagementStatus.Closed))
        {
            List<Part> left =
            [
                .. engagement.Billing is Billing.FixedFee ? milestones[engagement.Engagement].Select(milestone => new Part("open_milestone", $"{milestone.Milestone} {milestone.Title}")) : [],
                .. open[engagement.Engagement].Select(count => new Part("open_issues", FormattableString.Invariant($"{count.Activity}: {count.Open}"))),
            ];
            if (engagement.Status is EngagementStatus.Completed && left.Count > 0)
                yield return Unfinished(engagement, left);
            if (!watched.Facts.Watched.Surveyed.Contains(engagement.Engagement))
                yield return Unasked(engagement);
        }
    }

    /// <summary>R-257: completed means that nothing is open.</summary>
    private static Finding Unfinished(EngagementFact engagement, IReadOnlyList<Part> left) => new(
        "R-257", Severity.Error, engagement.Engagement, "engagement", engagement.Engagement.Value,
        $"{engagement.Engagement} is completed, but {string.Join(" and ", left.GroupBy(part => part.Kind).Select(Words))} are not finished. Finish them, or set it back to closed.",
        engagement.Expires, engagement.ProjectManager)
    {
        Rests = left,
    };

    /// <summary>R-242: the customer was asked how it went.</summary>
    private static Finding Unasked(EngagementFact engagement) => new(
        "R-242", Severity.Notice, engagement.Engagement, "engagement", engagement.Engagement.Value,
        $"{engagement.Engagement} is {engagement.Status.Text()}, and no satisfaction survey was sent. Send it, late as it is.", engagement.Expires, engagement.ProjectManager)
    {
        Rests = [new Part("status", engagement.Status.Text(), new DateRange(engagement.Start, engagement.Expires))],
    };

    private static string Words(IGrouping<string, Part> kind) => kind.Key == "open_milestone"
        ? (kind.Count() == 1 ? "one milestone" : FormattableString.Invariant($"{kind.Count()} milestones"))
        : (kind.Count() == 1 ? "issues of one activity" : FormattableString.Invariant($"issues of {kind.Count()} activities"));
}
