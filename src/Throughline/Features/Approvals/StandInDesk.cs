using Dapper;
using Throughline.Data;
using Throughline.Data.Timekeeping;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Approvals;

/// <summary>Gives an approver's place to somebody else for some days, and takes it back. Approvers do it for themselves, coordinators and operations for anybody.</summary>
public sealed class StandInDesk(Database database, PracticeSettings settings)
{
    public async Task<Result<StandIn>> GiveAsync(CurrentUser user, string? approver, string person, DateRange days, string reason, CancellationToken stop)
    {
        var today = await settings.TodayAsync(stop);
        var whose = string.IsNullOrEmpty(approver) ? user.Person : new PersonKey(approver);
        if (whose is not { } place)
            return new InvalidFields("approver", "Say whose place is taken.");
        if (Refuse(user, place) is { } notAllowed)
            return notAllowed;

        var standIn = new StandIn(Guid.CreateVersion7().ToString("N"), place, new PersonKey(person), days, reason.Trim());
        if (standIn.Refuse(today) is { } refused)
            return refused;

        return await database.WriteAsync<StandIn>(user.ToActor(), async change =>
        {
            await StandIns.AddAsync(change, standIn);
            return standIn;
        }, stop);
    }

    public Task<Result<StandIn>> EndAsync(CurrentUser user, string key, CancellationToken stop) => database.WriteAsync<StandIn>(user.ToActor(), async change =>
    {
        if (await StandIns.LockAsync(change, key) is not { } standIn || (standIn.Person != user.Person && Refuse(user, standIn.Approver) is not null))
            return new NoSuchRecord("There is no such stand-in any more.");

        await StandIns.RemoveAsync(change, standIn);
        return standIn;
    }, stop);

    /// <summary>The user's own, or everybody's for those who plan, with the names of people to choose from.</summary>
    public Task<(IReadOnlyList<StandIn> StandIns, IReadOnlyList<Ui.Choice> People)> ListAsync(CurrentUser user, CancellationToken stop) =>
        database.ReadAsync(async connection =>
        {
            var today = await settings.TodayAsync(stop);
            var all = user.Reach(Act.ApproveTime).HasFlag(Relation.Any);
            var list = all || user.Person is not null ? await StandIns.ListAsync(connection, all ? null : user.Person, today) : [];
            var people = await connection.QueryAsync<(string Person, string Name)>(
                "select person, name from people where coalesce(employment, 'employee') = 'employee' and (end_date is null or end_date >= @today) order by name, person", new { today });
            return (list, (IReadOnlyList<Ui.Choice>)[.. people.Select(one => new Ui.Choice(one.Person, one.Name))]);
        }, stop);

    private static NotAllowed? Refuse(CurrentUser user, PersonKey approver)
    {
        var everybody = user.Decide(Act.ApproveTime);
        return everybody.Allowed || (user.Person == approver && user.Reach(Act.ApproveTime) != Relation.None) ? null : everybody.Problem;
    }
}
