using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>Makes soft bookings hard, or takes a promise back with its reason (4.7, R-099). Several at once: all or none.</summary>
public sealed class ChangeCommitment(Database database, PracticeSettings settings)
{
    public Task<Result<Gesture>> RunAsync(CurrentUser user, IReadOnlyList<SeenBooking> seen, Commitment to, string? reason, CancellationToken stop) =>
        new EditBookings(database, settings).RunAsync(
            user, new Deed(to is Commitment.Hard ? "Made hard:" : "Made soft:"), seen, bookings => Planned.All(
                bookings, bookings.Select(booking => (Result<BookingTerms>)To(booking.Terms, to, reason))), stop);

    private static BookingTerms To(BookingTerms terms, Commitment to, string? reason) => terms.Commitment == to
        ? terms
        : (terms with { Commitment = to, Reason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim() }).Settled();
}
