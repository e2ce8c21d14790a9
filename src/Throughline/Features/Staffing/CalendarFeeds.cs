using Dapper;
using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>Whose bookings a feed carries: a person's, those of the people somebody manages, or an engagement's.</summary>
/// <param name="Kind"><c>person</c>, <c>team</c> or <c>engagement</c>.</param>
/// <param name="Key">The person's, the manager's or the engagement's.</param>
internal sealed record FeedSubject(string Kind, string Key)
{
    /// <summary>Reads <c>kind:key</c>; null when it names no kind.</summary>
    public static FeedSubject? Read(string? text) =>
        text?.Split(':', 2) is ["person" or "team" or "engagement", { Length: > 0 } key] parts ? new FeedSubject(parts[0], key) : null;

    /// <summary>How the subject stands to somebody who wants to see bookings.</summary>
    public Relation RelationTo(Standing standing, PersonKey? me) => Kind switch
    {
        "engagement" => standing.To(new EngagementKey(Key)),
        "team" when Key == me?.Value => Relation.Team,
        _ => standing.To(new PersonKey(Key)),
    };

    public override string ToString() => $"{Kind}:{Key}";
}

/// <summary>A feed as its owner sees it; its address is shown once, when it is made.</summary>
internal sealed class FeedRow
{
    public Guid Feed { get; init; }
    public string Kind { get; init; } = "";
    public string Key { get; init; } = "";
    public string? Name { get; init; }
    public DateTimeOffset Created { get; init; }
    public DateTimeOffset? LastRead { get; init; }
}

/// <summary>A feed that was just made, with the secret of its address, which nobody can read again.</summary>
internal sealed record MadeFeed(Guid Feed, string Secret);

internal sealed record FeedRefused(string Message) : Problem("feed", Message);

/// <summary>Makes, lists and revokes calendar feeds.</summary>
internal sealed class CalendarFeeds(Database database)
{
    private const int Most = 50;

    internal const string Named =
        "feeds f left join people np on f.kind in ('person', 'team') and np.person = f.key left join engagements ne on f.kind = 'engagement' and ne.engagement = f.key";

    public Task<IReadOnlyList<FeedRow>> ListAsync(CurrentUser user, CancellationToken stop) => database.ReadAsync<IReadOnlyList<FeedRow>>(
        async connection => (await connection.QueryAsync<FeedRow>(
            $"select f.feed, f.kind, f.key, coalesce(np.name, ne.name) as name, f.created, f.last_read from {Named} where f.account = @Account and f.revoked is null order by f.created desc",
            new { user.Account })).AsList(),
        stop);

    /// <summary>What somebody is likely to want: themselves, their team, the engagements they lead or work on.</summary>
    public Task<IReadOnlyList<(string Subject, string Name)>> OffersAsync(CurrentUser user, CancellationToken stop) => database.ReadAsync<IReadOnlyList<(string, string)>>(
        async connection => user.Person is not { } me ? [] : (await connection.QueryAsync<(string, string)>(
            """
            select 'person:' || person, 'Your own bookings' from people where person = @me
            union all select 'team:' || @me, 'The people you manage' where @team and exists (select from people where manager = @me)
            union all (select 'engagement:' || engagement, engagement || ', ' || name from engagements
              where @engagements and (project_manager = @me or engagement in (select engagement from bookings where person = @me)) and status not in ('completed', 'cancelled')
              order by engagement)
            """,
            new
            {
                me = me.Value,
                team = (user.Reach(Act.SeeBookings) & (Relation.Any | Relation.Team)) != 0,
                engagements = (user.Reach(Act.SeeBookings) & (Relation.Any | Relation.Assigned | Relation.Led)) != 0,
            })).AsList(),
        stop);

    public async Task<Result<MadeFeed>> MakeAsync(CurrentUser user, FeedSubject subject, CancellationToken stop)
    {
        // Gather
        var (standing, exists, count) = await database.ReadAsync(
            async connection => (
                await Standing.ReadAsync(connection, user),
                await connection.QuerySingleAsync<bool>(
                    subject.Kind == "engagement" ? "select exists (select from engagements where engagement = @Key)" : "select exists (select from people where person = @Key)", subject),
                await connection.QuerySingleAsync<int>("select count(*)::int from feeds where account = @Account and revoked is null", new { user.Account })),
            stop);

        // Decide
        var decision = user.Decide(Act.SeeBookings, subject.RelationTo(standing, user.Person));
        if (decision.Problem is { } refused)
            return refused;
        if (!exists)
            return new FeedRefused("There is nobody and nothing of that name. Choose from the list.");
        if (count >= Most)
            return new FeedRefused($"You have {Most} feeds. Revoke one that you no longer read.");

        // Act
        var secret = Secret.New();
        return await database.WriteAsync<MadeFeed>(user.ToActor(decision.Role), async change =>
        {
            var feed = Guid.CreateVersion7();
            await change.ExecuteAsync(
                "insert into feeds (feed, hash, account, kind, key, created) values (@feed, @hash, @Account, @Kind, @Key, @At)",
                new { feed, hash = Secret.Hash(secret), user.Account, subject.Kind, subject.Key, change.At });
            await change.AuditAsync("feed_made", user.Email, new { feed, subject = subject.ToString() });
            return new MadeFeed(feed, secret);
        }, stop);
    }

    /// <summary>From here on the address answers as if it had never been. False when there is no such feed of the user, or not any more.</summary>
    public async Task<bool> RevokeAsync(CurrentUser user, Guid feed, CancellationToken stop) => (await database.WriteAsync<int>(user.ToActor(), async change =>
    {
        var revoked = await change.ExecuteAsync(
            "update feeds set revoked = @At where feed = @feed and account = @Account and revoked is null", new { change.At, feed, user.Account });
        if (revoked > 0)
            await change.AuditAsync("feed_revoked", user.Email, new { feed });

        return revoked;
    }, stop)).Succeeded(out var count, out _) && count > 0;
}
