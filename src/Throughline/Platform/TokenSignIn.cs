using System.Security.Claims;
using System.Text.Encodings.Web;
using Dapper;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Throughline.Data;
using Throughline.Data.Recording;

namespace Throughline.Platform;

/// <summary>Signs in the bearer of an API token. A disabled owner, an expired or revoked token: 401 at once, nothing is cached.</summary>
internal sealed class TokenSignIn(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, Database database)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public new const string Scheme = "Bearer";
    public const string Prefix = "tl_";

    // How exactly one wants to know when a token was last used; the price is one write per token and this long.
    private static readonly TimeSpan LastUsedStep = TimeSpan.FromHours(1);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Bearer(Request) is not { } token)
            return AuthenticateResult.NoResult();

        var now = database.Clock.GetUtcNow();
        var row = token.StartsWith(Prefix, StringComparison.Ordinal)
            ? await database.ReadAsync(connection => FindAsync(connection, token, DateOnly.FromDateTime(now.UtcDateTime)), Context.RequestAborted)
            : null;
        if (row is null)
            return AuthenticateResult.Fail("The token is unknown, expired or revoked.");

        if (row.LastUsed is not { } used || now - used >= LastUsedStep)
            await NoteUseAsync(row, now);

        var principal = row.ToPrincipal(Scheme, [new(Caller.TokenClaim, row.Token.ToString()), .. row.Scopes.Select(scope => new Claim(Caller.ScopeClaim, scope))]);
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        await new ApiProblem(StatusCodes.Status401Unauthorized) { Title = "Sign in with a token" }.ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        new ApiProblem(StatusCodes.Status403Forbidden).ExecuteAsync(Context);

    private static string? Bearer(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header["Bearer ".Length..].Trim()
            : null;

    private static Task<Row?> FindAsync(Npgsql.NpgsqlConnection connection, string token, DateOnly today) =>
        connection.QuerySingleOrDefaultAsync<Row>(
            $"""
            select t.token, t.scopes, t.last_used, {Caller.Columns}
            from api_tokens t join accounts a using (account)
            where t.hash = @hash and t.revoked is null and (t.expires is null or t.expires >= @today) and not a.disabled
            """,
            new { hash = Secret.Hash(token), today });

    private async Task NoteUseAsync(Row row, DateTimeOffset now) => await database.WriteAsync<int>(
        new Actor(row.Email, Guid.CreateVersion7()),
        async change => await change.ExecuteAsync(
            "update api_tokens set last_used = @now where token = @token and (last_used is null or last_used <= @before)",
            new { token = row.Token, now, before = now - LastUsedStep }),
        Context.RequestAborted);

    private sealed class Row : Caller
    {
        public Guid Token { get; init; }
        public string[] Scopes { get; init; } = [];
        public DateTimeOffset? LastUsed { get; init; }
    }
}
