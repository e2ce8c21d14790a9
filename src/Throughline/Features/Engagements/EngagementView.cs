using Throughline.Data;
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
/// <param name="Held">Today does not count.</param>
internal sealed record RunningAcceptance(int Day, int Days, AcceptanceClock Clock, bool Held = false);

/// <summary>An engagement as one reader may see it.</summary>
internal sealed record EngagementSeen(
    EngagementRecord Record, PortfolioEntry? Figures, DateOnly Today, TimeZoneInfo Zone, bool Value, bool Margin, bool Edits, bool Staffs, bool Asks,
    ILookup<string, TaskFinding> Findings, IReadOnlyList<FindingGroup> Watched, IReadOnlyDictionary<string, RunningAcceptance> Acceptances, IReadOnlyList<StageFact> Line)
{
    public EngagementMoney? Money => Value ? Figures?.Money : null;

    /// <summary>What the practice wants the margin of such an engagement to be, in percent.</summary>
    public required decimal MarginTarget { get; init; }

    /// <summary>The margin's line on the page: what it cost, and how that compares; what is missing where it is unknown.</summary>
    public string MarginSays(MarginRow margin) => margin switch
    {
        { CostAmount: null } => "a cost rate or exchange rate is missing",
        { CostAmount: { } cost, MarginPercent: null } => $"no revenue yet; cost {Text.Amount(cost)}",
        { CostAmount: { } cost } => $"cost {Text.Amount(cost)}; target {Text.Percent(MarginTarget / 100m, 0)}",
    };
}

/// <summary>Gathers one engagement: its record in one statement, its figures from memory.</summary>
internal sealed class EngagementView(Database database, PortfolioFigures figures, PracticeSettings settings)
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
        var acceptances = Acceptances(record, today, policies);
        var (value, margin) = ((user.Reach(Act.SeeValue) & relation) != 0, (user.Reach(Act.SeeMargin) & relation) != 0);
        return new EngagementSeen(
            record, entry, today, zone, value, margin, (user.Reach(Act.EditEngagement) & relation) != 0, user.Reach(Act.SeeBookings).HasFlag(Relation.Any),
            (user.Reach(Act.SeeRequests) & relation) != 0 && (user.Reach(Act.RequestBooking) & relation) != 0,
            audit.ToLookup(found => found.Activity.Activity, found => found.Finding), Watched(entry, audit, user, relation), acceptances, FullLineOf.Of(record, entry, acceptances, today, value))
        {
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

    private static Dictionary<string, RunningAcceptance> Acceptances(EngagementRecord record, DateOnly today, PolicyValues policies)
    {
        var row = record.Engagement;
        var running = record.Requested.Where(request => request.Clock is not null).ToDictionary(
            request => request.Milestone,
            request =>
            {
                var holds = record.Holds.Where(hold => hold.Request == request.Key).ToList();
                return new RunningAcceptance(request.DayReached(today, holds)!.Value, request.Days!.Value, request.Clock!, holds.Exists(hold => hold.Covers(today)));
            },
            StringComparer.Ordinal);

        // A milestone that came with its day of sending alone was asked for elsewhere: its count is shown, and nothing runs out by itself.
        var ground = AcceptanceGround.Of(new AcceptanceFacts(
            row.Engagement, row.Region, row.PassiveAcceptanceDays, row.PassiveAcceptanceUnit == "calendar_days", row.CustomerZone, record.CustomerDaysOff, record.ManagerDaysOff), policies, today);
        if (ground.Terms is not { } terms)
            return running;

        foreach (var milestone in record.Milestones.Where(milestone => milestone is { SignOffSent: not null, SignOffReceived: null } && record.Requested.All(request => request.Milestone != milestone.Milestone)))
        {
            var clock = PassiveAcceptance.Start(Zones.InstantOf(milestone.SignOffSent!.Value, new TimeOnly(12, 0), ground.Zone), ground.Zone, terms, ground.Calendar);
            running[milestone.Milestone] = new RunningAcceptance(PassiveAcceptance.DayReached(clock, terms, today, ground.Calendar), terms.Days, clock);
        }

        return running;
    }
}
