namespace Throughline.Domain.Pricing;

/// <summary>An ISO 4217 currency code. <c>default</c> is no currency and equals nothing real.</summary>
/// <remarks>Reports print every amount with two digits (contracts); the code alone tells currencies apart.</remarks>
public readonly record struct Currency(string Code)
{
    /// <summary>True for three capital letters.</summary>
    public static bool LooksLikeCode(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);

    public override string ToString() => Code;
}
