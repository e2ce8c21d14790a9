using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Throughline.Api;

/// <summary>Where a page of a list ended, sealed: nobody makes one by hand, and it fits only the list it came from.</summary>
internal sealed class ListCursor(IDataProtectionProvider protection)
{
    private readonly IDataProtector seal = protection.CreateProtector("list cursor");

    /// <param name="list">The list with its filters and order.</param>
    /// <param name="last">The order values of the last record.</param>
    public string Make(string list, IReadOnlyList<string?> last) =>
        WebEncoders.Base64UrlEncode(seal.Protect(JsonSerializer.SerializeToUtf8Bytes(new Content(list, last))));

    /// <summary>Null when it was not made for this list, or not here.</summary>
    public IReadOnlyList<string?>? Read(string list, string cursor)
    {
        try
        {
            var content = JsonSerializer.Deserialize<Content>(seal.Unprotect(WebEncoders.Base64UrlDecode(cursor)));
            return content?.List == list ? content.Last : null;
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }

    private sealed record Content(string List, IReadOnlyList<string?> Last);
}
