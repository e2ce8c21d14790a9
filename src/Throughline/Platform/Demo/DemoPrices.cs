using Throughline.Domain.Pricing;

namespace Throughline.Platform.Demo;

/// <summary>What an hour costs the customer, and what currencies are worth in one another.</summary>
internal static class DemoPrices
{
    /// <summary>The week in which the year's new price list began.</summary>
    private const int NewPricesFrom = -13;

    // role | USD | EUR | GBP | INR, of the present list
    private const string RateTable = """
        engineer        | 215 | 180 | 155 | 7200
        architect       | 260 | 215 | 190 | 9100
        project_manager | 195 | 165 | 145 | 6400
        trainer         | 225 | 190 | 165 | 7000
        """;

    // number | role | rate | from week; the statement of work's own prices
    private const string OwnTable = """
        1017 | engineer        | 205  | -24
        1017 | architect       | 245  | -24
        1021 | engineer        | 190  | -22
        1021 | engineer        | 198  | -4
        1030 | engineer        | 185  | -15
        1036 | engineer        | 172  | -18
        1037 | engineer        | 200  | -15
        1051 | engineer        | 6600 | -13
        1051 | engineer        | 6900 | 13
        1035 | engineer        | 148  | -19
        """;

    // one unit in dollars: currency | weeks ago and worth, oldest first
    private const string DollarTable = """
        EUR | 1.0720 | 1.0810 | 1.0865 | 1.0790 | 1.0840
        GBP | 1.2510 | 1.2660 | 1.2740 | 1.2685 | 1.2790
        INR | 0.0121 | 0.0120 | 0.0119 | 0.0119 | 0.0118
        """;

    private static readonly int[] DatedWeeks = [-60, -26, -17, -8, -1];

    private static readonly string[] Currencies = ["USD", "EUR", "GBP", "INR"];

    public static IEnumerable<RateFact> Rates(DemoDays days) => General(days).Concat(Own(days));

    public static void Write(CsvRows rows, DemoDays days)
    {
        foreach (var rate in Rates(days))
            rows.Write(rate.Role, rate.Currency.Code, rate.HourlyRate, rate.EffectiveFrom, rate.Engagement?.Value);
    }

    public static void WriteExchangeRates(CsvRows rows, DemoDays days)
    {
        var worth = DemoTable.Rows(DollarTable).ToDictionary(row => row[0], row => row[1..].Select(DemoTable.Number).ToArray());
        worth["USD"] = [.. DatedWeeks.Select(_ => 1m)];

        foreach (var from in Currencies)
        {
            foreach (var to in Currencies.Where(to => to != from))
            {
                for (var i = 0; i < DatedWeeks.Length; i++)
                    rows.Write(from, to, decimal.Round(worth[from][i] / worth[to][i], 6), days.Monday(DatedWeeks[i]));
            }
        }
    }

    // The list before was about four percent cheaper.
    private static IEnumerable<RateFact> General(DemoDays days) =>
        from row in DemoTable.Rows(RateTable)
        from i in Enumerable.Range(0, Currencies.Length)
        let present = DemoTable.Number(row[i + 1])
        from rate in new[] { (From: -65, Rate: decimal.Floor(present * 0.96m / 5) * 5), (From: NewPricesFrom, Rate: present) }
        select new RateFact(row[0], new Currency(Currencies[i]), rate.Rate, days.Monday(rate.From));

    private static IEnumerable<RateFact> Own(DemoDays days) =>
        from row in DemoTable.Rows(OwnTable)
        let engagement = DemoEngagements.Of(row[0])
        select new RateFact(row[1], engagement.Money, DemoTable.Number(row[2]), days.Monday(DemoTable.Whole(row[3])), engagement.Fact);
}
