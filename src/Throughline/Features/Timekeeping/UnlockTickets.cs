using System.Globalization;
using Throughline.Data;
using Throughline.Data.Timekeeping;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.People;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Timekeeping;

/// <summary>What somebody asks to be opened: whose locked days, why, until when.</summary>
public sealed record TicketForm(string? Person, string? Start, string? End, string? Until, string? Reason)
{
    public string? Key { get; init; }
}

/// <summary>Asks for locked days to be opened, and decides on it. Whoever asked, and whose days they are, decides on nothing.</summary>
public sealed class UnlockTickets(Database database)
{
    public async Task<Result<UnlockTicket>> AskAsync(CurrentUser user, TicketForm form, CancellationToken stop)
    {
        var errors = new List<FieldError>();
        var days = LockForm.Days(form.Start, form.End, errors);
        var person = LockForm.Some(form.Person) is { } named ? new PersonKey(named) : user.Person;
        if (person is null)
            errors.Add(new("person", "Say whose days are to be opened."));
        if (!DateTimeOffset.TryParse(form.Until, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until))
            errors.Add(new("until", "Give the instant like 2026-03-09T17:00:00Z."));
        if (errors.Count > 0)
            return new InvalidFields(errors);
        if (TimeAccess.ToLog(user, person!.Value).Decision.Problem is { } notTheirs)
            return notTheirs;

        var ticket = new UnlockTicket(
            LockForm.Some(form.Key) ?? Guid.CreateVersion7().ToString("N"), person.Value, days, (form.Reason ?? "").Trim(), until.ToUniversalTime(), TicketState.Asked, user.Email,
            database.Clock.GetUtcNow().ToUniversalTime());
        if (ticket.Refuse() is { } refused)
            return refused;

        return await database.WriteAsync<UnlockTicket>(user.ToActor(), async change =>
        {
            await PeriodLockRows.AskAsync(change, ticket);
            return ticket;
        }, stop);
    }

    public Task<Result<UnlockTicket>> DecideAsync(CurrentUser user, string key, bool approve, string? comment, CancellationToken stop) =>
        database.WriteAsync<UnlockTicket>(user.ToActor(), async change =>
        {
            if (await PeriodLockRows.LockTicketAsync(change, key) is not { } ticket)
                return new NoSuchRecord($"There is no ticket {key}.");
            if (user.Decide(Act.DecideUnlock, ticket.Person == user.Person ? Relation.Own : Relation.None).Problem is { } notAllowed)
                return notAllowed;
            if (ticket.RefuseDecision(user.Email, change.At) is { } refused)
                return refused;

            var decided = ticket with
            {
                State = approve ? TicketState.Approved : TicketState.Declined, DecidedBy = user.Email, DecidedAt = change.At.ToUniversalTime(), Comment = LockForm.Some(comment),
            };
            await PeriodLockRows.DecideAsync(change, decided);
            return decided;
        }, stop);
}
