using System.Globalization;

namespace Throughline.Domain.Contracts;

/// <summary>Decides between what was found for one field, and says so when the document contradicts itself.</summary>
internal sealed class Candidates(List<string> warnings)
{
    /// <summary>
    /// The surest candidate. Two that are about equally sure and differ give no value at all: a wrong one is worse than an empty one.
    /// A weaker one that differs costs confidence.
    /// </summary>
    public Reading<T>? Choose<T>(string field, IEnumerable<Reading<T>> found, Func<T, object>? sameness = null) where T : notnull
    {
        var ranked = found.OrderByDescending(reading => reading.Confidence).ThenBy(reading => reading.Source.Line).ToList();
        if (ranked.Count == 0)
            return null;

        var best = ranked[0];
        var key = sameness ?? (value => value);
        var rival = ranked.FirstOrDefault(reading => !Equals(key(reading.Value), key(best.Value)));
        if (rival is null)
            return best;

        warnings.Add(string.Create(CultureInfo.InvariantCulture,
            $"{field}: found with different values: {Shown(best.Value)} in line {best.Source.Line}, {Shown(rival.Value)} in line {rival.Source.Line}."));
        return best.Confidence - rival.Confidence < 0.1m ? null : best with { Confidence = Math.Min(best.Confidence, 0.6m) };
    }

    public void Warn(string sentence)
    {
        if (!warnings.Contains(sentence))
            warnings.Add(sentence);
    }

    private static string Shown<T>(T value) => value switch
    {
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        decimal amount => amount.ToString("0.00", CultureInfo.InvariantCulture),
        Span span => string.Create(CultureInfo.InvariantCulture, $"{span.Amount} {(span.Unit == SpanUnit.BusinessDays ? "business days" : span.Unit.ToString().ToLowerInvariant())}"),
        ReviewPeriod period => string.Create(CultureInfo.InvariantCulture, $"{period.Days} {(period.BusinessDays ? "business" : "calendar")} days"),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => $"\"{value}\"",
    };
}
