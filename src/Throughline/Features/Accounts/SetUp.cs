using Microsoft.AspNetCore.Identity;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Accounts;

/// <summary>Makes the first administrator, once, for whoever holds the link that the program printed at its start.</summary>
internal sealed class SetUp(Database database, AccountSettings settings, Passwords passwords, UserManager<Account> users)
{
    public Task<bool> IsOpenAsync(string link, CancellationToken stop) =>
        SignInLinks.IsOpenAsync(database, "set_up", link, settings.Clock.GetUtcNow(), stop);

    public async Task<Result<Guid>> RunAsync(string link, string name, string email, string password, HttpContext http)
    {
        if (!await IsOpenAsync(link, http.RequestAborted))
            return new DeadLink();

        var now = settings.Clock.GetUtcNow();
        var account = new NewAccount(email, name, [Role.Administrator], passwords.Hash(password));
        var made = await database.WriteAsync<Guid>(new Actor(email, Guid.CreateVersion7(), "administrator"), async change =>
        {
            // Of two links used at once the second waits here and then finds an account.
            await change.ExecuteAsync("lock table accounts in share row exclusive mode");
            if (await change.QuerySingleOrDefaultAsync<bool>("select exists (select from accounts)") || !await SignInLinks.UseAsync(change, "set_up", link, now))
                return new DeadLink();

            await change.ExecuteAsync("delete from sign_in_links where purpose = 'set_up' and used is null");
            return await NewAccount.InsertAsync(change, account, now);
        }, http.RequestAborted);

        if (made.Succeeded(out var id, out _))
            await SignIn.BeginSessionAsync(http, (await users.FindByIdAsync(id.ToString()))!, "set-up link");

        return made;
    }
}
