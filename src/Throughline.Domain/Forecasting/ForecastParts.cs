using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Forecasting;

/// <summary>
/// Takes the forecast of an engagement apart. Approved time dated before today is actual and bookings count from today
/// on, so no day is counted twice; of fixed-fee engagements only milestones bring money.
/// </summary>
public sealed class ForecastParts
{
    private readonly IReadOnlyList<Period> periods;
    private readonly DateOnly today;
    private readonly RateBook rates;
    private readonly WorkAtRisk workAtRisk;
    private readonly Capacity? capacity;
    private readonly DateRange planned;
    private readonly ILookup<EngagementKey, TimeLine> time;
    private readonly ILookup<EngagementKey, BookingFact> bookings;
    private readonly ILookup<EngagementKey, MilestoneFact> milestones;
    private readonly ILookup<EngagementKey, ChangeOrderFact> changeOrders;

    /// <param name="facts">Of the whole practice, or of the engagements of interest.</param>
    /// <param name="periods">In order and without gaps; what lies outside them is left out.</param>
    /// <param name="today">The day from which bookings count.</param>
    /// <param name="weekends">The days nobody works.</param>
    public ForecastParts(PracticeFacts facts, IReadOnlyList<Period> periods, DateOnly today, Weekends weekends)
    {
        (this.periods, this.today) = (periods, today);
        rates = new RateBook(facts.Rates);
        workAtRisk = new WorkAtRisk(facts.WorkAtRisk);
        time = facts.Time.Where(IsActual).ToLookup(line => line.Engagement!.Value);
        milestones = facts.Milestones.ToLookup(milestone => milestone.Engagement);
        changeOrders = facts.ChangeOrders.ToLookup(order => order.Engagement);
        bookings = facts.Bookings.ToLookup(booking => booking.Engagement);

        var first = Later(periods[0].Days.First, today);
        var last = facts.Bookings.Select(booking => booking.Days.Last).DefaultIfEmpty(DateOnly.MinValue).Max();
        last = Earlier(last, periods[^1].Days.Last);
        if (last < first)
            return;

        planned = new DateRange(first, last);
        capacity = new Capacity(planned, facts.People, facts.CalendarDays, facts.TimeOff, facts.Overtime, weekends);
    }

    /// <summary>Adds the parts of one engagement to <paramref name="parts"/>, whatever the engagement's status.</summary>
    public void Collect(EngagementFact engagement, List<ForecastPart> parts)
    {
        AddActual(engagement, parts);
        foreach (var booking in bookings[engagement.Engagement])
            AddBooking(engagement, booking, parts);

        if (engagement.Billing is Billing.FixedFee)
            AddMilestones(engagement, parts);

        foreach (var order in changeOrders[engagement.Engagement])
        {
            if (order.Status.IsPending() && order.CompletesOn is { } completes)
                AddOn(Later(completes, today), ForecastMeasure.ChangeOrder, order.ChangeOrder, order.Amount, parts);
        }
    }

    private bool IsActual(TimeLine line) =>
        line is { Engagement: not null, Billable: true, State: TimeState.Approved } && line.Day < today;

    private void AddActual(EngagementFact engagement, List<ForecastPart> parts)
    {
        foreach (var line in time[engagement.Engagement])
        {
            if (PeriodOf(line.Day) is not { } period)
                continue;

            var rate = engagement.Billing is Billing.TimeAndMaterials ? rates.Rate(engagement, line) : null;
            var minutes = line.Hours * 60m;
            parts.Add(new ForecastPart(
                ForecastMeasure.Actual, period, line.Reference, new DateRange(line.Day, line.Day), minutes, rate,
                workAtRisk.BringsMoney(engagement.Engagement, line.WorkAtRisk) ? minutes * (rate ?? 0m) : 0m));
        }
    }

    private void AddBooking(EngagementFact engagement, BookingFact booking, List<ForecastPart> parts)
    {
        if (capacity is null || !booking.Days.Overlaps(planned))
            return;

        var person = capacity.Of(booking.Person);
        var bringsMoney = workAtRisk.BringsMoney(engagement.Engagement, booking.WorkAtRisk);
        var measure = booking.Commitment is Commitment.Hard ? ForecastMeasure.Hard : ForecastMeasure.Soft;
        var last = Earlier(booking.Days.Last, planned.Last);

        for (var day = Later(booking.Days.First, planned.First); ;)
        {
            var period = PeriodOf(day)!.Value;
            var (rate, until) = SegmentOf(engagement, booking, day);
            var days = new DateRange(day, Earlier(last, Earlier(until, periods[period].Days.Last)));
            var minutes = person.BookedIn(days, booking.MinutesPerDay);
            if (minutes != 0)
            {
                parts.Add(new ForecastPart(
                    measure, period, booking.Booking.Value, days, minutes, rate, bringsMoney ? minutes * (rate ?? 0m) : 0m));
            }

            if (days.Last == last)
                return;

            day = days.Last.AddDays(1);
        }
    }

    private void AddMilestones(EngagementFact engagement, List<ForecastPart> parts)
    {
        foreach (var milestone in milestones[engagement.Engagement])
        {
            if (milestone.SignOffReceived is { } received && received <= today)
                AddOn(received, ForecastMeasure.Released, milestone.Milestone, milestone.Amount, parts);
            else if (milestone.ForecastSignOff is { } expected)
                AddOn(Later(expected, today), Expected(milestone), milestone.Milestone, milestone.Amount, parts);
        }
    }

    private static ForecastMeasure Expected(MilestoneFact milestone) =>
        milestone.Confirmed ? ForecastMeasure.Milestone : ForecastMeasure.UnconfirmedMilestone;

    private void AddOn(DateOnly day, ForecastMeasure measure, string reference, decimal amount, List<ForecastPart> parts)
    {
        if (PeriodOf(day) is { } period)
            parts.Add(new ForecastPart(measure, period, reference, new DateRange(day, day), 0m, null, amount * 60m));
    }

    // Hours on fixed-fee work have no price: the milestones bring the money.
    private (decimal? Rate, DateOnly Until) SegmentOf(EngagementFact engagement, BookingFact booking, DateOnly day) => engagement.Billing switch
    {
        Billing.TimeAndMaterials => rates.Timeline(engagement, booking.Role, booking.Person).At(day),
        Billing.FixedFee => (null, DateOnly.MaxValue),
    };

    private int? PeriodOf(DateOnly day)
    {
        if (day < periods[0].Days.First || day > periods[^1].Days.Last)
            return null;

        var (low, high) = (0, periods.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = periods[middle].Days.Last < day ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;
}
