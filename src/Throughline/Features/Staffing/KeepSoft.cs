using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>Lets a soft booking stand until a later day.</summary>
public sealed class KeepSoft(Database database, PracticeSettings settings)
{
    public async Task<Result<Gesture>> RunAsync(CurrentUser user, SeenBooking seen, DateOnly until, CancellationToken stop)
    {
        var today = await settings.TodayAsync(stop);
        return await new EditBookings(database, settings).RunAsync(user, new Deed("Kept"), [seen], bookings => (bookings[0].Terms.Commitment, until < today) switch
        {
            (Commitment.Hard, _) => new InvalidFields("expires", "A hard booking does not run out."),
            (_, true) => new InvalidFields("expires", "Choose today or a later day."),
            _ => Planned.One(bookings[0], bookings[0].Terms with { Expires = until }),
        }, stop);
    }
}

/// <summary>Puts a soft booking in line for its person's days, or takes it out. Who is first in line and fits is told when room is made.</summary>
public sealed class WaitInLine(Database database, PracticeSettings settings)
{
    public Task<Result<Gesture>> RunAsync(CurrentUser user, SeenBooking seen, bool waits, CancellationToken stop) =>
        new EditBookings(database, settings).RunAsync(user, new Deed(waits ? "Put in line:" : "Taken out of the line:"), [seen], bookings =>
            waits && bookings[0].Terms is not { Commitment: Commitment.Soft, Person: not null }
                ? new InvalidFields("booking", "Only a soft booking of a named person waits in line.")
                : Planned.One(bookings[0], bookings[0].Terms with { WaitingSince = waits ? bookings[0].Terms.WaitingSince ?? database.Clock.GetUtcNow() : null }), stop);
}
