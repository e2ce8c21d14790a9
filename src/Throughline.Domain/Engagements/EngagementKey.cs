namespace Throughline.Domain.Engagements;

/// <summary>The practice's own code of an engagement, its SOW number (<c>SOW-1042</c>). Codes compare by their characters, never by a language.</summary>
public readonly record struct EngagementKey(string Value) : IComparable<EngagementKey>
{
    public int CompareTo(EngagementKey other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    public static bool operator <(EngagementKey left, EngagementKey right) => left.CompareTo(right) < 0;
    public static bool operator >(EngagementKey left, EngagementKey right) => left.CompareTo(right) > 0;
    public static bool operator <=(EngagementKey left, EngagementKey right) => left.CompareTo(right) <= 0;
    public static bool operator >=(EngagementKey left, EngagementKey right) => left.CompareTo(right) >= 0;
}
