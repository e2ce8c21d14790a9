using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Throughline.Platform;

/// <summary>
/// Text that opens something: a session, a link, a token. Only its hash is stored. The text carries 256 random bits, so
/// the hash needs no salt, and looking it up by an index tells a guesser nothing: what is compared is not what they chose.
/// </summary>
internal static class Secret
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    public static string HashText(string secret) => Convert.ToHexStringLower(Hash(secret));
}
