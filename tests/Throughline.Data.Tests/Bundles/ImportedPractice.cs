using Dapper;
using Throughline.Data.Bundles;
using Throughline.Data.Recording;
using Throughline.Testing;

namespace Throughline.Data.Tests.Bundles;

/// <summary>A database of its own that bundles are imported into and exported from.</summary>
internal sealed class ImportedPractice(Database database) : IAsyncDisposable
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private readonly Actor ana = new("ana@example.org", Guid.CreateVersion7(), "administrator");

    public PolicyCheck? Policies { get; set; }

    public static async Task<ImportedPractice> EmptyAsync(TestDatabases databases) =>
        new(new Database(await databases.CloneAsync(), new RecordingClock(TimeProvider.System)));

    public static async Task<ImportedPractice> WithAsync(TestDatabases databases, BundleFolder bundle)
    {
        var practice = await EmptyAsync(databases);
        var result = await practice.ImportAsync(bundle);
        Assert.Empty(result.Errors);
        return practice;
    }

    public async Task<ImportResult> ImportAsync(BundleSource source, ImportOptions? options = null)
    {
        using (source)
        {
            var result = await new ImportBundle(database, Policies).RunAsync(source, ana, options ?? new ImportOptions(), Stop);
            return result.Succeeded(out var done, out var problem) ? done : throw new InvalidOperationException(problem.Message);
        }
    }

    public Task<ImportResult> ImportAsync(BundleFolder folder, ImportOptions? options = null) => ImportAsync(BundleSource.Open(folder.Path), options);

    public async Task<ImportResult> ImportAsync(params (string File, string Content)[] files)
    {
        using var folder = BundleFolder.With(files);
        return await ImportAsync(folder);
    }

    /// <summary>What a person sees of a refused bundle, without the closing count.</summary>
    public async Task<string[]> RefusedAsync(params (string File, string Content)[] files)
    {
        var result = await ImportAsync(files);
        Assert.Equal(result.TotalErrors, result.Errors.Count);
        Assert.Equal((0, 0), (result.Created, result.Changed));
        return [.. result.Errors.Select(error => error.ToString())];
    }

    public async Task<string> RefusalAsync(BundleFolder folder, ImportOptions options)
    {
        using var source = BundleSource.Open(folder.Path);
        var result = await new ImportBundle(database).RunAsync(source, ana, options, Stop);
        return result.Succeeded(out _, out var problem) ? "" : problem.Message;
    }

    public async Task<BundleFolder> ExportAsync(ExportOptions? options = null)
    {
        var folder = new BundleFolder();
        await ExportAsync(folder, options);
        return folder;
    }

    public async Task ExportAsync(BundleFolder folder, ExportOptions? options = null)
    {
        var result = await new ExportBundle(database).RunAsync(folder.Path, options ?? new ExportOptions(), Stop);
        Assert.True(result.Succeeded(out _, out var problem), problem?.Message);
    }

    public Task<T?> QueryAsync<T>(string sql) => database.ReadAsync(connection => connection.QuerySingleOrDefaultAsync<T>(sql), Stop);

    public async ValueTask DisposeAsync() => await database.DisposeAsync();
}
