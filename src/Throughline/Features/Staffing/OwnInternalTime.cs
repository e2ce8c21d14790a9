using Throughline.Data;
using Throughline.Domain.Accounts;
using Throughline.Domain.Policies;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>
/// P-57: where members enter their internal time themselves, they book, change and release themselves softly on the
/// engagements of internal time. Firm it becomes, as for everybody, by the coordinator alone.
/// </summary>
internal sealed class OwnInternalTime(Database database, PracticeSettings settings)
{
    private static readonly Act[] Opened = [Act.BookSoft, Act.ChangeSoftBooking];

    /// <summary>The engagements that the user enters their own time on; none where they ask the coordinator.</summary>
    public async Task<IReadOnlyList<string>> EngagementsAsync(CurrentUser user, CancellationToken stop)
    {
        if (user.Person is not { } me || user.IsOutside || user.Reach(Act.RequestBooking) == Relation.None)
            return [];

        var (policies, today) = (await settings.PoliciesAsync(stop), await settings.TodayAsync(stop));
        var internals = policies.Answer("staffing.internal_engagements", today).Items.Where(item => item != "none").ToList();
        if (internals.Count == 0)
            return [];

        var (role, region) = await database.ReadAsync(connection => Dapper.SqlMapper.QuerySingleOrDefaultAsync<(string?, string?)>(
            connection, "select role, region from people where person = @me", new { me = me.Value }), stop);
        return policies.Answer(new PolicyQuestion("P-57", today, Region: region, Role: role)).Text == "self_entered" ? internals : [];
    }

    /// <summary>The user, who may book these themselves where every one is their own internal time.</summary>
    public async Task<CurrentUser> ActingAsync(CurrentUser user, IReadOnlyCollection<BookingTerms> bookings, CancellationToken stop)
    {
        if (user.Person is not { } me || bookings.Count == 0 || bookings.Any(booking => booking.Person != me || booking.Commitment is Commitment.Hard))
            return user;

        var internals = await EngagementsAsync(user, stop);
        return bookings.All(booking => internals.Contains(booking.Engagement.Value)) ? Opening(user) : user;
    }

    /// <summary>The same for bookings that stand.</summary>
    public async Task<CurrentUser> ActingAsync(CurrentUser user, IEnumerable<BookingKey> keys, CancellationToken stop)
    {
        if (user.Person is null || user.Reach(Act.ChangeSoftBooking).HasFlag(Relation.Any))
            return user;

        var standing = await database.ReadAsync(connection => BookingStore.FindAsync(connection, keys), stop);
        return await ActingAsync(user, [.. standing.Values.Select(booking => booking.Terms)], stop);
    }

    private static CurrentUser Opening(CurrentUser user) => user with
    {
        Access = user.Access.With(user.Roles.Where(role => !Roles.IsOutside(role)).SelectMany(role => Opened, (role, act) => new Grant(role, act, Relation.Own))),
    };
}
