namespace Throughline.Data.Bundles;

/// <summary>What a column may hold: how its cells are read and refused, stored, and written again.</summary>
/// <remarks>The one place where a value from outside is understood: import, API and forms read through it.</remarks>
public abstract class BundleType
{
    /// <summary>The type of the column in the database.</summary>
    public abstract string SqlType { get; }

    /// <summary>Reads a cell that is not empty.</summary>
    /// <returns>Null when it is fine, else what is wrong with it, to follow the quoted value: <c>is not a date like 2026-03-02</c>.</returns>
    public abstract string? Read(ReadOnlySpan<char> cell, out StoredValue value);

    /// <summary>An SQL expression that gives the stored value in the one form in which exports write it.</summary>
    internal virtual string Shown(string stored) => stored;
}

/// <summary>Free text, line breaks included, stored as it comes.</summary>
public sealed class TextType : BundleType
{
    public override string SqlType => "text";

    public override string? Read(ReadOnlySpan<char> cell, out StoredValue value)
    {
        value = StoredValue.Text;
        return null;
    }
}

/// <summary>A code that records are found by: at most 200 characters, none of them a control character.</summary>
public sealed class KeyType : BundleType
{
    // An index entry of PostgreSQL holds 2.7 kB; three keys of four-byte characters must fit.
    private const int Longest = 200;

    public override string SqlType => "text collate \"C\"";

    public override string? Read(ReadOnlySpan<char> cell, out StoredValue value)
    {
        value = StoredValue.Text;
        foreach (var character in cell)
        {
            if (char.IsControl(character))
                return "holds a control character, which no key may";
        }

        return cell.Length > Longest ? $"is longer than the {Longest} characters a key may have" : null;
    }
}

/// <summary>A calendar month such as 2026-03.</summary>
public sealed class MonthType : BundleType
{
    public override string SqlType => "text collate \"C\"";

    public override string? Read(ReadOnlySpan<char> cell, out StoredValue value)
    {
        value = StoredValue.Text;
        return DateOnly.TryParseExact(cell, "yyyy-MM", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out _)
            ? null
            : "is no month such as 2026-03";
    }
}

/// <summary>One of a few words.</summary>
public sealed class ChoiceType(params string[] choices) : BundleType
{
    private readonly string refusal = choices.Length == 2
        ? $"is neither {choices[0]} nor {choices[1]}"
        : $"is none of {string.Join(", ", choices[..^1])} and {choices[^1]}";

    public IReadOnlyList<string> Choices => choices;

    public override string SqlType => "text";

    public override string? Read(ReadOnlySpan<char> cell, out StoredValue value)
    {
        value = StoredValue.Text;
        foreach (var choice in choices)
        {
            if (cell.SequenceEqual(choice))
                return null;
        }

        return refusal;
    }
}

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed class TruthType : BundleType
{
    public override string SqlType => "boolean";

    public override string? Read(ReadOnlySpan<char> cell, out StoredValue value)
    {
        value = StoredValue.Of(cell.SequenceEqual("true"));
        return cell is "true" or "false" ? null : "is neither true nor false";
    }

    internal override string Shown(string stored) => $"{stored}::text";
}

/// <summary>An ISO 4217 currency code that is in use.</summary>
public sealed class CurrencyType : BundleType
{
    public override string SqlType => "text";

    public override string? Read(ReadOnlySpan<char> cell, out StoredValue value)
    {
        value = StoredValue.Text;
        return Domain.Pricing.CurrencyCodes.Contains(cell) ? null : "is not an ISO 4217 currency code like EUR";
    }
}

/// <summary>The SHA-256 of a file, as PostgreSQL writes bytes: <c>\x</c> and 64 hexadecimal digits.</summary>
public sealed class HashType : BundleType
{
    private const int Length = 66;
    private static readonly System.Buffers.SearchValues<char> Digits = System.Buffers.SearchValues.Create("0123456789abcdef");

    public override string SqlType => "bytea";

    public override string? Read(ReadOnlySpan<char> cell, out StoredValue value)
    {
        value = StoredValue.Text;
        return cell.Length == Length && cell.StartsWith("\\x") && !cell[2..].ContainsAnyExcept(Digits) ? null : "is not a SHA-256: \\x and 64 small hexadecimal digits";
    }

    internal override string Shown(string stored) => $"'\\x' || encode({stored}, 'hex')";
}

/// <summary>Bytes in base64, stored as that text.</summary>
public sealed class Base64Type : BundleType
{
    public override string SqlType => "text";

    public override string? Read(ReadOnlySpan<char> cell, out StoredValue value)
    {
        value = StoredValue.Text;
        return System.Buffers.Text.Base64.IsValid(cell) ? null : "is not base64";
    }
}
