using Microsoft.AspNetCore.Identity;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Accounts;

/// <summary>Hashes passwords and checks them, as slowly for an unknown account as for a known one.</summary>
internal sealed class Passwords(IPasswordHasher<Account> hasher)
{
    // Of nobody's password: what an unknown account's is compared with.
    private readonly Lazy<string> decoy = new(() => hasher.HashPassword(new Account(), Secret.New()));

    public string Hash(string password) => hasher.HashPassword(new Account(), password);

    /// <summary>True when the password is the account's. An account without a password is never let in by one.</summary>
    public bool Verify(Account? account, string password)
    {
        var known = password.Length <= PasswordStrength.Longest ? account?.PasswordHash : null;
        var verdict = hasher.VerifyHashedPassword(new Account(), known ?? decoy.Value, known is null ? "" : password);
        return known is not null && verdict is not PasswordVerificationResult.Failed;
    }
}
