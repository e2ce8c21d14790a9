using System.Globalization;
using System.Text.RegularExpressions;
using Throughline.Domain.Pricing;

namespace Throughline.Features.Contracts;

/// <summary>How the parts of a statement are written for a person and understood again.</summary>
internal static partial class SheetText
{
    private const int Longest = 4_000;
    private const decimal Most = 100_000_000_000_000m;

    /// <summary>As the control shows it: amounts with commas, everything else as it is kept.</summary>
    public static string Shown(PartKind kind, string? kept)
    {
        if (kept is null || kind is not (PartKind.Amount or PartKind.Number) || !decimal.TryParse(kept, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            return kept ?? "";

        return value.ToString(kind is PartKind.Amount ? "#,##0.00############" : "#,##0.##############", CultureInfo.InvariantCulture);
    }

    /// <summary>As it is kept; null with a sentence when it cannot be.</summary>
    public static (string? Kept, string? Wrong) Kept(FieldShape field, FieldPart part, string typed) => part.Kind switch
    {
        PartKind.Words or PartKind.Sentences when typed.Length > Longest => (null, "Shorten this: it may have at most 4,000 characters."),
        PartKind.Words when field.Name == "currency" && !Currency.LooksLikeCode(typed) => (null, "Write the currency as three capital letters, such as USD."),
        PartKind.Words when field.Name == "sow_number" && !typed.Any(char.IsAsciiLetterOrDigit) => (null, "A number holds letters or digits, such as SOW-1049."),
        PartKind.Words or PartKind.Sentences => (typed, null),
        PartKind.Day => DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? (typed, null) : (null, "Write the day like 2026-03-31."),
        PartKind.Amount => Number(typed, "0.00############", "Write the amount like 15,000.00."),
        PartKind.Number => Number(typed, "0.##############", "Write the number like 120 or 7.5."),
        PartKind.Count => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and < 100_000
            ? (count.ToString(CultureInfo.InvariantCulture), null) : (null, "Write a whole number, such as 10."),
        PartKind.Choice => part.Options!.Any(option => option.Value == typed) ? (typed, null) : (null, "Choose one of the list."),
    };

    // "1.000,00" and "1,5" are amounts elsewhere: they are asked about, not guessed.
    private static (string?, string?) Number(string typed, string format, string sentence) =>
        Written().IsMatch(typed) && decimal.TryParse(typed.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value < Most
            ? (value.ToString(format, CultureInfo.InvariantCulture), null) : (null, sentence);

    [GeneratedRegex(@"\A(\d{1,3}(,\d{3})+|\d{1,15})(\.\d{1,14})?\z")]
    private static partial Regex Written();
}
