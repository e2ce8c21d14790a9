using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Throughline.Ui;

/// <summary>
/// Where the reader is, with every choice that is kept in the address. Links that sort, filter or page are made from it,
/// so that none of them forgets what another has chosen.
/// </summary>
public sealed record Address(string Path, IReadOnlyList<KeyValuePair<string, string>> Query)
{
    /// <summary>The query names of sorting and paging, and of the filter that is being chosen from; one for all lists.</summary>
    public const string SortName = "sort", CursorName = "after", ChooseName = "choose";

    public static Address Of(HttpRequest request) => new(
        request.PathBase + request.Path,
        [.. request.Query.SelectMany(field => field.Value, (field, value) => KeyValuePair.Create(field.Key, value ?? ""))]);

    public static Address Parse(string url)
    {
        var parts = url.Split('?', 2);
        return new(parts[0], parts.Length < 2 ? [] : [.. QueryHelpers.ParseQuery(parts[1])
            .SelectMany(field => field.Value, (field, value) => KeyValuePair.Create(field.Key, value ?? ""))]);
    }

    public string? this[string name] => All(name).FirstOrDefault();

    public IEnumerable<string> All(string name) =>
        Query.Where(field => field.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value);

    public Address With(string name, string? value) =>
        value is null ? Without(name) : Without(name) with { Query = [.. Without(name).Query, new(name, value)] };

    public Address Without(params ReadOnlySpan<string> names)
    {
        var kept = new List<KeyValuePair<string, string>>(Query.Count);
        foreach (var field in Query)
            if (!names.Contains(field.Key, StringComparer.OrdinalIgnoreCase))
                kept.Add(field);
        return this with { Query = kept };
    }

    /// <summary>Sorted by another column a list begins at its start again.</summary>
    public Address SortedBy(string sort) => Without(CursorName).With(SortName, sort);

    public override string ToString() =>
        Path + new QueryBuilder(Query.GroupBy(field => field.Key, field => field.Value, StringComparer.OrdinalIgnoreCase)
            .Select(field => KeyValuePair.Create(field.Key, new StringValues([.. field])))).ToQueryString();
}
