using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Platform;

namespace Throughline.Features.Accounts;

/// <summary>
/// Counts wrong passwords and codes in the database, where guesses sent at once all count. The fifth in a row locks the
/// account for a quarter of an hour; then even the right answer is refused, and nobody is told the difference.
/// </summary>
internal sealed class Attempts(Database database, AccountSettings settings)
{
    public const int BeforeLockout = 5;
    public static readonly TimeSpan Lockout = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Settles one attempt and says whether it may go on. An unknown account costs a transaction too, so that the time
    /// taken tells nothing; what was typed for it is not kept, for people type passwords into the wrong field.
    /// </summary>
    /// <param name="last">No further step follows, so earlier failures are forgotten.</param>
    public async Task<bool> SettleAsync(Account? account, bool right, bool last, string address, CancellationToken stop)
    {
        var settled = await database.WriteAsync<bool>(
            new Actor("anonymous", Guid.CreateVersion7()),
            async change => right && account is { Disabled: false } ? await AllowAsync(change, account, last, address) : await FailAsync(change, account, address),
            stop);
        return settled.Succeeded(out var allowed, out var problem) ? allowed : throw new InvalidOperationException(problem.Message);
    }

    private async Task<Result<bool>> AllowAsync(Change change, Account account, bool last, string address)
    {
        var open = await change.ExecuteAsync(
            """
            update account_secrets set failed_attempts = case when @last then 0 else failed_attempts end
            where account = @Id and (lockout_end is null or lockout_end <= @now)
            """,
            new { account.Id, last, now = settings.Clock.GetUtcNow() });
        if (open == 0)
            await change.AuditAsync("sign_in_failed", account.Email, new { address, locked = true });

        return open == 1;
    }

    private async Task<Result<bool>> FailAsync(Change change, Account? account, string address)
    {
        var now = settings.Clock.GetUtcNow();
        var failed = await change.QuerySingleOrDefaultAsync<int?>(
            """
            update account_secrets set lockout_end = null,
              failed_attempts = case when lockout_end is null then failed_attempts + 1 else 1 end
            where account = @account and (lockout_end is null or lockout_end <= @now) returning failed_attempts
            """,
            new { account = account?.Id ?? Guid.Empty, now });
        var subject = account?.Email ?? "unknown account";
        await change.AuditAsync("sign_in_failed", subject, new { address });
        if (failed >= BeforeLockout)
        {
            await change.ExecuteAsync(
                "update account_secrets set lockout_end = @until where account = @Id", new { account!.Id, until = now + Lockout });
            await change.AuditAsync("locked_out", subject, new { until = now + Lockout });
        }

        return false;
    }
}
