using Throughline.Domain.Contracts;

namespace Throughline.Domain.Tests.Contracts;

/// <summary>Currencies, milestones and rates as statements of work write them.</summary>
public class MoneyOfStatementTests
{
    [Theory]
    [InlineData("All amounts are in US dollars.", "USD")]
    [InlineData("All amounts are in U.S. dollars.", "USD")]
    [InlineData("All fees are in United States dollars.", "USD")]
    [InlineData("Prices are in euro.", "EUR")]
    [InlineData("Prices are stated in euros.", "EUR")]
    [InlineData("All prices are in pounds sterling.", "GBP")]
    [InlineData("All prices are in GB pounds.", "GBP")]
    [InlineData("All prices are in British pounds.", "GBP")]
    [InlineData("Invoices are issued in Canadian dollars.", "CAD")]
    [InlineData("Fees are payable in Australian dollars.", "AUD")]
    [InlineData("All rates are in CHF.", "CHF")]
    [InlineData("Currency: SEK", "SEK")]
    public void The_currency_is_named_in_words_or_by_its_code(string text, string currency) => Assert.Equal(currency, Statement.Read(text).Currency?.Value);

    [Theory]
    [InlineData("Currency: [CODE]")]
    [InlineData("Currency: the usual one")]
    [InlineData("[ ] All amounts are in US dollars.")]
    [InlineData("Insurance of USD 1,000,000 is kept.")]
    [InlineData("We met 12 people and sold 5 bicycles.")]
    public void A_currency_that_is_not_said_stays_empty(string text) => Assert.Null(Statement.Read(text).Currency);

