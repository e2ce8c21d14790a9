using Throughline.Domain.Acceptance;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Pricing;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Reports;

/// <summary>The kinds of fact that a report reads, so that only these are fetched.</summary>
[Flags]
public enum FactSet
{
    None = 0,
    People = 1 << 0,

    /// <summary>Holidays of calendars, time off and overtime: with people, what capacity rests on.</summary>
    WorkingTime = 1 << 1,
    Rates = 1 << 2,
    ExchangeRates = 1 << 3,
    Engagements = 1 << 4,

    /// <summary>Activities with the counts of their issues.</summary>
    Activities = 1 << 5,
    Milestones = 1 << 6,
    Bookings = 1 << 7,

    /// <summary>Approved time, summed; lines may leave out the person.</summary>
    Time = 1 << 8,

    /// <summary>Approved time, summed for each person apart.</summary>
    TimeOfPeople = 1 << 9,

    /// <summary>Every single approved entry, with its key, activity and approval.</summary>
    TimeEntries = 1 << 10,
    ChangeOrders = 1 << 11,
    WorkAtRisk = 1 << 12,
    WorkExceptions = 1 << 13,

    /// <summary>The stage of the opportunity behind each engagement.</summary>
    Deals = 1 << 14,

    /// <summary>Approved time, summed for each person, day, category and engagement.</summary>
    TimeOfDays = 1 << 15,

    /// <summary>What an hour of people and roles costs over time, beside the cost that stands with the person.</summary>
    Costs = 1 << 16,

    /// <summary>What only the findings look at: see <see cref="Policies.WatchedRecords"/>.</summary>
    Watched = 1 << 17,

    /// <summary>All time in whatever state, summed for each person and day, with what people said of days without work.</summary>
    WeekTime = 1 << 18,

    /// <summary>Requests for acceptance with the days they are held.</summary>
    Acceptance = 1 << 19,
}

/// <summary>A practice as it was recorded at one instant, as far as a report asked for it.</summary>
public sealed record PracticeFacts
{
    public IReadOnlyList<PersonFact> People { get; init; } = [];
    public IReadOnlyList<CalendarDay> CalendarDays { get; init; } = [];
    public IReadOnlyList<TimeOffFact> TimeOff { get; init; } = [];
    public IReadOnlyList<OvertimeFact> Overtime { get; init; } = [];
    public IReadOnlyList<RateFact> Rates { get; init; } = [];
    public IReadOnlyList<CostRateFact> CostRates { get; init; } = [];
    public IReadOnlyList<RoleCostFact> RoleCosts { get; init; } = [];
    public IReadOnlyList<ExchangeRateFact> ExchangeRates { get; init; } = [];
    public IReadOnlyList<CustomerFact> Customers { get; init; } = [];
    public IReadOnlyList<EngagementFact> Engagements { get; init; } = [];
    public IReadOnlyList<ActivityFact> Activities { get; init; } = [];
    public IReadOnlyList<IssueCountFact> IssueCounts { get; init; } = [];
    public IReadOnlyList<MilestoneFact> Milestones { get; init; } = [];
    public IReadOnlyList<BookingFact> Bookings { get; init; } = [];
    public IReadOnlyList<TimeLine> Time { get; init; } = [];
    public IReadOnlyList<ChangeOrderFact> ChangeOrders { get; init; } = [];
    public IReadOnlyList<WorkAtRiskFact> WorkAtRisk { get; init; } = [];
    public IReadOnlyList<WorkExceptionFact> WorkExceptions { get; init; } = [];
    public IReadOnlyList<DealFact> Deals { get; init; } = [];
    public Policies.WatchedRecords Watched { get; init; } = Policies.WatchedRecords.None;
    public IReadOnlyList<WeekTimeFact> WeekTime { get; init; } = [];
    public IReadOnlyList<NoWorkFact> NoWork { get; init; } = [];
    public IReadOnlyList<AcceptanceRequestFact> AcceptanceRequests { get; init; } = [];
    public IReadOnlyList<AcceptanceHoldFact> AcceptanceHolds { get; init; } = [];
}
