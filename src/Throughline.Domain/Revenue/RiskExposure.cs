using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Revenue;

/// <summary>Hours that name a work at risk: an approved entry before today, or a booking from today on at one price and cost.</summary>
/// <param name="Kind"><c>time</c>, <c>hard_booking</c> or <c>soft_booking</c>.</param>
/// <param name="Reference">The key of the entry or booking.</param>
/// <param name="Days">From the first to the last day of these hours.</param>
/// <param name="Minutes">Exact; a minute is no finite part of an hour.</param>
/// <param name="HourlyRate">What a signature makes an hour worth; null for fixed fee, for time that is not billable, and where no rate is found.</param>
/// <param name="HourlyCost">Null when a cost or exchange rate is missing, or nobody is named.</param>
public sealed record HoursAtRisk(string Kind, string Reference, DateRange Days, decimal Minutes, decimal? HourlyRate, decimal? HourlyCost)
{
    public decimal Hours => Minutes / 60m;
}

/// <summary>What is at stake until a contract is signed. Figures are exact; a cost that cannot be computed is null.</summary>
/// <param name="AgeDays">Since it was approved, or else first entered; never below 0.</param>
public sealed record RiskExposureRow(EngagementFact Engagement, WorkAtRiskFact WorkAtRisk, IReadOnlyList<HoursAtRisk> Parts, int AgeDays)
{
    public decimal Hours => Parts.Sum(part => part.Minutes) / 60m;
    public decimal? CostAmount => Parts.All(part => part.HourlyCost is not null) ? Parts.Sum(part => part.Minutes * part.HourlyCost!.Value) / 60m : null;
    public decimal RevenueAtRiskAmount => Parts.Sum(part => part.Minutes * (part.HourlyRate ?? 0m)) / 60m;
}

/// <summary>
/// The works at risk of which nobody knows yet whether a contract comes: what the hours that name them cost, and what they
/// would bring.
/// </summary>
public static class RiskExposure
{
    public static IReadOnlyList<RiskExposureRow> Of(PracticeFacts facts, ReportRequest request)
    {
        var engagements = facts.Engagements.Where(engagement => engagement.Status.CountsInReports()).ToDictionary(engagement => engagement.Engagement);
        var (rates, costs) = (new RateBook(facts.Rates), new CostBook(facts));
        var time = facts.Time
            .Where(line => line is { Engagement: not null, WorkAtRisk: not null, State: TimeState.Approved } && line.Day < request.Today)
            .ToLookup(line => (line.Engagement!.Value, line.WorkAtRisk!));
        var named = facts.Bookings.Where(booking => booking.WorkAtRisk is not null && booking.Days.Last >= request.Today).ToList();
        var bookings = named.ToLookup(booking => (booking.Engagement, booking.WorkAtRisk!));
        var capacity = named.Count == 0 ? null : Allocation.CapacityOf(
            facts, request with { Range = new DateRange(request.Today, named.Max(booking => booking.Days.Last)) });

        return [.. facts.WorkAtRisk.Where(risk => risk.Status.IsActive() && engagements.ContainsKey(risk.Engagement)).Select(Row)];

        RiskExposureRow Row(WorkAtRiskFact risk)
        {
            var (engagement, key) = (engagements[risk.Engagement], (risk.Engagement, risk.WorkAtRisk));
            return new RiskExposureRow(
                engagement, risk, [.. time[key].Select(line => Worked(engagement, line)), .. bookings[key].SelectMany(booking => Booked(engagement, booking))],
                Age(risk, request));
        }

        HoursAtRisk Worked(EngagementFact engagement, TimeLine line) => new(
            "time", line.Reference, new DateRange(line.Day, line.Day), line.Hours * 60m,
            line.Billable && engagement.Billing is Billing.TimeAndMaterials ? rates.Rate(engagement, line) : null, costs.Of(engagement, line));

        IEnumerable<HoursAtRisk> Booked(EngagementFact engagement, BookingFact booking) =>
            from day in booking.Days.Within(new DateRange(request.Today, booking.Days.Last)).Days()
            let minutes = Allocation.BookedIn(capacity!.Of(booking.Person), booking, new DateRange(day, day))
            where minutes > 0
            let rate = engagement.Billing is Billing.TimeAndMaterials ? rates.Rate(engagement, booking.Role, day, booking.Person) : null
            let cost = booking.Person is { } person ? costs.Of(person, engagement, day) : null
            group (day, minutes) by (rate, cost) into alike
            select new HoursAtRisk(
                $"{booking.Commitment.Text()}_booking", booking.Booking.Value, new DateRange(alike.First().day, alike.Last().day),
                alike.Sum(one => one.minutes), alike.Key.rate, alike.Key.cost);
    }

    private static int Age(WorkAtRiskFact risk, ReportRequest request)
    {
        var since = risk.ApprovedOn ?? (risk.FirstRecordedAt is { } at ? Zones.DayOf(at, request.Settings.Zone) : request.Today);
        return Math.Max(0, request.Today.DayNumber - since.DayNumber);
    }
}
