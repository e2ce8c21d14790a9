using System.Globalization;

namespace Throughline.Domain.Contracts;

/// <summary>Understands a statement of work as far as it speaks plainly. What it does not say stays empty; nothing is made up.</summary>
public static class StatementReader
{
    public static StatementReading Read(SourceDocument document)
    {
        var warnings = new List<string>();
        var candidates = new Candidates(warnings);
        var page = new StatementPage(document);
        if (document.CutShort)
            candidates.Warn("The document is very long; only its beginning was read.");

        var (customer, provider) = PartyReader.Read(page, candidates);
        var (start, expires) = TermReader.Dates(page, candidates);
        var milestones = PriceTableReader.Milestones(page, candidates);
        var rates = PriceTableReader.RateLines(page, candidates);
        var price = ValueReader.Read(page, candidates);
        var contradicted = warnings.Exists(warning => warning.StartsWith("contract_value", StringComparison.Ordinal));
        var value = price?.Value ?? (contradicted ? null : SumOf(milestones, rates));
        CheckSums(value, milestones, rates, candidates);

        return new StatementReading
        {
            Title = TitleReader.Title(page),
            SowNumber = TitleReader.Number(page, candidates),
            Customer = customer,
            Provider = provider,
            Billing = BillingReader.Read(page, candidates) ?? ByPrices(milestones, rates),
            Currency = CurrencyReader.Read(page, price, candidates),
            ContractValue = value,
            Start = start,
            Expires = expires,
            PeriodOfPerformance = TermReader.Period(page, candidates),
            Milestones = milestones,
            RateLines = rates,
            Activities = WorkReader.Activities(page),
            Deliverables = WorkReader.Deliverables(page),
            Acceptance = AcceptanceReader.Acceptance(page, candidates),
            DeemedAccepted = AcceptanceReader.DeemedAccepted(page, candidates),
            Resubmission = AcceptanceReader.Resubmission(page, candidates),
            PaymentTerms = AcceptanceReader.PaymentTerms(page, candidates),
            IterationLength = AcceptanceReader.IterationLength(page, candidates),
            Roles = StaffReader.Roles(page, rates),
            Expenses = StaffReader.Expenses(page, candidates),
            Warnings = warnings,
        };
    }

    private static Reading<decimal>? SumOf(List<Reading<StatementMilestone>> milestones, List<Reading<StatementRateLine>> rates) =>
        ValueReader.Sum([.. milestones.Select(line => (line.Value.Amount, line.Source))])
        ?? (milestones.Count == 0 ? ValueReader.Sum([.. rates.Select(line => (AmountOf(line.Value), line.Source))]) : null);

    private static decimal? AmountOf(StatementRateLine line) => line.Amount ?? line.Hours * line.Rate;

    /// <summary>Prices alone still tell: hours and rates are time and materials, priced milestones a fixed fee.</summary>
    private static Reading<StatementBilling>? ByPrices(List<Reading<StatementMilestone>> milestones, List<Reading<StatementRateLine>> rates)
    {
        var hourly = rates.Find(line => line.Value.Rate is not null);
        var priced = milestones.Find(line => line.Value.Amount is not null);
        return (hourly, priced) switch
        {
            ({ } line, null) => new Reading<StatementBilling>(StatementBilling.TimeAndMaterials, line.Source, 0.6m),
            (null, { } line) => new Reading<StatementBilling>(StatementBilling.FixedFee, line.Source, 0.6m),
            _ => null,
        };
    }

    private static void CheckSums(Reading<decimal>? value, List<Reading<StatementMilestone>> milestones, List<Reading<StatementRateLine>> rates, Candidates candidates)
    {
        foreach (var line in rates.Where(line => line.Value is { Hours: not null, Rate: not null, Amount: not null } && line.Value.Hours * line.Value.Rate != line.Value.Amount))
        {
            candidates.Warn(string.Create(CultureInfo.InvariantCulture,
                $"line {line.Source.Line}: {line.Value.Hours} hours at {line.Value.Rate} make {line.Value.Hours * line.Value.Rate:0.00}, the line says {line.Value.Amount:0.00}."));
        }

        if (value is null)
            return;

        Compare("milestones", milestones.Count > 0 && milestones.TrueForAll(line => line.Value.Amount is not null) ? milestones.Sum(line => line.Value.Amount) : null, value, candidates);
        Compare("rate lines", rates.Count > 0 && rates.TrueForAll(line => AmountOf(line.Value) is not null) ? rates.Sum(line => AmountOf(line.Value)) : null, value, candidates);
    }

    private static void Compare(string what, decimal? sum, Reading<decimal> value, Candidates candidates)
    {
        if (sum is not null && sum != value.Value)
            candidates.Warn(string.Create(CultureInfo.InvariantCulture, $"contract_value: the {what} add up to {sum:0.00}, the document states {value.Value:0.00} in line {value.Source.Line}."));
    }
}
