using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Identity;
using QRCoder;
using Throughline.Domain;
using Throughline.Platform;

namespace Throughline.Features.Accounts;

/// <summary>What an authenticator app needs: the picture to scan, or the key to type.</summary>
internal sealed record AuthenticatorSetUp(string Key, string Svg);

/// <summary>Turns a second step at sign-in on and off, and makes recovery codes.</summary>
internal sealed class TwoFactor(UserManager<Account> users, ChangePassword password, SecondStep codes)
{
    private const int RecoveryCodes = 10;

    public async Task<(bool On, int RecoveryCodesLeft)> StateAsync(CurrentUser user)
    {
        var account = await AccountAsync(user);
        return (account.TwoFactor, account.RecoveryCodes.Length);
    }

    /// <summary>Makes a new key; it does nothing until a code made with it was entered.</summary>
    public async Task<Result<AuthenticatorSetUp>> BeginAsync(CurrentUser user, string currentPassword, HttpContext http)
    {
        var account = await AccountAsync(user);
        if (await password.RefuseAsync(account, currentPassword, http) is { } wrong)
            return wrong;
        if (account.TwoFactor || !(await users.ResetAuthenticatorKeyAsync(account)).Succeeded)
            return new AccountChangedMeanwhile();

        return await ShowAsync(account);
    }

    /// <summary>The key of a set-up that was begun and not confirmed, to show it again after a wrong code.</summary>
    public async Task<AuthenticatorSetUp?> BegunAsync(CurrentUser user) =>
        await AccountAsync(user) is { TwoFactor: false, AuthenticatorKey: not null } account ? await ShowAsync(account) : null;

    /// <summary>Turns the second step on, and answers the recovery codes: the only time they can be read.</summary>
    public async Task<Result<IReadOnlyList<string>>> ConfirmAsync(CurrentUser user, string code, CancellationToken stop)
    {
        var account = await AccountAsync(user);
        var typed = code.Replace(" ", "", StringComparison.Ordinal);
        if (account.TwoFactor || account.AuthenticatorKey is null || !await codes.IsFreshCodeAsync(account, typed, stop))
            return new WrongCode();

        await users.SetTwoFactorEnabledAsync(account, true);
        return await NewCodesAsync(account);
    }

    /// <summary>Replaces the recovery codes; the earlier ones stop working.</summary>
    public async Task<Result<IReadOnlyList<string>>> RenewCodesAsync(CurrentUser user, string currentPassword, HttpContext http)
    {
        var account = await AccountAsync(user);
        return await password.RefuseAsync(account, currentPassword, http) is { } wrong ? wrong : await NewCodesAsync(account);
    }

    public async Task<Problem?> TurnOffAsync(CurrentUser user, string currentPassword, HttpContext http)
    {
        var account = await AccountAsync(user);
        if (await password.RefuseAsync(account, currentPassword, http) is { } wrong)
            return wrong;

        (account.AuthenticatorKey, account.RecoveryCodes) = (null, []);
        return (await users.SetTwoFactorEnabledAsync(account, false)).Succeeded ? null : new AccountChangedMeanwhile();
    }

    private async Task<Account> AccountAsync(CurrentUser user) => (await users.FindByIdAsync(user.Account.ToString()))!;

    private async Task<Result<IReadOnlyList<string>>> NewCodesAsync(Account account)
    {
        // Each save raises the account's version; read it anew before the next.
        var fresh = (await users.FindByIdAsync(account.Id.ToString()))!;
        var made = await users.GenerateNewTwoFactorRecoveryCodesAsync(fresh, RecoveryCodes);
        return made is null ? new AccountChangedMeanwhile() : made.ToList();
    }

    private async Task<AuthenticatorSetUp> ShowAsync(Account account)
    {
        var key = (await users.GetAuthenticatorKeyAsync(account))!;
        var label = Uri.EscapeDataString(account.Email);
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode($"otpauth://totp/Throughline:{label}?secret={key}&issuer=Throughline&digits=6", QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);
        return new(Grouped(key), picture.GetGraphic(4));
    }

    private static string Grouped(string key) => key.Chunk(4).Aggregate(
        new StringBuilder(), (text, four) => text.Append(text.Length > 0 ? " " : "").Append(CultureInfo.InvariantCulture, $"{new string(four)}")).ToString();
}
