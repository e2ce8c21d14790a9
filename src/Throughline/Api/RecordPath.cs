using Throughline.Data.Bundles;
using Throughline.Data.Records;

namespace Throughline.Api;

/// <summary>Addresses of records: the key's values with slashes between, a dash where a part has no value; dashes at the end may be left out.</summary>
internal static class RecordPath
{
    public const string Nothing = "-";

    /// <summary>The template after the resource's own path.</summary>
    public static string Template(BundleFile file) => string.Concat(file.Key.Select((name, i) =>
        "/{" + file.Column(name).ApiName + (IsTrailing(file, i) ? "=" + Nothing : "") + "}"));

    public static RecordKey Read(BundleFile file, ApiCall call) => new([.. file.Key.Select(file.Column).Select(column =>
        call.Route(column.ApiName) is var part && part == Nothing && !column.Required ? column.Default : part)]);

    /// <summary>The record's own address.</summary>
    public static string Of(string path, BundleFile file, RecordKey key)
    {
        var parts = key.Parts.Select(part => part is null ? Nothing : Uri.EscapeDataString(part)).ToList();
        while (parts.Count > 1 && parts[^1] == Nothing)
            parts.RemoveAt(parts.Count - 1);

        return ApiRoutes.Base + path + "/" + string.Join('/', parts);
    }

    /// <summary>Whether every part is what its column may hold; else there can be no such record.</summary>
    public static bool IsPossible(BundleFile file, RecordKey key) =>
        file.Key.Zip(key.Parts).All(part => file.Column(part.First).Read(part.Second, out _) is null);

    private static bool IsTrailing(BundleFile file, int index) => file.Key.Skip(index).All(name => !file.Column(name).Required);
}
