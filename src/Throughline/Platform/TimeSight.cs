using Throughline.Domain.Accounts;
using Throughline.Domain.Timekeeping;

namespace Throughline.Platform;

/// <summary>Whether somebody may know of an entry at all: what they may not see reads as not there.</summary>
public static class TimeSight
{
    /// <summary>A token's scopes do not count: one that writes but does not read may still name what its owner sees.</summary>
    public static bool MaySee(this CurrentUser user, TimeOwnership entry)
    {
        var relation = user.Person is not { } me
            ? Relation.None
            : (entry.Person == me ? Relation.Own : 0) | (entry.Manager == me ? Relation.Team : 0)
              | (entry.Engagement is not null && entry.Lead == me ? Relation.Led : 0);
        return user.Access.Decide(user.Roles, null, Act.SeeTime, relation).Allowed;
    }
}
