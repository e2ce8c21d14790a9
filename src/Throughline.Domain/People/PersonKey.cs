namespace Throughline.Domain.People;

/// <summary>The practice's own code of a person (<c>p017</c>). Codes compare by their characters, never by a language.</summary>
public readonly record struct PersonKey(string Value) : IComparable<PersonKey>
{
    public int CompareTo(PersonKey other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    public static bool operator <(PersonKey left, PersonKey right) => left.CompareTo(right) < 0;
    public static bool operator >(PersonKey left, PersonKey right) => left.CompareTo(right) > 0;
    public static bool operator <=(PersonKey left, PersonKey right) => left.CompareTo(right) <= 0;
    public static bool operator >=(PersonKey left, PersonKey right) => left.CompareTo(right) >= 0;
}
