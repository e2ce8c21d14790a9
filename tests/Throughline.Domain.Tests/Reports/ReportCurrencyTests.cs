using Throughline.Domain.Policies;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Reports;

public class ReportCurrencyTests
{
    private static readonly Currency Chf = new("CHF");

    private static readonly PracticeFacts Facts = Practice with
    {
        People = [Person() with { CostRate = 100m }],
        Time = [Time("2026-03-02", 8m), Time("2026-03-20", 8m, "t2")],
        ExchangeRates = [new(Usd, Eur, 0.9m, Day("2026-01-01")), new(Usd, Eur, 0.8m, Day("2026-03-10"))],
    };

    private static (ReportTable Table, IReadOnlyList<MissingRate> Missing) In(string report, Currency to, PracticeFacts facts, Currency? practice = null)
    {
        ReportCatalog.Find(report).Succeeded(out var definition, out _);
        return definition!.Build(facts, Request(today: "2026-04-01")).In(to, practice ?? to, new ExchangeRates(facts.ExchangeRates), Day("2026-04-01"));
    }

    private static string? Cell(ReportTable table, string column) => table.CellOf(table.Rows[0], column)!.Value.Canonical;

    [Fact]
    public void Each_amount_is_turned_at_the_rate_of_its_own_day_and_the_totals_are_in_one_currency()
    {
        var (table, missing) = In("margin", Eur, Facts);

        Assert.Empty(missing);
        Assert.Equal(("EUR", "3400.00", "1360.00", "2040.00", "60.00"), (Cell(table, "currency"), Cell(table, "revenue_amount"), Cell(table, "cost_amount"), Cell(table, "margin_amount"), Cell(table, "margin_percent")));
        Assert.Equal(["EUR"], table.Totals().Select(total => total.Currency));
        Assert.True(table.Explain("revenue_amount", [new("engagement", "SOW-1")]).Succeeded(out var parts, out _));
        Assert.Equal([1800m, 1600m], parts.Parts.Select(part => part.Amount));
    }

    [Theory]
    [InlineData("EUR", "USD", "4400.00")]
    [InlineData("EUR", "CHF", "3740.00")]
    public void A_rate_is_turned_round_or_taken_by_way_of_the_practices_currency(string from, string to, string amount)
    {
        var facts = Facts with
        {
            Engagements = [Engagement() with { Currency = new Currency(from) }],
            Rates = [Rate() with { Currency = new Currency(from) }],
            ExchangeRates = [new(Usd, Eur, 1m / 1.1m, Day("2026-01-01")), new(Usd, Chf, 0.85m, Day("2026-01-01"))],
        };

        Assert.Equal(amount, Cell(In("margin", new Currency(to), facts, Usd).Table, "revenue_amount"));
    }

    [Fact]
    public void Without_a_rate_on_one_day_the_whole_figure_is_missing_and_the_day_is_told()
    {
        var (table, missing) = In("margin", Eur, Facts with { ExchangeRates = [new(Usd, Eur, 0.8m, Day("2026-03-10"))] });

        Assert.Null(Cell(table, "revenue_amount"));
        Assert.Null(Cell(table, "margin_percent"));
        Assert.Equal([new MissingRate(Usd, Eur, Day("2026-03-02"))], missing);
    }

    [Fact]
    public void Only_a_practice_that_has_named_its_currency_hears_of_a_missing_exchange_rate()
    {
        var facts = Facts with { ExchangeRates = [] };
        IEnumerable<string> Found(ReportSettings settings) => PolicyFindings.Of(facts, Request(today: "2026-04-01") with { Settings = settings }).Where(finding => finding.Rule == "exchange_rate_missing").Select(finding => finding.Reference);

        Assert.Empty(Found(ReportSettings.Standard));
        Assert.Equal(["USD CHF"], Found(ReportSettings.Standard with { PracticeCurrency = Chf }));
        Assert.Empty(Found(ReportSettings.Standard with { PracticeCurrency = Usd }));
    }

    [Theory]
    [InlineData("forecast")]
    [InlineData("remaining-funds")]
    [InlineData("month-end-time")]
    [InlineData("upside")]
    public void Turned_one_to_one_every_report_prints_the_same_figures(string report) => Property.Holds(random =>
    {
        var facts = AnyPractice.Facts(random) with { ExchangeRates = [new(Eur, Usd, 1m, Day("2000-01-01"))] };
        ReportCatalog.Find(report).Succeeded(out var definition, out _);
        var whole = definition!.Build(facts, AnyPractice.Request(random));
        var (turned, missing) = whole.In(Usd, Usd, new ExchangeRates(facts.ExchangeRates), Day("2026-03-02"));

        Assert.Empty(missing);
        var (currency, amounts) = (whole.Columns.ToList().FindIndex(column => column.Name == "currency"), whole.Columns.Count);
        foreach (var (one, other) in whole.Rows.Zip(turned.Rows))
            Assert.All(Enumerable.Range(0, amounts).Where(i => i != currency), i => Assert.Equal(one.Cells[i].Canonical, other.Cells[i].Canonical));
    });

    [Fact]
    public void A_report_without_money_stays_as_it_is() => Assert.Equal("40", Cell(In("utilisation", Eur, Facts with { Time = [Time("2026-03-02", 40m)] }).Table, "worked_hours"));
}
