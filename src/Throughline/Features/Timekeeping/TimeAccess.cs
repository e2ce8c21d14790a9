using Throughline.Data.Timekeeping;
using Throughline.Domain.Accounts;
using Throughline.Domain.People;
using Throughline.Platform;

namespace Throughline.Features.Timekeeping;

/// <summary>Who may log and see whose time.</summary>
internal static class TimeAccess
{
    /// <summary>Whether the user may log for the person, in which role, and whether on any engagement.</summary>
    public static (AccessDecision Decision, bool Anywhere) ToLog(CurrentUser user, PersonKey person)
    {
        var anybody = user.Decide(Act.LogOthersTime);
        var own = user.Person == person ? user.Decide(Act.LogOwnTime, Relation.Own) : anybody;
        return (own.Allowed ? own : anybody, anybody.Allowed);
    }

    /// <summary>Why the user may not change the entry; one they may not even see is said not to be there.</summary>
    public static Domain.Problem? RefuseChange(CurrentUser user, LoggedTime logged)
    {
        var decision = ToLog(user, logged.Entry.Terms.Person).Decision;
        return decision.Allowed || user.MaySee(logged.Owner) ? decision.Problem : NotThere(logged.Entry.Entry);
    }

    public static Domain.NoSuchRecord NotThere(string entry) => new($"There is no entry {entry}.");
}
