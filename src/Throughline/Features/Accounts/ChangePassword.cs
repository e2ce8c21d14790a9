using Microsoft.AspNetCore.Identity;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Accounts;

internal sealed record WrongPassword() : Problem("password", "This is not your current password.");

/// <summary>Changes one's own password; the other sessions of the account end.</summary>
internal sealed class ChangePassword(UserManager<Account> users, Passwords passwords, Attempts attempts)
{
    public async Task<Result<Account>> RunAsync(CurrentUser user, string current, string wanted, HttpContext http)
    {
        var account = (await users.FindByIdAsync(user.Account.ToString()))!;
        if (await RefuseAsync(account, current, http) is { } wrong)
            return wrong;
        if (PasswordStrength.Refuse(wanted, account.Email) is { } weak)
            return weak;

        account.PasswordHash = passwords.Hash(wanted);
        var saved = await users.UpdateSecurityStampAsync(account);
        return saved.Succeeded ? account : new AccountChangedMeanwhile();
    }

    /// <summary>Null when the password is right. Guesses count like those at sign-in: an open session is no place to try.</summary>
    public async Task<WrongPassword?> RefuseAsync(Account account, string password, HttpContext http) =>
        await attempts.SettleAsync(account, passwords.Verify(account, password), last: true, SessionStore.Address(http), http.RequestAborted) ? null : new();
}
