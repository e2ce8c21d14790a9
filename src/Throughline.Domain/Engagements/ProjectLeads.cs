namespace Throughline.Domain.Engagements;

/// <summary>P-41: who may lead a project.</summary>
public static class ProjectLeads
{
    public static readonly IReadOnlyCollection<string> Managers = ["project_manager", "program_manager"];

    public static readonly IReadOnlyCollection<string> ManagersAndEngineers = ["project_manager", "program_manager", "engineer"];

    /// <summary>The roles that the policy's value names.</summary>
    public static IReadOnlyCollection<string> Of(string policy) => policy == "project_manager_or_engineer" ? ManagersAndEngineers : Managers;
}
