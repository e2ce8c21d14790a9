using Throughline.Data.Recording;
using Throughline.Data.Reports;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using Throughline.Domain.Timekeeping;

namespace Throughline.Data.Pricing;

/// <summary>
/// Settles what time brings and costs when its period closes, and lets go of it when the period is opened again. Between the
/// two no rate, cost, exchange rate or role changes a figure of the period.
/// </summary>
public static class FreezePrices
{
    private const int Places = 12;

    /// <summary>Keeps the price and cost of all approved time of engagements in these days that has none yet; of some engagements or people only, where they are named.</summary>
    /// <returns>How many entries were priced.</returns>
    public static async Task<int> KeepAsync(
        Change change, DateRange days, IReadOnlyCollection<EngagementKey>? engagements, IReadOnlyCollection<PersonKey>? people, CancellationToken stop)
    {
        var query = new PracticeQuery(FactSet.Engagements | FactSet.People | FactSet.Rates | FactSet.Costs | FactSet.ExchangeRates | FactSet.TimeEntries)
        {
            TimeDays = [days], Engagements = engagements, People = people,
        };
        var facts = await PracticeReader.ReadAsync(change.Connection, query, stop, change.Transaction);
        var (rates, costs) = (new RateBook(facts.Rates), new CostBook(facts));
        var sold = facts.Engagements.ToDictionary(engagement => engagement.Engagement);
        var priced = (from line in facts.Time
                      where line.Kept is null && line.Engagement is { } key && sold.ContainsKey(key)
                      let engagement = sold[line.Engagement!.Value]
                      let cost = costs.Of(engagement, line)
                      select (line.Entry, Rate: line.Billable && engagement.Billing is Billing.TimeAndMaterials ? rates.Rate(engagement, line) : null,
                          Cost: cost is { } known ? Math.Round(known, Places) : (decimal?)null)).ToList();

        await change.ExecuteAsync(
            """
            insert into priced_time (entry, hourly_rate, hourly_cost, priced_at)
            select entry, rate, cost, @at from unnest(@entries, @rates, @costs) as priced (entry, rate, cost)
            on conflict (entry) do nothing
            """,
            new
            {
                at = change.At, entries = priced.Select(line => line.Entry).ToArray(), rates = priced.Select(line => line.Rate).ToArray(), costs = priced.Select(line => line.Cost).ToArray(),
            });
        return priced.Count;
    }

    /// <summary>As a lock that closes a billing period says.</summary>
    public static async Task<int> KeepAsync(Change change, PeriodLock closed, CancellationToken stop) =>
        await KeepAsync(change, closed.Days, await EngagementsAsync(change, closed), PeopleOf(closed), stop);

    /// <summary>As a lock that has been taken away held it.</summary>
    public static async Task<int> ReleaseAsync(Change change, PeriodLock opened, CancellationToken stop) =>
        await ReleaseAsync(change, opened.Days, await EngagementsAsync(change, opened), PeopleOf(opened), stop);

    /// <summary>Lets rates decide again for time in these days that no closed billing period holds; of some engagements or people only, where they are named.</summary>
    /// <returns>How many entries were let go.</returns>
    public static async Task<int> ReleaseAsync(
        Change change, DateRange days, IReadOnlyCollection<EngagementKey>? engagements, IReadOnlyCollection<PersonKey>? people, CancellationToken stop) =>
        (await change.QueryAsync<string>(
            """
            delete from priced_time k using time_entries t
            where t.entry = k.entry and t.date between @first and @last
              and (@engagements::text[] is null or t.engagement = any(@engagements)) and (@people::text[] is null or t.person = any(@people))
              and not exists (
                select from period_locks l join engagements e on e.engagement = t.engagement
                where l.kind = 'billing' and t.date between l.start_date and l.end_date and coalesce(l.legal_entity, e.legal_entity, @practice) = coalesce(e.legal_entity, @practice)
                  and coalesce(l.engagement, t.engagement) = t.engagement and coalesce(l.person, t.person) = t.person)
            returning k.entry
            """,
            new
            {
                first = days.First, last = days.Last, practice = LockedWork.Practice,
                engagements = engagements?.Select(key => key.Value).ToArray(), people = people?.Select(key => key.Value).ToArray(),
            })).Count;

    private static async Task<IReadOnlyCollection<EngagementKey>?> EngagementsAsync(Change change, PeriodLock period)
    {
        if (period.LegalEntity is null)
            return period.Engagement is { } one ? [one] : null;

        var own = await change.QueryAsync<string>(
            "select engagement from engagements where coalesce(legal_entity, @practice) = @entity", new { practice = LockedWork.Practice, entity = period.LegalEntity });
        return [.. own.Select(key => new EngagementKey(key)).Where(key => period.Engagement is null || period.Engagement == key)];
    }

    private static PersonKey[]? PeopleOf(PeriodLock period) => period.Person is { } person ? [person] : null;
}
