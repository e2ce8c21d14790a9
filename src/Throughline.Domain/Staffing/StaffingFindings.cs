using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Policies;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Staffing;

/// <summary>Who is not booked as firmly as the process wants, and whose day holds more than it can.</summary>
internal static class StaffingFindings
{
    public static IEnumerable<Finding> Of(Watched watched) =>
    [
        .. watched.Facts.Engagements.Where(engagement => engagement.Status.NeedsPeople()).SelectMany(engagement => Gaps(watched, engagement)),
        .. watched.Facts.Engagements.Where(engagement => engagement.Status.NeedsPeople()).SelectMany(engagement => NobodyFirm(watched, engagement)),
        .. Conflicts(watched),
    ];

    /// <summary>R-098: each week until the horizon, or the contract's end if that is sooner, in which a role is not booked firmly.</summary>
    private static IEnumerable<Finding> Gaps(Watched watched, EngagementFact engagement)
    {
        if (Horizon(watched, engagement) is not { } horizon)
            yield break;

        var weeks = Periods.Cut(horizon, PeriodKind.Week, watched.Settings.FiscalYearStartMonth);
        foreach (var role in SoftReasons.Roles)
        {
            var firm = Firm(watched, engagement).Where(booking => booking.Role == role).ToList();
            foreach (var week in weeks.Where(week => week.Days.Days().Any(watched.IsWorkday) && !week.Days.Days().Any(day => watched.IsWorkday(day) && firm.Any(booking => booking.Days.Contains(day)))))
            {
                yield return new Finding(
                    "R-098", Severity.Warning, engagement.Engagement, "role", $"{role} {week.Name}",
                    $"No {Watched.Role(role)} is booked firmly on {engagement.Engagement} in the week of {week.Name}. Book one, or softly with the reason.",
                    week.Days.First, engagement.ProjectManager)
                {
                    Rests = GapFacts(watched, engagement, role, week.Days, horizon),
                };
            }
        }
    }

    // What was looked at: the week, the horizon, and whatever of the role is booked on the engagement from today on.
    private static IEnumerable<Part> GapFacts(Watched watched, EngagementFact engagement, string role, DateRange week, DateRange horizon) =>
        ((Part[])[new("week", role, week), new("horizon", engagement.Engagement.Value, horizon)])
            .Concat(watched.Bookings[engagement.Engagement].Where(booking => booking.Role == role && booking.Days.Last >= watched.Today).Select(booking => BookingFindings.Part(booking, null)));

    private static DateRange? Horizon(Watched watched, EngagementFact engagement)
    {
        var months = watched.Settings.HardHorizonOf(engagement);
        var (first, last) = (watched.Today, watched.Today.AddMonths(months));
        if (engagement.Start > first)
            first = engagement.Start;
        if (watched.Expires(engagement) is var expires && expires < last)
            last = expires;

        return months == 0 || last < first ? null : new DateRange(first, last);
    }

    /// <summary>R-101: kicked off, still to run, and nobody is booked firmly from today on.</summary>
    private static IEnumerable<Finding> NobodyFirm(Watched watched, EngagementFact engagement)
    {
        if (engagement.KickoffDate is { } kickoff && kickoff < watched.Today && watched.Expires(engagement) >= watched.Today && !Firm(watched, engagement).Any())
        {
            yield return new Finding(
                "R-101", Severity.Error, engagement.Engagement, "engagement", engagement.Engagement.Value,
                $"{engagement.Engagement} was kicked off on {Watched.Iso(kickoff)} and nobody is booked firmly from today on. Request firm bookings, or move the kickoff.",
                kickoff, engagement.ProjectManager)
            {
                Rests = ((Part[])[new("kickoff", engagement.Engagement.Value, new DateRange(kickoff, kickoff)), new("contract", engagement.Engagement.Value, new DateRange(engagement.Start, watched.Expires(engagement)))])
                    .Concat(watched.Bookings[engagement.Engagement].Where(booking => booking.Days.Last >= watched.Today).Select(booking => BookingFindings.Part(booking, null))),
            };
        }
    }

    private static IEnumerable<BookingFact> Firm(Watched watched, EngagementFact engagement) => watched.Bookings[engagement.Engagement]
        .Where(booking => booking.Commitment is Commitment.Hard && booking.Days.Last >= watched.Today);

    private static IEnumerable<Finding> Conflicts(Watched watched) =>
        from extra in watched.Facts.Overtime
        where extra.Kind is OvertimeKind.Conflict && extra.Date >= watched.Today
        select new Finding(
            "day_ledger", Severity.Error, null, "person_day", $"{extra.Person} {Watched.Iso(extra.Date)}",
            $"{watched.NameOf(extra.Person)} is promised for {Watched.Hours(extra.Minutes / 60m)} more on {Watched.Iso(extra.Date)} than the day has since capacity fell. Move or shorten a booking, or have overtime approved.",
            extra.Date, watched.ManagerOf(extra.Person))
        {
            Rests = DayFacts(watched, extra),
        };

    private static IEnumerable<Part> DayFacts(Watched watched, OvertimeFact extra)
    {
        var (day, days) = (new DateRange(extra.Date, extra.Date), watched.Capacity.Of(extra.Person));
        return ((Part[])[new("capacity", extra.Person.Value, day, watched.Days.Contains(extra.Date) ? days.CapacityIn(day) / 60m : null), new("conflict", extra.Person.Value, day, extra.Minutes / 60m)])
            .Concat(watched.Facts.Bookings.Where(booking => booking.Person == extra.Person && booking.Commitment is Commitment.Hard && booking.Days.Contains(extra.Date))
                .Select(booking => BookingFindings.Part(booking, watched.Days.Contains(extra.Date) ? days.BookedIn(day, booking.MinutesPerDay) / 60m : null)));
    }

    /// <summary>True while people are to be planned: neither waiting nor over.</summary>
    private static bool NeedsPeople(this EngagementStatus status) => status switch
    {
        EngagementStatus.InSetUp or EngagementStatus.OkayToStart or EngagementStatus.Active => true,
        EngagementStatus.Prospect or EngagementStatus.OnHold or EngagementStatus.Backlog or EngagementStatus.Closed
            or EngagementStatus.Completed or EngagementStatus.Cancelled => false,
    };
}
