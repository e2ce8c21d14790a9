using Microsoft.AspNetCore.WebUtilities;
using Throughline.Domain.Timekeeping;

namespace Throughline.Features.Timekeeping;

/// <summary>What a row of the week is for: an engagement, perhaps one of its activities, or an internal category.</summary>
internal readonly record struct WeekRowKey(string? Engagement, string? Activity, string? Category)
{
    public static WeekRowKey Of(TimeTerms terms) => new(terms.Engagement?.Value, terms.Activity, terms.Category);

    /// <summary>As it stands in addresses and field names: <c>engagement=SOW-1042&amp;activity=a1</c>.</summary>
    public override string ToString() => Category is { } category
        ? $"category={Uri.EscapeDataString(category)}"
        : $"engagement={Uri.EscapeDataString(Engagement ?? "")}" + (Activity is null ? "" : $"&activity={Uri.EscapeDataString(Activity)}");

    /// <summary>Null when the text names no row.</summary>
    public static WeekRowKey? Parse(string? text)
    {
        var fields = QueryHelpers.ParseQuery(text);
        var key = new WeekRowKey(fields.GetValueOrDefault("engagement").FirstOrDefault(), fields.GetValueOrDefault("activity").FirstOrDefault(),
            fields.GetValueOrDefault("category").FirstOrDefault());
        return string.IsNullOrEmpty(key.Engagement) == string.IsNullOrEmpty(key.Category) ? null : key;
    }
}
