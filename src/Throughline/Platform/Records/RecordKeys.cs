using Throughline.Data.Bundles;

namespace Throughline.Platform.Records;

/// <summary>Makes keys for records that come without one: short, and in the order in which they were made.</summary>
internal static class RecordKeys
{
    private const string Letters = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>The column that the program can fill: the last of a key without a date in it. Null when a key must be given.</summary>
    public static BundleColumn? Makeable(BundleFile file)
    {
        var columns = file.Key.Select(file.Column).ToList();
        return columns.Exists(column => column.Type is DateType) || columns[^1].Name is "engagement" && file.Name != "engagements"
            || columns.Exists(column => column.Type is CurrencyType) || file.Name is "policies" or "csat" or "qualifications"
            ? null
            : columns[^1];
    }

    /// <summary>Whether a record may get another key: only one that is a fact about days, to which nothing refers.</summary>
    public static bool MayChange(BundleFile file) => file.Key.Select(file.Column).Any(column => column.Type is DateType);

    /// <summary>The column's first letter, the millisecond and 30 random bits in base 32, without letters that are mistaken for digits.</summary>
    public static string New(BundleColumn column, DateTimeOffset at) => New(column.Name, at);

    /// <summary>The same by the name of the column.</summary>
    public static string New(string column, DateTimeOffset at)
    {
        var number = (at.ToUnixTimeMilliseconds() << 30 | (long)Random.Shared.Next(1 << 30)) & long.MaxValue;
        return column[..1] + "-" + string.Create(14, number, (text, rest) =>
        {
            for (var i = text.Length - 1; i >= 0; i--, rest >>= 5)
                text[i] = Letters[(int)(rest & 31)];
        });
    }
}
