namespace Throughline.Domain.Pricing;

/// <summary>Shares out cents so that the rounded parts add up to the rounded whole.</summary>
public static class Allocate
{
    private const decimal Cent = 0.01m;

    /// <summary>
    /// Largest remainder: every amount goes down to its cent, and the cents still missing go to those that lost most, the
    /// earlier one first where two lost the same. No part is a cent or more away from its amount.
    /// </summary>
    public static IReadOnlyList<decimal> Cents(IReadOnlyList<decimal> amounts) => Cents(amounts, Money.RoundCents(amounts.Sum()));

    /// <summary>
    /// The same to a given whole, which may lie some cents beside the sum of the amounts: what is missing or too much goes
    /// round in the same order until nothing is left. Nobody can share a whole among none, which throws.
    /// </summary>
    /// <param name="amounts">Exact.</param>
    /// <param name="total">In whole cents.</param>
    public static IReadOnlyList<decimal> Cents(IReadOnlyList<decimal> amounts, decimal total)
    {
        var parts = amounts.Select(amount => decimal.Floor(amount * 100m) / 100m).ToArray();
        var missing = (total - parts.Sum()) / Cent;
        if (parts.Length == 0)
            return missing == 0m ? parts : throw new ArgumentException("A total other than 0 needs amounts to share it out over.", nameof(amounts));

        var everyone = decimal.Floor(missing / parts.Length);
        foreach (var (i, place) in Enumerable.Range(0, parts.Length).OrderByDescending(i => amounts[i] - parts[i]).Select((i, place) => (i, place)))
            parts[i] += (everyone + (place < missing - (everyone * parts.Length) ? 1m : 0m)) * Cent;

        return parts;
    }
}
