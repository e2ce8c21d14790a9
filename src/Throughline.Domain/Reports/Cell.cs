using System.Globalization;

namespace Throughline.Domain.Reports;

/// <summary>How a column is written: money and percent with two digits, hours without trailing zeros, the rest as it stands.</summary>
public enum ColumnType { Text, Money, Hours, Percent, Date, Instant, Period, Boolean }

/// <summary>One value of a report, kept as exact as it was computed; it is rounded only when written. <c>default</c> is a missing text.</summary>
public readonly record struct Cell : IComparable<Cell>
{
    private readonly string? text;
    private readonly decimal number;

    private Cell(ColumnType type, string? text, decimal? number)
    {
        (Type, this.text, this.number) = (type, text, number ?? 0m);
        IsMissing = text is null && number is null;
    }

    public ColumnType Type { get; }
    public bool IsMissing { get; }

    public static Cell Missing(ColumnType type) => new(type, null, null);
    public static Cell Text(string? text) => new(ColumnType.Text, text, null);
    public static Cell Money(decimal? amount) => new(ColumnType.Money, null, amount);

    /// <summary>For an amount whose cents were shared out: it is written in these cents, and added up exactly.</summary>
    public static Cell Money(decimal amount, decimal cents) => new(ColumnType.Money, TwoDigits(cents), amount);

    /// <summary>For a whole number that is not added up, such as days: written as text, and sorted by its size.</summary>
    public static Cell Count(int? count) => new(ColumnType.Text, count?.ToString(CultureInfo.InvariantCulture), count);

    public static Cell Hours(decimal? hours) => new(ColumnType.Hours, null, hours);
    public static Cell Percent(decimal? percent) => new(ColumnType.Percent, null, percent);
    public static Cell Date(DateOnly? day) => new(ColumnType.Date, null, day?.DayNumber);
    public static Cell Instant(DateTimeOffset? at) => new(ColumnType.Instant, null, at?.UtcTicks);
    public static Cell Period(string? name) => new(ColumnType.Period, name, null);
    public static Cell Boolean(bool? value) => new(ColumnType.Boolean, null, value is { } known ? known ? 1m : 0m : null);

    /// <summary>Of money, hours and percent, not rounded; null when missing and for other types.</summary>
    public decimal? Number => IsNumeric(Type) && !IsMissing ? number : null;

    public bool? AsBoolean => Type is ColumnType.Boolean && !IsMissing ? number == 1m : null;

    public DateOnly? AsDate => Type is ColumnType.Date && !IsMissing ? Day : null;

    public DateTimeOffset? AsInstant => Type is ColumnType.Instant && !IsMissing ? At : null;

    public static bool IsNumeric(ColumnType type) => type is ColumnType.Money or ColumnType.Hours or ColumnType.Percent;

    /// <summary>As every export writes it and every filter reads it; null when missing.</summary>
    public string? Canonical => IsMissing ? null : Type switch
    {
        ColumnType.Text or ColumnType.Period => text,
        ColumnType.Money or ColumnType.Percent => text ?? TwoDigits(number),
        ColumnType.Hours => FourDigitsAtMost(number),
        ColumnType.Date => Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ColumnType.Instant => At.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        ColumnType.Boolean => number == 1m ? "true" : "false",
    };

    /// <summary>What is missing comes first; text in the order of its characters, numbers before they are rounded.</summary>
    public int CompareTo(Cell other)
    {
        if (IsMissing || other.IsMissing)
            return other.IsMissing.CompareTo(IsMissing);

        // Text has no number but that of a count.
        return Type is ColumnType.Text or ColumnType.Period && number.CompareTo(other.number) is 0 ? string.CompareOrdinal(text, other.text) : number.CompareTo(other.number);
    }

    public static bool operator <(Cell left, Cell right) => left.CompareTo(right) < 0;
    public static bool operator >(Cell left, Cell right) => left.CompareTo(right) > 0;
    public static bool operator <=(Cell left, Cell right) => left.CompareTo(right) <= 0;
    public static bool operator >=(Cell left, Cell right) => left.CompareTo(right) >= 0;

    private DateOnly Day => DateOnly.FromDayNumber((int)number);

    private DateTimeOffset At => new((long)number, TimeSpan.Zero);

    /// <summary>Takes away what repeating decimals (a minute is 1/60 hour) left behind at the far end, so that half a cent is half a cent.</summary>
    internal static decimal Settled(decimal number) => Math.Round(number, 16, MidpointRounding.AwayFromZero);

    // Logged time has four places at most; booked minutes may have more.
    private static string FourDigitsAtMost(decimal hours)
    {
        var rounded = Math.Round(Settled(hours), 4, MidpointRounding.AwayFromZero);
        return decimal.IsInteger(rounded)
            ? ((long)rounded).ToString(CultureInfo.InvariantCulture)
            : rounded.ToString("0.####", CultureInfo.InvariantCulture);
    }

    private static string TwoDigits(decimal number) => Pricing.Money.RoundCents(Settled(number)).ToString("F2", CultureInfo.InvariantCulture);
}
