using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Throughline.Features.Bundles;

/// <summary>What the page hands over between looking at a bundle and storing it: which upload, under which name, whose.</summary>
internal sealed class UploadTicket(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(12);
    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("bundle uploads").ToTimeLimitedDataProtector();

    public string Make(Guid account, byte[] hash, string name) => protector.Protect($"{account:N}\n{WebEncoders.Base64UrlEncode(hash)}\n{name}", Life);

    /// <summary>Null for a ticket that is too old, somebody else's or not ours.</summary>
    public (byte[] Hash, string Name)? Read(Guid account, string? ticket)
    {
        try
        {
            var parts = protector.Unprotect(ticket ?? "").Split('\n', 3);
            return parts[0] == account.ToString("N") ? (WebEncoders.Base64UrlDecode(parts[1]), parts[2]) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
