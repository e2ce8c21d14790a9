using Dapper;
using Throughline.Data;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Approvals;

/// <summary>What beside single entries waits for somebody: months put together for finance, quarters to certify, tickets to decide on, customers' replies to read.</summary>
public sealed record SignOffs(IReadOnlyList<string> Months, IReadOnlyList<(string Quarter, DateOnly From, int People)> Quarters, int Tickets, IReadOnlyList<(string Request, string Milestone, int Replies)> Answers)
{
    public static readonly SignOffs None = new([], [], 0, []);

    public bool Any => Months.Count > 0 || Quarters.Count > 0 || Tickets > 0 || Answers.Count > 0;
}

/// <summary>Reads what waits for the user's signature; nothing for whoever signs nothing.</summary>
internal sealed class SignOffsWaiting(Database database)
{
    private const string MonthsSql = "select month from time_consolidations where received_by is null and consolidated_by <> @email order by month limit 12";

    private const string QuartersSql =
        """
        select quarter, min(start_date) as from, count(*)::int as people from certifications
        where state = any(@states) and person is distinct from @person group by quarter order by 2 limit 8
        """;

    private const string TicketsSql =
        "select count(*)::int from unlock_tickets where state = 'asked' and until > @now and asked_by <> @email and person is distinct from @person";

    private const string AnswersSql =
        """
        select r.acceptance_request, r.engagement || ' ' || r.milestone, count(*)::int from acceptance_replies a join acceptance_requests r using (acceptance_request) join engagements e using (engagement)
        where a.state = 'waiting' and (@all or e.project_manager = @person) group by 1, 2 order by min(a.entered_at) limit 12
        """;

    /// <summary>Whether the user ever signs anything of this.</summary>
    public static bool Concerns(CurrentUser user) => user.May(Act.AcceptHours) || user.May(Act.DecideUnlock) || user.Reach(Act.EditDelivery) != Relation.None || StatesOf(user).Length > 0;

    public async Task<SignOffs> RunAsync(CurrentUser user, CancellationToken stop)
    {
        if (!Concerns(user))
            return SignOffs.None;

        var (states, own) = (StatesOf(user), new { email = user.Email, person = user.Person?.Value, states = StatesOf(user), now = database.Clock.GetUtcNow(), all = user.Reach(Act.EditDelivery).HasFlag(Relation.Any) });
        return await database.ReadAsync(
            async connection => new SignOffs(
                user.May(Act.AcceptHours) ? (await connection.QueryAsync<string>(MonthsSql, own)).AsList() : [],
                states.Length > 0 ? (await connection.QueryAsync<(string, DateOnly, int)>(QuartersSql, own)).AsList() : [],
                user.May(Act.DecideUnlock) ? await connection.ExecuteScalarAsync<int>(TicketsSql, own) : 0,
                user.Reach(Act.EditDelivery) != Relation.None ? (await connection.QueryAsync<(string, string, int)>(AnswersSql, own)).AsList() : []),
            stop);
    }

    private static string[] StatesOf(CurrentUser user) =>
    [
        .. user.May(Act.CertifyHours) ? (string[])["generated"] : [], .. user.May(Act.ConfirmHours) ? (string[])["manager_approved"] : [],
        .. user.May(Act.AcceptHours) ? (string[])["head_approved"] : [],
    ];
}
