using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Acceptance;
using Throughline.Domain.Policies;
using Throughline.Platform;
using Throughline.Platform.Records;

namespace Throughline.Features.Acceptance;

/// <summary>Days that shall not count: agreed with whom, and why. Without a last day the hold lasts until it is ended.</summary>
public sealed record HoldForm(DateOnly? Start, DateOnly? End, string? AgreedWith, string? Reason);

/// <summary>Stops the count of a request for some days, or ends that, and tells the customer the new date.</summary>
public sealed class HoldAcceptance(Database database)
{
    private const int LongestText = 2_000, MostDays = 366;

    public async Task<Result<AcceptanceStep>> RunAsync(string request, HoldForm form, CurrentUser user, CancellationToken stop)
    {
        var errors = new List<FieldError>();
        Need(errors, "agreedWith", form.AgreedWith, "Say with whom this was agreed.");
        Need(errors, "reason", form.Reason, "Say why the days do not count: the customer reads it.");
        if (errors.Count > 0)
            return new InvalidFields(errors);
        if (!(await AcceptanceSteps.MayEditAsync(database, request, user, stop)).Succeeded(out var may, out var refused))
            return refused;

        return await database.WriteAsync<AcceptanceStep>(user.ToActor(may.Role), async change =>
        {
            if (await AcceptanceRows.HoldAsync(change, request) is not { Request: var asked })
                return new NoSuchRecord($"There is no acceptance request {request}.");

            var holds = await AcceptanceRows.HoldsAsync(change.Connection, request);
            var today = asked.DayOf(change.At);
            var hold = new AcceptanceHold(
                RecordKeys.New("hold", change.At), request, "agreed", form.Start ?? today, form.End, form.Reason!.Trim(), form.AgreedWith!.Trim(), change.Actor.Name);
            return Refuse(asked, holds, hold, today, change.At) is { } no ? no : await KeepAsync(change, asked, holds, hold, await database.Policies.ReadAsync(change.Connection, stop));
        }, stop);
    }

    /// <summary>Ends the hold that lasts. The day itself is held in part, so the count goes on the day after.</summary>
    /// <param name="request">The key of the request.</param>
    /// <param name="last">The last held day; today when left out.</param>
    public async Task<Result<AcceptanceStep>> ResumeAsync(string request, DateOnly? last, CurrentUser user, CancellationToken stop)
    {
        if (!(await AcceptanceSteps.MayEditAsync(database, request, user, stop)).Succeeded(out var may, out var refused))
            return refused;

        return await database.WriteAsync<AcceptanceStep>(user.ToActor(may.Role), async change =>
        {
            if (await AcceptanceRows.HoldAsync(change, request) is not { Request: var asked })
                return new NoSuchRecord($"There is no acceptance request {request}.");
            if ((await AcceptanceRows.HoldsAsync(change.Connection, request)).FirstOrDefault(hold => hold.End is null) is not { } hold || !asked.IsOpen)
                return new SignOffRefused("R-228", "The count is not on hold.");

            var (today, end) = (asked.DayOf(change.At), last ?? asked.DayOf(change.At));
            if (end < hold.Start || end > today)
                return new InvalidFields("last", FormattableString.Invariant($"The last held day lies between {hold.Start:yyyy-MM-dd} and today."));

            await AcceptanceRows.EndHoldAsync(change, hold.Key, end);
            return await RecountAsync(change, asked, "resumed", new { hold.Start, end }, await database.Policies.ReadAsync(change.Connection, stop));
        }, stop);
    }

    /// <summary>A question that objects: the count stands from its day on until the hold is ended.</summary>
    internal static Task<AcceptanceStep> ObjectAsync(Change change, AcceptanceRequest asked, IReadOnlyList<AcceptanceHold> holds, AcceptanceReply reply, PolicyValues policies)
    {
        var words = reply.Text.Length > LongestText ? reply.Text[..LongestText] : reply.Text;
        return KeepAsync(change, asked, holds, new AcceptanceHold(
            RecordKeys.New("hold", change.At), asked.Key, "objection", asked.DayOf(reply.SentAt), null, words.Length == 0 ? "A question that objects" : words, reply.Sender, change.Actor.Name), policies);
    }

