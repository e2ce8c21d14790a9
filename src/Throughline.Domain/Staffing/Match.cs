using Throughline.Domain.Dates;
using Throughline.Domain.People;

namespace Throughline.Domain.Staffing;

/// <summary>What candidates are ranked by .</summary>
public enum MatchPoint { Skills, Availability, TimeZone, Personality, Tenure, Growth, PastWork, Margin }

public static class MatchPoints
{
    /// <summary>The names under which the policies weigh them.</summary>
    public static readonly Wording<MatchPoint> Words = new(Text);

    public static string Text(this MatchPoint point) => point switch
    {
        MatchPoint.Skills => "skills",
        MatchPoint.Availability => "availability",
        MatchPoint.TimeZone => "time_zone",
        MatchPoint.Personality => "personality",
        MatchPoint.Tenure => "tenure",
        MatchPoint.Growth => "growth",
        MatchPoint.PastWork => "past_work",
        MatchPoint.Margin => "margin",
    };

    public static string Title(this MatchPoint point) => point switch
    {
        MatchPoint.Skills => "Skills",
        MatchPoint.Availability => "Availability",
        MatchPoint.TimeZone => "Time zone",
        MatchPoint.Personality => "Personality",
        MatchPoint.Tenure => "Tenure",
        MatchPoint.Growth => "Growth",
        MatchPoint.PastWork => "Past work",
        MatchPoint.Margin => "Margin",
    };
}

/// <summary>A skill or certification that ends on a day.</summary>
public sealed record SkillEnd(PersonKey Person, string Skill, DateOnly Last);

/// <summary>A skill that somebody wants to grow in.</summary>
public sealed record GrowthWish(PersonKey Person, string Skill);

/// <summary>Approved hours of a person for the customer, up to the day of the last.</summary>
public sealed record PastWork(decimal Hours, DateOnly Last);

/// <summary>Cost and price of an hour in the engagement's currency; null where a rate or an exchange rate is missing.</summary>
public sealed record HourPrice(decimal? Cost, decimal? Rate)
{
    /// <summary>Of the price; null without both, or when nothing is paid.</summary>
    public decimal? Margin => Cost is { } cost && Rate is { } rate && rate != 0m ? (rate - cost) / rate : null;
}

/// <summary>The request as candidates are measured by it.</summary>
/// <param name="CustomerZone">Null when the customer's zone is not known.</param>
/// <param name="PartnersToo">The engagement is staffed by a partner.</param>
/// <param name="Traits">How whoever comes should like to work; null or none where the request does not say.</param>
public sealed record MatchAsk(
    string Role, SkillList Skills, DateRange Days, int MinutesPerDay, TimeZoneInfo? CustomerZone, bool PartnersToo = false, IReadOnlyList<string>? Traits = null);

/// <summary>How candidates are ranked: what the practice decided.</summary>
/// <param name="LeastFree">Somebody with less than this share of the asked hours free is no candidate.</param>
public sealed record MatchPolicy(IReadOnlyDictionary<MatchPoint, decimal> Weights, decimal LeastFree = 0.5m);

/// <summary>What is known of everybody.</summary>
/// <param name="Days">The days of one person over those asked.</param>
/// <param name="Prices">Null for a reader who may not see cost and price: then the margin does not count.</param>
/// <param name="Wishes">Null where the practice records none: then the point is left out.</param>
/// <param name="Styles">The traits that notes on working style name, for everybody with a note; null for a reader who may not see them: then the point is left out.</param>
public sealed record MatchFacts(
    IReadOnlyList<SkilledPerson> People,
    Func<PersonKey, FreeDays> Days,
    IReadOnlyDictionary<PersonKey, PastWork> Past,
    Func<PersonFact, HourPrice>? Prices = null,
    IReadOnlyList<GrowthWish>? Wishes = null,
    IReadOnlyList<SkillEnd>? Ends = null,
    IReadOnlyDictionary<PersonKey, IReadOnlyList<string>>? Styles = null);

