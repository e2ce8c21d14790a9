using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>Books a person, or a resource still to be named, on an engagement. A hard booking that does not fit is refused.</summary>
public sealed class BookPerson(Database database, PracticeSettings settings)
{
    public async Task<Result<Booking>> RunAsync(CurrentUser user, BookingForm form, CancellationToken stop)
    {
        if (user.Reach(Act.BookSoft) == Relation.None && user.Reach(Act.BookHard) == Relation.None)
            return user.Decide(Act.BookSoft).Problem!;
        if (!form.Read().Succeeded(out var stated, out var invalid))
            return invalid;

        var ground = await database.ReadAsync(connection => BookingGround.ReadAsync(connection, user, stated), stop);
        if (ground.Unknown(stated) is { } unknown)
            return unknown;

        var terms = ground.WithRole(stated);
        var decision = user.Decide(terms.ToBook, ground.Relation);
        if ((decision.Problem ?? ground.Closed(terms, await settings.PoliciesAsync(stop), await settings.TodayAsync(stop))) is { } refused)
            return refused;

        var key = form.Booking?.Trim() is { Length: > 0 } own ? new BookingKey(own) : BookingKeys.New();
        return await database.WriteAsync<Booking>(user.ToActor(decision.Role), async change =>
        {
            var made = await BookingStore.InsertAsync(change, key, terms, stop);
            if (made.Succeeded(out _, out _))
                await BookingStore.TellAsync(change, "booking_made", key, terms);

            return made;
        }, stop);
    }
}
