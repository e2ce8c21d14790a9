namespace Throughline.Domain.Pricing;

/// <summary>Shares out cents so that the rounded parts add up to the rounded whole.</summary>
public static class Allocate
{
    /// <summary>
    /// Largest remainder: every amount goes down to its cent, and the cents still missing go to those that lost most, the
    /// earlier one first where two lost the same. No part is a cent or more away from its amount.
    /// </summary>
    public static IReadOnlyList<decimal> Cents(IReadOnlyList<decimal> amounts)
    {
        var parts = amounts.Select(amount => decimal.Floor(amount * 100m) / 100m).ToArray();
        var missing = (int)((Money.RoundCents(amounts.Sum()) - parts.Sum()) * 100m);

        foreach (var i in Enumerable.Range(0, parts.Length).OrderByDescending(i => amounts[i] - parts[i]).Take(missing))
            parts[i] += 0.01m;

        return parts;
    }
}
