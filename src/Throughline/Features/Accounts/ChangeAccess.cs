using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Accounts;

internal sealed record WallStands(Role Role, Act Act) : Problem(
    "R-296", $"{Roles.Name(Role).Many} are outside the practice and may never {Acts.Name(Act).Words}.");

internal sealed record AdministratorKept() : Problem(
    "R-296", "What administrators may do does not change: they must be able to put everything else right, and they never approve the practice's business.");

/// <summary>Changes what a role may do and to which records; the former rows stay in the history.</summary>
internal sealed class ChangeAccess(Database database, AccessRules rules)
{
    /// <param name="reach">All relations in which the role may do the act from now on; none takes it away.</param>
    public async Task<Result<Relation>> RunAsync(CurrentUser user, Role role, Act act, Relation reach, CancellationToken stop)
    {
        var decision = user.Decide(Act.EditUsers);
        if (decision.Problem is { } refused)
            return refused;
        if (role is Role.Administrator)
            return new AdministratorKept();
        if (reach != Relation.None && Roles.IsOutside(role) && (!Acts.Name(act).Outside || reach.HasFlag(Relation.Any)))
            return new WallStands(role, act);

        var row = new { role = Roles.Name(role).Code, act = Acts.Name(act).Code, relations = Codes(reach) };
        var changed = await database.WriteAsync<Relation>(user.ToActor(decision.Role), async change =>
        {
            await change.ExecuteAsync("delete from role_permissions where role = @role and act = @act and relation <> all(@relations)", row);
            await change.ExecuteAsync(
                "insert into role_permissions (role, act, relation) select @role, @act, unnest(@relations) on conflict do nothing", row);
            await change.AuditAsync("access_changed", row.role, row);
            return reach;
        }, stop);
        rules.Forget();
        return changed;
    }

    private static string[] Codes(Relation reach) =>
        [.. Relations.All.Where(known => reach.HasFlag(known.Relation)).Select(known => known.Code)];
}
