using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Throughline.Domain;
using Throughline.Platform;

namespace Throughline.Features.Accounts;

/// <summary>One sentence for every reason, so that it tells a stranger nothing.</summary>
internal sealed record SignInRefused() : Problem(
    "sign_in", "The e-mail address and password do not match. After five wrong passwords, wait a quarter of an hour.");

internal sealed record TooManyAttempts(int Seconds) : Problem(
    "sign_in_limit", string.Create(CultureInfo.InvariantCulture, $"Too many attempts. Wait {Seconds} seconds, then try again."));

internal enum SignInStep { Done, CodeNeeded }

/// <summary>How many sign-ins one address and one account may try in a minute, on this node.</summary>
internal sealed class SignInLimits(AccountSettings settings)
{
    private readonly RequestLimit addresses = new(settings.Clock, TimeSpan.FromMinutes(1));
    private readonly RequestLimit accounts = new(settings.Clock, TimeSpan.FromMinutes(1));

    public TooManyAttempts? Refuse(string address, string account)
    {
        var (byAddress, byAccount) = (
            addresses.Spend(address, settings.SignInsPerAddress), accounts.Spend(Secret.HashText(account), settings.SignInsPerAccount));
        return !byAddress.Allowed ? new(byAddress.ResetSeconds) : !byAccount.Allowed ? new(byAccount.ResetSeconds) : null;
    }
}

/// <summary>Signs in with e-mail address and password; an account with two steps goes on to its code.</summary>
internal sealed class SignIn(UserManager<Account> users, Passwords passwords, Attempts attempts, SignInLimits limits)
{
    private const int LongestEmail = 254;

    public async Task<Result<SignInStep>> RunAsync(string email, string password, HttpContext http)
    {
        var normalized = Account.Normalize(email.Length <= LongestEmail ? email : "");
        if (limits.Refuse(SessionStore.Address(http), normalized) is { } tooMany)
            return tooMany;

        var account = await users.FindByNameAsync(normalized);
        var right = passwords.Verify(account, password);
        var twoSteps = account?.TwoFactor == true;
        if (!await attempts.SettleAsync(account, right, !twoSteps, SessionStore.Address(http), http.RequestAborted))
            return new SignInRefused();

        if (twoSteps)
        {
            await SecondStep.AskAsync(http, account!);
            return SignInStep.CodeNeeded;
        }

        await BeginSessionAsync(http, account!, "password");
        return SignInStep.Done;
    }

    /// <summary>Begins a session. Callers have seen to it that none is there: one that somebody planted must not become ours.</summary>
    public static Task BeginSessionAsync(HttpContext http, Account account, string how)
    {
        var principal = new Caller { Account = account.Id, Email = account.Email, Name = account.Name }.ToPrincipal(
            AccountsSetup.SessionScheme, new Claim(SessionStore.StampClaim, account.SecurityStamp));
        var properties = new AuthenticationProperties { IsPersistent = true };
        properties.Items[SessionStore.How] = how;
        return http.SignInAsync(AccountsSetup.SessionScheme, principal, properties);
    }
}
