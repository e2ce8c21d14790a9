using Dapper;
using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Domain.Acceptance;
using Throughline.Domain.Accounts;
using Throughline.Domain.Engagements;
using Throughline.Platform;
using Throughline.Data.Records;

namespace Throughline.Features.Acceptance;

/// <summary>What stands around a milestone.</summary>
public sealed record MilestoneFrame(
    string EngagementName, string CustomerName, string Currency, string Billing, string? ManagerName, bool Confirmed);

/// <summary>An activity that works for the milestone.</summary>
public sealed record MilestoneActivityRow(string Activity, string Title, DateOnly? EndDate, DateOnly? DoneOn, int OpenIssues, int ClosedIssues)
{
    public bool IsDone => new MilestoneActivity(Activity, Title, DoneOn, OpenIssues, ClosedIssues).IsDone;
}

/// <summary>Somebody did something to the milestone.</summary>
public sealed record MilestoneAct(string Action, string Actor, DateTimeOffset At);

/// <summary>A milestone as one reader may see it.</summary>
/// <param name="Requests">The last one first.</param>
/// <param name="Detail">Of the last request; null where there is none.</param>
/// <param name="IfAskedNow">The clock of a request that went out now; null where silence accepts nothing, or days of a former request count on.</param>
public sealed record MilestoneSeen(
    HeldMilestone Milestone, MilestoneFrame Frame, IReadOnlyList<MilestoneActivityRow> Activities, IReadOnlyList<MilestoneAct> Acts, IReadOnlyList<AcceptanceRequest> Requests,
    AcceptanceDetail? Detail, AcceptanceGround Ground, AcceptanceClock? IfAskedNow, DateOnly Today, TimeZoneInfo Zone, bool Value, NotAllowed? NoEdit)
{
    public AcceptanceRequest? Last => Requests.Count > 0 ? Requests[0] : null;
    public AcceptanceRequest? Open => Last is { IsOpen: true } open ? open : null;
    public MilestoneState State => Milestone.Standing.State;
    public bool Edits => NoEdit is null;
    public bool IsFixedFee => Frame.Billing == "ff";
    public AcceptanceHold? Hold => Detail?.Holds.FirstOrDefault(hold => hold.End is null);
    public int Notices => Detail?.Steps.Count(step => step.Kind == "notice") ?? 0;
    public IEnumerable<AcceptanceReply> Waiting => Detail?.Replies.Where(reply => reply.State == "waiting") ?? [];

    /// <summary>The n of "day n of N" of the open request.</summary>
    public int? Day => Open?.DayReached(Open.DayOf(Now), Detail!.Holds);

    public required DateTimeOffset Now { get; init; }
}

/// <summary>Gathers one milestone in a few statements.</summary>
internal sealed class MilestoneSheet(Database database, PracticeSettings settings)
{
    /// <summary>Null when there is none, or none that the reader may see.</summary>
    public async Task<MilestoneSeen?> RunAsync(RecordKey key, CurrentUser user, CancellationToken stop)
    {
        var reach = user.Reach(Act.SeeEngagement);
        if (reach == Relation.None || user.IsOutside)
            return null;

        var (engagement, name) = (key.Parts[0]!, key.Parts[1]!);
        var (today, zone, policies, now) = (await settings.TodayAsync(stop), await settings.ZoneAsync(stop), await settings.PoliciesAsync(stop), database.Clock.GetUtcNow());
        await using var connection = await database.OpenAsync(stop);
        var relation = Relation.Any | (await Standing.ReadAsync(connection, user)).To(new EngagementKey(engagement));
        if ((reach & relation) == 0 || await AcceptanceRows.FindMilestoneAsync(connection, engagement, name) is not { } milestone)
            return null;

        var context = (await AcceptanceContext.ReadAsync(connection, engagement, today.AddDays(-1)))!;
        var requests = await AcceptanceRows.OfMilestoneAsync(connection, engagement, name);
        var detail = requests.Count > 0 ? await AcceptanceLists.DetailAsync(connection, requests[0].Key) : null;
        await using var around = await connection.QueryMultipleAsync(AroundSql, new { engagement, milestone = name, subject = key.ToString() });
        var frame = await around.ReadSingleAsync<MilestoneFrame>();
        var activities = (await around.ReadAsync<MilestoneActivityRow>()).AsList();
        var acts = (await around.ReadAsync<MilestoneAct>()).AsList();

        var ground = context.Ground(policies, today);
        return new MilestoneSeen(
            milestone, frame, activities, acts, requests, detail, ground, IfAskedNow(ground, requests, now), today, zone,
            (user.Reach(Act.SeeValue) & relation) != 0, user.Decide(Act.EditDelivery, relation).Problem) { Now = now };
    }

    private static AcceptanceClock? IfAskedNow(AcceptanceGround ground, IReadOnlyList<AcceptanceRequest> requests, DateTimeOffset now) =>
        ground.Terms is { } terms && !(ground.GoesOn && requests.Count > 0 && requests[0].State == "rejected") ? PassiveAcceptance.Start(now, ground.Zone, terms, ground.Calendar) : null;

    private const string AroundSql =
        """
        select e.name as engagement_name, c.name as customer_name, e.currency, e.billing, p.name as manager_name, m.confirmed
        from milestones m join engagements e using (engagement) join customers c using (customer) left join people p on p.person = e.project_manager
        where m.engagement = @engagement and m.milestone = @milestone;
        select a.activity, a.title, a.end_date, a.done_on, count(i.issue) filter (where i.state = 'open')::int as open_issues, count(i.issue) filter (where i.state = 'closed')::int as closed_issues
        from activities a left join issues i on i.engagement = a.engagement and i.activity = a.activity
        where a.engagement = @engagement and a.milestone = @milestone group by a.activity, a.title, a.end_date, a.done_on order by a.end_date, a.activity;
        select action, actor, at from audit where subject = @subject order by at desc limit 12
        """;
}
