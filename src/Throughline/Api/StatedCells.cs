using Throughline.Data.Bundles;
using Throughline.Data.Records;
using Throughline.Domain;
using Throughline.Platform.Records;

namespace Throughline.Api;

/// <summary>A body read against a file's columns, for resources whose use cases have forms of their own.</summary>
internal static class StatedCells
{
    /// <summary>By the API's names; each value has the form of its column, which is stricter than what people may type on a page.</summary>
    public static async Task<Result<IReadOnlyDictionary<string, string?>>> ReadAsync(ApiCall call, BundleFile file)
    {
        if (!(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out var body, out var problem)
            || !JsonBody.Cells(body, file).Succeeded(out var cells, out problem))
            return problem;

        var errors = file.Columns
            .Where(column => cells.GetValueOrDefault(column.ApiName) is { Length: > 0 })
            .Select(column => column.Read(cells[column.ApiName], out _) is { } refusal ? new FieldError(column.ApiName, refusal) : null)
            .OfType<FieldError>().ToList();
        return errors.Count > 0 ? new InvalidFields(errors) : Result.Of(cells);
    }

    /// <summary>The key of the address, which the body may repeat but not change.</summary>
    public static Result<string> SameKey(IReadOnlyDictionary<string, string?> cells, string field, string key) =>
        cells.TryGetValue(field, out var said) && said != key ? new InvalidFields(field, "is the record's key, which stays as it is") : key;

    /// <summary>The version to change: the one that was seen, or the one that stands when any will do.</summary>
    public static async Task<Result<int>> VersionAsync(ApiCall call, BundleFile file, string key, SeenVersion seen)
    {
        if (seen.Number is { } number)
            return number;

        var found = await call.Get<FindRecords>().OneAsync(file, new RecordKey(key), call.User with { TokenScopes = null }, call.Stop);
        return found.Succeeded(out var record, out var problem) ? record.Version : problem;
    }
}
