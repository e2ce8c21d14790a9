using System.Collections.Concurrent;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Forecasting;
using Throughline.Domain.People;
using Throughline.Domain.Policies;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;

namespace Throughline.Data.Policies;

/// <summary>The policy values that reports rest on, in force on the report's today.</summary>
public static class ReportPolicies
{
    /// <summary>P-10 as in force at the instant.</summary>
    public static TimeZoneInfo Zone(PolicyValues policies, DateTimeOffset at) =>
        policies.Answer("P-10", DateOnly.FromDateTime(at.UtcDateTime)).Zone;

    /// <summary>P-08 as in force at the instant.</summary>
    public static WeeklyMinute WeeklyDeadline(PolicyValues policies, DateTimeOffset at) =>
        policies.Answer("P-08", DateOnly.FromDateTime(at.UtcDateTime)).WeeklyTime;

    public static ReportSettings On(DateOnly today, PolicyValues policies) => new()
    {
        PracticeCurrency = policies.Answer("organisation.currency", today) is { Version.Setting: not null } decided ? new Currency(decided.Text) : null,
        FiscalYearStartMonth = policies.Answer("fiscal_year.start_month", today).WholeNumber,
        Zone = policies.Answer("P-10", today).Zone,
        WeightsOf = Once<EngagementFact, (EngagementKey, string?), ForecastWeights>(
            engagement => (engagement.Engagement, engagement.Region), engagement => Weights(engagement, today, policies)),
        UtilisationTargetOf = Once<PersonFact, (string?, string), decimal?>(
            person => (person.Region, person.Role),
            person => policies.Answer(new PolicyQuestion("utilisation.target", today, Region: person.Region, Role: person.Role)).NumberOrNull),
        WeekTermsOf = Once<PersonFact, (string?, string, string?), WeekTerms>(
            person => (person.Region, person.Role, person.TimeZone), person => WeekTermsOf(person, today, policies)),
        KickoffWindowOf = OfEngagement("P-44", today, policies, answer => answer.WholeNumber),
        HardHorizonOf = OfEngagement("P-06", today, policies, answer => answer.WholeNumber),
        SoftReasonOf = OfEngagement("staffing.soft_reason", today, policies, answer => SoftReasons.Words.Parse(answer.Text)),
        ExceptionsEndWithQuarter = OfEngagement("P-50", today, policies, answer => answer.Text == "quarter_end"),
        DriftLimitOf = OfEngagement("revenue.drift_percent", today, policies, answer => answer.Number),
        MilestoneWarningDaysOf = OfEngagement("forecast.milestone_warning_days", today, policies, answer => answer.WholeNumber),
        LeadsOf = OfEngagement("P-41", today, policies, answer => ProjectLeads.Of(answer.Text)),
        EarlyCommitmentOf = OfEngagement("P-02", today, policies, answer => EarlyCommitments.Words.Parse(answer.Text)),
        Weekends = PolicyReader.WeekendsOn(policies, today),
        ClassOfCategory = policies.Answer("time.categories", today).Pairs
            .Where(pair => pair.Value != "billable")
            .ToDictionary(pair => pair.Key, pair => Class(pair.Value), StringComparer.Ordinal),
    };

    /// <summary>What is asked of the person's week that holds the day.</summary>
    public static WeekTerms WeekTermsOf(PersonFact person, DateOnly day, PolicyValues policies)
    {
        var least = Of("P-22");
        return new WeekTerms(
            Of("P-19").WeeklyTime,
            person.TimeZone is { } zone && Zones.Find(zone) is { } own ? own : policies.Answer("P-10", day).Zone,
            least.Text switch { "country_norm" => WeekTerms.UsualNorm, "none" => null, _ => least.Number });

        PolicyAnswer Of(string policy) => policies.Answer(new PolicyQuestion(policy, day, Region: person.Region, Role: person.Role));
    }

    private static ForecastWeights Weights(EngagementFact engagement, DateOnly today, PolicyValues policies)
    {
        return new(Of("P-05"), Of("P-04"), Of("forecast.milestone_weight"), Of("forecast.other_weight"));

        decimal Of(string policy) =>
            policies.Answer(new PolicyQuestion(policy, today, engagement.Engagement.Value, engagement.Region)).Number;
    }

    private static Func<EngagementFact, T> OfEngagement<T>(string policy, DateOnly today, PolicyValues policies, Func<PolicyAnswer, T> read) =>
        Once<EngagementFact, (EngagementKey, string?), T>(
            engagement => (engagement.Engagement, engagement.Region),
            engagement => read(policies.Answer(new PolicyQuestion(policy, today, engagement.Engagement.Value, engagement.Region))));

    // A report asks again for every line; what was answered once holds for the whole run, on whichever thread it runs.
    private static Func<TFact, TAnswer> Once<TFact, TKey, TAnswer>(Func<TFact, TKey> key, Func<TFact, TAnswer> answer) where TKey : notnull
    {
        var known = new ConcurrentDictionary<TKey, TAnswer>();
        return fact => known.GetOrAdd(key(fact), _ => answer(fact));
    }

    private static CategoryClass Class(string word) => word switch
    {
        "creditable" => CategoryClass.Creditable,
        "time_off" => CategoryClass.TimeOff,
        _ => CategoryClass.NonCreditable,
    };
}
