using System.Collections.Concurrent;
using Npgsql;
using Throughline.Domain.Reports;
using Throughline.Domain.Timekeeping;

namespace Throughline.Data.Reports;

/// <summary>
/// Reads the facts of now, and keeps in memory those that are few and change seldom (people, working time, rates,
/// engagements, change orders, work exceptions) until any of them changes, and the sums of time that were asked for last. The past, bookings, single entries
/// and what is narrowed to some engagements or people are read each time.
/// </summary>
public sealed class KeptFacts(Database database)
{
    private static readonly Kind[] Kinds =
    [
        new(FactSet.People, ["people"]),
        new(FactSet.WorkingTime, ["calendars", "time_off", "overtime"]),
        new(FactSet.Rates, ["rates", "person_rates"]),
        new(FactSet.Costs, ["cost_rates", "role_costs"]),
        new(FactSet.ExchangeRates, ["exchange_rates"]),
        new(FactSet.Engagements, ["engagements", "customers"]),
        new(FactSet.ChangeOrders, ["change_orders"]),
        new(FactSet.WorkExceptions, ["work_exceptions"]),
        new(FactSet.Deals, ["engagements", "opportunities"]),
    ];

    private const FactSet Sums = FactSet.Time | FactSet.TimeOfPeople;
    private const int MostSums = 3;
    private static readonly string[] SumTopics = ["time", "people", "rates", "person_rates", "cost_rates", "role_costs", "exchange_rates", "priced_time"];

    private readonly Kept?[] kept = new Kept?[Kinds.Length];
    private readonly ConcurrentDictionary<string, KeptSums> sums = new(StringComparer.Ordinal);

    private sealed record Kind(FactSet Set, string[] Topics);

    private sealed record Kept(long Version, PracticeFacts Facts);

    private sealed record KeptSums(long Version, IReadOnlyList<TimeLine> Lines);

    /// <summary>What stands at this moment, to be taken before an instant is: what is read as of the instant is kept under it.</summary>
    public IReadOnlyList<long> Versions() => [.. Kinds.Select(kind => database.Topics.Of(kind.Topics)), database.Topics.Of(SumTopics)];

    /// <summary>What the query asks for as it stands now.</summary>
    /// <param name="connection">Where to read.</param>
    /// <param name="query">If it names an instant, that is now, and was taken after <paramref name="before"/>.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <param name="before">What <see cref="Versions"/> said then; null takes it here. What changed since is neither used nor kept.</param>
    public async Task<PracticeFacts> ReadAsync(
        NpgsqlConnection connection, PracticeQuery query, CancellationToken stop, IReadOnlyList<long>? before = null)
    {
        var now = Versions();
        var versions = (before ?? now).Select((version, at) => version == now[at] ? version : 0).ToArray();
        var known = kept.Select((facts, at) => facts is not null && versions[at] != 0 && facts.Version == versions[at] ? facts.Facts : null).ToArray();
        var have = Kinds.Where((kind, at) => known[at] is not null).Aggregate(FactSet.None, (all, kind) => all | kind.Set);
        var question = QuestionOfSums(query);
        var summed = question is not null && versions[^1] != 0 && sums.TryGetValue(question, out var last) && last.Version == versions[^1] ? last.Lines : null;
        if (summed is not null)
            have |= Sums;

        var facts = await PracticeReader.ReadAsync(connection, query with { Known = have }, stop);

        for (var at = 0; at < Kinds.Length; at++)
        {
            if (!query.Facts.HasFlag(Kinds[at].Set))
                continue;
            if (known[at] is { } whole)
                facts = With(facts, Kinds[at].Set, Narrowed(whole, query));
            else if (versions[at] != 0 && query is { Engagements: null, People: null })
                kept[at] = new Kept(versions[at], With(new PracticeFacts(), Kinds[at].Set, facts));
        }

        if (summed is not null)
            return facts with { Time = summed };

        if (question is not null && versions[^1] != 0)
            KeepSums(question, new KeptSums(versions[^1], facts.Time));

        return facts;
    }

    // What a sum depends on: whose it is, whether engagements and rates tell entries apart, and where spans begin and end.
    private static string? QuestionOfSums(PracticeQuery query) =>
        query is { Engagements: null, People: null } && query.TimeDays.Count > 0 && (query.Facts & Sums) != 0 && !query.Facts.HasFlag(FactSet.TimeEntries)
            ? $"{query.Facts & (Sums | FactSet.Engagements | FactSet.Rates | FactSet.Costs | FactSet.ExchangeRates)} {string.Join(' ', query.TimeDays.Select(days => $"{days.First.DayNumber}-{days.Last.DayNumber}"))}"
            : null;

    private void KeepSums(string question, KeptSums lines)
    {
        if (sums.Count >= MostSums && !sums.ContainsKey(question))
            sums.Clear();

        sums[question] = lines;
    }

    private static PracticeFacts With(PracticeFacts facts, FactSet set, PracticeFacts from) => set switch
    {
        FactSet.People => facts with { People = from.People },
        FactSet.WorkingTime => facts with { CalendarDays = from.CalendarDays, TimeOff = from.TimeOff, Overtime = from.Overtime },
        FactSet.Rates => facts with { Rates = from.Rates },
        FactSet.Costs => facts with { CostRates = from.CostRates, RoleCosts = from.RoleCosts },
        FactSet.ExchangeRates => facts with { ExchangeRates = from.ExchangeRates },
        FactSet.ChangeOrders => facts with { ChangeOrders = from.ChangeOrders },
        FactSet.WorkExceptions => facts with { WorkExceptions = from.WorkExceptions },
        FactSet.Deals => facts with { Deals = from.Deals },
        _ => facts with { Engagements = from.Engagements, Customers = from.Customers },
    };

    // The same rows that the statements of the reader would have found.
    private static PracticeFacts Narrowed(PracticeFacts whole, PracticeQuery query)
    {
        if (query.Engagements is { } engagements)
        {
            whole = whole with
            {
                Engagements = [.. whole.Engagements.Where(row => engagements.Contains(row.Engagement))],
                ChangeOrders = [.. whole.ChangeOrders.Where(row => engagements.Contains(row.Engagement))],
                WorkExceptions = [.. whole.WorkExceptions.Where(row => engagements.Contains(row.Engagement))],
                Deals = [.. whole.Deals.Where(row => engagements.Contains(row.Engagement))],
                Rates = [.. whole.Rates.Where(row => row.Engagement is null || engagements.Contains(row.Engagement.Value))],
            };
        }

        if (query.People is { } people)
        {
            whole = whole with
            {
                People = [.. whole.People.Where(row => people.Contains(row.Person))],
                TimeOff = [.. whole.TimeOff.Where(row => people.Contains(row.Person))],
                Overtime = [.. whole.Overtime.Where(row => people.Contains(row.Person))],
                CostRates = [.. whole.CostRates.Where(row => people.Contains(row.Person))],
            };
        }

        return whole;
    }
}
