using Dapper;
using Throughline.Data;
using Throughline.Data.Timekeeping;
using Throughline.Domain.Accounts;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Timekeeping;

/// <summary>What the page of locks shows: locks, tickets, and what may be chosen.</summary>
internal sealed record LockSheet(
    IReadOnlyList<(PeriodLock Lock, string By)> Locks, IReadOnlyList<UnlockTicket> Tickets, IReadOnlyList<Choice> People, IReadOnlyList<Choice> Entities);

/// <summary>The locked periods, and the tickets somebody may see: all for those who decide, else their own.</summary>
internal sealed class LockBoard(Database database)
{
    public Task<LockSheet> RunAsync(CurrentUser user, CancellationToken stop) => database.ReadAsync(async connection =>
    {
        var all = user.Reach(Act.SeeTime).HasFlag(Relation.Any);
        var people = await connection.QueryAsync<(string Person, string Name)>(
            "select person, name from people where @all or person = @me order by name, person", new { all, me = user.Person?.Value });
        var entities = await connection.QueryAsync<string>(
            "select legal_entity from people where legal_entity is not null union select legal_entity from engagements where legal_entity is not null order by 1");
        return new LockSheet(
            await PeriodLockRows.LatestAsync(connection), await PeriodLockRows.TicketsAsync(connection, all, user.Person, user.Email),
            [.. people.Select(one => new Choice(one.Person, one.Name))],
            [new Choice(LockedWork.Practice, "The practice itself"), .. entities.Select(entity => new Choice(entity, entity))]);
    }, stop);
}