    private static Problem? Refuse(AcceptanceRequest asked, IReadOnlyList<AcceptanceHold> holds, AcceptanceHold hold, DateOnly today, DateTimeOffset now) =>
        !asked.IsOpen ? new SignOffRefused("R-228", "This request is answered; there is no count to hold.")
        : asked.Clock is not { } clock ? new SignOffRefused("R-229", "The contract has no clause of silence, so nothing is counted and nothing needs to be held.")
        : holds.Any(one => one.End is null) ? new SignOffRefused("R-228", "The count is on hold already. End that hold first.")
        : clock.HasRunOut(now) ? new SignOffRefused("R-228", $"The days to answer were over at the end of {AcceptanceMail.Day(clock.DayN)}.")
        : hold.Start < asked.DayOf(asked.SentAt) || hold.Start > clock.DayN ? new InvalidFields("start", FormattableString.Invariant($"Let the hold begin between {asked.DayOf(asked.SentAt):yyyy-MM-dd} and {clock.DayN:yyyy-MM-dd}."))
        : hold.End is null && hold.Start > today ? new InvalidFields("end", "A hold that begins later needs its last day.")
        : hold.End is { } end && (end < hold.Start || end.DayNumber - hold.Start.DayNumber >= MostDays) ? new InvalidFields("end", "Let the hold end on or after its first day, within a year.")
        : null;

    private static async Task<AcceptanceStep> KeepAsync(Change change, AcceptanceRequest asked, IReadOnlyList<AcceptanceHold> holds, AcceptanceHold hold, PolicyValues policies)
    {
        await AcceptanceRows.AddHoldAsync(change, hold);
        return await RecountAsync(change, asked, "held", new { hold.Kind, hold.Start, hold.End, hold.AgreedWith, hold.Reason }, policies);
    }

    private static async Task<AcceptanceStep> RecountAsync(Change change, AcceptanceRequest asked, string step, object detail, PolicyValues policies)
    {
        var holds = await AcceptanceRows.HoldsAsync(change.Connection, asked.Key);
        var (waits, clock) = (holds.Any(hold => hold.End is null), asked.Counted(holds));
        if (clock is not null)
            await AcceptanceRows.KeepClockAsync(change, asked.Key, clock);

        var now = (await AcceptanceRows.FindAsync(change.Connection, asked.Key))!;
        var text = waits
            ? $"The days to answer stand still from {AcceptanceMail.Day(holds.Last(hold => hold.End is null).Start)} on, and silence accepts nothing meanwhile. We tell you when the count goes on."
            : $"Some days do not count, so there is a new date. {AcceptanceMail.Silence(now)}";
        await Evidence.AppendAsync(change, asked.Key, step, new { hold = detail, day1 = now.Day1, lastDay = now.LastDay, now.Deadline, now.RecordedOn, waits, told = text });
        var subject = waits ? $"On hold: {now.Subject}" : $"New date: {now.Subject}";
        var mailed = await AcceptanceMail.ToCustomerAsync(change, now, "acceptance_hold", subject, text, null);
        await AcceptanceMail.ToCopiesAsync(change, now, "acceptance_hold", subject, text);
        await AcceptanceSchedule.WakeAsync(change, now, holds, await AcceptanceSchedule.TermsAsync(change, now, policies));
        return await AcceptanceSteps.DoneAsync(change, now, "acceptance_" + step, detail, mailed);
    }

    private static void Need(List<FieldError> errors, string field, string? text, string words)
    {
        if (string.IsNullOrWhiteSpace(text))
            errors.Add(new(field, words));
        else if (text.Length > LongestText || text.Contains('\0'))
            errors.Add(new(field, "must be at most 2000 characters, none of them NUL"));
    }
}
