using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Domain;
using Throughline.Domain.Acceptance;
using Throughline.Platform;

namespace Throughline.Features.Acceptance;

/// <summary>Takes a request back that nobody has answered: the customer is told, and silence accepts nothing.</summary>
public sealed class WithdrawRequest(Database database)
{
    public async Task<Result<AcceptanceStep>> RunAsync(string request, string? reason, CurrentUser user, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > 2_000 || reason.Contains('\0'))
            return new InvalidFields("reason", "Say why you take the request back, in at most 2000 characters: the customer reads it.");
        if (!(await AcceptanceSteps.MayEditAsync(database, request, user, stop)).Succeeded(out var may, out var refused))
            return refused;

        return await database.WriteAsync<AcceptanceStep>(user.ToActor(may.Role), async change =>
        {
            if (await AcceptanceRows.HoldAsync(change, request) is not { } held)
                return new NoSuchRecord($"There is no acceptance request {request}.");

            var (asked, milestone) = held;
            if (!MilestoneSteps.Take(milestone.Standing, MilestoneStep.Withdraw).Succeeded(out _, out var no))
                return no;
            if (!asked.IsOpen)
                return new SignOffRefused("R-223", "This request is answered; there is nothing to take back.");

            foreach (var hold in (await AcceptanceRows.HoldsAsync(change.Connection, request)).Where(hold => hold.End is null))
                await AcceptanceRows.EndHoldAsync(change, hold.Key, hold.Start > asked.DayOf(change.At) ? hold.Start : asked.DayOf(change.At));

            await AcceptanceRows.KeepDecisionAsync(change, request, "withdrawn", null, change.Actor.Name, null, reason.Trim());
            await AcceptanceRows.KeepMilestoneAsync(change, milestone with { SignOffSent = null });
            await Evidence.AppendAsync(change, request, "withdrawn", new { reason = reason.Trim() });
            var text = $"We take our request back: {reason.Trim()}\n\nYou need not answer it, and nothing is accepted by silence.";
            var mailed = await AcceptanceMail.ToCustomerAsync(change, asked, "acceptance_withdrawn", $"Withdrawn: {asked.Subject}", text, null);
            await AcceptanceMail.ToCopiesAsync(change, asked, "acceptance_withdrawn", $"Withdrawn: {asked.Subject}", text);
            return await AcceptanceSteps.DoneAsync(change, asked, "sign_off_withdrawn", new { request, reason }, mailed);
        }, stop);
    }
}
