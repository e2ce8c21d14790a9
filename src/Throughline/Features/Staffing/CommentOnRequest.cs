using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>R-087: says something about a request. It never submits, decides or changes anything.</summary>
public sealed class CommentOnRequest(Database database)
{
    private const int Longest = 4000;

    public async Task<Result<StoredRequest>> RunAsync(CurrentUser user, RequestKey key, string? text, CancellationToken stop)
    {
        var ground = await database.ReadAsync(connection => RequestGround.FindAsync(connection, key), stop);
        if (ground is null || !ground.SeenBy(user))
            return RequestStore.Unknown(key);

        var access = user.Decide(Act.SeeRequests, ground.RelationOf(user));
        if (user.TokenScopes?.Contains(Scope.Staffing) == false)
            return new NotAllowed("scope", "This token lacks the scope staffing. Make one that has it.");
        if (user.TokenScopes is null && access.Problem is { } refused)
            return refused;
        if (string.IsNullOrWhiteSpace(text) || text.Length > Longest)
            return new InvalidFields("text", string.IsNullOrWhiteSpace(text) ? "Write what you want to say." : $"Keep it under {Longest} characters.");

        return await database.WriteAsync<StoredRequest>(user.ToActor(access.Role), async change =>
        {
            // Held, so that two comments at once get keys one after the other.
            if (await RequestStore.FindAsync(change.Connection, key, locked: true) is not { } request)
                return RequestStore.Unknown(key);

            await RequestStore.CommentAsync(change, key, text.Trim());
            return request;
        }, stop);
    }
}
