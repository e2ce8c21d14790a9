namespace Throughline.Domain.Staffing;

/// <summary>The practice's own code of a booking. Codes compare by their characters, never by a language.</summary>
public readonly record struct BookingKey(string Value) : IComparable<BookingKey>
{
    public int CompareTo(BookingKey other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    public static bool operator <(BookingKey left, BookingKey right) => left.CompareTo(right) < 0;
    public static bool operator >(BookingKey left, BookingKey right) => left.CompareTo(right) > 0;
    public static bool operator <=(BookingKey left, BookingKey right) => left.CompareTo(right) <= 0;
    public static bool operator >=(BookingKey left, BookingKey right) => left.CompareTo(right) >= 0;
}
