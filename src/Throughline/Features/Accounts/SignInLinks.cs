using Dapper;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Accounts;

internal sealed record DeadLink() : Problem("link", "This link is not valid any more. Ask whoever gave it to you for a new one.");

/// <summary>An account that a demo prints a link for.</summary>
public sealed record DemoAccount(string Email, string Name, Role Role, string? Person = null, string? Customer = null);

/// <summary>Where to open the demo in a role.</summary>
public sealed record DemoLink(Role Role, string Name, string Path);

/// <summary>Links that open something once, or for the length of a demo. What is stored is their hash.</summary>
public static class SignInLinks
{
    public static readonly TimeSpan PasswordLinkLife = TimeSpan.FromHours(24);

    /// <summary>The path of a one-time link that makes the first administrator; null once there is an account.</summary>
    public static async Task<string?> ForSetUpAsync(Database database, CancellationToken stop)
    {
        var secret = Secret.New();
        var made = await database.WriteAsync<int>(
            Actor.System(Guid.CreateVersion7()),
            async change => await change.ExecuteAsync(
                "insert into sign_in_links (hash, purpose) select @hash, 'set_up' where not exists (select from accounts)",
                new { hash = Secret.Hash(secret) }),
            stop);
        return made.Succeeded(out var rows, out _) && rows == 1 ? $"/set-up/{secret}" : null;
    }

    /// <summary>The path of a one-time link, valid for a day, with which the account's owner sets a password.</summary>
    internal static async Task<string> ForPasswordAsync(Change change, Guid account, DateTimeOffset now)
    {
        var secret = Secret.New();
        await change.ExecuteAsync(
            "insert into sign_in_links (hash, account, purpose, expires) values (@hash, @account, 'set_password', @expires)",
            new { hash = Secret.Hash(secret), account, expires = now + PasswordLinkLife });
        return $"/set-password/{secret}";
    }

    /// <summary>Makes the demo's accounts where they are missing, and a fresh link for each; the links of an earlier start end.</summary>
    public static async Task<IReadOnlyList<DemoLink>> ForDemoAsync(Database database, IReadOnlyList<DemoAccount> accounts, CancellationToken stop)
    {
        var made = await database.WriteAsync<IReadOnlyList<DemoLink>>(Actor.System(Guid.CreateVersion7()), async change =>
        {
            await change.ExecuteAsync("delete from sign_in_links where purpose = 'demo'");
            var links = new List<DemoLink>();
            foreach (var wanted in accounts)
            {
                var normalized = Account.Normalize(wanted.Email);
                var account = await change.QuerySingleOrDefaultAsync<Guid?>("select account from accounts where normalized_email = @normalized", new { normalized })
                    ?? await NewAccount.InsertAsync(change, new(wanted.Email, wanted.Name, [wanted.Role], null, wanted.Person, wanted.Customer), change.At);
                var secret = Secret.New();
                await change.ExecuteAsync(
                    "insert into sign_in_links (hash, account, purpose) values (@hash, @account, 'demo')", new { hash = Secret.Hash(secret), account });
                links.Add(new(wanted.Role, wanted.Name, $"/demo/{secret}"));
            }

            return links;
        }, stop);
        return made.Succeeded(out var value, out var problem) ? value : throw new InvalidOperationException(problem.Message);
    }

    /// <summary>The demo account behind a link; null in a database that is not a demo.</summary>
    internal static Task<Guid?> FindDemoAsync(Database database, string secret, CancellationToken stop) => database.ReadAsync(
        connection => connection.QuerySingleOrDefaultAsync<Guid?>(
            """
            select account from sign_in_links
            where hash = @hash and purpose = 'demo' and exists (select from instance where name = 'demo' and value = 'true')
            """,
            new { hash = Secret.Hash(secret) }),
        stop);

    /// <summary>Whether the link still opens something: for the page that asks before it acts.</summary>
    internal static Task<bool> IsOpenAsync(Database database, string purpose, string secret, DateTimeOffset now, CancellationToken stop) => database.ReadAsync(
        connection => connection.QuerySingleAsync<bool>(
            """
            select exists (select from sign_in_links where hash = @hash and purpose = @purpose and used is null and (expires is null or expires > @now))
              and (@purpose <> 'set_up' or not exists (select from accounts))
            """,
            new { hash = Secret.Hash(secret), purpose, now }),
        stop);

    /// <summary>Uses a one-time link up, inside the change it is for. False when it was used, has expired or never was.</summary>
    internal static async Task<bool> UseAsync(Change change, string purpose, string secret, DateTimeOffset now) => await change.ExecuteAsync(
        "update sign_in_links set used = @now where hash = @hash and purpose = @purpose and used is null and (expires is null or expires > @now)",
        new { hash = Secret.Hash(secret), purpose, now }) == 1;
}
