using System.Globalization;
using Throughline.Domain.Dates;
using Throughline.Domain.Pricing;

namespace Throughline.Domain.Policies;

/// <summary>What a policy's value may be. Values are text, in a bundle as in the database; a kind checks them and writes each in one form.</summary>
public abstract record PolicyKind
{
    // Closed: every place that shows an editor for a kind must know all of them.
    private PolicyKind()
    {
    }

    /// <summary>The value in the one form that is stored and compared; null when it is not a value of this kind.</summary>
    public abstract string? Canonical(string text);

    /// <summary>What a value must be, to follow the words "is not" or "must be": "a number from 0 to 1".</summary>
    public abstract string Expected { get; }

    /// <summary>One of a few words; upper case, spaces and hyphens in the given text do not matter.</summary>
    public sealed record OneOf(params IReadOnlyList<Choice> Choices) : PolicyKind
    {
        public override string Expected => "one of " + string.Join(", ", Choices.Select(choice => choice.Value));

        public override string? Canonical(string text) =>
            Choices.FirstOrDefault(choice => Plain(choice.Value) == Plain(text))?.Value;

        private static string Plain(string text) => text.Trim().Replace('-', '_').Replace(' ', '_').ToUpperInvariant();
    }

    /// <summary>On or off; <c>true</c> and <c>false</c> are read too.</summary>
    public sealed record Flag : PolicyKind
    {
        public override string Expected => "on or off";

        public override string? Canonical(string text) => text.Trim().ToUpperInvariant() switch
        {
            "ON" or "TRUE" => "on",
            "OFF" or "FALSE" => "off",
            _ => null,
        };
    }

    /// <summary>
    /// A decimal number in a range, both ends included, with at most so many digits after the point. The unit says in words
    /// what is counted; the words in <see cref="Instead"/> may stand in the number's place.
    /// </summary>
    public sealed record Number(decimal Least, decimal Most, string Unit = "", int Decimals = 4, params IReadOnlyList<string> Instead)
        : PolicyKind
    {
        public override string Expected =>
            (Instead.Count == 0 ? "" : string.Join(", ", Instead) + " or ")
            + (Decimals == 0 ? "a whole number" : "a number")
            + (Unit.Length == 0 ? "" : " of " + Unit)
            + string.Create(CultureInfo.InvariantCulture, $" from {Least} to {Most}");

        public override string? Canonical(string text)
        {
            var trimmed = text.Trim();
            if (Instead.FirstOrDefault(word => word.Equals(trimmed, StringComparison.OrdinalIgnoreCase)) is { } word)
                return word;

            return PlainNumber(trimmed) is { } number && number >= Least && number <= Most && number.Scale <= Decimals
                ? number.ToString(CultureInfo.InvariantCulture)
                : null;
        }
    }

    /// <summary>A length of time with its unit, such as <c>3 business_days</c>.</summary>
    public sealed record Span(params IReadOnlyList<string> Units) : PolicyKind
    {
        public override string Expected => "a whole number and a unit (" + string.Join(", ", Units) + ")";

        public override string? Canonical(string text)
        {
            var parts = text.Trim().Split(' ', 2);
            return parts.Length == 2
                && PlainNumber(parts[0]) is { Scale: 0 } number and >= 0 and <= 1000
                && Units.FirstOrDefault(unit => unit == parts[1] || unit == parts[1] + "s") is { } unit
                ? string.Create(CultureInfo.InvariantCulture, $"{number} {unit}")
                : null;
        }
    }

    /// <summary>A moment of every week, such as <c>Monday 11:00</c>; 24:00 is the end of the day.</summary>
    public sealed record WeeklyTime : PolicyKind
    {
        public override string Expected => "a day and a time such as Monday 11:00";

        public override string? Canonical(string text) =>
            WeeklyMinute.TryParse(text, out var value) ? value.ToString() : null;
    }

    /// <summary>A time of day on a 24-hour clock.</summary>
    public sealed record TimeOfDay : PolicyKind
    {
        public override string Expected => "a time of day such as 12:00";

