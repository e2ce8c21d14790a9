namespace Throughline.Domain.Engagements;

/// <summary>The practice's own code of a customer. Codes compare by their characters, never by a language.</summary>
public readonly record struct CustomerKey(string Value) : IComparable<CustomerKey>
{
    public int CompareTo(CustomerKey other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    public static bool operator <(CustomerKey left, CustomerKey right) => left.CompareTo(right) < 0;
    public static bool operator >(CustomerKey left, CustomerKey right) => left.CompareTo(right) > 0;
    public static bool operator <=(CustomerKey left, CustomerKey right) => left.CompareTo(right) <= 0;
    public static bool operator >=(CustomerKey left, CustomerKey right) => left.CompareTo(right) >= 0;
}
