using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Reports;
using Throughline.Domain.Acceptance;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Policies;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Engagements;

/// <summary>How a milestone's request for acceptance stands: day n of N, and the day on which silence accepts.</summary>
internal sealed record RunningAcceptance(int Day, int Days, AcceptanceClock Clock);

/// <summary>An engagement as one reader may see it.</summary>
internal sealed record EngagementSeen(
    EngagementRecord Record, PortfolioEntry? Figures, DateOnly Today, TimeZoneInfo Zone, bool Value, bool Margin, bool Edits, bool Staffs, bool Asks,
    ILookup<string, TaskFinding> Findings, IReadOnlyList<FindingGroup> Watched, IReadOnlyDictionary<string, RunningAcceptance> Acceptances, IReadOnlyList<StageFact> Line)
{
    public EngagementMoney? Money => Value ? Figures?.Money : null;

    /// <summary>What the practice wants the margin of such an engagement to be, in percent.</summary>
    public required decimal MarginTarget { get; init; }

    /// <summary>Effort and value of a fixed fee, month by month; null for others, and for those who may not see value.</summary>
    public LensView? Lens { get; init; }

    /// <summary>The margin's line on the page: what it cost, and how that compares; what is missing where it is unknown.</summary>
    public string MarginSays(MarginRow margin) => margin switch
    {
        { CostAmount: null } => "a cost rate or exchange rate is missing",
        { CostAmount: { } cost, MarginPercent: null } => $"no revenue yet; cost {Text.Amount(cost)}",
        { CostAmount: { } cost } => $"cost {Text.Amount(cost)}; target {Text.Percent(MarginTarget / 100m, 0)}",
    };
}

/// <summary>Gathers one engagement: its record in one statement, its figures from memory.</summary>
internal sealed class EngagementView(Database database, PortfolioFigures figures, PracticeSettings settings, KeptFacts practice)
{
    /// <summary>Null when there is none, or none that the reader may see.</summary>
    public async Task<EngagementSeen?> RunAsync(string key, CurrentUser user, CancellationToken stop)
    {
        // Gather
        var reach = user.Reach(Act.SeeEngagement);
        if (reach == Relation.None)
            return null;

        var (today, zone, policies) = (await settings.TodayAsync(stop), await settings.ZoneAsync(stop), await settings.PoliciesAsync(stop));
        await using var connection = await database.OpenAsync(stop);
        var relation = await RelationAsync(connection, key, user, reach);
        if ((reach & relation) == 0 || await EngagementRecord.ReadAsync(connection, key, today) is not { } record)
            return null;

        // Decide
        var book = await figures.CurrentAsync(stop);
        var entry = book.Find(new EngagementKey(key));
        var audit = Audit(record, today);
        var acceptances = Acceptances(record, today, zone, policies);
        var (value, margin) = ((user.Reach(Act.SeeValue) & relation) != 0, (user.Reach(Act.SeeMargin) & relation) != 0);
        return new EngagementSeen(
            record, entry, today, zone, value, margin, (user.Reach(Act.EditEngagement) & relation) != 0, user.Reach(Act.SeeBookings).HasFlag(Relation.Any),
            (user.Reach(Act.SeeRequests) & relation) != 0 && (user.Reach(Act.RequestBooking) & relation) != 0,
            audit.ToLookup(found => found.Activity.Activity, found => found.Finding), Watched(entry, audit, user, relation), acceptances, FullLineOf.Of(record, entry, acceptances, today, value))
        {
            Lens = value && record.Engagement.Billing == "ff" ? await LensView.ReadAsync(connection, practice, record.Engagement, ReportPolicies.On(today, policies), today, stop) : null,
            MarginTarget = policies.Answer(new PolicyQuestion("margin.project_target", today, key, record.Engagement.Region)).Number,
        };
    }

    // The report of findings is for those who see the portfolio; what it says here is what it says there.
    private static IReadOnlyList<FindingGroup> Watched(PortfolioEntry? entry, IReadOnlyList<TaskAuditRow> audit, CurrentUser user, Relation relation) =>
        (user.Reach(Act.SeePortfolio) & relation) != 0
            ? [.. (entry?.Findings ?? []).Concat(FindingGroup.Of(audit.Select(PolicyFindings.OfTask))).OrderBy(group => group.Severity).ThenBy(group => group.Rule, StringComparer.Ordinal)]
            : [];

