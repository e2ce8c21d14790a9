using System.Globalization;
using Throughline.Domain.Dates;

namespace Throughline.Domain.Staffing;

/// <summary>Other dates that a coordinator offers in place of those asked for, both days included.</summary>
public sealed record RequestOffer(DateRange Days, int MinutesPerDay)
{
    /// <summary><c>2026-03-09/2026-03-20@6:00</c>, the last part hours and minutes a day; several with semicolons between.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Days.First:yyyy-MM-dd}/{Days.Last:yyyy-MM-dd}@{MinutesPerDay / 60}:{MinutesPerDay % 60:00}");

    public static string Write(IEnumerable<RequestOffer> offers) => string.Join(';', offers);

    /// <summary>Null when any of it is written differently.</summary>
    public static IReadOnlyList<RequestOffer>? Read(string? text)
    {
        var offers = (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(One).ToList();
        return offers.Contains(null) ? null : [.. offers.OfType<RequestOffer>()];
    }

    private static RequestOffer? One(string text) =>
        text.Split('@') is [var days, var hours] && days.Split('/') is [var first, var last]
        && Day(first) is { } from && Day(last) is { } to && from <= to && Minutes(hours) is { } minutes
            ? new RequestOffer(new DateRange(from, to), minutes)
            : null;

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static int? Minutes(string text) =>
        text.Split(':') is [var hours, { Length: 2 } minutes]
        && int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
        && int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var rest)
        && whole <= 24 && rest < 60 && (whole * 60) + rest is > 0 and <= 24 * 60 and var all
            ? all
            : null;
}
