using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.People;
using Throughline.Domain.Policies;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>One step that somebody wants to take with a request.</summary>
/// <param name="Offers">The other dates of a counter-offer.</param>
/// <param name="Chosen">The dates that are accepted.</param>
/// <param name="OwnDates">They are the requester's own and none of the offers.</param>
/// <param name="Person">Who is proposed.</param>
public sealed record RequestMove(
    RequestStep Step, string? Reason = null, IReadOnlyList<RequestOffer>? Offers = null, RequestOffer? Chosen = null, bool OwnDates = false, PersonKey? Person = null);

/// <summary>Takes any step of a request's life. Approving books in the same transaction, by the rules and the ledger that every booking goes through.</summary>
public sealed class MoveRequest(Database database, PracticeSettings settings)
{
    /// <param name="user">Who acts.</param>
    /// <param name="key">The request.</param>
    /// <param name="move">The step.</param>
    /// <param name="version">The version the user saw; null for any.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<Result<StoredRequest>> RunAsync(CurrentUser user, RequestKey key, RequestMove move, int? version, CancellationToken stop)
    {
        var (policies, today) = (await settings.PoliciesAsync(stop), await settings.TodayAsync(stop));
        var ground = await database.ReadAsync(connection => RequestGround.FindAsync(connection, key), stop);
        if (ground is null || !ground.SeenBy(user))
            return RequestStore.Unknown(key);

        var (access, samePerson) = ground.May(user, move.Step, policies, today);
        if (access.Problem is { } refused)
            return refused;

        return await database.WriteAsync<StoredRequest>(user.ToActor(access.Role), async change =>
        {
            if (await RequestStore.FindAsync(change.Connection, key, locked: true) is not { } now)
                return RequestStore.Unknown(key);
            if (version is { } seen && now.Version != seen)
                return await RequestStore.StaleAsync(change.Connection, now);

            var taken = move.Step is RequestStep.Approve or RequestStep.Book
                ? await ApproveAsync(change, user, now, move, policies, today, stop)
                : await StepAsync(change, now, move, ground.EngagementCoordinator);
            if (taken.Succeeded(out _, out _) && move.Step is RequestStep.Approve or RequestStep.Reject or RequestStep.Counter)
                await RequestStore.DecideAsync(change, key, move.Step, move.Reason, policies.Answer(new PolicyQuestion("P-02", today, ground.Engagement, ground.Region)).Version.ToString(), samePerson);

            return taken;
        }, stop);
    }

    private static async Task<Result<StoredRequest>> StepAsync(Change change, StoredRequest now, RequestMove move, string? coordinator)
    {
        var request = now.Request;
        var standing = move.Step is RequestStep.Submit && request.Terms.Booking is { } key ? (await BookingStore.FindAsync(change.Connection, key))?.Terms : null;
        var decided = move.Step switch
        {
            RequestStep.Submit => RequestFlow.Submit(request, standing),
            RequestStep.Propose => move.Person is { } person ? RequestFlow.Propose(request, person) : new InvalidFields("person", "Name the person."),
            RequestStep.Counter => RequestFlow.Counter(request, move.Offers ?? []),
            RequestStep.Accept => move.Chosen is { } chosen ? RequestFlow.Accept(request, chosen, move.OwnDates) : new NoSuchOffer(),
            RequestStep.Reject => RequestFlow.Reject(request, move.Reason),
            RequestStep.Withdraw => RequestFlow.Withdraw(request),
            RequestStep.Cancel => RequestFlow.Cancel(request, move.Reason),
            RequestStep.Approve or RequestStep.Book => throw new ArgumentException("Approval books as well.", nameof(move)),
        };
        if (!decided.Succeeded(out var after, out var problem))
            return problem;

        var stored = now with { Request = after };
        stored = move.Step switch
        {
            // to the project's coordinator as it is now; the clock of the service level starts.
            RequestStep.Submit => stored with { SubmittedAt = change.At, Request = after with { Coordinator = coordinator is null ? null : new PersonKey(coordinator) } },
            RequestStep.Accept => stored with { SubmittedAt = change.At, Reason = null },
            RequestStep.Propose => stored with { Reasoning = move.Reason },
            RequestStep.Counter => stored with { Reason = move.Reason },
            _ => stored with { DecidedAt = change.At, DecidedBy = change.Actor.Name, Reason = move.Reason },
        };
        IReadOnlyList<RequestOffer>? dates = move.Step is RequestStep.Counter ? after.Offers : move.Chosen is { } taken ? [taken] : null;
        return await RequestStore.UpdateAsync(change, stored, "request_" + Done(move.Step), new RequestEvent(move.Step, move.Reason, dates));
    }

    private static string Done(RequestStep step) => step is RequestStep.Propose ? "proposed" : step.Done();

    private static async Task<Result<StoredRequest>> ApproveAsync(
        Change change, CurrentUser user, StoredRequest now, RequestMove move, PolicyValues policies, DateOnly today, CancellationToken stop)
    {
        // What an import brought as approved is only booked.
        var approved = now.State is RequestState.Approved ? now.Request : RequestFlow.Approve(now.Request);
        if (!approved.Succeeded(out var request, out var problem))
            return problem;

        var standing = request.Terms.Booking is { } about && request.Terms.Kind is not RequestKind.New ? await BookingStore.FindAsync(change.Connection, about) : null;
        if (!RequestedChange.Of(request.Terms, standing?.Terms).Succeeded(out var asked, out problem)
            || !(await ScheduleAsync(change, user, asked, standing, now.Request.RequestedBy, policies, today, stop)).Succeeded(out var booking, out problem)
            || !RequestFlow.Book(request, booking.Key).Succeeded(out var booked, out problem))
            return problem;

        var stored = now with { Request = booked, DecidedAt = change.At, DecidedBy = change.Actor.Name, Reason = move.Reason };
        RequestEvent[] events = now.State is RequestState.Approved ? [new(RequestStep.Book, move.Reason)] : [new(RequestStep.Approve, move.Reason), new(RequestStep.Book)];
        return await RequestStore.UpdateAsync(change, stored, "request_approved", events);
    }

    // A soft booking is answered for by whoever asked for it.
    private static async Task<Result<Booking>> ScheduleAsync(
        Change change, CurrentUser user, RequestedChange asked, Booking? standing, string asker, PolicyValues policies, DateOnly today, CancellationToken stop)
    {
        var edit = new BookingEdit(standing?.Key ?? BookingKeys.New(), standing, null);
        if (asked is not RequestedChange.Release)
        {
            var wanted = asked is RequestedChange.Make make ? make.Terms : ((RequestedChange.Alter)asked).Terms;
            var ground = await BookingGround.ReadAsync(change.Connection, user, wanted);
            if (ground.Unknown(wanted) is { } unknown)
                return unknown;

            var terms = EditBookings.Owned(ground.WithRole(wanted), asker);
            if ((standing is null || terms.AsksMoreThan(standing.Terms)) && ground.Closed(terms, policies, today) is { } closed)
                return closed;

            edit = edit with { After = terms };
        }

        return (await EditBookings.WriteAsync(change, [edit], "booking_made", stop)).Succeeded(out var rows, out var problem)
            ? (rows[0].After ?? rows[0].Before)!
            : problem;
    }
}
