using Throughline.Domain.Engagements;
using Throughline.Domain.Staffing;

namespace Throughline.Domain.Tests.Staffing;

public class CapacityOutlookTests
{
    private static readonly PersonWeek Full = new(2400, 2400, 0, 2400, 0);
    private static readonly PersonWeek Over = new(2400, 2400, 0, 3000, 0);
    private static readonly PersonWeek Half = new(2400, 2400, 0, 1200, 600);

    private static IReadOnlyList<OutlookLine> Lines(decimal softWeight, params (string, PersonWeek[])[] people) => CapacityOutlook.Lines(
        people, new Dictionary<string, PersonWeek[]> { ["architect"] = [new(0, 0, 0, 2400, 0)], ["engineer"] = [new(0, 0, 0, 1500, 300)] }, 1, softWeight);

    [Fact]
    public void What_is_over_for_one_person_leaves_anothers_free_time_free()
    {
        var engineer = Lines(0m, ("engineer", [Over]), ("engineer", [Half])).Single(line => line.Name == "engineer");

        Assert.Equal((2, new OutlookWeek(4800, 4200, 1200, 1500)), (engineer.People, engineer.Weeks[0]));
        Assert.Equal((300, 0, 5700), (engineer.Weeks[0].Gap, engineer.Weeks[0].Left, engineer.Weeks[0].Demand));
    }

    [Fact]
    public void Soft_bookings_count_as_far_as_they_are_asked_to() =>
        Assert.Equal(new OutlookWeek(2400, 1800, 600, 1800), Lines(1m, ("engineer", [Half])).Single(line => line.Name == "engineer").Weeks[0]);

    [Fact]
    public void Hiring_names_the_roles_that_lack_most_first_and_how_many_people_the_worst_week_needs()
    {
        var engagements = new[] { ("architect", new EngagementKey("SOW-2")), ("engineer", new EngagementKey("SOW-1")), ("architect", new EngagementKey("SOW-2")) }
            .ToLookup(pair => pair.Item1, pair => pair.Item2);
        var hiring = CapacityOutlook.Hiring(Lines(0m, ("engineer", [Full]), ("trainer", [Full])), engagements);

        Assert.Equal([("architect", 2400, 1), ("engineer", 1500, 1)], hiring.Select(line => (line.Role, line.Gap, line.Short)));
        Assert.Equal([new EngagementKey("SOW-2")], hiring[0].Engagements);
    }
}
