using Throughline.Domain.Accounts;

namespace Throughline.Domain.Staffing;

/// <summary>P-43: somebody else chooses people here.</summary>
public sealed record NotTheChooser(string Who) : Problem("P-43", $"People are chosen by {Who} here. You can still name somebody when you ask.");

/// <summary>P-43: which roles choose the people of an engagement.</summary>
public static class ChoiceOfPeople
{
    /// <param name="policy">The policy's value.</param>
    /// <param name="requested">The role that is asked for: project managers are chosen with the PMO manager.</param>
    public static IReadOnlyList<Role> Choosers(string policy, string requested) => policy switch
    {
        "senior_engineer" => [Role.Architect],
        "coordinator_with_delivery_manager" => [Role.Coordinator, Role.DeliveryManager],
        _ => requested == "project_manager"
            ? [Role.Operations, Role.Coordinator, Role.PmoManager]
            : [Role.Operations, Role.Coordinator],
    };

    /// <summary>Null when one of the roles may choose.</summary>
    public static NotTheChooser? Refuse(string policy, string requested, IEnumerable<Role> roles)
    {
        var choosers = Choosers(policy, requested);
        return roles.Any(choosers.Contains) ? null : new(string.Join(" or ", choosers.Select(role => Roles.Name(role).Many)));
    }
}
