using Dapper;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Accounts;

/// <summary>Sets an account's password with the one-time link an administrator handed over; every session of the account ends.</summary>
internal sealed class SetPassword(Database database, AccountSettings settings, Passwords passwords)
{
    /// <summary>The e-mail address whose password the link sets; null for a link that opens nothing.</summary>
    public Task<string?> AddressAsync(string link, CancellationToken stop) => database.ReadAsync(
        connection => connection.QuerySingleOrDefaultAsync<string>(
            """
            select a.email from sign_in_links l join accounts a using (account)
            where l.hash = @hash and l.purpose = 'set_password' and l.used is null and l.expires > @now and not a.disabled
            """,
            new { hash = Secret.Hash(link), now = settings.Clock.GetUtcNow() }),
        stop);

    public async Task<Result<string>> RunAsync(string link, string password, CancellationToken stop)
    {
        if (await AddressAsync(link, stop) is not { } email)
            return new DeadLink();

        if (PasswordStrength.Refuse(password, email) is { } weak)
            return weak;

        var hash = passwords.Hash(password);
        return await database.WriteAsync<string>(new Actor(email, Guid.CreateVersion7()), async change =>
        {
            if (!await SignInLinks.UseAsync(change, "set_password", link, settings.Clock.GetUtcNow()))
                return new DeadLink();

            await change.ExecuteAsync(
                """
                update account_secrets set password_hash = @hash, security_stamp = @stamp, failed_attempts = 0, lockout_end = null, changed = changed + 1
                where account = (select account from accounts where email = @email)
                """,
                new { hash, stamp = Secret.New(), email });
            await change.AuditAsync("password_changed", email, new { how = "link" });
            return email;
        }, stop);
    }
}
