using Throughline.Data;
using Throughline.Domain;
using Throughline.Platform;

namespace Throughline.Features.Contracts;

/// <summary>Puts a draft aside, or brings it back. Its file and what was corrected stay.</summary>
internal sealed class DiscardStatement(Database database)
{
    /// <summary>Returns the version afterwards; what is discarded already stays so.</summary>
    public Task<Result<int>> RunAsync(CurrentUser user, KeptDraft seen, bool bringBack, CancellationToken stop) =>
        database.WriteAsync<int>(
            user.ToActor(StatementSight.Decide(user).Role),
            async change =>
            {
                var wanted = bringBack ? "draft" : "discarded";
                if (await HeldStatement.TakeAsync(change, seen.Statement, StatementSight.Of(user)) is not { } held)
                    return StatementSight.Nothing;
                if (held.Status == wanted)
                    return held.Version;
                if (held.Status == "stored")
                    return new NotADraft($"Engagement {held.Engagement} was made from this statement: it stays.");
                if (await held.StaleAsync(change, seen) is { } stale)
                    return stale;

                await change.ExecuteAsync("update statements set status = @wanted where statement = @Statement", new { wanted, seen.Statement });
                await change.AuditAsync(bringBack ? "bring_back_statement" : "discard_statement", seen.Statement.ToString(), new { held.FileName });
                await change.TellAsync("statements", seen.Statement.ToString());
                return held.Version + 1;
            },
            stop);
}
