using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain;

namespace Throughline.Features.Acceptance;

/// <summary>The public half of a practice's key, which anybody may have.</summary>
/// <param name="Fingerprint">SHA-256 of the key in its usual form (SubjectPublicKeyInfo), in small hexadecimal digits.</param>
public sealed record PracticeKey(string Fingerprint, byte[] PublicKey, DateTimeOffset CreatedAt)
{
    public string Pem => PemEncoding.WriteString("PUBLIC KEY", PublicKey) + "\n";
}

/// <summary>
/// The key by which a practice vouches for its evidence packs: ECDSA on the curve P-256, made once, its private half encrypted
/// with the program's keys. Where those are lost a new one is made, and what the former one signed can still be checked.
/// </summary>
public sealed class PracticeKeys(Database database, IDataProtectionProvider protection)
{
    private const long MakingLock = 727_017;
    private readonly IDataProtector protector = protection.CreateProtector("practice key");

    private sealed record Row(string Fingerprint, byte[] PublicKey, string PrivateKey, DateTimeOffset CreatedAt);

    /// <summary>The key that signs, made if there is none.</summary>
    public async Task<PracticeKey> CurrentAsync(CancellationToken stop)
    {
        var (row, key) = await OpenAsync(stop);
        key.Dispose();
        return new PracticeKey(row.Fingerprint, row.PublicKey, row.CreatedAt);
    }

    /// <summary>
    /// The seal of an archive with the hash. A signature is made of chance, so the first one is kept: the same archive carries the same seal ever after.
    /// </summary>
    internal async Task<PackSeal> SealAsync(string sha256, Actor actor, CancellationToken stop)
    {
        var (row, key) = await OpenAsync(stop);
        using (key)
        {
            var unsigned = new PackSeal(sha256, row.Fingerprint, "");
            var signature = Convert.ToHexStringLower(key.SignData(Encoding.ASCII.GetBytes(unsigned.Said), HashAlgorithmName.SHA256));
            return unsigned with { Signature = await WriteAsync(actor, async change => (await change.QuerySingleOrDefaultAsync<string>(
                """
                with made as (
                  insert into practice_seals (sha256, fingerprint, signature, created_at) values (@sha256, @Fingerprint, @signature, @At)
                  on conflict (sha256, fingerprint) do nothing returning signature)
                select signature from made union all select signature from practice_seals where sha256 = @sha256 and fingerprint = @Fingerprint limit 1
                """,
                new { sha256, row.Fingerprint, signature, change.At })) ?? signature, stop) };
        }
    }

    public static string FingerprintOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    /// <summary>In groups of eight, as two people compare it.</summary>
    public static string Grouped(string fingerprint) => string.Join(' ', fingerprint.Chunk(8).Select(group => new string(group)));

    private async Task<(Row Row, ECDsa Key)> OpenAsync(CancellationToken stop)
    {
        if (await NewestAsync(stop) is { } row && Opened(row) is { } key)
            return (row, key);

        row = await WriteAsync(Actor.System(Guid.CreateVersion7()), MakeAsync, stop);
        return (row, Opened(row) ?? throw new InvalidOperationException("The key that was made just now cannot be opened."));
    }

    private Task<Row?> NewestAsync(CancellationToken stop) => database.ReadAsync(
        connection => connection.QuerySingleOrDefaultAsync<Row?>("select fingerprint, public_key, private_key, created_at from practice_keys order by created_at desc, fingerprint limit 1"), stop);

    // Two nodes may want the first one at once: the second takes the one that the first has made.
    private async Task<Result<Row>> MakeAsync(Change change)
    {
        await change.ExecuteAsync($"select pg_advisory_xact_lock({MakingLock})");
        var newest = await change.QuerySingleOrDefaultAsync<Row>("select fingerprint, public_key, private_key, created_at from practice_keys order by created_at desc, fingerprint limit 1");
        if (newest is not null && Opened(newest) is { } there)
        {
            there.Dispose();
            return newest;
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var row = new Row(FingerprintOf(key), key.ExportSubjectPublicKeyInfo(), protector.Protect(Convert.ToBase64String(key.ExportPkcs8PrivateKey())), change.At);
        await change.ExecuteAsync("insert into practice_keys (fingerprint, public_key, private_key, created_at) values (@Fingerprint, @PublicKey, @PrivateKey, @CreatedAt)", row);
        await change.AuditAsync("evidence_key_made", row.Fingerprint);
        return row;
    }

    private ECDsa? Opened(Row row)
    {
        try
        {
            var key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(Convert.FromBase64String(protector.Unprotect(row.PrivateKey)), out _);
            return key;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private async Task<T> WriteAsync<T>(Actor actor, Func<Change, Task<Result<T>>> act, CancellationToken stop) where T : notnull =>
        (await database.WriteAsync(actor, act, stop)).Succeeded(out var value, out var problem) ? value : throw new InvalidOperationException(problem.Message);

    private Task<string> WriteAsync(Actor actor, Func<Change, Task<string>> act, CancellationToken stop) =>
        WriteAsync<string>(actor, async change => await act(change), stop);
}