/// <summary>One point of a score. The share is points × weight over all weights that count, so the shares add up to the score.</summary>
/// <param name="Points">From 0 to 100; null where the fact is missing, which is not 0: then the weight does not count.</param>
/// <param name="Fact">What the points rest on.</param>
public sealed record MatchPart(MatchPoint Point, decimal? Points, decimal Weight, decimal Share, string Fact);

/// <param name="Score">From 0 to 100.</param>
/// <param name="FreeMinutes">What of the asked minutes the days hold.</param>
public sealed record Candidate(SkilledPerson Who, decimal Score, IReadOnlyList<MatchPart> Parts, int FreeMinutes, int AskedMinutes, HourPrice? Price)
{
    public PersonFact Person => Who.Person;

    /// <summary>The days hold the whole request as a hard booking.</summary>
    public bool FitsWhole => FreeMinutes >= AskedMinutes;
}

/// <summary>Why somebody of the role, or with a wanted skill, is not ranked.</summary>
public sealed record Excluded(SkilledPerson Who, string Reason);

/// <summary>Candidates, the best first, and who is not among them. Points that nobody can be measured by are named with the reason.</summary>
/// <param name="OtherRoles">How many people have another role and none of the skills; they are counted, not listed.</param>
public sealed record MatchResult(IReadOnlyList<Candidate> Candidates, IReadOnlyList<Excluded> Excluded, int OtherRoles, IReadOnlyList<(MatchPoint Point, string Why)> LeftOut);

/// <summary>Ranks people for a request. Points with weight 0 are left out.</summary>
public sealed class Match
{
    private const decimal HoursThatCountFull = 160m, YearsThatCountFull = 5m;
    private static readonly TimeOnly Morning = new(9, 0);

    private readonly MatchAsk ask;
    private readonly MatchFacts facts;
    private readonly MatchPolicy policy;
    private readonly ILookup<PersonKey, SkillEnd> ends;
    private readonly ILookup<PersonKey, GrowthWish> wishes;
    private readonly Dictionary<string, decimal?> overlaps = new(StringComparer.Ordinal);

    private Match(MatchAsk ask, MatchFacts facts, MatchPolicy policy)
    {
        (this.ask, this.facts, this.policy) = (ask, facts, policy);
        ends = (facts.Ends ?? []).ToLookup(end => end.Person);
        wishes = (facts.Wishes ?? []).ToLookup(wish => wish.Person);
    }

    public static MatchResult Rank(MatchAsk ask, MatchFacts facts, MatchPolicy policy) => new Match(ask, facts, policy).Rank();

    private MatchResult Rank()
    {
        var leftOut = LeftOut().ToList();
        var counted = Enum.GetValues<MatchPoint>().Where(point => Weight(point) > 0m && leftOut.TrueForAll(left => left.Point != point)).ToList();
        var (candidates, excluded, others) = (new List<Candidate>(), new List<Excluded>(), 0);
        foreach (var who in facts.People)
        {
            if (who.Person.Role != ask.Role && !ask.Skills.All.Any(skill => who.Skills.Find(skill.Name) is not null))
                others++;
            else if (WhyNot(who) is { } reason)
                excluded.Add(new Excluded(who, reason));
            else
                candidates.Add(Measure(who, counted));
        }

        return new MatchResult(
            [.. candidates.OrderByDescending(one => one.Score).ThenByDescending(one => one.FreeMinutes).ThenBy(one => one.Person.Name, StringComparer.OrdinalIgnoreCase).ThenBy(one => one.Person.Person)],
            [.. excluded.OrderBy(one => one.Who.Person.Name, StringComparer.OrdinalIgnoreCase).ThenBy(one => one.Who.Person.Person)],
            others, leftOut);
    }

    private decimal Weight(MatchPoint point) => policy.Weights.GetValueOrDefault(point);

