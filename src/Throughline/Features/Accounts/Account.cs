namespace Throughline.Features.Accounts;

/// <summary>An account with its secrets, as sign-in and the account's own pages need it. Never leaves this area.</summary>
internal sealed class Account
{
    public Guid Id { get; init; }
    public string Email { get; init; } = "";
    public string NormalizedEmail { get; init; } = "";
    public string Name { get; init; } = "";
    public bool Disabled { get; init; }
    public string? PasswordHash { get; set; }
    public string SecurityStamp { get; set; } = "";
    public DateTimeOffset? LockoutEnd { get; init; }
    public bool TwoFactor { get; set; }

    /// <summary>Encrypted, as stored.</summary>
    public string? AuthenticatorKey { get; set; }

    /// <summary>Hashes, as stored.</summary>
    public string[] RecoveryCodes { get; set; } = [];

    /// <summary>Raised by each change of the secrets; an update of an older one is refused.</summary>
    public int Changed { get; init; }

    public static string Normalize(string email) => email.Trim().ToUpperInvariant();
}
