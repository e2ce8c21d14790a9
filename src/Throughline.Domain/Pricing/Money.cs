using System.Globalization;

namespace Throughline.Domain.Pricing;

/// <summary>An amount in one currency. Arithmetic never rounds; <see cref="Rounded"/> is the only place that does.</summary>
public sealed record Money(decimal Amount, Currency Currency)
{
    public static Money Zero(Currency currency) => new(0m, currency);

    public static Money operator +(Money left, Money right) => new(left.Amount + right.In(left.Currency), left.Currency);
    public static Money operator -(Money left, Money right) => new(left.Amount - right.In(left.Currency), left.Currency);
    public static Money operator *(Money money, decimal factor) => money with { Amount = money.Amount * factor };

    /// <summary>Half a cent goes away from zero, as on an invoice, not to even as .NET does by default.</summary>
    public Money Rounded() => this with { Amount = RoundCents(Amount) };

    /// <summary>Two digits, half away from zero; never <c>-0.00</c>.</summary>
    public static decimal RoundCents(decimal amount)
    {
        var rounded = Math.Round(amount, 2, MidpointRounding.AwayFromZero);
        return rounded == 0m ? 0m : rounded;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount} {Currency.Code}");

    // Adding euros to dollars is a bug in our code, never something a user can cause, so it throws.
    private decimal In(Currency expected) => Currency == expected
        ? Amount
        : throw new InvalidOperationException($"Cannot combine {Currency.Code} with {expected.Code} without an exchange rate.");
}
