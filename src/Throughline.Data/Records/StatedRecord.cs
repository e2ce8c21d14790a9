using Throughline.Data.Bundles;
using Throughline.Domain;

namespace Throughline.Data.Records;

/// <summary>
/// A record as somebody states it, read by the same rules as a row of a bundle. What is not said keeps the value that stands,
/// an empty text stores the column's default.
/// </summary>
/// <param name="Cells">Every column's value as text, null for none.</param>
/// <param name="Values">The same as the database takes them.</param>
/// <param name="Said">The columns that were named.</param>
public sealed record StatedRecord(
    IReadOnlyDictionary<string, string?> Cells, IReadOnlyDictionary<string, object?> Values, IReadOnlySet<string> Said)
{
    /// <summary>Reads the values, named as in the bundle or as in the API, or says everything that is wrong with them.</summary>
    public static Result<StatedRecord> Read(BundleFile file, IReadOnlyDictionary<string, string?> stated, StoredRecord? standing)
    {
        var errors = new List<FieldError>();
        var said = Columns(file, stated, errors);
        var cells = new Dictionary<string, string?>(StringComparer.Ordinal);
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        var bad = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in file.Columns)
        {
            var cell = said.TryGetValue(column.Name, out var given) ? given : standing?[column.Name];
            cells[column.Name] = string.IsNullOrEmpty(cell) ? column.Default : cell;
            if (column.Read(cell, out var value) is { } refusal)
            {
                errors.Add(new(column.ApiName, refusal));
                bad.Add(column.Name);
            }

            values[column.Name] = value;
        }

        foreach (var rule in file.Rules.Where(rule => !bad.Contains(rule.First) && !bad.Contains(rule.Second)))
        {
            if (RowRules.Broken(rule.Rule, cells[rule.First], cells[rule.Second]) is { } words)
                errors.Add(new(file.Column(rule.First).ApiName, words(InApi(file, rule), cells[rule.First] ?? "", cells[rule.Second] ?? "")));
        }

        return errors.Count > 0 ? new InvalidFields(errors) : new StatedRecord(cells, values, said.Keys.ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>The key that the values give.</summary>
    public RecordKey Key(BundleFile file) => new([.. file.Key.Select(column => Cells[column])]);

    /// <summary>The columns whose value differs from what is stored.</summary>
    public IReadOnlyList<BundleColumn> ChangesTo(BundleFile file, StoredRecord standing) =>
        [.. file.Columns.Where(column => Said.Contains(column.Name) && !Equals(Values[column.Name], Stored(column, standing)))];

    private static object? Stored(BundleColumn column, StoredRecord standing)
    {
        if (standing[column.Name] is not { } cell)
            return null;

        column.Read(cell, out var value);
        return value;
    }

    private static Dictionary<string, string?> Columns(BundleFile file, IReadOnlyDictionary<string, string?> stated, List<FieldError> errors)
    {
        var said = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in stated)
        {
            if (file.Columns.FirstOrDefault(column => column.ApiName == name || column.Name == name) is { } column)
                said[column.Name] = value;
            else
                errors.Add(new(Short(name), $"is no field here; the nearest is {Nearest.To(Short(name), file.Columns.Select(known => known.ApiName))}"));
        }

        return said;
    }

    private static string Short(string name) => name.Length <= 100 ? name : name[..100];

    private static BundleRule InApi(BundleFile file, BundleRule rule) =>
        rule with { First = file.Column(rule.First).ApiName, Second = file.Column(rule.Second).ApiName };
}
