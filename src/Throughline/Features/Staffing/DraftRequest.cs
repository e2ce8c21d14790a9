using Npgsql;
using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Engagements;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>Writes a resource request down. It asks nobody for anything until it is submitted.</summary>
public sealed class DraftRequest(Database database)
{
    public async Task<Result<StoredRequest>> RunAsync(CurrentUser user, RequestForm form, CancellationToken stop)
    {
        if (user.Reach(Act.RequestBooking) == Relation.None)
            return user.Decide(Act.RequestBooking).Problem!;

        var read = await database.ReadAsync(connection => RequestReading.ReadAsync(connection, user, form, null), stop);
        if (!read.Succeeded(out var stated, out var problem))
            return problem;

        var decision = user.Decide(Act.RequestBooking, stated.Relation);
        if (decision.Problem is { } refused)
            return refused;

        var key = form.Request?.Trim() is { Length: > 0 } own ? new RequestKey(own) : new RequestKey("rr-" + BookingKeys.New().Value[2..]);
        return await database.WriteAsync<StoredRequest>(
            user.ToActor(decision.Role), async change => await RequestStore.InsertAsync(change, key, stated.Terms), stop);
    }
}

/// <summary>Changes a draft. What was submitted changes by its steps only.</summary>
public sealed class ChangeRequest(Database database)
{
    /// <param name="user">Who asks.</param>
    /// <param name="key">The request.</param>
    /// <param name="form">What to change.</param>
    /// <param name="version">The version the user saw.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<Result<StoredRequest>> RunAsync(CurrentUser user, RequestKey key, RequestForm form, int version, CancellationToken stop)
    {
        var ground = await database.ReadAsync(connection => RequestGround.FindAsync(connection, key), stop);
        if (ground is null || !ground.SeenBy(user))
            return RequestStore.Unknown(key);

        var request = ground.ToRequest();
        var decision = user.Decide(Act.RequestBooking, ground.AsRequester(user));
        if (decision.Problem is { } refused)
            return refused;
        if (!RequestFlow.MayEdit(request.State))
            return new RequestNotDraft(request.State);

        var read = await database.ReadAsync(connection => RequestReading.ReadAsync(connection, user, form, request.Terms), stop);
        if (!read.Succeeded(out var stated, out var problem))
            return problem;
        if (stated.Terms.Engagement != request.Terms.Engagement && user.Decide(Act.RequestBooking, stated.Relation).Problem is { } elsewhere)
            return elsewhere;

        return await database.WriteAsync<StoredRequest>(user.ToActor(decision.Role), async change =>
        {
            if (await RequestStore.FindAsync(change.Connection, key, locked: true) is not { } now)
                return RequestStore.Unknown(key);
            if (now.Version != version)
                return await RequestStore.StaleAsync(change.Connection, now);

            return await RequestStore.UpdateAsync(change, now with { Request = now.Request with { Terms = stated.Terms } }, "request_changed");
        }, stop);
    }
}

/// <summary>Only a draft can be edited.</summary>
public sealed record RequestNotDraft(RequestState State)
    : Problem("R-089", $"This request is {State.Text()}, and only a draft is edited. Withdraw it and ask anew, or answer with other dates when the coordinator offers some.");

/// <summary>The terms that a form states, checked against the booking, engagement and person they name.</summary>
internal sealed record RequestReading(RequestTerms Terms, Relation Relation)
{
    public static async Task<Result<RequestReading>> ReadAsync(NpgsqlConnection connection, CurrentUser user, RequestForm form, RequestTerms? standing)
    {
        var booking = form.BookingNamed(standing) is { } key ? await BookingStore.FindAsync(connection, key) : null;
        if (form.BookingNamed(standing) is not null && booking is null)
            return new InvalidFields("booking", $"There is no booking {form.BookingNamed(standing)}, or it has been released.");
        if (!form.Read(standing, booking?.Terms).Succeeded(out var terms, out var problem))
            return problem;

        var wanted = RequestForm.AsBooking(terms);
        var ground = await BookingGround.ReadAsync(connection, user, wanted);
        if (ground.Unknown(wanted) is { } unknown)
            return unknown;
        if (EngagementOver.Check(terms.Engagement, EngagementStatuses.Words.Parse(ground.Status!)) is { } over)
            return over;

        return new RequestReading(terms with { Role = ground.WithRole(wanted).Role }, ground.Relation & (Relation.Own | Relation.Led));
    }
}
