using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Throughline.Data;
using Throughline.Data.Recording;

namespace Throughline.Platform;

/// <summary>The keys that protect cookies, forms and authenticator keys, in the database so that every node shares them.</summary>
internal sealed class KeysInDatabase(Database database) : IXmlRepository
{
    // The framework asks for its keys synchronously, at start and about once a day.
    public IReadOnlyCollection<XElement> GetAllElements() => database.ReadAsync(
        async connection => (await connection.QueryAsync<string>("select xml from data_protection_keys order by name")).Select(XElement.Parse).ToList(),
        CancellationToken.None).GetAwaiter().GetResult();

    public void StoreElement(XElement element, string friendlyName)
    {
        var stored = database.WriteAsync<int>(
            Actor.System(Guid.CreateVersion7()),
            async change => await change.ExecuteAsync(
                "insert into data_protection_keys (name, xml) values (@name, @xml) on conflict (name) do nothing",
                new { name = friendlyName, xml = element.ToString(SaveOptions.DisableFormatting) }),
            CancellationToken.None).GetAwaiter().GetResult();
        if (!stored.Succeeded(out _, out var problem))
            throw new InvalidOperationException($"A key could not be stored: {problem.Message}");
    }
}

/// <summary>
/// The key outside the database that encrypts the keys inside it: the setting THROUGHLINE_KEY (any text of 32 characters or
/// more, the same on each node), else a file in the data folder that only its owner may read.
/// </summary>
internal sealed class OuterKey
{
    private const int ShortestSetting = 32;
    private readonly byte[] key;

    private OuterKey(string text) =>
        key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(text), 32, info: "throughline keys"u8.ToArray());

    public static OuterKey From(string? setting, string dataFolder) => setting switch
    {
        null or "" => new(FromFile(Path.Combine(dataFolder, "throughline.key"))),
        { Length: < ShortestSetting } => throw new CommandLine.UsageException($"THROUGHLINE_KEY must have at least {ShortestSetting} characters. openssl rand -base64 32 makes one."),
        _ => new(setting),
    };

    public byte[] Encrypt(byte[] plain)
    {
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var tag = new byte[AesGcm.TagByteSizes.MaxSize];
        var cipher = new byte[plain.Length];
        using var aes = new AesGcm(key, tag.Length);
        aes.Encrypt(nonce, plain, cipher, tag);
        return [.. nonce, .. tag, .. cipher];
    }

    public byte[] Decrypt(ReadOnlySpan<byte> sealedText)
    {
        var (nonce, tag) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        var plain = new byte[sealedText.Length - nonce - tag];
        using var aes = new AesGcm(key, tag);
        aes.Decrypt(sealedText[..nonce], sealedText[(nonce + tag)..], sealedText[nonce..(nonce + tag)], plain);
        return plain;
    }

    // Written aside and moved, so that of two programs starting at once both read the same key.
    private static string FromFile(string path)
    {
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var draft = $"{path}.{Guid.CreateVersion7():N}";
            using (var file = new FileStream(draft, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
                file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));

            try
            {
                File.Move(draft, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(draft);
            }
        }

        return File.ReadAllText(path).Trim();
    }
}

internal sealed class OuterKeyEncryptor(OuterKey key) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        return new(new XElement("sealed", Convert.ToBase64String(key.Encrypt(plain))), typeof(OuterKeyDecryptor));
    }
}

/// <summary>Made by the framework from the type's name in the stored key, hence the constructor.</summary>
internal sealed class OuterKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => XElement.Parse(Encoding.UTF8.GetString(
        services.GetRequiredService<OuterKey>().Decrypt(Convert.FromBase64String(encryptedElement.Value))));
}
