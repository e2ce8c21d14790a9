using Npgsql;
using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>Changes anything about a booking: person, days, hours, kind, engagement, activity or note. What the form does not say stays.</summary>
public sealed class ChangeBooking(Database database, PracticeSettings settings)
{
    private sealed record Ground(Booking? Booking, BookingGround? Before, BookingGround? After, Result<BookingTerms>? Stated, StaleRecord? Stale);

    /// <param name="user">Who asks.</param>
    /// <param name="key">The booking to change.</param>
    /// <param name="form">What to change.</param>
    /// <param name="version">The version the user saw; a later one in the database refuses the change.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<Result<Booking>> RunAsync(CurrentUser user, BookingKey key, BookingForm form, int version, CancellationToken stop)
    {
        var ground = await database.ReadAsync(connection => GatherAsync(connection, user, key, form, version), stop);
        if (ground is not { Booking: { } booking, Before: { } before } || !user.Sees(Act.SeeBookings, before.Relation))
            return BookingStore.Unknown(key);

        var decision = user.Decide(booking.Terms.ToChange, before.Relation);
        if ((decision.Problem ?? ground.Stale as Problem) is { } refused)
            return refused;
        if (!ground.Stated!.Succeeded(out var stated, out var invalid))
            return invalid;
        if (ground.After!.Unknown(stated) is { } unknown)
            return unknown;

        var terms = ground.After.WithRole(stated);
        if (terms.AsksMoreThan(booking.Terms))
        {
            decision = user.Decide(terms.ToBook, ground.After.Relation);
            if ((decision.Problem ?? ground.After.Closed(terms, await settings.PoliciesAsync(stop), await settings.TodayAsync(stop))) is { } no)
                return no;
        }

        return terms == booking.Terms ? booking : await ActAsync(user.ToActor(decision.Role), booking, terms, stop);
    }

    private static async Task<Ground> GatherAsync(NpgsqlConnection connection, CurrentUser user, BookingKey key, BookingForm form, int version)
    {
        if (await BookingStore.FindAsync(connection, key) is not { } booking)
            return new(null, null, null, null, null);

        var before = await BookingGround.ReadAsync(connection, user, booking.Terms);
        if (booking.Version != version)
            return new(booking, before, null, null, await BookingStore.StaleAsync(connection, booking, version));

        var stated = form.Read(booking.Terms);
        var after = stated.Succeeded(out var terms, out _) && terms != booking.Terms ? await BookingGround.ReadAsync(connection, user, terms) : before;
        return new(booking, before, after, stated, null);
    }

    private Task<Result<Booking>> ActAsync(Data.Recording.Actor actor, Booking booking, BookingTerms terms, CancellationToken stop) =>
        database.WriteAsync<Booking>(actor, async change =>
        {
            if (await BookingStore.UpdateAsync(change, booking, terms, stop) is not { } changed)
                return await BookingStore.MeanwhileAsync(change.Connection, booking);

            if (changed.Succeeded(out _, out _))
                await BookingStore.TellAsync(change, "booking_changed", booking.Key, terms);

            return changed;
        }, stop);
}
