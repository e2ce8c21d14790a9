using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Policies;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Delivery;

/// <summary>What is missing in the RAID logs of engagements that run.</summary>
internal static class RaidFindings
{
    private static readonly string[] Done = ["closed", "resolved"];

    public static IEnumerable<Finding> Of(Watched watched)
    {
        var items = watched.Facts.Watched.Raid.ToLookup(item => item.Engagement);
        foreach (var health in watched.Facts.Watched.Health.Where(health => health.IsWorrying))
        {
            if (watched.Engagement(health.Engagement) is { } engagement && engagement.Status.IsUnderWay() && !items[health.Engagement].Any(IsOpen))
                yield return Unlogged(engagement, health);
        }

        foreach (var item in watched.Facts.Watched.Raid.Where(IsOpen))
        {
            if (watched.Engagement(item.Engagement) is { } engagement && engagement.Status.IsUnderWay())
            {
                foreach (var finding in Of(watched, engagement, item))
                    yield return finding;
            }
        }
    }

    /// <summary>R-130: a worry is in the log.</summary>
    private static Finding Unlogged(EngagementFact engagement, HealthFact health) => new(
        "R-130", Severity.Warning, engagement.Engagement, "engagement", engagement.Engagement.Value,
        $"{engagement.Engagement} is {health.Internal ?? "not rated"} for us and {health.Customer ?? "not rated"} for the customer, and nothing open stands in its RAID log. Write down what is the matter.",
        null, engagement.ProjectManager)
    {
        Rests = [new Part("internal_health", health.Internal ?? "not rated"), new Part("customer_health", health.Customer ?? "not rated")],
    };

    /// <summary>R-164, R-165, R-170: somebody owns it, risks have a plan before they are worked on, actions have a day and keep it.</summary>
    private static IEnumerable<Finding> Of(Watched watched, EngagementFact engagement, RaidFact item)
    {
        if (string.IsNullOrWhiteSpace(item.Owner))
            yield return Of("R-164", Severity.Warning, $"{item.Item} {item.Title} has no owner. Name who accepts, mitigates or resolves it.");
        if (item.Type == "risk" && string.IsNullOrWhiteSpace(item.Plan) && item.State is { } state && Plain(state) != "not started")
            yield return Of("R-165", Severity.Warning, $"{item.Item} {item.Title} is {state} without a mitigation plan. Write the plan.");
        if (item.Type == "action" && item.Due is null)
            yield return Of("R-170", Severity.Notice, $"{item.Item} {item.Title} has no day by which it is to be done. Agree one.");
        if (item.Type == "action" && item.Due < watched.Today)
            yield return Of("R-170", Severity.Warning, $"{item.Item} {item.Title} was due on {Watched.Iso(item.Due.Value)}. Close it, or agree another day.");

        Finding Of(string rule, Severity severity, string message) => new(rule, severity, item.Engagement, "raid", item.Item, message, item.Due, watched.PersonNamed(item.Owner) ?? engagement.ProjectManager)
        {
            Rests =
            [
                new Part(item.Type, item.Title, item.Due is { } due ? new DateRange(due, due) : null), new Part("owner", item.Owner), new Part("state", item.State ?? "none"),
                new Part("plan", item.Plan ?? "none"),
            ],
        };
    }

    private static bool IsOpen(RaidFact item) => !Done.Contains(Plain(item.State ?? ""));

    private static string Plain(string state) => state.Trim().Replace('_', ' ').ToLowerInvariant();
}
