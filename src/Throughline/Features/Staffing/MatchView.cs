using Dapper;
using Npgsql;
using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Reports;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Policies;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>What the engagement's forecast would become. Only for who may see its value.</summary>
/// <param name="Before">Hard or soft money still to come, as the request would book.</param>
internal sealed record ForecastEffect(string Currency, bool FixedFee, decimal? Before, decimal? Added)
{
    public decimal? After => FixedFee ? Before : Before + Added;
}

/// <summary>A candidate beside others, with what taking them on would do.</summary>
internal sealed record ComparedCandidate(int Rank, Candidate Candidate, AssignmentEffect Effect, ForecastEffect? Forecast);

/// <summary>Who fits a request, as one reader may see it.</summary>
/// <param name="Compared">At most four, in the order of the ranking.</param>
/// <param name="Choose">Whether the reader chooses people here (P-43), and why not where they do not.</param>
internal sealed record MatchSheet(
    RequestGround Ground, StoredRequest Request, MatchResult Result, IReadOnlyList<ComparedCandidate> Compared, AccessDecision Choose, bool Prices, DateOnly Today)
{
    public bool MayPropose => Choose.Allowed && RequestFlow.Allows(Request.State, RequestStep.Propose) && Request.Terms.Kind is RequestKind.New or RequestKind.Replace;

    /// <summary>R-047: the reasoning that is kept with a proposal, from the parts of the score.</summary>
    public string ReasoningFor(int rank, Candidate candidate, string? own)
    {
        // Whoever asked reads this, and may see neither cost nor what is noted of a person's working style.
        var parts = string.Join(", ", candidate.Parts.Where(part => part.Points is not null && part.Point is not (MatchPoint.Margin or MatchPoint.Personality))
            .Select(part => FormattableString.Invariant($"{part.Point.Title().ToLowerInvariant()} {part.Points:0} ({part.Fact})")));
        var words = string.IsNullOrWhiteSpace(own) ? "" : $" {own.Trim()}";
        return FormattableString.Invariant($"{candidate.Person.Name}, {candidate.Score:0} of 100, place {rank} of {Result.Candidates.Count}: {parts}.") + words;
    }
}

/// <summary>Ranks people for a request: people, calendars and rates from memory, bookings and past work in one read each.</summary>
internal sealed class MatchView(Database database, PracticeSettings settings, KeptFacts practice, PortfolioFigures figures)
{
    public const int MostCompared = 4;

    private const FactSet Facts = FactSet.People | FactSet.WorkingTime | FactSet.Rates | FactSet.ExchangeRates | FactSet.Costs | FactSet.Engagements;

    private const string Reads =
        """
        select booking, engagement, person, role, start_date, end_date, minutes_per_day, kind from bookings
        where kind = 'hard' and end_date >= @first and start_date <= @last and person is not null and booking is distinct from @own;
        select t.person, sum(t.hours) as hours, max(t.date) as last from time_entries t
        where t.engagement in (select engagement from engagements where customer = @customer) and t.state = 'approved' group by t.person;
        select person, kind, qualification, expires from qualifications where kind = 'wish' or (kind = 'skill' and expires is not null);
        select person, string_agg(traits, ';' order by note) as traits from style_notes where @styles group by person;
        """;

    public async Task<Result<MatchSheet>> RunAsync(CurrentUser user, RequestKey key, IReadOnlyCollection<string> compare, CancellationToken stop)
    {
        var (policies, today) = (await settings.PoliciesAsync(stop), await settings.TodayAsync(stop));
        await using var connection = await database.OpenAsync(stop);
        if (await RequestGround.FindAsync(connection, key) is not { } ground || !ground.SeenBy(user))
            return RequestStore.Unknown(key);
        if (!user.Reach(Act.SeePeople).HasFlag(Relation.Any))
            return user.Decide(Act.SeePeople).Problem ?? new NotAllowed("R-296", "Candidates are shown to those who see everybody in the practice.");

        var request = ground.ToRequest();
        var facts = await practice.ReadAsync(connection, new PracticeQuery(Facts), stop);
        var styles = user.Reach(Act.SeeStyle).HasFlag(Relation.Any);
        var (skills, hard, past, known, traits) = await ReadAsync(connection, request, ground.Customer, styles);
        var days = new DaysOf(facts, request.Terms.Days, PolicyReader.WeekendsOn(policies, today), hard);
        var prices = Prices(user, ground, facts, request.Terms.Days.First);
        var ask = new MatchAsk(
            request.Terms.Role, SkillList.Read(request.Terms.Skills), request.Terms.Days, request.Terms.MinutesPerDay,
            ground.CustomerZone is { } zone ? Zones.Find(zone) : null, ground.PartnerStaffed, Traits.Parse(request.Terms.Traits));
        var result = Match.Rank(
            ask, new MatchFacts([.. facts.People.Select(person => new SkilledPerson(person, skills.GetValueOrDefault(person.Person) ?? SkillList.None))], days.Of, past, prices,
                [.. known.Where(one => one.Kind is QualificationKind.Wish).Select(one => new GrowthWish(one.Person, one.Name))],
                [.. known.Where(one => one.Kind is QualificationKind.Skill).Select(one => new SkillEnd(one.Person, one.Name, one.Expires!.Value))],
                styles ? traits : null),
            Policy(policies, ground, today));

        var chosen = result.Candidates.Select((candidate, i) => (candidate, Rank: i + 1)).Where(one => compare.Contains(one.candidate.Person.Person.Value)).Take(MostCompared).ToList();
        var money = chosen.Count > 0 && user.May(Act.SeeValue, ground.AsRequester(user)) ? (await figures.CurrentAsync(stop)).Find(request.Terms.Engagement) : null;
        return new MatchSheet(
            ground, request, result, [.. chosen.Select(one => Compared(one.Rank, one.candidate, request.Terms, days, money, today))],
            ground.May(user, RequestStep.Propose, policies, today).Access, prices is not null, today);
    }

