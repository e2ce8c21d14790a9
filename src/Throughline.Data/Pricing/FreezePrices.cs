using Throughline.Data.Recording;
using Throughline.Data.Reports;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;

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

    /// <summary>Lets rates decide again for time in these days; of some engagements or people only, where they are named.</summary>
    /// <returns>How many entries were let go.</returns>
    public static async Task<int> ReleaseAsync(
        Change change, DateRange days, IReadOnlyCollection<EngagementKey>? engagements, IReadOnlyCollection<PersonKey>? people, CancellationToken stop) =>
        (await change.QueryAsync<string>(
            """
            delete from priced_time k using time_entries t
            where t.entry = k.entry and t.date between @first and @last
              and (@engagements::text[] is null or t.engagement = any(@engagements)) and (@people::text[] is null or t.person = any(@people))
            returning k.entry
            """,
            new
            {
                first = days.First, last = days.Last,
                engagements = engagements?.Select(key => key.Value).ToArray(), people = people?.Select(key => key.Value).ToArray(),
            })).Count;
}