    private static async Task<Relation> RelationAsync(Npgsql.NpgsqlConnection connection, string key, CurrentUser user, Relation reach)
    {
        var everything = new[] { Act.SeeValue, Act.SeeMargin, Act.EditEngagement, Act.SeePortfolio }.All(act => user.Reach(act) is Relation.None || user.Reach(act).HasFlag(Relation.Any));
        return reach.HasFlag(Relation.Any) && everything
            ? Relation.Any
            : Relation.Any | (await Standing.ReadAsync(connection, user)).To(new EngagementKey(key));
    }

    private static IReadOnlyList<TaskAuditRow> Audit(EngagementRecord record, DateOnly today)
    {
        var row = record.Engagement;
        var key = new EngagementKey(row.Engagement);
        var facts = new PracticeFacts
        {
            Engagements = [new EngagementFact(
                key, new CustomerKey(row.Customer), row.Name, EngagementTypes.Words.Parse(row.Type), Billings.Words.Parse(row.Billing), new Currency(row.Currency), 0m,
                row.StartDate, row.Expires, EngagementStatuses.Words.Parse(row.Status), ProjectManager: row.ProjectManager is { } manager ? new PersonKey(manager) : null)],
            Activities = [.. record.Activities.Select(activity => new ActivityFact(key, activity.Activity, activity.Title, activity.StartDate, activity.EndDate))],
            IssueCounts = [.. record.Activities.Where(activity => activity.Open + activity.Closed > 0).Select(activity => new IssueCountFact(key, activity.Activity, activity.Open, activity.Closed))],
            ChangeOrders = [.. record.ChangeOrders.Select(order => new ChangeOrderFact(
                key, order.ChangeOrder, ChangeOrderKinds.Words.Parse(order.Kind), order.Amount, ChangeOrderStatuses.Words.Parse(order.Status), order.NewExpires, order.CompletesOn))],
        };
        var request = new ReportRequest(new DateRange(today, today), PeriodKind.Month, today, ReportSettings.Standard);
        return TaskAudit.Of(facts, request);
    }

    private static Dictionary<string, RunningAcceptance> Acceptances(EngagementRecord record, DateOnly today, TimeZoneInfo zone, PolicyValues policies)
    {
        var row = record.Engagement;
        if (row.PassiveAcceptanceDays is not { } days)
            return [];

        PolicyAnswer Answer(string policy) => policies.Answer(new PolicyQuestion(policy, today, row.Engagement, row.Region));
        var terms = new AcceptanceTerms(
            days,
            row.PassiveAcceptanceUnit == "calendar_days" ? AcceptanceUnit.CalendarDays : AcceptanceUnit.BusinessDays,
            Answer("P-27").Text == "same" ? NonBusinessStart.Same : NonBusinessStart.Next,
            Answer("P-27b").Text == "next_business_day" ? PassiveRecordedDate.NextBusinessDay : PassiveRecordedDate.LastDay);
        // Our region's days off are those of the calendar that the project manager works by.
        var daysOff = Answer("P-27c").Text switch
        {
            "customer" => record.CustomerDaysOff,
            "union" => record.CustomerDaysOff.Concat(record.ManagerDaysOff),
            _ => record.ManagerDaysOff,
        };
        var calendar = new BusinessCalendar(Answer("weekend").DaysOff, daysOff);

        return record.Milestones.Where(milestone => milestone is { SignOffSent: not null, SignOffReceived: null }).ToDictionary(
            milestone => milestone.Milestone,
            milestone =>
            {
                var clock = PassiveAcceptance.Start(Zones.InstantOf(milestone.SignOffSent!.Value, new TimeOnly(12, 0), zone), zone, terms, calendar);
                return new RunningAcceptance(PassiveAcceptance.DayReached(clock, terms, today, calendar), terms.Days, clock);
            },
            StringComparer.Ordinal);
    }
}