    private static async Task<(IReadOnlyDictionary<PersonKey, SkillList> Skills, ILookup<PersonKey?, BookingFact> Hard, Dictionary<PersonKey, PastWork> Past, IReadOnlyList<QualificationFact> Known, Dictionary<PersonKey, IReadOnlyList<string>> Traits)> ReadAsync(
        NpgsqlConnection connection, StoredRequest request, string customer, bool styles)
    {
        var skills = await ClashView.SkillsAsync(connection);
        await using var read = await connection.QueryMultipleAsync(
            Reads, new { first = request.Terms.Days.First, last = request.Terms.Days.Last, own = request.Terms.Booking?.Value, customer, styles });
        var hard = (await read.ReadAsync<BookingRow>()).Select(row => row.Fact).ToLookup(booking => booking.Person);
        var past = (await read.ReadAsync<(string Person, decimal Hours, DateOnly Last)>()).ToDictionary(row => new PersonKey(row.Person), row => new PastWork(row.Hours, row.Last));
        var known = (await read.ReadAsync<(string Person, string Kind, string Name, DateOnly? Expires)>())
            .Select(row => new QualificationFact(new PersonKey(row.Person), row.Name, QualificationKinds.Words.Parse(row.Kind), Expires: row.Expires)).ToList();
        var traits = (await read.ReadAsync<(string Person, string? Traits)>()).ToDictionary(row => new PersonKey(row.Person), row => Traits.Parse(row.Traits));
        return (skills, hard, past, known, traits);
    }

    private static MatchPolicy Policy(PolicyValues policies, RequestGround ground, DateOnly today)
    {
        var answers = ((string[])["staffing.ranking_weights", "staffing.ranking_weights_further"])
            .Select(policy => policies.Answer(new PolicyQuestion(policy, today, ground.Engagement, ground.Region))).ToList();
        var weights = Enum.GetValues<MatchPoint>().ToDictionary(point => point, point => answers.Select(answer => answer.NumberOf(point.Text())).FirstOrDefault(weight => weight is not null) ?? 0m);
        return new MatchPolicy(weights, policies.Answer(new PolicyQuestion("staffing.ranking_least_free", today, ground.Engagement, ground.Region)).Number / 100m);
    }

    // Null for those who may not see them: then the margin is no point of the score either, which would give cost away.
    private static Func<PersonFact, HourPrice>? Prices(CurrentUser user, RequestGround ground, PracticeFacts facts, DateOnly day)
    {
        var relation = ground.AsRequester(user);
        var engagement = facts.Engagements.FirstOrDefault(one => one.Engagement.Value == ground.Engagement);
        if (engagement is null || !user.May(Act.SeeCost, relation) || !user.May(Act.SeeRates, relation) || !user.May(Act.SeeMargin, relation))
            return null;

        var (rates, costs) = (new RateBook(facts.Rates), new CostBook(facts));
        return person => new HourPrice(costs.Of(person.Person, engagement, day), rates.Rate(engagement, ground.Role, day, person.Person));
    }

    private static ComparedCandidate Compared(int rank, Candidate candidate, RequestTerms terms, DaysOf days, PortfolioEntry? money, DateOnly today)
    {
        var free = days.Of(candidate.Person.Person);
        var effect = AssignmentEffect.Of(terms.Days, terms.MinutesPerDay, free, candidate.Price);
        return new ComparedCandidate(rank, candidate, effect, money?.Money is { } known ? Forecast(money.Fact, known, terms, free, candidate.Price, today) : null);
    }

    // What lies before today is no forecast any more; a fixed fee comes with its milestones.
    private static ForecastEffect Forecast(EngagementFact engagement, EngagementMoney money, RequestTerms terms, FreeDays free, HourPrice? price, DateOnly today)
    {
        var before = terms.Commitment is Commitment.Hard ? money.Funds.HardAmount : money.Funds.SoftAmount;
        if (engagement.Billing is Billing.FixedFee)
            return new ForecastEffect(engagement.Currency.Code, true, before, 0m);

        var added = terms.Days.Last < today
            ? 0m
            : AssignmentEffect.Of(new DateRange(terms.Days.First < today ? today : terms.Days.First, terms.Days.Last), terms.MinutesPerDay, free, price).Revenue;
        return new ForecastEffect(engagement.Currency.Code, false, before, added);
    }
}
