using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;

namespace Throughline.Domain.Tests.Staffing;

public sealed class MatchTests
{
    private static readonly DateRange Week = new(new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 6));
    private static readonly MatchAsk Ask = new("engineer", SkillList.Read("kubernetes:4;go"), Week, 480, Zones.Find("Europe/Berlin"));

    private static readonly IReadOnlyDictionary<MatchPoint, decimal> Weights = new Dictionary<MatchPoint, decimal>
    {
        [MatchPoint.Skills] = 5m, [MatchPoint.Availability] = 5m, [MatchPoint.TimeZone] = 2m, [MatchPoint.Personality] = 1m,
        [MatchPoint.Tenure] = 1m, [MatchPoint.Growth] = 1m, [MatchPoint.PastWork] = 2m, [MatchPoint.Margin] = 1m,
    };

    private static PersonFact Person(string key, string role = "engineer") =>
        new(new PersonKey(key), key, role, 40m, Start: new DateOnly(2020, 1, 1), TimeZone: "Europe/Berlin");

    private static SkilledPerson With(PersonFact person, string skills = "kubernetes:4;go:2") => new(person, SkillList.Read(skills));

    private static MatchFacts Facts(IReadOnlyList<SkilledPerson> people, IReadOnlyList<BookingFact>? hard = null)
    {
        PersonFact[] all = [.. people.Select(one => one.Person)];
        var capacity = new Capacity(Week, all, [], [], [], Weekends.SaturdayAndSunday);
        return new MatchFacts(
            people, key => new FreeDays(capacity.Of(key), capacity.Of(key), (hard ?? []).Where(booking => booking.Person == key)),
            new Dictionary<PersonKey, PastWork>());
    }

    private static BookingFact Hard(string person, int minutes, DateRange? days = null) => new(
        new BookingKey(person), new EngagementKey("SOW-2"), new PersonKey(person), "engineer", days ?? Week, minutes, Commitment.Hard);

    private static Candidate Only(MatchResult result) => Assert.Single(result.Candidates);

    [Fact]
    [Trait("rule", "R-046")]
    public void A_score_is_the_sum_of_its_shares_and_each_share_is_points_times_weight() => Property.Holds(random =>
    {
        var people = Enumerable.Range(0, 8).Select(i => With(
            Person($"p{i}") with { TimeZone = random.Next(3) switch { 0 => null, 1 => "America/New_York", _ => "Asia/Tokyo" }, Start = random.Next(2) == 0 ? null : new DateOnly(2015 + random.Next(11), 1, 1) },
            $"kubernetes:{random.Next(1, 6)};{(random.Next(2) == 0 ? "go" : "java")}")).ToList();
        var facts = Facts(people, [.. people.Where(_ => random.Next(2) == 0).Select(one => Hard(one.Person.Person.Value, random.Next(1, 480)))]) with
        {
            Past = people.Where(_ => random.Next(2) == 0).ToDictionary(one => one.Person.Person, _ => new PastWork(random.Next(300), Week.First)),
            Prices = _ => new HourPrice(random.Next(2) == 0 ? null : random.Next(300), 200m),
            Wishes = [new GrowthWish(new PersonKey("p1"), "GO")],
        };
        var result = Match.Rank(Ask, facts, new MatchPolicy(Weights));

        foreach (var candidate in result.Candidates)
        {
            Assert.InRange(candidate.Score, 0m, 100m);
            Assert.Equal(candidate.Score, candidate.Parts.Sum(part => part.Share));
            var all = candidate.Parts.Where(part => part.Points is not null).Sum(part => part.Weight);
            Assert.All(candidate.Parts, part => Assert.Equal((part.Points ?? 0m) * part.Weight / all, part.Share));
        }

        Assert.Equal(result.Candidates.OrderByDescending(one => one.Score).Select(one => one.Score), result.Candidates.Select(one => one.Score));
        Assert.Equal(people.Count, result.Candidates.Count + result.Excluded.Count + result.OtherRoles);
    }, 100);

    [Fact]
    [Trait("rule", "R-046")]
    public void Skills_count_by_level_and_availability_by_the_exact_days()
    {
        var result = Match.Rank(Ask, Facts([With(Person("half"), "kubernetes:2"), With(Person("whole"))], [Hard("whole", 120)]), new MatchPolicy(Weights));

        Assert.Equal(["whole", "half"], result.Candidates.Select(one => one.Person.Name));
        var (whole, half) = (result.Candidates[0].Parts.ToDictionary(part => part.Point), result.Candidates[1].Parts.ToDictionary(part => part.Point));
        Assert.Equal((100m, 25m), (whole[MatchPoint.Skills].Points, half[MatchPoint.Skills].Points));
        Assert.Equal("kubernetes:2, wanted 4, no go", half[MatchPoint.Skills].Fact);
        Assert.Equal((75m, "30 of 40 h free"), (whole[MatchPoint.Availability].Points, whole[MatchPoint.Availability].Fact));
        Assert.False(result.Candidates[0].FitsWhole);
    }

    [Fact]
    public void Time_zones_count_by_the_working_hours_that_both_share()
    {
        decimal? Points(string zone) => Only(Match.Rank(Ask, Facts([With(Person("p") with { TimeZone = zone })]), new MatchPolicy(Weights))).Parts.Single(part => part.Point is MatchPoint.TimeZone).Points;
        Assert.Equal((100m, 25m, 0m, null), (Points("Europe/Berlin"), Points("America/New_York"), Points("America/Los_Angeles"), Points("nowhere")));
        Assert.Equal(Points("Asia/Tokyo"), 100m * 0m);
    }

    [Fact]
    public void What_nobody_can_be_measured_by_is_left_out_and_named()
    {
        var result = Match.Rank(Ask with { Skills = SkillList.None, CustomerZone = null }, Facts([With(Person("p"))]), new MatchPolicy(Weights));
        Assert.Equal(
            [MatchPoint.Skills, MatchPoint.TimeZone, MatchPoint.Personality, MatchPoint.Growth, MatchPoint.Margin], result.LeftOut.Select(left => left.Point));
        Assert.Equal([MatchPoint.Availability, MatchPoint.Tenure, MatchPoint.PastWork], Only(result).Parts.Select(part => part.Point));
    }

    [Fact]
    public void A_weight_of_nothing_leaves_a_point_out() =>
        Assert.Equal(100m, Only(Match.Rank(Ask, Facts([With(Person("p"))]), new MatchPolicy(new Dictionary<MatchPoint, decimal> { [MatchPoint.Availability] = 3m }))).Score);

    [Fact]
    public void A_missing_fact_is_not_nought_its_weight_does_not_count()
    {
        var known = Only(Match.Rank(Ask, Facts([With(Person("p") with { TimeZone = "America/Los_Angeles" })]), new MatchPolicy(Weights))).Score;
        var unknown = Only(Match.Rank(Ask, Facts([With(Person("p") with { TimeZone = null })]), new MatchPolicy(Weights))).Score;
        Assert.True(unknown > known);
    }

    [Fact]
    public void Wishes_past_work_and_margin_count_where_they_are_known()
    {
        var facts = Facts([With(Person("p"))]) with
        {
            Past = new Dictionary<PersonKey, PastWork> { [new PersonKey("p")] = new(80m, new DateOnly(2026, 1, 30)) },
            Prices = _ => new HourPrice(120m, 200m), Wishes = [new GrowthWish(new PersonKey("p"), "go")],
        };
        var parts = Only(Match.Rank(Ask, facts, new MatchPolicy(Weights))).Parts.ToDictionary(part => part.Point);
        Assert.Equal((50m, 40m, 100m), (parts[MatchPoint.PastWork].Points, parts[MatchPoint.Margin].Points, parts[MatchPoint.Growth].Points));
        Assert.Equal("80 h for this customer, last on 2026-01-30", parts[MatchPoint.PastWork].Fact);
    }

    [Fact]
    public void Whoever_is_not_ranked_hears_why()
    {
        SkilledPerson[] people =
        [
            With(Person("architect", "architect")), With(Person("busy")), With(Person("left") with { End = new DateOnly(2026, 2, 1) }),
            With(Person("later") with { Start = new DateOnly(2026, 4, 1) }), With(Person("partner") with { Employment = Employment.Partner }),
            With(Person("expired")), With(Person("none") with { WeeklyHours = 0m }), With(Person("sales", "sales"), "selling"),
        ];
        var facts = Facts(people, [Hard("busy", 360)]) with { Ends = [new SkillEnd(new PersonKey("expired"), "Kubernetes", new DateOnly(2026, 3, 5))] };
        var result = Match.Rank(Ask, facts, new MatchPolicy(Weights));

        Assert.Empty(result.Candidates);
        Assert.Equal(1, result.OtherRoles);
        Assert.Equal(
            [
                "architect: works as architect, not as engineer", "busy: no room on 5 of 5 days", "expired: Kubernetes expires on 2026-03-05, before the last day",
                "later: starts on 2026-04-01", "left: left on 2026-02-01", "none: works on none of these days",
                "partner: works for a partner, and this engagement is staffed by the practice",
            ],
            result.Excluded.Select(one => $"{one.Who.Person.Name}: {one.Reason}"));
        Assert.Contains(Match.Rank(Ask with { PartnersToo = true }, facts, new MatchPolicy(Weights)).Candidates, one => one.Person.Name == "partner");
    }

    [Fact]
    public void What_an_assignment_does_is_told_before_it_is_stored()
    {
        var facts = Facts([With(Person("p"))], [Hard("p", 120)]);
        var effect = AssignmentEffect.Of(Week, 240, facts.Days(new PersonKey("p")), new HourPrice(100m, 150m));
        Assert.Equal((0.25m, 0.75m), (effect.UtilisationBefore, effect.UtilisationAfter));
        Assert.Equal((3000m, 2000m, 1000m), (effect.Revenue, effect.Cost, effect.Margin));
        Assert.Null(AssignmentEffect.Of(Week, 240, facts.Days(new PersonKey("p")), new HourPrice(null, 150m)).Margin);
    }

    [Theory]
    [Trait("rule", "P-43")]
    [InlineData("operations", "engineer", Role.Operations, true)]
    [InlineData("operations", "engineer", Role.PmoManager, false)]
    [InlineData("operations", "project_manager", Role.PmoManager, true)]
    [InlineData("senior_engineer", "engineer", Role.Architect, true)]
    [InlineData("senior_engineer", "engineer", Role.Operations, false)]
    [InlineData("coordinator_with_delivery_manager", "engineer", Role.DeliveryManager, true)]
    [InlineData("coordinator_with_delivery_manager", "engineer", Role.ProjectManager, false)]
    public void Who_chooses_people_is_policy(string policy, string requested, Role role, bool may) =>
        Assert.Equal(may, ChoiceOfPeople.Refuse(policy, requested, [role]) is null);

    [Fact]
    [Trait("rule", "R-046")]
    public void Notes_on_working_style_count_for_the_traits_that_a_request_wishes_for()
    {
        var facts = Facts([With(Person("both")), With(Person("one")), With(Person("words")), With(Person("none"))]) with
        {
            Styles = new Dictionary<PersonKey, IReadOnlyList<string>>
            {
                [new PersonKey("both")] = ["mentor", "customer_facing"], [new PersonKey("one")] = ["mentor", "independent"], [new PersonKey("words")] = [],
            },
        };
        var parts = Match.Rank(Ask with { Traits = Traits.Parse("Customer facing; mentor") }, facts, new MatchPolicy(Weights)).Candidates
            .ToDictionary(one => one.Person.Name, one => one.Parts.Single(part => part.Point is MatchPoint.Personality));

        Assert.Equal((100m, 50m, null, null), (parts["both"].Points, parts["one"].Points, parts["words"].Points, parts["none"].Points));
        Assert.Equal("not noted as customer facing, mentor", parts["one"].Fact);
        Assert.Equal("no note on working style is recorded", parts["none"].Fact);
        Assert.Equal(0m, parts["none"].Share);
    }

    [Fact]
    [Trait("rule", "R-046")]
    public void Working_style_is_left_out_where_nobody_wishes_for_any_or_the_reader_may_not_see_it()
    {
        string Why(MatchFacts facts, string traits = "mentor") =>
            Match.Rank(Ask with { Traits = Traits.Parse(traits) }, facts, new MatchPolicy(Weights)).LeftOut.Single(left => left.Point is MatchPoint.Personality).Why;

        var facts = Facts([With(Person("p"))]);
        var noted = facts with { Styles = new Dictionary<PersonKey, IReadOnlyList<string>> { [new PersonKey("p")] = ["mentor"] } };
        Assert.Equal("notes on working style are not shown to you", Why(facts));
        Assert.Equal("no notes on working style are recorded", Why(facts with { Styles = new Dictionary<PersonKey, IReadOnlyList<string>>() }));
        Assert.Equal("the request names no working style", Why(noted, " ; "));
    }

    [Fact]
    public void How_much_free_time_makes_a_candidate_is_a_policy()
    {
        var facts = Facts([With(Person("p"))], [Hard("p", 360)]);
        Assert.Empty(Match.Rank(Ask, facts, new MatchPolicy(Weights)).Candidates);
        Assert.Single(Match.Rank(Ask, facts, new MatchPolicy(Weights, 0.25m)).Candidates);
    }
}
