namespace Throughline.Domain.Engagements;

/// <summary>Knows which time and bookings bring money: all but those that name a work at risk that is not converted .</summary>
public sealed class WorkAtRisk(IEnumerable<WorkAtRiskFact> facts)
{
    private readonly HashSet<(EngagementKey, string)> converted =
        [.. facts.Where(fact => fact.Status.BringsMoney()).Select(fact => (fact.Engagement, fact.WorkAtRisk))];

    public bool BringsMoney(EngagementKey engagement, string? workAtRisk) =>
        workAtRisk is null || converted.Contains((engagement, workAtRisk));
}
