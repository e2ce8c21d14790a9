using Throughline.Domain.Pricing;

namespace Throughline.Domain.Reports;

public sealed record NoSuchCurrency(string Written)
    : Problem("report_currency", $"\"{Written}\" is no currency of a report. Write engagement, organisation, or a code like EUR.");

/// <summary>The currency that a report's amounts are told in.</summary>
/// <param name="Of">Null for the practice's own.</param>
public sealed record ReportCurrency(Currency? Of)
{
    public static readonly ReportCurrency Organisation = new((Currency?)null);

    /// <summary>Null for each engagement's own, which is how reports stand unless something else is asked for.</summary>
    public static Result<ReportCurrencyChoice> Read(string? written) => written switch
    {
        null or "" or "engagement" => new ReportCurrencyChoice(null),
        "organisation" => new ReportCurrencyChoice(Organisation),
        _ when CurrencyCodes.Contains(written) => new ReportCurrencyChoice(new ReportCurrency(new Currency(written))),
        _ => new NoSuchCurrency(written.Length <= 40 ? written : written[..40]),
    };

    public override string ToString() => Of?.Code ?? "organisation";
}

/// <summary>What somebody asked for; null keeps each engagement's own currency.</summary>
public sealed record ReportCurrencyChoice(ReportCurrency? Currency);

/// <summary>An exchange rate that a report would have needed.</summary>
public sealed record MissingRate(Currency From, Currency To, DateOnly Day);

/// <summary>Tells a report's amounts in one currency: each part of a figure at the exchange rate of its first day.</summary>
internal sealed class ReportConversion(ReportTable table, Currency to, Currency practice, ExchangeRates rates, DateOnly today)
{
    private readonly SortedSet<(DateOnly Day, string From)> missing = [];
    private readonly Dictionary<(Currency, DateOnly), decimal?> known = [];

    /// <summary>Earliest first.</summary>
    public IReadOnlyList<MissingRate> Missing => [.. missing.Select(rate => new MissingRate(new Currency(rate.From), to, rate.Day))];

    public ReportRow Of(ReportRow row)
    {
        var at = table.IndexOf("currency");
        if (at < 0 || row.Cells[at].Canonical is not { } code || code == to.Code)
            return row;

        var from = new Currency(code);
        var cells = row.Cells.Select((cell, i) => i == at ? Cell.Text(to.Code) : cell.Type is ColumnType.Money ? Money(row, i, from) : cell).ToArray();
        WithPercent(cells);
        return new ReportRow(cells, i => table.Columns[i].Type is ColumnType.Money ? row.PartsOfColumn(i).Select(part => Of(part, from)) : row.PartsOfColumn(i));
    }

    private Cell Money(ReportRow row, int column, Currency from)
    {
        if (row.Cells[column].Number is not { } amount || amount == 0m)
            return row.Cells[column];

        decimal? sum = 0m;
        foreach (var part in row.PartsOfColumn(column))
            sum += Of(part, from).Amount;

        return Cell.Money(sum);
    }

    // A share of amounts that are told in another currency is a share of these.
    private void WithPercent(Cell[] cells)
    {
        var (percent, margin, revenue) = (table.IndexOf("margin_percent"), table.IndexOf("margin_amount"), table.IndexOf("revenue_amount"));
        if (percent >= 0)
            cells[percent] = Cell.Percent(cells[revenue].Number is { } whole && whole != 0m ? cells[margin].Number * 100m / whole : null);
    }

    private Part Of(Part part, Currency from)
    {
        var rate = RateOf(from, part.Days?.First ?? today);
        return part with { Amount = part.Amount * rate, Rate = part.Rate * rate };
    }

    private decimal? RateOf(Currency from, DateOnly day)
    {
        if (!known.TryGetValue((from, day), out var rate))
        {
            known[(from, day)] = rate = rates.Turned(from, to, day, practice);
            if (rate is null)
                missing.Add((day, from.Code));
        }

        return rate;
    }
}