    [Fact]
    public void Amounts_in_two_currencies_leave_it_empty_and_are_reported()
    {
        var reading = Statement.Read("| Milestone | Amount |\n| Design | USD 5,000 |\n| Build | EUR 7,000 |");

        Assert.Null(reading.Currency);
        Assert.Contains(reading.Warnings, warning => warning.StartsWith("currency: amounts in", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bare_dollar_is_that_of_the_other_amounts()
    {
        Assert.Equal("CAD", Statement.Read("Total price: $15,000\nThe design fee of CAD 5,000 is part of it.").Currency?.Value);
        Assert.Equal("USD", Statement.Read("Total price: $15,000").Currency?.Value);
        Assert.Equal("USD", Statement.Read("The design fee is $5,000 a milestone.").Currency?.Value);
        Assert.Equal("EUR", Statement.Read("Rates are reviewed yearly.\n| Role | Hourly rate |\n| Architect | €150 |\n| Tester | €90 |").Currency?.Value);
    }

    [Theory]
    [InlineData("Total price: $1.2 million", 1_200_000)]
    [InlineData("Total price: $15k", 15_000)]
    [InlineData("Total price: 40 thousand EUR", 40_000)]
    [InlineData("Total price: $1.5MM", 1_500_000)]
    [InlineData("Total price: EUR 2 mio", 2_000_000)]
    [InlineData("Total price: $2M", 2_000_000)]
    [InlineData("Total price: EUR 15.000", 15_000)]
    [InlineData("Total price: EUR 1.500.000,50", 1_500_000.50)]
    [InlineData("Total price: CHF 12'500.00", 12_500)]
    [InlineData("Total price: 12 500 EUR", 12_500)]
    [InlineData("Total price: 1500 US dollars", 1_500)]
    [InlineData("Total price: US$ 99", 99)]
    public void Amounts_are_read_with_either_mark_and_with_words(string text, double amount) => Assert.Equal((decimal)amount, Statement.Read(text).ContractValue?.Value);

    [Fact]
    public void A_thousand_and_a_half_cannot_be_told_from_fifteen_hundred_and_stays_empty() => Assert.Null(Statement.Read("Total price: $1.500").ContractValue);

    [Theory]
    [InlineData("| Payment | Description | Amount |\n| Payment 1 | On signature | $5,000 |\n| Payment 2 | On delivery | $7,000 |\n| Total | | $12,000 |", "On signature 5000; On delivery 7000")]
    [InlineData("| No. | Milestone | Amount |\n| 1 | M1 | $5,000 |\n| 2 | M2 | $7,000 |", "M1 5000; M2 7000")]
    [InlineData("| Milestone | Criteria | Amount |\n| M1 | Plan agreed | $5,000 |\n| M2 | [TBD] | $7,000 |", "Plan agreed 5000; none 7000")]
    [InlineData("| Milestone | Words | Amount |\n| 1 | Plan agreed | $5,000 |\n| 2 | Build done | $7,000 |", "Plan agreed 5000; Build done 7000")]
    [InlineData("| Milestone | Amount | Due |\n| 1 | $5,000 | 1 April 2026 |\n| 2 | $7,000 | 1 May 2026 |", "1 5000; 2 7000")]
    [InlineData("# Payment schedule\n| What | When | Fee |\n| Kickoff | 2026-04-01 | $5,000 |\n| | | |", "Kickoff 5000")]
    [InlineData("| Milestone | Due | Amount |\n| Plan | 04/05/2026 | $5,000 |\n| [Name] | TBD | TBD |", "Plan 5000")]
    public void Milestones_stand_in_tables_of_many_shapes(string text, string expected) => Assert.Equal(expected, Shown(Statement.Read(text)));

    [Theory]
    [InlineData("Milestone 1: Plan agreed by 30 April 2026 for $5,000\nMilestone 2: Build done by 31 July 2026 for $7,000", "Plan agreed 5000; Build done 7000")]
    [InlineData("# Payment milestones\n- 40% on signature: $4,000\n- $6,000 on acceptance of the build\n- Total: $10,000\n- Travel expenses of $500\n- $1 or $2\n- Nothing else", "signature 4000; on acceptance of the build 6000")]
    [InlineData("# Milestones\n- Plan\n- Build: $7,000\nMilestone 3: Close", "Build 7000")]
    [InlineData("The milestones are (1) Plan agreed, $5,000; (2) Build done, [amount]; (3) Nothing.", "Plan agreed 5000")]
    public void Milestones_stand_in_lists_and_sentences(string text, string expected) => Assert.Equal(expected, Shown(Statement.Read(text)));

    [Theory]
    [InlineData("| Milestone | Remark |\n| Plan | none |")]
    [InlineData("| Payment | Terms |\n| First | Net 30 |")]
    [InlineData("| Milestone |\n| Plan |")]
    [InlineData("| Example milestone | Amount |\n| Example: plan | $5,000 |")]
    [InlineData("| Payment | Amount |\n| First | to be agreed |")]
    public void A_table_without_days_and_amounts_holds_no_milestones(string text) => Assert.Empty(Statement.Read(text).Milestones);

    [Theory]
    [InlineData("| Role | Hours | Total |\n| Architect | 100 | $20,000 |\n| [Role] | 5 | $100 |\n| Total | 105 | $20,100 |", "Architect 100 none 20000")]
    [InlineData("| Position | Rate |\n| Architect | $150 per day |\n| Tester | $90 |\n| Writer | |", "Tester none 90 none")]
    [InlineData("# Rates\n- Lead engineer (2): $150/hour (200 hours)\n- Overtime: $300 per hour\n- Hourly rate: $120 per hour", "Lead engineer 200 150 none; none none 120 none")]
    [InlineData("# Additional work\n- Architect: $150 per hour", "")]
    public void Rates_stand_in_tables_and_lists(string text, string expected) => Assert.Equal(
        expected, string.Join("; ", Statement.Read(text).RateLines.Select(line => $"{line.Value.Role ?? "none"} {Of(line.Value.Hours)} {Of(line.Value.Rate)} {Of(line.Value.Amount)}")));

    private static string Shown(StatementReading reading) => string.Join("; ", reading.Milestones.Select(milestone => $"{milestone.Value.Title ?? "none"} {Of(milestone.Value.Amount)}"));

    private static string Of(decimal? number) => number is { } known ? FormattableString.Invariant($"{known:0.##}") : "none";
}
