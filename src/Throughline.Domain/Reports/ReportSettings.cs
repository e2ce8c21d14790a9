using Throughline.Domain.Engagements;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Reports;

/// <summary>The policy values in force on the report's today, as plain numbers. What is not set here has the value a new practice begins with.</summary>
public sealed record ReportSettings
{
    public static readonly ReportSettings Standard = new();

    /// <summary>1 to 12.</summary>
    public int FiscalYearStartMonth { get; init; } = 2;

    /// <summary>P-05.</summary>
    public decimal HardWeight { get; init; } = 0.925m;

    /// <summary>P-04.</summary>
    public decimal SoftWeight { get; init; } = 0.40m;

    public decimal MilestoneWeight { get; init; } = 1.00m;

    /// <summary>For pending change orders and unconfirmed milestones.</summary>
    public decimal OtherWeight { get; init; } = 0.40m;

    public Weekends Weekends { get; init; } = Weekends.SaturdayAndSunday;

    /// <summary>In percent of available hours. A role without an entry has no target.</summary>
    public IReadOnlyDictionary<string, decimal> UtilisationTargetOfRole { get; init; } =
        new Dictionary<string, decimal>(StringComparer.Ordinal)
        {
            ["project_manager"] = 70m,
            ["engineer"] = 70m,
            ["architect"] = 55m,
            ["trainer"] = 65m,
        };

    public IReadOnlyDictionary<string, CategoryClass> ClassOfCategory { get; init; } = TimeCategories.Standard;

    /// <summary>P-07, in percent of the forecast, for types not named in <see cref="AccuracyToleranceOfType"/>.</summary>
    public decimal AccuracyTolerance { get; init; } = 5m;

    public IReadOnlyDictionary<EngagementType, decimal> AccuracyToleranceOfType { get; init; } =
        new Dictionary<EngagementType, decimal> { [EngagementType.ConsultingBlock] = 10m, [EngagementType.Dedicated] = 10m };
}
