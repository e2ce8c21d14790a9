using Throughline.Domain.Closure;
using Throughline.Domain.Delivery;
using Throughline.Domain.Engagements;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Policies;

/// <summary>Every breach of the process that the facts show as of the request's today. Rules never refuse what is imported; they speak here.</summary>
public static class PolicyFindings
{
    /// <summary>A line of the task audit as a breach of R-120.</summary>
    public static Finding OfTask(TaskAuditRow row) => EngagementFindings.Of(row);

    public static IReadOnlyList<Finding> Of(PracticeFacts facts, ReportRequest request)
    {
        var watched = new Watched(facts, request);
        return
        [
            .. StaffingFindings.Of(watched),
            .. BookingFindings.Of(watched),
            .. EngagementFindings.Of(watched),
            .. RateFindings.Of(watched),
            .. PromiseFindings.Of(watched),
            .. RaidFindings.Of(watched),
            .. TimeFindings.Of(watched),
            .. ClosureFindings.Of(watched),
            .. DriftFindings.Of(watched),
        ];
    }
}
