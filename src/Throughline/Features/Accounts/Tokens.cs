using Dapper;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Accounts;

internal sealed record TokenRefused(string Message) : Problem("token", Message);

/// <summary>An API token as its owner sees it afterwards; its text is shown once, when it is made.</summary>
internal sealed class TokenRow
{
    public Guid Token { get; init; }
    public string? Name { get; init; }
    public string[] Scopes { get; init; } = [];
    public DateOnly? Expires { get; init; }
    public DateTimeOffset Created { get; init; }
    public DateTimeOffset? LastUsed { get; init; }
}

/// <summary>Makes, lists and revokes API tokens.</summary>
internal sealed class Tokens(Database database)
{
    public Task<IReadOnlyList<TokenRow>> ListAsync(CurrentUser user, CancellationToken stop) => database.ReadAsync<IReadOnlyList<TokenRow>>(
        async connection => (await connection.QueryAsync<TokenRow>(
            "select token, name, scopes, expires, created, last_used from api_tokens where account = @Account and revoked is null order by created desc",
            new { user.Account })).AsList(),
        stop);

    /// <summary>Makes a token for the account; the answer is its text, which nobody can read again.</summary>
    /// <param name="expires">The last day on which it works, in UTC; null for one that works until it is revoked.</param>
    public static async Task<Result<string>> CreateAsync(
        Database database, Actor actor, Guid account, string? name, IReadOnlyCollection<Scope> scopes, DateOnly? expires, CancellationToken stop)
    {
        var now = database.Clock.GetUtcNow();
        if (scopes.Count == 0)
            return new TokenRefused($"Choose at least one scope: {string.Join(", ", Scopes.Codes)}.");
        if (expires < DateOnly.FromDateTime(now.UtcDateTime))
            return new TokenRefused("The token would have expired already. Choose a day in the future.");

        var secret = TokenSignIn.Prefix + Secret.New();
        var codes = scopes.Distinct().Order().Select(Scopes.Code).ToArray();
        return await database.WriteAsync<string>(actor, async change =>
        {
            var token = Guid.CreateVersion7();
            await change.ExecuteAsync(
                "insert into api_tokens (token, hash, account, name, scopes, expires, created) values (@token, @hash, @account, @name, @codes, @expires, @now)",
                new { token, hash = Secret.Hash(secret), account, name, codes, expires, now });
            var email = await change.QuerySingleOrDefaultAsync<string>("select email from accounts where account = @account", new { account });
            await change.AuditAsync("token_made", email!, new { token, scopes = codes, expires });
            return secret;
        }, stop);
    }

    public Task RevokeAsync(CurrentUser user, Guid token, CancellationToken stop) => database.WriteAsync<int>(user.ToActor(), async change =>
    {
        var revoked = await change.ExecuteAsync(
            "update api_tokens set revoked = @now where token = @token and account = @Account and revoked is null",
            new { now = database.Clock.GetUtcNow(), token, user.Account });
        if (revoked > 0)
            await change.AuditAsync("token_revoked", user.Email, new { token });

        return revoked;
    }, stop);
}
