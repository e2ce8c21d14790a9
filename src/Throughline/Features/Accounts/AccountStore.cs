using System.Security.Cryptography;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Platform;
using Secret = Throughline.Platform.Secret;

namespace Throughline.Features.Accounts;

/// <summary>
/// Accounts for Identity: it makes keys, codes and stamps and checks them; this keeps them. What changed is audited here,
/// in the transaction of the change, so that no path can forget it.
/// </summary>
internal sealed class AccountStore(Database database, Acting acting, IDataProtectionProvider protection) :
    IUserSecurityStampStore<Account>, IUserTwoFactorStore<Account>, IUserAuthenticatorKeyStore<Account>, IUserTwoFactorRecoveryCodeStore<Account>
{
    private const string Columns =
        """
        select a.account as id, a.email, a.normalized_email, a.name, a.disabled, x.password_hash, x.security_stamp, x.lockout_end,
               x.two_factor, x.authenticator_key, x.recovery_codes, x.changed
        from accounts a join account_secrets x using (account)
        """;

    private readonly IDataProtector protector = protection.CreateProtector("authenticator keys");

    public Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) => Guid.TryParse(userId, out var id)
        ? database.ReadAsync(connection => connection.QuerySingleOrDefaultAsync<Account>($"{Columns} where a.account = @id", new { id }), cancellationToken)
        : Task.FromResult<Account?>(null);

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.QuerySingleOrDefaultAsync<Account>($"{Columns} where a.normalized_email = @normalizedUserName", new { normalizedUserName }),
        cancellationToken);

    public async Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken)
    {
        var result = await database.WriteAsync<bool>(acting.Actor, change => SaveAsync(change, user), cancellationToken);
        return result.Succeeded(out _, out var problem)
            ? IdentityResult.Success
            : IdentityResult.Failed(new IdentityError { Code = problem.Rule, Description = problem.Message });
    }

    private async Task<Result<bool>> SaveAsync(Change change, Account account)
    {
        var before = await change.QuerySingleOrDefaultAsync<Account>($"{Columns} where a.account = @Id for update of x", account);
        if (before?.Changed != account.Changed)
            return new AccountChangedMeanwhile();

        await change.ExecuteAsync(
            """
            update account_secrets set password_hash = @PasswordHash, security_stamp = @SecurityStamp, two_factor = @TwoFactor,
              authenticator_key = @AuthenticatorKey, recovery_codes = @RecoveryCodes, changed = changed + 1
            where account = @Id
            """,
            account);
        // A new stamp ends every session of the account but the one that asked for it.
        if (before.SecurityStamp != account.SecurityStamp && acting.Session is { } session)
        {
            await change.ExecuteAsync(
                "update sessions set security_stamp = @SecurityStamp where session = @session and account = @Id",
                new { account.SecurityStamp, session, account.Id });
        }

        foreach (var said in Differences(before, account))
            await change.AuditAsync(said, account.Email);

        return true;
    }

    private static IEnumerable<string> Differences(Account before, Account after)
    {
        if (before.PasswordHash != after.PasswordHash)
            yield return "password_changed";

        if (before.TwoFactor != after.TwoFactor)
            yield return after.TwoFactor ? "two_factor_on" : "two_factor_off";

        if (after.RecoveryCodes.Except(before.RecoveryCodes).Any())
            yield return "recovery_codes_made";
        else if (after.RecoveryCodes.Length < before.RecoveryCodes.Length)
            yield return "recovery_code_used";
    }

    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken cancellationToken) => Set(() => user.SecurityStamp = stamp);
    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SecurityStamp);
    public Task SetTwoFactorEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) => Set(() => user.TwoFactor = enabled);
    public Task<bool> GetTwoFactorEnabledAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.TwoFactor);

    public Task SetAuthenticatorKeyAsync(Account user, string key, CancellationToken cancellationToken) =>
        Set(() => user.AuthenticatorKey = protector.Protect(key));

    public Task<string?> GetAuthenticatorKeyAsync(Account user, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(user.AuthenticatorKey is { } stored ? protector.Unprotect(stored) : null);
        }
        catch (CryptographicException)
        {
            // The key outside the database was lost or replaced: no code can match, but recovery codes still do.
            return Task.FromResult<string?>(null);
        }
    }

    public Task ReplaceCodesAsync(Account user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        Set(() => user.RecoveryCodes = [.. recoveryCodes.Select(code => HashOf(user, code))]);

    public Task<bool> RedeemCodeAsync(Account user, string code, CancellationToken cancellationToken)
    {
        var left = user.RecoveryCodes.Where(hash => hash != HashOf(user, code)).ToArray();
        var known = left.Length < user.RecoveryCodes.Length;
        user.RecoveryCodes = left;
        return Task.FromResult(known);
    }

    public Task<int> CountCodesAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.RecoveryCodes.Length);

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());
    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);
    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.NormalizedEmail);

    // Identity normalises the name before each update; the address was normalised when the account was made.
    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) =>
        throw new NotSupportedException("An account's e-mail address does not change.");

    public Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Accounts are made by NewAccount, with their roles.");

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Accounts are disabled, never deleted: what they did stays theirs.");

    public void Dispose()
    {
        // The database is not this store's own.
    }

    private static string HashOf(Account account, string code) => Secret.HashText($"{account.Id:N} {code.ToUpperInvariant()}");

    private static Task Set(Action set)
    {
        set();
        return Task.CompletedTask;
    }
}

internal sealed record AccountChangedMeanwhile() : Problem("stale_version", "The account was changed at the same time elsewhere. Load the page again and repeat what you did.");
