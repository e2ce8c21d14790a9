using Throughline.Domain.Dates;
using Throughline.Domain.Policies;
using Throughline.Domain.Reports;
using Throughline.Domain.Timekeeping;
using Throughline.Data.Policies;

namespace Throughline.Features.Reports;

/// <summary>The policy values that reports rest on, in force on the report's today.</summary>
internal static class PolicySettingsOfReports
{
    /// <summary>P-10 as in force at the instant.</summary>
    public static TimeZoneInfo Zone(PolicyValues policies, DateTimeOffset at) =>
        policies.Answer("P-10", DateOnly.FromDateTime(at.UtcDateTime)).Zone;

    /// <summary>P-08 as in force at the instant.</summary>
    public static WeeklyMinute WeeklyDeadline(PolicyValues policies, DateTimeOffset at) =>
        policies.Answer("P-08", DateOnly.FromDateTime(at.UtcDateTime)).WeeklyTime;

    public static ReportSettings On(DateOnly today, PolicyValues policies) => new()
    {
        FiscalYearStartMonth = policies.Answer("fiscal_year.start_month", today).WholeNumber,
        HardWeight = policies.Answer("P-05", today).Number,
        SoftWeight = policies.Answer("P-04", today).Number,
        MilestoneWeight = policies.Answer("forecast.milestone_weight", today).Number,
        OtherWeight = policies.Answer("forecast.other_weight", today).Number,
        Weekends = PolicyReader.WeekendsOn(policies, today),
        ClassOfCategory = policies.Answer("time.categories", today).Pairs
            .Where(pair => pair.Value != "billable")
            .ToDictionary(pair => pair.Key, pair => Class(pair.Value), StringComparer.Ordinal),
    };

    private static CategoryClass Class(string word) => word switch
    {
        "creditable" => CategoryClass.Creditable,
        "time_off" => CategoryClass.TimeOff,
        _ => CategoryClass.NonCreditable,
    };
}
