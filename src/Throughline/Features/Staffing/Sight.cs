using Dapper;
using Throughline.Data;
using Throughline.Domain.Accounts;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>What of the plan somebody may see. The load of a person they see is whole; bookings they may not see stay without a name.</summary>
internal sealed class Sight
{
    private readonly Relation reach;
    private readonly PersonKey? me;
    private readonly HashSet<EngagementKey> engagements;

    private Sight(Relation reach, PersonKey? me, HashSet<EngagementKey> engagements) =>
        (this.reach, this.me, this.engagements) = (reach, me, engagements);

    public bool All => reach.HasFlag(Relation.Any);

    /// <summary>One statement for those who do not see everything, none for the others.</summary>
    public static async Task<Sight> OfAsync(CurrentUser user, Database database, CancellationToken stop)
    {
        var reach = user.Reach(Act.SeeBookings);
        if (reach.HasFlag(Relation.Any) || user.Person is not { } me)
            return new Sight(user.Person is null ? reach & Relation.Any : reach, user.Person, []);

        var own = await database.ReadAsync(
            connection => connection.QueryAsync<string>(
                """
                select engagement from engagements where @led and project_manager = @me
                union select engagement from bookings where @assigned and person = @me
                union select engagement from issues where @assigned and assignee = @me
                """,
                new { me = me.Value, led = reach.HasFlag(Relation.Led), assigned = reach.HasFlag(Relation.Assigned) }),
            stop);
        return new Sight(reach, me, [.. own.Select(key => new EngagementKey(key))]);
    }

    public bool Sees(BookingFact booking, PersonFact? person) =>
        All
        || (person is not null && Knows(person))
        || engagements.Contains(booking.Engagement);

    public bool Sees(PersonFact person, StaffingPlan plan) =>
        All || Knows(person) || plan.Weeks.BookingsOf(person.Person).Any(booking => engagements.Contains(booking.Engagement));

    private bool Knows(PersonFact person) =>
        (reach.HasFlag(Relation.Own) && person.Person == me) || (reach.HasFlag(Relation.Team) && person.Manager is not null && person.Manager == me);
}
