using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Platform;

namespace Throughline.Features.Accounts;

internal sealed record WrongCode() : Problem(
    "sign_in", "This code is not right, or it was used before. Wait for the next one, or use a recovery code.");

internal sealed record SecondStepExpired() : Problem("sign_in", "Too much time has passed. Enter your e-mail address and password again.");

/// <summary>Asks who knew the password for a code of their authenticator, or for one of their recovery codes.</summary>
internal sealed class SecondStep(UserManager<Account> users, Attempts attempts, SignInLimits limits, Database database, AccountSettings settings, Acting acting)
{
    // A code is good for two steps of half a minute either way; after this it cannot come up again.
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(5);

    /// <summary>Remembers for a few minutes, in a cookie of its own, that the password was right.</summary>
    public static Task AskAsync(HttpContext http, Account account) => http.SignInAsync(
        AccountsSetup.SecondStepScheme,
        new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, account.Id.ToString()), new Claim(SessionStore.StampClaim, account.SecurityStamp)],
            AccountsSetup.SecondStepScheme)));

    /// <summary>The account whose password was right a moment ago; null when nobody's was, or the account has changed since.</summary>
    public async Task<Account?> WaitingAsync(HttpContext http)
    {
        var first = await http.AuthenticateAsync(AccountsSetup.SecondStepScheme);
        return first.Principal?.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
            && await users.FindByIdAsync(id) is { Disabled: false, TwoFactor: true } account
            && account.SecurityStamp == first.Principal.FindFirstValue(SessionStore.StampClaim)
                ? account
                : null;
    }

    public async Task<Result<SignInStep>> RunAsync(string code, HttpContext http)
    {
        if (await WaitingAsync(http) is not { } account)
            return new SecondStepExpired();

        var address = SessionStore.Address(http);
        if (limits.Refuse(address, account.NormalizedEmail) is { } tooMany)
            return tooMany;

        acting.Actor = new Actor(account.Email, Guid.CreateVersion7());
        var typed = code.Replace(" ", "", StringComparison.Ordinal).Trim();
        var how = await MatchAsync(account, typed, http.RequestAborted);
        if (!await attempts.SettleAsync(account, how is not null, last: true, address, http.RequestAborted))
            return new WrongCode();

        await http.SignOutAsync(AccountsSetup.SecondStepScheme);
        await SignIn.BeginSessionAsync(http, account, how!);
        return SignInStep.Done;
    }

    /// <summary>True when the code is the authenticator's and was not used before.</summary>
    public async Task<bool> IsFreshCodeAsync(Account account, string code, CancellationToken stop) =>
        await users.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, code) && await UseAsync(account, code, stop);

    private async Task<string?> MatchAsync(Account account, string typed, CancellationToken stop)
    {
        if (typed.Length == 6 && typed.All(char.IsAsciiDigit))
            return await IsFreshCodeAsync(account, typed, stop) ? "authenticator" : null;

        // A locked account's recovery codes are not spent on attempts that are refused anyway.
        var locked = account.LockoutEnd > settings.Clock.GetUtcNow();
        return !locked && (await users.RedeemTwoFactorRecoveryCodeAsync(account, typed.ToUpperInvariant())).Succeeded ? "recovery code" : null;
    }

    private async Task<bool> UseAsync(Account account, string code, CancellationToken stop)
    {
        var now = settings.Clock.GetUtcNow();
        var used = await database.WriteAsync<bool>(acting.Actor, async change =>
        {
            await change.ExecuteAsync("delete from used_codes where account = @Id and at < @before", new { account.Id, before = now - CodeLife });
            return await change.ExecuteAsync(
                "insert into used_codes (account, code, at) values (@Id, @code, @now) on conflict do nothing", new { account.Id, code, now }) == 1;
        }, stop);
        return used.Succeeded(out var fresh, out _) && fresh;
    }
}
