using Throughline.Data.Bundles;
using Throughline.Data.Records;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;

namespace Throughline.Features.Administration;

/// <summary>A price, a cost or an exchange rate as somebody states it, put among those that stand: in the place of the one with its key, else beside them.</summary>
internal static class RateChange
{
    /// <summary>The files whose rows decide what an hour brings and costs.</summary>
    public static readonly IReadOnlyList<BundleFile> Files =
        [.. ((string[])["rates", "person_rates", "cost_rates", "role_costs", "exchange_rates"]).Select(BundleFiles.Named)];

    public static PracticeFacts Apply(PracticeFacts facts, BundleFile file, StatedRecord stated)
    {
        var from = (DateOnly)stated.Values["effective_from"]!;
        return file.Name switch
        {
            "rates" => facts with { Rates = Put(facts.Rates, new RateFact(Text("role"), Currency("currency"), Number("hourly_rate"), from, Engagement()), Key) },
            "person_rates" => facts with { Rates = Put(facts.Rates, new RateFact("", Currency("currency"), Number("hourly_rate"), from, Engagement(), Person()), Key) },
            "cost_rates" => facts with
            {
                CostRates = Put(
                    facts.CostRates, new CostRateFact(Person(), Number("cost_rate"), stated.Cells["cost_currency"] is null ? null : Currency("cost_currency"), from),
                    cost => (cost.Person, cost.EffectiveFrom)),
            },
            "role_costs" => facts with
            {
                RoleCosts = Put(
                    facts.RoleCosts, new RoleCostFact(Text("role"), Currency("currency"), Number("annual_pay"), Number("annual_benefits"), Number("annual_hours"), from),
                    cost => (cost.Role, cost.EffectiveFrom)),
            },
            _ => facts with
            {
                ExchangeRates = Put(
                    facts.ExchangeRates, new ExchangeRateFact(Currency("currency"), Currency("to_currency"), Number("rate"), from),
                    rate => (rate.Currency, rate.ToCurrency, rate.EffectiveFrom)),
            },
        };

        string Text(string column) => stated.Cells[column]!;
        decimal Number(string column) => (decimal)stated.Values[column]!;
        Currency Currency(string column) => new(Text(column));
        PersonKey Person() => new(Text("person"));
        EngagementKey? Engagement() => stated.Cells["engagement"] is { } engagement ? new EngagementKey(engagement) : null;
        static (string, Currency, EngagementKey?, PersonKey?, DateOnly) Key(RateFact rate) => (rate.Role, rate.Currency, rate.Engagement, rate.Person, rate.EffectiveFrom);
    }

    private static IReadOnlyList<T> Put<T, TKey>(IReadOnlyList<T> standing, T stated, Func<T, TKey> key) =>
        [.. standing.Where(one => !Equals(key(one), key(stated))), stated];
}