        public override string? Canonical(string text) => TimeOnly.TryParseExact(
            text.Trim(), ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToString("HH:mm", CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>An IANA time zone or a fixed offset.</summary>
    public sealed record Zone : PolicyKind
    {
        public override string Expected => "a time zone such as America/New_York or UTC-05:00";

        public override string? Canonical(string text) => Zones.Find(text.Trim())?.Id;
    }

    /// <summary>Days of the week, or <c>none</c>; never all seven.</summary>
    public sealed record DaysOff : PolicyKind
    {
        public const string None = "none";

        public override string Expected => "days of the week such as Saturday;Sunday, at most six, or none";

        public override string? Canonical(string text)
        {
            if (text.Trim().Equals(None, StringComparison.OrdinalIgnoreCase))
                return None;

            var days = Items(text).Select(Weekdays.Find).ToList();
            var known = Weekdays.All.Where(day => days.Contains(day)).ToList();
            return known.Count is > 0 and < 7 && !days.Contains(null) ? string.Join(';', known) : null;
        }
    }

    /// <summary>Items between semicolons, in the order given, none twice; <paramref name="Item"/> says what each may be.</summary>
    public sealed record ListOf(PolicyKind Item) : PolicyKind
    {
        public override string Expected => "a list with semicolons between, each " + Item.Expected;

        public override string? Canonical(string text)
        {
            var items = Items(text).Select(Item.Canonical).ToList();
            return items.Count > 0 && !items.Contains(null) && items.Distinct().Count() == items.Count
                ? string.Join(';', items)
                : null;
        }
    }

    /// <summary>Names with a value each, such as <c>tm:5;ff:5</c>; when <paramref name="Names"/> is given, exactly those, and one value alone stands for all of them.</summary>
    public sealed record Pairs(PolicyKind Value, params IReadOnlyList<string> Names) : PolicyKind
    {
        public override string Expected =>
            "names with a value each, such as "
            + string.Join(';', (Names.Count == 0 ? ["name"] : Names).Select(name => name + ":value"))
            + ", each value " + Value.Expected;

        public override string? Canonical(string text)
        {
            if (Names.Count > 0 && Value.Canonical(text) is { } forAll)
                return string.Join(';', Names.Select(name => name + ":" + forAll));

            var pairs = Items(text).Select(item => item.Split(':', 2, StringSplitOptions.TrimEntries)).ToList();
            var names = pairs.Select(pair => pair[0]).ToList();
            var values = pairs.Select(pair => pair.Length == 2 ? Value.Canonical(pair[1]) : null).ToList();
            if (pairs.Count == 0 || values.Contains(null) || names.Contains("") || names.Distinct().Count() != names.Count)
                return null;
            if (Names.Count > 0 && !names.Order(StringComparer.Ordinal).SequenceEqual(Names.Order(StringComparer.Ordinal)))
                return null;

            return string.Join(';', names.Zip(values, (name, value) => name + ":" + value));
        }
    }

    /// <summary>Any text on one line, up to a length.</summary>
    public sealed record FreeText(int Longest = 200) : PolicyKind
    {
        public override string Expected => string.Create(CultureInfo.InvariantCulture, $"one line of at most {Longest} characters");

        public override string? Canonical(string text)
        {
            var trimmed = text.Trim();
            return trimmed.Length > 0 && trimmed.Length <= Longest && !trimmed.Any(char.IsControl) ? trimmed : null;
        }
    }

    /// <summary>A currency by its ISO 4217 code.</summary>
    public sealed record CurrencyCode : PolicyKind
    {
        public override string Expected => "a currency code such as USD";

        public override string? Canonical(string text)
        {
            var code = text.Trim().ToUpperInvariant();
            return Currency.LooksLikeCode(code) ? code : null;
        }
    }

    // No thousands separators and no exponents: the bundle's decimals.
    private static decimal? PlainNumber(string text) => decimal.TryParse(
        text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        ? number
        : null;

    private static string[] Items(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>One word that a policy may hold, and what it means to a reader.</summary>
public sealed record Choice(string Value, string Words);
