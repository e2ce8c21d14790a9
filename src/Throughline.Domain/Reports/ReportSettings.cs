using Throughline.Domain.Engagements;
using Throughline.Domain.Forecasting;
using Throughline.Domain.People;
using Throughline.Domain.Pricing;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Reports;

/// <summary>The policy values in force on the report's today, as plain numbers. What is not set here has the value a new practice begins with.</summary>
public sealed record ReportSettings
{
    private static readonly Dictionary<string, decimal> TargetOfRole = new(StringComparer.Ordinal)
    {
        ["project_manager"] = 70m,
        ["engineer"] = 70m,
        ["architect"] = 55m,
        ["trainer"] = 65m,
    };

    public static readonly ReportSettings Standard = new();

    /// <summary>The currency the practice decided on; null while it has decided on none.</summary>
    public Currency? PracticeCurrency { get; init; }

    /// <summary>1 to 12.</summary>
    public int FiscalYearStartMonth { get; init; } = 2;

    /// <summary>The weights of one engagement: a region or the engagement itself may have its own.</summary>
    public Func<EngagementFact, ForecastWeights> WeightsOf { get; init; } = _ => ForecastWeights.Standard;

    /// <summary>P-10, in which a recorded instant has its day.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    public Weekends Weekends { get; init; } = Weekends.SaturdayAndSunday;

    /// <summary>In percent of available hours; null for a person without a target.</summary>
    public Func<PersonFact, decimal?> UtilisationTargetOf { get; init; } = person => TargetOfRole.TryGetValue(person.Role, out var percent) ? percent : null;

    public IReadOnlyDictionary<string, CategoryClass> ClassOfCategory { get; init; } = TimeCategories.Standard;

    /// <summary>P-19 and P-22 for a person.</summary>
    public Func<PersonFact, WeekTerms> WeekTermsOf { get; init; } = _ => WeekTerms.Standard;

    /// <summary>P-44: for so many days after its kickoff an engagement may have soft bookings in the current month.</summary>
    public Func<EngagementFact, int> KickoffWindowOf { get; init; } = _ => 14;

    /// <summary>P-06: for so many months ahead project manager, engineer and architect are to be booked firmly; 0 asks for none.</summary>
    public Func<EngagementFact, int> HardHorizonOf { get; init; } = _ => 2;

    /// <summary>R-099: when a soft booking says why it is soft.</summary>
    public Func<EngagementFact, SoftReason> SoftReasonOf { get; init; } = _ => SoftReason.Noted;

    /// <summary>P-50: a work exception ends with its quarter, and not with its project.</summary>
    public Func<EngagementFact, bool> ExceptionsEndWithQuarter { get; init; } = _ => true;

    /// <summary>Percentage points that effort and value of a fixed fee may be apart.</summary>
    public Func<EngagementFact, decimal> DriftLimitOf { get; init; } = _ => 15m;

    /// <summary>R-124: so many days before the billing period ends an unsigned milestone is announced.</summary>
    public Func<EngagementFact, int> MilestoneWarningDaysOf { get; init; } = _ => 5;

    /// <summary>P-41: the roles that may lead a project.</summary>
    public Func<EngagementFact, IReadOnlyCollection<string>> LeadsOf { get; init; } = _ => ProjectLeads.Managers;

    /// <summary>P-02: what may be promised before the deal is won.</summary>
    public Func<EngagementFact, EarlyCommitment> EarlyCommitmentOf { get; init; } = _ => EarlyCommitment.SoftOnly;

    /// <summary>P-07, in percent of the forecast, for types not named in <see cref="AccuracyToleranceOfType"/>.</summary>
    public decimal AccuracyTolerance { get; init; } = 5m;

    public IReadOnlyDictionary<EngagementType, decimal> AccuracyToleranceOfType { get; init; } =
        new Dictionary<EngagementType, decimal> { [EngagementType.ConsultingBlock] = 10m, [EngagementType.Dedicated] = 10m };
}
