namespace Throughline.Platform.Demo;

/// <summary>An account that a demo offers.</summary>
/// <param name="Role">The word of the role as the command line takes it: <c>project_manager</c>.</param>
/// <param name="Person">The key of the person it belongs to; none for a customer's and the administrator's.</param>
/// <param name="Customer">The key of the customer whose portal it opens.</param>
internal sealed record DemoPersona(string Email, string Name, string Role, string? Person = null, string? Customer = null);

/// <summary>One account for each role there is. The first four are the Monday walk: plan, staffing, own week, money.</summary>
internal static class DemoAccounts
{
    public static IReadOnlyList<DemoPersona> All { get; } =
    [
        Of("Ana Kovač", "project_manager"),
        Of("Kim Aldous", "coordinator"),
        Of("Tomás Rivera", "member"),
        Of("Ingrid Solheim", "finance"),
        new("administrator@northlight.example", "Nils Okada", "administrator"),
        Of("Ruth Abara", "operations"),
        Of("Marcus Bell", "engagement_manager"),
        Of("Zuri Kamau", "trainer"),
        Of("Sofia Lindgren", "leader"),
        Of("Victor Hale", "sales"),
        Of("Marek Dvořák", "architect"),
        Of("Grace Mbeki", "delivery_manager"),
        Of("Henrik Lund", "pmo_manager"),
        Of("Amara Nwosu", "practice_manager"),
        Of("Judith Kern", "legal"),
        Of("Tamsin Boyd", "deal_desk"),
        new("laura.benning@meridian-freight.example", "Laura Benning", "customer", Customer: "meridian"),
        Of("Pavel Horák", "partner"),
    ];

    private static DemoPersona Of(string name, string role)
    {
        var person = DemoPeople.Named(name);
        return new(person.Email, person.Name, role, person.Key);
    }
}
