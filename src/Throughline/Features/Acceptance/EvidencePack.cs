using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;
using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Data.Files;
using Throughline.Data.Recording;
using Throughline.Domain;

namespace Throughline.Features.Acceptance;

/// <summary>
/// One asking for acceptance with all that belongs to it in one file that anybody can read and check: a ZIP whose last bytes
/// are its hash and the practice's signature. The same state makes the same bytes.
/// </summary>
public sealed class EvidencePack(Database database, FileStore store, PracticeKeys keys)
{
    public const string MediaType = "application/zip";

    private sealed record About(string EngagementName, string Customer, string Title, decimal Amount, string Currency);

    /// <summary>The name under which a pack is handed out.</summary>
    public static string NameOf(AcceptanceRequest request) =>
        "evidence-" + string.Concat($"{request.Engagement}-{request.Milestone}-{request.Attempt}".Select(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' ? sign : '-')) + ".zip";

    /// <summary>Writes the pack and leaves the stream at its beginning.</summary>
    /// <param name="request">The key of the request.</param>
    /// <param name="seesAmount">Whether its reader may know what the milestone is worth.</param>
    /// <param name="actor">For whom it is made.</param>
    /// <param name="target">New, readable and able to seek.</param>
    /// <param name="stop">When the reader is gone.</param>
    public async Task<Result<AcceptanceRequest>> WriteAsync(string request, bool seesAmount, Actor actor, Stream target, CancellationToken stop)
    {
        var key = await keys.CurrentAsync(stop);
        var facts = await database.ReadAsync(connection => ReadAsync(connection, request, seesAmount, key, stop), stop);
        if (facts is null)
            return new NoSuchRecord($"There is no acceptance request {request}.");

        await PackArchive.WriteAsync(target, Files(facts, stop), PackSeal.Length, stop);
        var seal = await keys.SealAsync(PackArchive.HashOf(target, 0, target.Length), actor, stop);
        target.Position = target.Length;
        await target.WriteAsync(Encoding.ASCII.GetBytes(seal.ToString()), stop);
        target.Position = 0;
        return facts.Request;
    }

    /// <summary>The pack in memory, to go with a mail; null where it is too large for one.</summary>
    public async Task<byte[]?> ForMailAsync(string request, bool seesAmount, Actor actor, int most, CancellationToken stop)
    {
        await using var file = Temporary();
        return (await WriteAsync(request, seesAmount, actor, file, stop)).Succeeded(out _, out _) && file.Length <= most
            ? PackArchive.BytesAt(file, 0, (int)file.Length)
            : null;
    }

    /// <summary>A file of the program's own that is gone when it is closed.</summary>
    internal static FileStream Temporary()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        return new FileStream(Path.Combine(Path.GetTempPath(), $"throughline-{Guid.CreateVersion7():N}"), options);
    }

    private IEnumerable<(string Path, Func<Task<Stream>> Open)> Files(PackFacts facts, CancellationToken stop)
    {
        (PackFile File, byte[] Content)[] own =
        [
            Own(PackText.ReadMe, "text/plain", PackText.ReadMeOf(facts)), Own(PackText.Page, "text/html", PackPage.Of(facts)), Own(PackText.PublicKey, "application/x-pem-file", facts.Key.Pem),
        ];
        yield return (PackText.ReadMe, () => InMemory(own[0].Content));
        yield return (PackText.Record, () => InMemory(PackRecord.Of(facts, own.Select(one => one.File))));
        foreach (var (file, content) in own.Skip(1))
            yield return (file.Path, () => InMemory(content));
        foreach (var file in facts.Files)
            yield return (file.Path, async () => await store.OpenReadAsync(Convert.FromHexString(file.Sha256), stop) ?? throw new InvalidOperationException($"The content of {file.Path} is missing."));
    }

    private static Task<Stream> InMemory(byte[] content) => Task.FromResult<Stream>(new MemoryStream(content));

    private static (PackFile, byte[]) Own(string path, string type, string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        return (new PackFile(path, "pack", path, type, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), null, null), content);
    }

    // One view of everything: what is decided while the pack is made is in all of its parts or in none.
    private async Task<PackFacts?> ReadAsync(NpgsqlConnection connection, string key, bool seesAmount, PracticeKey signer, CancellationToken stop)
    {
        await using var view = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, stop);
        if (await AcceptanceRows.FindAsync(connection, key) is not { } request)
            return null;

        var about = await connection.QuerySingleAsync<About>(
            """
            select e.name as engagement_name, c.name as customer, m.title, m.amount, e.currency
            from milestones m join engagements e using (engagement) join customers c using (customer) where m.engagement = @Engagement and m.milestone = @Milestone
            """,
            new { request.Engagement, request.Milestone });
        var lengths = (await connection.QueryAsync<(int Number, int Length)>(
            "select f.number, s.length from acceptance_files f join files s using (sha256) where f.acceptance_request = @key", new { key })).ToDictionary(row => row.Number, row => row.Length);
        var files = (await AcceptanceRows.FilesAsync(connection, key)).Select(file => new PackFile(
            PackText.PathOf(file.Number, file.Name), file.Kind, file.Name, file.Type, lengths[file.Number], Convert.ToHexStringLower(file.Sha256), file.AddedBy, file.AddedAt));
        var practice = (await database.Policies.ReadAsync(stop)).Answer("organisation.name", DateOnly.FromDateTime(database.Clock.GetUtcNow().UtcDateTime)).Text;
        return new PackFacts(
            practice, signer, about.EngagementName, about.Customer, about.Title, seesAmount ? about.Amount : null, about.Currency, request, await AcceptanceRows.HoldsAsync(connection, key),
            await AcceptanceRows.PointsAsync(connection, key), [.. files], await AcceptanceRows.RepliesAsync(connection, key), await Evidence.ReadAsync(connection, key));
    }
}
