using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>Books a person, or a resource still to be named, on an engagement. A hard booking that does not fit is refused.</summary>
public sealed class BookPerson(Database database, PracticeSettings settings)
{
    internal static readonly Deed Deed = new("Booked");

    public async Task<Result<Booking>> RunAsync(CurrentUser user, BookingForm form, CancellationToken stop)
    {
        var own = new OwnInternalTime(database, settings);
        if (Refuse(user) is { } refused && (await own.EngagementsAsync(user, stop)).Count == 0)
            return refused;
        if (!form.Read().Succeeded(out var stated, out var invalid))
            return invalid;

        user = await own.ActingAsync(user, [stated], stop);

        if (form.Waits && stated is { Commitment: Commitment.Soft, Person: not null })
            stated = stated with { WaitingSince = database.Clock.GetUtcNow() };

        var key = form.Booking?.Trim() is { Length: > 0 } named ? new BookingKey(named) : BookingKeys.New();
        var done = await new EditBookings(database, settings).RunAsync(user, Deed, [], _ => Result.Of<IReadOnlyList<BookingEdit>>([new(key, null, stated)]), stop);
        return done.Succeeded(out var gesture, out var problem) ? gesture.Booking : problem;
    }

    /// <summary>Whoever may book nothing at all is told that before anything about the form.</summary>
    internal static NotAllowed? Refuse(CurrentUser user) =>
        user.Reach(Act.BookSoft) == Relation.None && user.Reach(Act.BookHard) == Relation.None ? user.Decide(Act.BookSoft).Problem : null;
}
