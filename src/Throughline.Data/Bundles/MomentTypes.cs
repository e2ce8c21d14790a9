using System.Collections.Concurrent;
using System.Globalization;

namespace Throughline.Data.Bundles;

/// <summary>A civil date, <c>2026-03-02</c> and no other form.</summary>
public sealed class DateType : BundleType
{
    public override string SqlType => "date";

    public override string? Read(ReadOnlySpan<char> cell, out StoredValue value)
    {
        var read = TryRead(cell, out var date);
        value = StoredValue.Of(date);
        return read ? null : "is not a date like 2026-03-02";
    }

    internal override string Shown(string stored) => $"to_char({stored}, 'YYYY-MM-DD')";

    /// <summary>By hand, for a bundle holds a date in every row: three numbers in fixed places.</summary>
    internal static bool TryRead(ReadOnlySpan<char> cell, out DateOnly date)
    {
        date = default;
        if (cell.Length != 10 || cell[4] != '-' || cell[7] != '-')
            return false;

        var (year, month, day) = (Number(cell[..4]), Number(cell[5..7]), Number(cell[8..]));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;

        date = new DateOnly(year, month, day);
        return true;
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
                return -1;

            number = (number * 10) + (digit - '0');
        }

        return number;
    }
}

/// <summary>An instant with its zone, <c>2026-03-02T14:05:00Z</c>; a date alone is its midnight in UTC. Kept to the microsecond.</summary>
public sealed class InstantType : BundleType
{
    private static readonly string[] Forms =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", "yyyy-MM-dd'T'HH:mm'Z'",
        "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz", "yyyy-MM-dd'T'HH:mmzzz",
    ];

    public override string SqlType => "timestamptz";

    public override string? Read(ReadOnlySpan<char> cell, out StoredValue value)
    {
        var read = TryRead(cell, out var instant);
        value = StoredValue.Of(instant);
        return read ? null : "is not an instant like 2026-03-02T14:05:00Z";
    }

    internal override string Shown(string stored)
    {
        var utc = $"({stored} at time zone 'UTC')";
        return $"""to_char({utc}, 'YYYY-MM-DD"T"HH24:MI:SS') || rtrim(rtrim(to_char({utc}, '.US'), '0'), '.') || 'Z'""";
    }

    private static bool TryRead(ReadOnlySpan<char> cell, out DateTimeOffset instant)
    {
        if (DateType.TryRead(cell, out var date))
        {
            instant = new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            return true;
        }

        return DateTimeOffset.TryParseExact(
            cell, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);
    }
}

/// <summary>An IANA time zone id that this machine knows, such as <c>Europe/Berlin</c>.</summary>
public sealed class TimeZoneType : BundleType
{
    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.Ordinal);

    public override string SqlType => "text";

    public override string? Read(ReadOnlySpan<char> cell, out StoredValue value)
    {
        value = StoredValue.Text;
        return cell.Length <= 64 && IsKnown(cell.ToString()) ? null : "is not an IANA time zone like Europe/Berlin";
    }

    // Only hits are remembered: what strangers send must not fill the memory.
    private static bool IsKnown(string id)
    {
        if (Known.ContainsKey(id))
            return true;

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) || !zone.HasIanaId || zone.Id != id)
            return false;

        Known[id] = true;
        return true;
    }
}
