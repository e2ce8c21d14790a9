using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Policies;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Staffing;

/// <summary>What was promised otherwise than it was agreed or explained: hours, reasons, trainers.</summary>
internal static class PromiseFindings
{
    private const string Trainer = "trainer";

    public static IEnumerable<Finding> Of(Watched watched) => [.. Agreed(watched), .. Unexplained(watched), .. Uncertified(watched)];

    /// <summary>R-097: a hard booking that takes more hours than the customer agreed to when it was made firm. Counted over all its days.</summary>
    private static IEnumerable<Finding> Agreed(Watched watched)
    {
        var bookings = watched.Facts.Bookings.Where(booking => booking.Commitment is Commitment.Hard).ToDictionary(booking => booking.Booking);
        var compared = watched.Facts.Watched.Agreed.Where(agreed => bookings.ContainsKey(agreed.Booking)).ToList();
        if (compared.Count == 0)
            yield break;

        var days = new DateRange(compared.Min(agreed => bookings[agreed.Booking].Days.First), Last(compared.Max(agreed => bookings[agreed.Booking].Days.Last), watched));
        var capacity = new Capacity(days, watched.Facts.People, watched.Facts.CalendarDays, watched.Facts.TimeOff, watched.Facts.Overtime, watched.Settings.Weekends);
        foreach (var agreed in compared)
        {
            var booking = bookings[agreed.Booking];
            var hours = capacity.Of(booking.Person).BookedIn(booking.Days.Within(days), booking.MinutesPerDay) / 60m;
            if (hours > agreed.Hours && watched.Engagement(booking.Engagement) is { } engagement)
            {
                yield return new Finding(
                    "R-097", Severity.Warning, booking.Engagement, "booking", booking.Booking.Value,
                    $"{booking.Booking} takes {Watched.Hours(hours)}, and the customer agreed to {Watched.Hours(agreed.Hours)} in {agreed.Request}. Have the other {Watched.Hours(hours - agreed.Hours)} agreed, or book less.",
                    booking.Days.First, engagement.ProjectManager)
                {
                    Rests = [new Part("agreed", agreed.Request, null, agreed.Hours), BookingFindings.Part(booking, hours)],
                };
            }
        }
    }

    private static DateOnly Last(DateOnly day, Watched watched) => day < watched.Days.Last ? day : watched.Days.Last;

    /// <summary>R-099: soft within the horizon that was to be firm, without an owner or without saying why.</summary>
    private static IEnumerable<Finding> Unexplained(Watched watched) =>
        from booking in watched.Facts.Bookings
        where booking.Commitment is Commitment.Soft && !watched.Facts.Watched.Reasoned.Contains(booking.Booking)
        let engagement = watched.Engagement(booking.Engagement)
        where engagement is not null && engagement.Status.IsUnderWay() && watched.Ahead(booking) is not null
            && watched.Settings.SoftReasonOf(engagement).Asks(booking.Role, booking.Days, watched.Today, watched.Settings.HardHorizonOf(engagement))
        select new Finding(
            "R-099", Severity.Notice, booking.Engagement, "booking", booking.Booking.Value,
            $"{booking.Booking} is soft where {Watched.Role(booking.Role)} is to be booked firmly, and nobody says why or answers for it. Enter the reason and the owner, or make it firm.",
            booking.Days.First, engagement.ProjectManager)
        {
            Rests = [BookingFindings.Part(booking, null), new Part("horizon", FormattableString.Invariant($"{watched.Settings.HardHorizonOf(engagement)} months"), new DateRange(watched.Today, watched.Today.AddMonths(watched.Settings.HardHorizonOf(engagement))))],
        };

    /// <summary>R-282: a trainer is certified for the course, which is the activity they are booked on. Courses are what somebody is certified for.</summary>
    private static IEnumerable<Finding> Uncertified(Watched watched)
    {
        var certified = watched.Facts.Watched.Certifications.ToLookup(one => one.Name, StringComparer.OrdinalIgnoreCase);
        var titles = watched.Facts.Activities.ToLookup(activity => (activity.Engagement, activity.Activity), activity => activity.Title);
        foreach (var booking in watched.Facts.Bookings.Where(booking => booking is { Role: Trainer, Person: not null, Activity: not null }))
        {
            var (person, course) = (booking.Person!.Value, titles[(booking.Engagement, booking.Activity!)].FirstOrDefault());
            if (course is null || !certified.Contains(course) || watched.Ahead(booking) is not { } ahead || watched.Engagement(booking.Engagement) is not { } engagement
                || certified[course].Any(one => one.Person == person && one.CountsOn(ahead.Last)))
                continue;

            yield return new Finding(
                "R-282", Severity.Error, booking.Engagement, "booking", booking.Booking.Value,
                $"{watched.NameOf(person)} is booked to teach {course} and is not certified for it on {Watched.Iso(ahead.Last)}. Book a trainer who is, or enter the certificate.",
                ahead.First, engagement.ProjectManager)
            {
                Rests = [BookingFindings.Part(booking, null), .. certified[course].Select(one => new Part("certification", $"{watched.NameOf(one.Person)} {one.Name}", Counts(one)))],
            };
        }
    }

    private static DateRange? Counts(QualificationFact one) => (one.Obtained, one.Expires) switch
    {
        (null, null) => null,
        ({ } from, null) => new DateRange(from, from),
        (null, { } to) => new DateRange(to, to),
        ({ } from, { } to) => new DateRange(from, to),
    };
}
