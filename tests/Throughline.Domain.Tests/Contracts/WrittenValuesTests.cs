using System.Globalization;
using Throughline.Domain.Contracts;

namespace Throughline.Domain.Tests.Contracts;

public class WrittenValuesTests
{
    [Theory]
    [InlineData("2026-03-15", "2026-03-15")]
    [InlineData("2026/3/15", "2026-03-15")]
    [InlineData("March 15, 2026", "2026-03-15")]
    [InlineData("Mar. 15th, 2026", "2026-03-15")]
    [InlineData("Sept 5 2026", "2026-09-05")]
    [InlineData("15 March 2026", "2026-03-15")]
    [InlineData("15th day of March, 2026", "2026-03-15")]
    [InlineData("the 1st of June 2026", "2026-06-01")]
    [InlineData("15-Mar-2026", "2026-03-15")]
    [InlineData("15.03.2026", "2026-03-15")]
    [InlineData("3.4.2026", "2026-04-03")]
    [InlineData("25/03/2026", "2026-03-25")]
    [InlineData("03/25/2026", "2026-03-25")]
    [InlineData("5/5/2026", "2026-05-05")]
    [InlineData("3/25/26", "2026-03-25")]
    public void A_whole_date_is_read_however_it_is_written(string text, string expected) =>
        Assert.Equal(DateOnly.Parse(expected, CultureInfo.InvariantCulture), WrittenDate.First(text, DayMonthOrder.Unknown)?.Day);

    [Theory]
    [InlineData("March 2026")]
    [InlineData("31 February 2026")]
    [InlineData("2026-13-01")]
    [InlineData("section 5.6.2")]
    [InlineData("FAR 52.246-4")]
    [InlineData("version 1.2.3")]
    public void What_is_not_a_whole_date_is_no_date(string text) => Assert.Null(WrittenDate.First(text, DayMonthOrder.Unknown));

    [Fact]
    public void A_date_that_may_be_day_or_month_first_is_found_but_has_no_day() =>
        Assert.Null(Assert.Single(WrittenDate.All("03/04/2026", DayMonthOrder.Unknown)).Day);

    [Theory]
    [InlineData("signed 25/12/2025", 1)]
    [InlineData("signed 12/25/2025", 2)]
    [InlineData("dates are dd/mm/yyyy", 1)]
    [InlineData("dates are MM/DD/YYYY", 2)]
    [InlineData("25/12/2025 and 12/25/2025", 0)]
    [InlineData("04/05/2025", 0)]
    public void Other_dates_of_the_document_tell_the_order(string text, int order) =>
        Assert.Equal((DayMonthOrder)order, WrittenDate.OrderOf([text]));

    [Theory]
    [InlineData("$15,000", 15000, null)]
    [InlineData("US$ 15,000.50", 15000.50, "USD")]
    [InlineData("USD $1,661,342", 1661342, "USD")]
    [InlineData("$1.5 million", 1500000, null)]
    [InlineData("£120k", 120000, "GBP")]
    [InlineData("15.000,00 €", 15000, "EUR")]
    [InlineData("€1.500", 1500, "EUR")]
    [InlineData("EUR 10 000", 10000, "EUR")]
    [InlineData("120 000 EUR", 120000, "EUR")]
    [InlineData("CHF 12'500.00", 12500, "CHF")]
    [InlineData("CAD 5,000", 5000, "CAD")]
    [InlineData("C$5,000", 5000, "CAD")]
    [InlineData("SGD 380,000", 380000, "SGD")]
    [InlineData("49 euros", 49, "EUR")]
    [InlineData("1,000 US dollars", 1000, "USD")]
    public void An_amount_is_read_with_either_decimal_mark(string text, double amount, string? currency)
    {
        var money = Assert.Single(WrittenMoney.All(text));
        Assert.Equal((decimal)amount, money.Amount);
        Assert.Equal(currency, money.Currency);
    }

    [Theory]
    [InlineData("$1.500")]
    [InlineData("$X,XXX.00")]
    [InlineData("twelve")]
    [InlineData("in 2026")]
    public void What_could_be_read_in_two_ways_is_no_amount(string text) => Assert.Empty(WrittenMoney.All(text));

    [Theory]
    [InlineData("24,500", 24500)]
    [InlineData("1.234,56", 1234.56)]
    [InlineData("120 hours", 120)]
    [InlineData("$150.00/hr", 150)]
    public void A_cell_that_is_a_number_is_read(string cell, double expected) => Assert.Equal((decimal)expected, WrittenMoney.Plain(cell));

    [Theory]
    [InlineData("five (5) business days", 5, (int)SpanUnit.BusinessDays)]
    [InlineData("10 working days", 10, (int)SpanUnit.BusinessDays)]
    [InlineData("thirty (30) calendar days", 30, (int)SpanUnit.Days)]
    [InlineData("a 12-month base", 12, (int)SpanUnit.Months)]
    [InlineData("Base Year (12-months)", 12, (int)SpanUnit.Months)]
    [InlineData("two weeks", 2, (int)SpanUnit.Weeks)]
    [InlineData("one (1) year", 12, (int)SpanUnit.Months)]
    [InlineData("30 days' notice", 30, (int)SpanUnit.Days)]
    public void A_length_of_time_is_read_in_digits_or_words(string text, int amount, int unit) =>
        Assert.Equal(new Span(amount, (SpanUnit)unit), Assert.Single(WrittenQuantity.Spans(text)).Span);

    [Fact]
    public void Digits_and_words_that_disagree_say_nothing() => Assert.Empty(WrittenQuantity.Spans("five (10) business days"));

    [Theory]
    [InlineData("[DATE]")]
    [InlineData("[Client Name]")]
    [InlineData("{sow_number}")]
    [InlineData("{{client}}")]
    [InlineData("____________")]
    [InlineData("TBD")]
    [InlineData("to be determined")]
    [InlineData("Insert name here")]
    [InlineData("$XX,XXX")]
    [InlineData("$____")]
    [InlineData("MM/DD/YYYY")]
    [InlineData("<Client>")]
    [InlineData("N/A")]
    [InlineData("SOW-2026-XXXX")]
    [InlineData("Click or tap to enter a date.")]
    public void Words_that_wait_to_be_filled_in_are_recognised(string text) => Assert.True(Placeholder.In(text));

    [Theory]
    [InlineData("March 15, 2026")]
    [InlineData("[x] March 15, 2026")]
    [InlineData("SOW-2024-0042")]
    [InlineData("Acme Corp.")]
    [InlineData("$15,000 (fifteen thousand dollars)")]
    [InlineData("Phase I, II and III")]
    public void A_value_is_not_taken_for_a_placeholder(string text) => Assert.False(Placeholder.In(text));
}
