namespace Throughline.Domain.Accounts;

/// <summary>What a person is in the practice. An account may hold several and acts in one per decision.</summary>
public enum Role
{
    Administrator, ProjectManager, Coordinator, Operations, EngagementManager, Member, Trainer, Finance, Leader, Sales,
    Architect, DeliveryManager, PmoManager, PracticeManager, Legal, DealDesk, Customer, Partner,
}

/// <summary>What a role is called: the code in data and on the command line, and in sentences.</summary>
public sealed record RoleName(Role Role, string Code, string One, string Many);

/// <summary>An account would see both sides of the wall between the practice and those outside it.</summary>
public sealed record MixedRoles(Role Outside, Role Other) : Problem(
    "R-296",
    $"One account cannot be both {Roles.Name(Outside).One} and {Roles.Name(Other).One}: people outside the practice see only their workspace. Make a second account.");

public static class Roles
{
    /// <summary>Every role, in the order in which they are listed for people.</summary>
    public static IReadOnlyList<RoleName> All { get; } =
    [
        new(Role.Administrator, "administrator", "administrator", "administrators"),
        new(Role.ProjectManager, "project_manager", "project manager", "project managers"),
        new(Role.Coordinator, "coordinator", "coordinator", "coordinators"),
        new(Role.Operations, "operations", "member of operations", "operations"),
        new(Role.EngagementManager, "engagement_manager", "engagement manager", "engagement managers"),
        new(Role.Member, "member", "team member", "team members"),
        new(Role.Trainer, "trainer", "trainer", "trainers"),
        new(Role.Finance, "finance", "member of finance", "finance"),
        new(Role.Leader, "leader", "practice leader", "practice leaders"),
        new(Role.Sales, "sales", "member of sales", "sales"),
        new(Role.Architect, "architect", "technical architect", "technical architects"),
        new(Role.DeliveryManager, "delivery_manager", "delivery manager", "delivery managers"),
        new(Role.PmoManager, "pmo_manager", "PMO manager", "PMO managers"),
        new(Role.PracticeManager, "practice_manager", "practice manager", "practice managers"),
        new(Role.Legal, "legal", "member of legal", "legal"),
        new(Role.DealDesk, "deal_desk", "member of the deal desk", "the deal desk"),
        new(Role.Customer, "customer", "customer", "customers"),
        new(Role.Partner, "partner", "partner", "partners"),
    ];

    public static RoleName Name(Role role) => All[(int)role];

    /// <summary>Null when there is no such role.</summary>
    public static Role? Find(string code) => All.FirstOrDefault(name => name.Code == code)?.Role;

    /// <summary>Customers and partners: they never see what is internal, whatever a table says.</summary>
    public static bool IsOutside(Role role) => role is Role.Customer or Role.Partner;

    /// <summary>Why one account may not hold these roles together; null when it may.</summary>
    public static MixedRoles? Refuse(IReadOnlyCollection<Role> roles)
    {
        var outside = roles.Where(IsOutside).ToList();
        return outside.Count == 0 || roles.Count == 1 ? null : new(outside[0], roles.First(role => role != outside[0]));
    }
}
