using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Throughline.Features.Acceptance;

/// <summary>What stands at the end of an evidence pack: the hash of every byte before it, and whose signature vouches for that.</summary>
/// <param name="Sha256">In small hexadecimal digits.</param>
/// <param name="Key">The fingerprint of the key that signed.</param>
/// <param name="Signature">Over <see cref="Said"/>, in small hexadecimal digits.</param>
internal sealed record PackSeal(string Sha256, string Key, string Signature)
{
    public const string Format = "throughline-evidence-1";

    private const int HashDigits = 64, SignatureDigits = 128;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>In bytes; always the same, so that the archive can state it before the hash is known.</summary>
    public static int Length { get; } = new PackSeal(new('0', HashDigits), new('0', HashDigits), new('0', SignatureDigits)).ToString().Length;

    /// <summary>What is signed.</summary>
    public string Said => $"{Format} sha256={Sha256} key={Key}";

    public override string ToString() => $"{Said} signature={Signature}";

    /// <summary>Null for anything but a seal as it is written, to the letter.</summary>
    public static PackSeal? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length || bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
            return null;

        var text = Encoding.ASCII.GetString(bytes);
        var words = text.Split(' ');
        var seal = words.Length == 4 ? new PackSeal(words[1].Split('=')[^1], words[2].Split('=')[^1], words[3].Split('=')[^1]) : null;
        return seal?.ToString() == text && IsHex(seal.Sha256, HashDigits) && IsHex(seal.Key, HashDigits) && IsHex(seal.Signature, SignatureDigits) ? seal : null;
    }

    /// <summary>Whether the holder of the key's other half signed this.</summary>
    public bool IsSignedWith(ECDsa key) => key.VerifyData(Encoding.ASCII.GetBytes(Said), Convert.FromHexString(Signature), HashAlgorithmName.SHA256);

    private static bool IsHex(string text, int length) => text.Length == length && !text.AsSpan().ContainsAnyExcept(Digits);
}