    private IEnumerable<(MatchPoint Point, string Why)> LeftOut()
    {
        if (Weight(MatchPoint.Skills) > 0m && ask.Skills.All.Count == 0)
            yield return (MatchPoint.Skills, "the request names no skills");
        if (Weight(MatchPoint.TimeZone) > 0m && ask.CustomerZone is null)
            yield return (MatchPoint.TimeZone, "the customer has no time zone");
        if (Weight(MatchPoint.Personality) > 0m && WhyNoStyle() is { } why)
            yield return (MatchPoint.Personality, why);
        if (Weight(MatchPoint.Growth) > 0m && (facts.Wishes is null or { Count: 0 }))
            yield return (MatchPoint.Growth, "no wishes to grow are recorded");
        if (Weight(MatchPoint.Margin) > 0m && facts.Prices is null)
            yield return (MatchPoint.Margin, "cost and price are not shown to you");
    }

    private string? WhyNoStyle() => facts.Styles switch
    {
        null => "notes on working style are not shown to you",
        { Count: 0 } => "no notes on working style are recorded",
        _ when ask.Traits is not { Count: > 0 } => "the request names no working style",
        _ => null,
    };

    private string? WhyNot(SkilledPerson who)
    {
        var person = who.Person;
        if (person.Role != ask.Role)
            return $"works as {person.Role.Replace('_', ' ')}, not as {ask.Role.Replace('_', ' ')}";
        if (person.End is { } end && end < ask.Days.First)
            return FormattableString.Invariant($"left on {end:yyyy-MM-dd}");
        if (person.Start is { } start && start > ask.Days.Last)
            return FormattableString.Invariant($"starts on {start:yyyy-MM-dd}");
        if (person.Employment is Employment.Partner && !ask.PartnersToo)
            return "works for a partner, and this engagement is staffed by the practice";
        if (ends[person.Person].FirstOrDefault(one => one.Last < ask.Days.Last && ask.Skills.Find(one.Skill) is not null) is { } expired)
            return FormattableString.Invariant($"{expired.Skill} expires on {expired.Last:yyyy-MM-dd}, before the last day");

        var days = facts.Days(person.Person);
        var (free, asked) = Minutes(days);
        if (asked == 0)
            return "works on none of these days";

        var worked = ask.Days.Days().Where(day => days.Wants(day, ask.MinutesPerDay) > 0).ToList();
        return free < asked * policy.LeastFree
            ? $"no room on {worked.Count(day => Free(days, day) < days.Wants(day, ask.MinutesPerDay))} of {worked.Count} days"
            : null;
    }

    private (int Free, int Asked) Minutes(FreeDays days)
    {
        var (free, asked) = (0, 0);
        foreach (var day in ask.Days.Days())
        {
            asked += days.Wants(day, ask.MinutesPerDay);
            free += Free(days, day);
        }

        return (free, asked);
    }

    private int Free(FreeDays days, DateOnly day) => Math.Clamp(days.FreeOn(day), 0, days.Wants(day, ask.MinutesPerDay));

    private Candidate Measure(SkilledPerson who, List<MatchPoint> counted)
    {
        var (free, asked) = Minutes(facts.Days(who.Person.Person));
        var price = facts.Prices?.Invoke(who.Person);
        var measured = counted.ConvertAll(point => (Point: point, Found: Points(point, who, free, asked, price)));
        var all = measured.Where(part => part.Found.Points is not null).Sum(part => Weight(part.Point));
        List<MatchPart> parts = measured.ConvertAll(part => new MatchPart(
            part.Point, part.Found.Points, Weight(part.Point), all == 0m ? 0m : (part.Found.Points ?? 0m) * Weight(part.Point) / all, part.Found.Fact));
        return new Candidate(who, parts.Sum(part => part.Share), parts, free, asked, price);
    }

