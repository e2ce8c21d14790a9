using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Policies;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Staffing;

/// <summary>Bookings that stand although a rule speaks against them.</summary>
internal static class BookingFindings
{
    public static IEnumerable<Finding> Of(Watched watched)
    {
        var deals = watched.Facts.Deals.ToDictionary(deal => deal.Engagement, deal => deal.Stage);
        var atRisk = watched.Facts.WorkAtRisk
            .Where(work => work.Status is WorkAtRiskStatus.Approved or WorkAtRiskStatus.Converted)
            .Select(work => work.Engagement).ToHashSet();

        foreach (var booking in watched.Facts.Bookings)
        {
            if (watched.Engagement(booking.Engagement) is not { } engagement)
                continue;
            if (TooSoft(watched, engagement, booking) is { } soft)
                yield return soft;
            if (watched.Ahead(booking) is not { } ahead)
                continue;

            var deal = new DealStanding(engagement.Status, deals.GetValueOrDefault(engagement.Engagement), atRisk.Contains(engagement.Engagement));
            if (Unwon(watched, engagement, booking, deal) is { } unwon)
                yield return unwon;
            if (Over(engagement, booking, ahead) is { } over)
                yield return over;
            else if (Late(watched, engagement, booking) is { } late)
                yield return late;
            if (Idle(watched, engagement, booking, ahead) is { } idle)
                yield return idle;
        }
    }

    /// <summary>R-100: soft in the current month, longer after the kickoff than P-44 allows.</summary>
    private static Finding? TooSoft(Watched watched, EngagementFact engagement, BookingFact booking)
    {
        if (booking.Commitment is Commitment.Hard || !booking.Days.Overlaps(watched.Month) || engagement.KickoffDate is not { } kickoff || kickoff > watched.Today)
            return null;

        var until = kickoff.AddDays(watched.Settings.KickoffWindowOf(engagement));
        if (watched.Today <= until || watched.Capacity.Of(booking.Person).BookedIn(booking.Days.Within(watched.Month), booking.MinutesPerDay) == 0)
            return null;

        return Finding(
            "R-100", Severity.Error, engagement, booking,
            $"{booking.Booking} is soft in the current month, and the kickoff was on {Watched.Iso(kickoff)}. Agree the hours with the customer and make it firm, or release it.", until,
            [new Part("kickoff", FormattableString.Invariant($"and {watched.Settings.KickoffWindowOf(engagement)} days"), new DateRange(kickoff, until)), new Part("month", booking.Booking.Value, watched.Month, watched.Capacity.Of(booking.Person).BookedIn(booking.Days.Within(watched.Month), booking.MinutesPerDay) / 60m)]);
    }

    /// <summary>P-02: promised although the deal is not won.</summary>
    private static Finding? Unwon(Watched watched, EngagementFact engagement, BookingFact booking, DealStanding deal) =>
        DealNotWon.Check(engagement.Engagement, booking.Commitment, deal, watched.Settings.EarlyCommitmentOf(engagement)) is { } problem
            ? Finding(problem.Rule, Severity.Error, engagement, booking, $"{booking.Booking}: {problem.Message}", booking.Days.First,
                [new Part("deal_stage", deal.Stage ?? "no deal"), new Part("work_at_risk", deal.WorkAtRiskApproved ? "approved" : "none approved")])
            : null;

    private static Finding? Over(EngagementFact engagement, BookingFact booking, DateRange ahead) =>
        EngagementOver.Check(engagement.Engagement, engagement.Status) is { } problem
            ? Finding(problem.Rule, Severity.Error, engagement, booking, $"{booking.Booking} runs to {Watched.Iso(booking.Days.Last)}, but {engagement.Engagement} is {engagement.Status.Text()}. Release it.", ahead.First)
            : null;

    /// <summary>R-175, R-179: booked beyond the contract, by two months or more or by less.</summary>
    private static Finding? Late(Watched watched, EngagementFact engagement, BookingFact booking)
    {
        var expires = watched.Expires(engagement);
        if (booking.Days.Last <= expires)
            return null;

        var far = engagement.Expires <= DateOnly.MaxValue.AddMonths(-2) && booking.Days.Last >= engagement.Expires.AddMonths(2);
        var first = booking.Days.First > expires ? booking.Days.First : expires.AddDays(1);
        return Finding(
            far ? "R-175" : "R-179", Severity.Warning, engagement, booking,
            $"{booking.Booking} runs to {Watched.Iso(booking.Days.Last)}, after the contract's end on {Watched.Iso(expires)}. {(far ? "Agree a change order" : "Have the customer confirm the extension")}, or end it sooner.",
            first, [new Part("extended_to", engagement.Engagement.Value, new DateRange(expires, expires))]);
    }

    /// <summary>R-106: days of the booking on which the person is not employed or away, or, where nothing else is left of it, has a holiday.</summary>
    private static Finding? Idle(Watched watched, EngagementFact engagement, BookingFact booking, DateRange ahead)
    {
        if (booking.Person is not { } key || !watched.People.TryGetValue(key, out var person))
            return null;

        var days = watched.Capacity.Of(key);
        var weekend = watched.Settings.Weekends.Of(person.Calendar);
        var none = ahead.Days().Where(day => !weekend.Contains(day.DayOfWeek) && days.BookedOn(day, booking.MinutesPerDay) == 0).ToList();
        var (left, away) = (none.FindAll(day => day < person.Start || day > person.End), watched.TimeOffOf(key));
        var off = none.FindAll(day => away.Any(time => time.Days.Contains(day)));
        if (left.Count > 0)
            return Finding("R-106", Severity.Error, engagement, booking, $"{booking.Booking} asks {person.Name} for {Count(left.Count)} outside their employment, from {Watched.Iso(left[0])}. Book somebody else for these.", left[0], left.Select(day => new Part("not_employed", key.Value, new DateRange(day, day))));
        if (off.Count > 0)
            return Finding("R-106", Severity.Warning, engagement, booking, $"{booking.Booking} asks {person.Name} for {Count(off.Count)} on which they are away, from {Watched.Iso(off[0])}. Book other days or somebody else.", off[0], away.Where(time => time.Days.Overlaps(booking.Days)).Select(time => new Part("time_off", key.Value, time.Days)));

        return days.BookedIn(ahead, booking.MinutesPerDay) == 0
            ? Finding("R-106", Severity.Warning, engagement, booking, $"From today on {booking.Booking} asks {person.Name} only for days that are off. Book working days, or release it.", ahead.First)
            : null;
    }

    private static string Count(int days) => days == 1 ? "one working day" : FormattableString.Invariant($"{days} working days");

    // The contract behind a booking stands beside it, whatever the breach.
    private static Finding Finding(string rule, Severity severity, EngagementFact engagement, BookingFact booking, string message, DateOnly due, IEnumerable<Part>? rests = null) =>
        new(rule, severity, engagement.Engagement, "booking", booking.Booking.Value, message, due, engagement.ProjectManager)
        {
            Rests = ((Part[])[Part(booking, null), new("contract", $"{engagement.Engagement}, {engagement.Status.Text()}", new DateRange(engagement.Start, engagement.Expires))]).Concat(rests ?? []),
        };

    /// <summary>A booking as a fact that a finding rests on.</summary>
    internal static Part Part(BookingFact booking, decimal? hours) =>
        new(booking.Commitment is Commitment.Hard ? "hard_booking" : "soft_booking", booking.Booking.Value, booking.Days, hours);
}
