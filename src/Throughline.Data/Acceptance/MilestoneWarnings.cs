using System.Globalization;
using Throughline.Data.Mail;
using Throughline.Data.Policies;
using Throughline.Data.Recording;
using Throughline.Data.Reports;
using Throughline.Domain.Dates;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;

namespace Throughline.Data.Acceptance;

/// <summary>Tells project managers of milestones that will not be signed off before the billing period ends: each once for each period.</summary>
public static class MilestoneWarnings
{
    private const string Kind = "milestone_warning";

    /// <summary>Looks at the period of today; returns how many warnings it wrote. A warning closes itself when its milestone is signed, moved or gone.</summary>
    public static async Task<int> RunAsync(Database database, DateOnly today, CancellationToken stop)
    {
        var settings = ReportPolicies.On(today, await database.Policies.ReadAsync(stop));
        var written = await database.WriteAsync<int>(Actor.System(Guid.CreateVersion7()), async change =>
        {
            var facts = await PracticeReader.ReadAsync(change.Connection, new PracticeQuery(FactSet.Engagements | FactSet.Milestones), stop, change.Transaction);
            var unsigned = UnsignedMilestones.Of(facts, new ReportRequest(new DateRange(today, today), PeriodKind.Month, today, settings)).ToList();
            var subjects = unsigned.Select(SubjectOf).ToArray();
            await change.ExecuteAsync(
                "update notices set done_at = @at where kind = @Kind and done_at is null and subject <> all(@subjects)", new { at = change.At, Kind, subjects });

            var told = (await change.QueryAsync<string>("select distinct subject from notices where kind = @Kind and subject = any(@subjects)", new { Kind, subjects })).ToHashSet(StringComparer.Ordinal);
            var count = 0;
            foreach (var milestone in unsigned.Where(milestone => !told.Contains(SubjectOf(milestone))))
            {
                var link = $"/engagements/{Uri.EscapeDataString(milestone.Engagement.Engagement.Value)}/milestones/{Uri.EscapeDataString(milestone.Milestone.Milestone)}";
                if (await Notices.AddAsync(change, Kind, milestone.Engagement.ProjectManager?.Value, SubjectOf(milestone), milestone.Said, link))
                    count++;
            }

            return count;
        }, stop);
        return written.Succeeded(out var warnings, out _) ? warnings : 0;
    }

    private static string SubjectOf(UnsignedMilestone milestone) => string.Create(
        CultureInfo.InvariantCulture, $"{milestone.Engagement.Engagement.Value}/{milestone.Milestone.Milestone}/{milestone.PeriodEnd:yyyy-MM}");
}