    private (decimal? Points, string Fact) Points(MatchPoint point, SkilledPerson who, int free, int asked, HourPrice? price) => point switch
    {
        MatchPoint.Skills => OfSkills(who.Skills),
        MatchPoint.Availability => (100m * free / asked, FormattableString.Invariant($"{free / 60m:0.##} of {asked / 60m:0.##} h free")),
        MatchPoint.TimeZone => OfZone(who.Person.TimeZone),
        MatchPoint.Tenure => OfTenure(who.Person.Start),
        MatchPoint.Growth => OfGrowth(who.Person.Person),
        MatchPoint.PastWork => OfPast(who.Person.Person),
        MatchPoint.Margin => price?.Margin is { } margin
            ? (Math.Clamp(margin, 0m, 1m) * 100m, FormattableString.Invariant($"{margin * 100m:0.#}% of the price of an hour"))
            : (null, "a cost or price of an hour is missing"),
        MatchPoint.Personality => OfStyle(who.Person.Person),
    };

    // A skill that is held at a lower level than wanted counts in proportion; without a level it is held at the lowest.
    private (decimal? Points, string Fact) OfSkills(SkillList held)
    {
        var said = new List<string>(ask.Skills.All.Count);
        var sum = 0m;
        foreach (var wanted in ask.Skills.All)
        {
            var own = held.Find(wanted.Name);
            var level = own is { } known ? known.Level ?? 1 : 0;
            sum += Math.Min(1m, level / (decimal)(wanted.Level ?? 1));
            said.Add(own is null ? $"no {wanted.Name}" : wanted.Level is { } least && level < least ? $"{own}, wanted {least}" : $"{own}");
        }

        return (100m * sum / ask.Skills.All.Count, string.Join(", ", said));
    }

    private (decimal? Points, string Fact) OfZone(string? id)
    {
        if (id is null)
            return (null, "no time zone known");

        if (!overlaps.TryGetValue(id, out var hours))
            overlaps[id] = hours = Zones.Find(id) is { } zone ? Overlap(zone, ask.CustomerZone!) : null;

        return hours is { } shared ? (100m * shared / 8m, FormattableString.Invariant($"{shared:0.##} of 8 working hours shared with the customer")) : (null, "no time zone known");
    }

    // Both work from nine to five on their own clocks; the hours of the first day stand for all.
    private decimal Overlap(TimeZoneInfo own, TimeZoneInfo customer)
    {
        var apart = Math.Abs((Zones.InstantOf(ask.Days.First, Morning, own) - Zones.InstantOf(ask.Days.First, Morning, customer)).Ticks);
        apart = Math.Min(apart, TimeSpan.TicksPerDay - apart);
        return Math.Max(0m, 8m - (apart / (decimal)TimeSpan.TicksPerHour));
    }

    private (decimal? Points, string Fact) OfTenure(DateOnly? start)
    {
        if (start is not { } first)
            return (null, "no first day known");

        var years = Math.Max(0m, (ask.Days.First.DayNumber - first.DayNumber) / 365.25m);
        return (Math.Min(1m, years / YearsThatCountFull) * 100m, FormattableString.Invariant($"{years:0.#} years with the practice"));
    }

    private (decimal? Points, string Fact) OfGrowth(PersonKey person) =>
        wishes[person].FirstOrDefault(wish => ask.Skills.Find(wish.Skill) is not null) is { } wish
            ? (100m, $"wants to grow in {wish.Skill}")
            : (0m, "no wish for these skills");

    // A note that names no trait says nothing about those wanted.
    private (decimal? Points, string Fact) OfStyle(PersonKey person)
    {
        if (!facts.Styles!.TryGetValue(person, out var own))
            return (null, "no note on working style is recorded");
        if (own.Count == 0)
            return (null, "the notes on working style name no traits");

        var said = ask.Traits!.Select(trait => own.Contains(trait) ? Traits.Words(trait) : $"not noted as {Traits.Words(trait)}");
        return (100m * ask.Traits!.Count(own.Contains) / ask.Traits!.Count, string.Join(", ", said));
    }

    private (decimal? Points, string Fact) OfPast(PersonKey person) => facts.Past.TryGetValue(person, out var past)
        ? (Math.Min(1m, past.Hours / HoursThatCountFull) * 100m, FormattableString.Invariant($"{past.Hours:0.##} h for this customer, last on {past.Last:yyyy-MM-dd}"))
        : (0m, "never worked for this customer");
}
