using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Contracts;

/// <summary>Which statements somebody may see: all, or those they brought themselves and those of engagements they lead.</summary>
internal sealed record StatementSight(bool Everything, string Email, string? Person)
{
    /// <summary>Over <c>statements s left join engagements e</c>.</summary>
    public const string Filter = "(@Everything or s.read_by = @Email or e.project_manager = @Person)";

    public static StatementSight Of(CurrentUser user) =>
        new(user.Reach(Act.ReadStatement).HasFlag(Relation.Any), user.Email, user.Reach(Act.ReadStatement).HasFlag(Relation.Led) ? user.Person?.Value : null);

    /// <summary>Whether the user may read statements at all; which of them, the filter says.</summary>
    public static AccessDecision Decide(CurrentUser user) => user.Decide(Act.ReadStatement, Relation.Led);

    public static NoSuchRecord Nothing { get; } = new("There is no such statement of work.");
}
