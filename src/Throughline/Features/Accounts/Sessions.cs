using Dapper;
using Throughline.Data;
using Throughline.Platform;

namespace Throughline.Features.Accounts;

/// <summary>A browser that is signed in to the account.</summary>
internal sealed class SessionRow
{
    public string Session { get; init; } = "";
    public DateTimeOffset Created { get; init; }
    public DateTimeOffset Renewed { get; init; }
    public string? Client { get; init; }
    public string? Address { get; init; }
}

/// <summary>Where an account is signed in, and the end of a session elsewhere.</summary>
internal sealed class Sessions(Database database, AccountSettings settings)
{
    public Task<IReadOnlyList<SessionRow>> ListAsync(CurrentUser user, CancellationToken stop) => database.ReadAsync<IReadOnlyList<SessionRow>>(
        async connection => (await connection.QueryAsync<SessionRow>(
            """
            select s.session, s.created, s.renewed, s.client, s.address
            from sessions s join account_secrets x using (account, security_stamp)
            where s.account = @Account and s.expires > @now order by s.created desc
            """,
            new { user.Account, now = settings.Clock.GetUtcNow() })).AsList(),
        stop);

    /// <summary>Ends one session of the account, or with null all but the one that asks.</summary>
    public Task EndAsync(CurrentUser user, string? session, CancellationToken stop) => database.WriteAsync<int>(user.ToActor(), async change =>
    {
        var ended = await change.ExecuteAsync(
            "delete from sessions where account = @Account and (session = @session or (@session::text is null and session <> @current))",
            new { user.Account, session, current = user.Session });
        if (ended > 0)
            await change.AuditAsync("sessions_ended", user.Email, new { ended });

        return ended;
    }, stop);
}
