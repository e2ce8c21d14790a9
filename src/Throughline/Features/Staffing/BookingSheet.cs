using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>One booking with what the reader may do to it.</summary>
public sealed record BookingSheet(Booking Booking, AccessDecision Change, bool MayBookHard)
{
    public bool MayChange => Change.Allowed;
}

/// <summary>Opens one booking.</summary>
internal sealed class BookingDetail(Database database)
{
    public async Task<Result<BookingSheet>> RunAsync(CurrentUser user, BookingKey key, CancellationToken stop)
    {
        var (booking, ground) = await database.ReadAsync(async connection =>
            await BookingStore.FindAsync(connection, key) is { } found
                ? (found, await BookingGround.ReadAsync(connection, user, found.Terms))
                : (null as Booking, null as BookingGround), stop);
        return booking is null || ground is null || !user.May(Act.SeeBookings, ground.Relation)
            ? BookingStore.Unknown(key)
            : new BookingSheet(booking, user.Decide(booking.Terms.ToChange, ground.Relation), user.May(Act.BookHard, ground.Relation));
    }
}
