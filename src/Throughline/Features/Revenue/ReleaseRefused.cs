using System.Globalization;
using Throughline.Domain;
using Throughline.Domain.Dates;

namespace Throughline.Features.Revenue;

/// <summary>A release that cannot go on as things stand.</summary>
public sealed record ReleaseRefused(string Rule, string Message) : Problem(Rule, Message);

/// <summary>Months as addresses and forms write them.</summary>
internal static class MonthText
{
    /// <summary>Null when it is no month like 2026-03.</summary>
    public static Month? Read(string? text) =>
        DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && first.Year is > 1900 and < 9000 ? Month.Of(first) : null;
}
