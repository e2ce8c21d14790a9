namespace Throughline.Domain.Tests.Contracts;

/// <summary>Who buys and who delivers, where a statement of work says it in roundabout ways.</summary>
public class PartiesOfStatementTests
{
    [Theory]
    [InlineData("The parties: Acme Ltd (“Company”) and Beta Consulting GmbH (“Contractor”).", "Acme Ltd", "Beta Consulting GmbH")]
    [InlineData("Acme Ltd (“Alpha”) and Beta GmbH (“Gamma”).", null, null)]
    [InlineData("This SOW is between Acme Ltd and Beta GmbH (the “Supplier”).", "Acme Ltd", "Beta GmbH")]
    [InlineData("This SOW is between Acme Ltd and Beta GmbH.\nCustomer: Acme Limited", "Acme Limited", "Beta GmbH")]
    [InlineData("This SOW is between Acme Ltd and Beta GmbH.\nProvider: Acme", "Beta GmbH", "Acme Ltd")]
    [InlineData("This SOW is between Acme Ltd and Beta GmbH.\nContractor: Beta", "Acme Ltd", "Beta GmbH")]
    [InlineData("This SOW is between Acme Ltd and Beta GmbH.\n| Customer | Provider |\n| Name: | Name: |", "Acme Ltd", "Beta GmbH")]
    [InlineData("This SOW is between Acme Ltd and Beta GmbH.\n| Provider | Customer |\n| mail legal@acme.example | mail bob@beta.example |", "Beta GmbH", "Acme Ltd")]
    [InlineData("This SOW is between Acme Ltd and Beta GmbH.\n| Client | Contractor |\n| ann@acme.example | bob@beta.example |", "Acme Ltd", "Beta GmbH")]
    [InlineData("This SOW is between Acme Ltd and Beta GmbH.\n| Client | [Other] |\n| ann@gamma.example | 12 |", null, null)]
    [InlineData("This SOW is between [Client] and Beta GmbH.", null, null)]
    [InlineData("The gap between plan and build is small.", null, null)]
    public void The_side_of_a_party_is_told_by_what_stands_around_it(string text, string? customer, string? provider) => Assert.Equal((customer, provider), Parties(text));

    [Theory]
    [InlineData("# Customer\nCompany: Wingtip Toys Inc\n# Supplier details\nLegal name: Lucerne Publishing LLC", "Wingtip Toys Inc", "Lucerne Publishing LLC")]
    [InlineData("# Background\nName: Wingtip Toys Inc", null, null)]
    [InlineData("Prepared for: Jane Doe\nPrepared by: Initrode LLC", null, "Initrode LLC")]
    [InlineData("# Signatures\nClient: Jane Doe\nContractor: Initrode LLC", null, "Initrode LLC")]
    [InlineData("Client: the business", null, null)]
    [InlineData("Client: 3M", "3M", null)]
    [InlineData("Client: eBay", "eBay", null)]
    [InlineData("Client: acme and sons", null, null)]
    [InlineData("Client: Acme Inc.", "Acme Inc.", null)]
    [InlineData("Client: Acme Holding.", "Acme Holding", null)]
    [InlineData("Client: Acme Ltd, a company registered in England", "Acme Ltd", null)]
    [InlineData("Client: Acme Ltd (AL)", "Acme Ltd", null)]
    public void Names_are_cut_out_of_the_words_around_them(string text, string? customer, string? provider) => Assert.Equal((customer, provider), Parties(text));

    [Fact]
    public void The_longer_of_two_spellings_is_the_name() => Assert.Equal(
        "TechCorp, Inc.", Statement.Read("This SOW is made by TechCorp (the “Client”) today.\nClient: TechCorp, Inc.").Customer?.Value);

    [Fact]
    public void Two_customers_are_none_and_are_reported()
    {
        var reading = Statement.Read("Client: Acme Ltd\nThe work is done in Berlin.\nClient: Bluewater Ltd");

        Assert.Null(reading.Customer);
        Assert.Contains(reading.Warnings, warning => warning.Contains("\"Acme Ltd\"", StringComparison.Ordinal) && warning.Contains("\"Bluewater Ltd\"", StringComparison.Ordinal));
    }

    private static (string?, string?) Parties(string text)
    {
        var reading = Statement.Read(text);
        return (reading.Customer?.Value, reading.Provider?.Value);
    }
}
