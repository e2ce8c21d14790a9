using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Data.Work;

namespace Throughline.Platform;

/// <summary>
/// Browser sessions as rows. The cookie carries a random key and the row its hash, so neither a copied cookie survives
/// sign-out nor a copied row signs anybody in. Each request reads roles and security stamp anew: what an administrator
/// takes away is gone with the next click.
/// </summary>
internal sealed class SessionStore(Database database, AccountSettings settings, IHttpContextAccessor requests) : ITicketStore
{
    /// <summary>How the account signed in, for the audit; an item of the ticket's properties.</summary>
    public const string How = "how";
    public const string StampClaim = "stamp";

    public static readonly TimeSpan Idle = TimeSpan.FromDays(4);
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var http = requests.HttpContext!;
        var key = Secret.New();
        var now = settings.Clock.GetUtcNow();
        var email = ticket.Principal.FindFirstValue(ClaimTypes.Email)!;
        var how = ticket.Properties.Items[How];
        await ChangeAsync(email, async change =>
        {
            await change.ExecuteAsync("delete from sessions where expires < @now", new { now });
            await change.ExecuteAsync(
                """
                insert into sessions (session, account, security_stamp, created, renewed, expires, client, address)
                values (@session, @account, @stamp, @now, @now, @expires, @client, @address)
                """,
                new
                {
                    session = Secret.HashText(key), account = Guid.Parse(ticket.Principal.FindFirstValue(ClaimTypes.NameIdentifier)!),
                    stamp = ticket.Principal.FindFirstValue(StampClaim), now, expires = now + Idle,
                    client = Client(http), address = Address(http),
                });
            await change.AuditAsync("signed_in", email, new { how, address = Address(http) });
        });
        return key;
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        var now = settings.Clock.GetUtcNow();
        return ChangeAsync(ticket.Principal.FindFirstValue(ClaimTypes.Email)!, change => change.ExecuteAsync(
            "update sessions set renewed = @now, expires = @expires where session = @session",
            new { now, expires = now + Idle, session = Secret.HashText(key) }));
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        var now = settings.Clock.GetUtcNow();
        var session = Secret.HashText(key);
        var row = await database.ReadAsync(
            connection => connection.QuerySingleOrDefaultAsync<Row>(
                $"""
                select s.renewed, s.expires, {Caller.Columns}
                from sessions s join accounts a using (account) join account_secrets x using (account)
                where s.session = @session and s.expires > @now and s.created > @earliest
                  and s.security_stamp = x.security_stamp and not a.disabled
                """,
                new { session, now, earliest = now - Longest }),
            requests.HttpContext?.RequestAborted ?? CancellationToken.None);
        if (row is null)
            return null;

        var principal = row.ToPrincipal(AccountsSetup.SessionScheme, new Claim(Caller.SessionClaim, session));
        var properties = new AuthenticationProperties { IsPersistent = true, AllowRefresh = true, IssuedUtc = row.Renewed, ExpiresUtc = row.Expires };
        return new AuthenticationTicket(principal, properties, AccountsSetup.SessionScheme);
    }

    public Task RemoveAsync(string key) => ChangeAsync("anonymous", async change =>
    {
        var email = await change.QuerySingleOrDefaultAsync<string>(
            "delete from sessions s using accounts a where s.account = a.account and s.session = @session returning a.email",
            new { session = Secret.HashText(key) });
        if (email is not null)
            await change.AuditAsync("signed_out", email);
    });

    internal static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    // Enough to recognise a browser by; the column is no place for whatever somebody sends.
    private static string Client(HttpContext http) =>
        new([.. http.Request.Headers.UserAgent.ToString().Where(character => !char.IsControl(character)).Take(200)]);

    private async Task ChangeAsync(string actor, Func<Change, Task> act)
    {
        // A session that is renewed on the way is not what the form's key is for.
        OnceOnly.Current = null;
        var result = await database.WriteAsync<bool>(
            new Actor(actor, Guid.CreateVersion7()),
            async change =>
            {
                await act(change);
                return true;
            },
            CancellationToken.None);
        if (!result.Succeeded(out _, out var problem))
            throw new InvalidOperationException($"A session could not be written: {problem.Message}");
    }

    private sealed class Row : Caller
    {
        public DateTimeOffset Renewed { get; init; }
        public DateTimeOffset Expires { get; init; }
    }
}
