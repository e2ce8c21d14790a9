using System.Globalization;
using Throughline.Data.Bundles;
using Throughline.Data.Records;
using Throughline.Domain;

namespace Throughline.Api;

/// <summary>Reads what a list is asked for: limit, cursor, sort, and fields to filter by.</summary>
internal sealed class ListQuery(BundleFile file)
{
    public const int Usual = 50;
    public const int Most = 200;

    private static readonly string[] Frame = ["limit", "cursor", "sort"];

    // The columns that days asked for are compared with; the page starts where an index does.
    private readonly (string First, string Last)? days = file.Name switch
    {
        "bookings" or "time_off" or "time_off_requests" or "resource_requests" => ("start", "end"),
        "time" => ("date", "date"),
        _ => null,
    };

    public bool HasDays => days is not null;

    /// <summary>Columns that a list can be sorted by: everything but long texts.</summary>
    public static bool IsSortable(BundleColumn column) => column.Type is not TextType || column.Name is "name" or "title" or "iteration";

    /// <summary>The query, and the words by which a cursor knows its list.</summary>
    public Result<(RecordQuery Query, string List)> Read(IQueryCollection query, IReadOnlyList<RecordFilter> given, ListCursor cursors)
    {
        var filters = given.ToList();
        foreach (var (name, values) in query.Where(parameter => !Frame.Contains(parameter.Key)))
        {
            if (!Filter(name, values).Succeeded(out var filter, out var problem))
                return problem;

            filters.Add(filter);
        }

        if (!Limit(query["limit"]).Succeeded(out var limit, out var refused) || !Sort(query["sort"]).Succeeded(out var sort, out refused))
            return refused;

        var list = $"{file.Name} {sort.Column?.Name} {sort.Descending} {string.Join('&', filters.Select(filter => $"{filter.Column.Name}{filter.Match}{filter.Value}"))}";
        var asked = new RecordQuery(limit) { Filters = filters, Sort = sort.Column, Descending = sort.Descending };
        return After(asked, list, query["cursor"], cursors).Succeeded(out var whole, out refused) ? (whole, list) : refused;
    }

    private Result<RecordQuery> After(RecordQuery query, string list, string? cursor, ListCursor cursors)
    {
        if (string.IsNullOrEmpty(cursor))
            return query;
        if (cursors.Read(list, cursor) is not { } last)
            return new BadParameter("cursor", "This cursor belongs to another list, filter or order, or was changed. Start again without it.");

        var order = query.Order(file);
        return query with { After = [.. order.Select((column, i) => last[i] is { } cell && column.Read(cell, out var value) is null ? value : null)] };
    }

    private Result<RecordFilter> Filter(string name, Microsoft.Extensions.Primitives.StringValues values)
    {
        if (values is not [{ } cell])
            return new BadParameter(Short(name), $"{Short(name)} is given {values.Count} times; give it once.");
        if (days is { } columns && name is "from" or "to")
            return Value(name, file.Column(name == "from" ? days.Value.Last : days.Value.First), cell, name == "from" ? FilterMatch.AtLeast : FilterMatch.AtMost);
        if (file.Columns.FirstOrDefault(column => column.ApiName == name) is { } named)
            return cell.Length == 0 ? new RecordFilter(named, null) : Value(name, named, cell, FilterMatch.Is);

        var known = file.Columns.Select(column => column.ApiName).Concat(Frame).Concat(HasDays ? ["from", "to"] : []);
        return new BadParameter(Short(name), $"This list knows no {Short(name)}; the nearest is {Nearest.To(Short(name), known)}.");
    }

    private static Result<RecordFilter> Value(string name, BundleColumn column, string cell, FilterMatch match) =>
        column.Read(cell, out var value) is { } refusal ? new BadParameter(name, $"{name}: {refusal}.") : new RecordFilter(column, value, match);

    private static Result<int> Limit(string? text)
    {
        if (text is null)
            return Usual;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Most
            ? limit
            : new BadParameter("limit", $"limit is a whole number from 1 to {Most}.");
    }

    private Result<(BundleColumn? Column, bool Descending)> Sort(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return (file.Name == "time" ? file.Column("date") : null, false);

        var descending = text[0] == '-';
        var name = text[(descending ? 1 : 0)..];
        var sortable = file.Columns.Where(IsSortable).ToList();
        return sortable.Find(column => column.ApiName == name) is { } column
            ? (column, descending)
            : new BadParameter("sort", $"A list is sorted by one of {string.Join(", ", sortable.Select(known => known.ApiName))}, with - before it for the last first.");
    }

    private static string Short(string name) => name.Length <= 60 ? name : name[..60];
}
