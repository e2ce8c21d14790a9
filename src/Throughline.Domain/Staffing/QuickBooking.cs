using System.Globalization;
using Throughline.Domain.Dates;

namespace Throughline.Domain.Staffing;

/// <summary>
/// A booking typed in one line: <c>p017 SOW-1042 20h 2026-12-07..18 soft</c>. Hours alone are the total; <c>6h/d</c>,
/// <c>30h/w</c> and <c>50%</c> are of a day or a week. A range may leave out the year and month of its end.
/// </summary>
/// <param name="Way">How the hours are stated, with <paramref name="Value"/> as the form would have it.</param>
/// <param name="Value">For instance <c>20</c>.</param>
/// <param name="Days">First to last day, both included.</param>
/// <param name="Commitment">Soft where nothing is said.</param>
/// <param name="Rest">The other words in their order: who and what for.</param>
public sealed record QuickBooking(EntryWay Way, string Value, DateRange Days, Commitment Commitment, IReadOnlyList<string> Rest)
{
    public const string Example = "p017 SOW-1042 20h 2026-12-07..18 soft";

    public static Result<QuickBooking> Read(string? line)
    {
        ((EntryWay Way, string Value)? hours, DateRange? days, Commitment? kind, var rest) = (null, null, null, new List<string>());
        foreach (var word in (line ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (hours is null && Hours(word) is { } stated)
                hours = stated;
            else if (days is null && Range(word) is { } range)
                days = range;
            else if (kind is null && Commitments.Words.Find(word.ToLowerInvariant()) is { } said)
                kind = said;
            else
                rest.Add(word);
        }

        if (rest.Find(word => word.Contains("..", StringComparison.Ordinal)) is { } unread)
            return Unread($"\"{unread}\" are no days.");

        return (hours, days) switch
        {
            (null, _) => Unread("No hours are named."),
            (_, null) => Unread("No days are named."),
            ({ } some, { } when) => new QuickBooking(some.Way, some.Value, when, kind ?? Commitment.Soft, rest),
        };
    }

    private static InvalidFields Unread(string what) => new("line", $"{what} Write person, engagement, hours and days like: {Example}");

    // The unit tells hours from everything else; the number is checked where bookings are spread.
    private static (EntryWay, string)? Hours(string word)
    {
        foreach (var (unit, way) in ((string, EntryWay)[])[("h/d", EntryWay.PerDay), ("h/day", EntryWay.PerDay), ("h/w", EntryWay.PerWeek), ("h/week", EntryWay.PerWeek), ("%", EntryWay.Percent), ("h", EntryWay.Total)])
        {
            if (word.EndsWith(unit, StringComparison.OrdinalIgnoreCase) && word[..^unit.Length] is { Length: > 0 } number && number.All(sign => char.IsAsciiDigit(sign) || sign is '.' or ',' or ':'))
                return (way, number);
        }

        return null;
    }

    private static DateRange? Range(string word)
    {
        var parts = word.Split("..", 2);
        if (Day(parts[0]) is not { } first)
            return null;
        if (parts is not [_, var end])
            return new DateRange(first, first);

        // 18 is of the same month, 01-08 of the same year or the one after it.
        var last = end.Split('-').Length switch
        {
            1 => Day(FormattableString.Invariant($"{first:yyyy-MM}-{end.PadLeft(2, '0')}")),
            2 => Day($"{first.Year}-{end}") is { } same && same >= first ? same : Day($"{first.Year + 1}-{end}"),
            _ => Day(end),
        };
        return last is { } to && to >= first ? new DateRange(first, to) : null;
    }

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
