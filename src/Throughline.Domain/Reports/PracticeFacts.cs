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

    /// <summary>People with their calendars' holidays, time off and overtime: what capacity rests on.</summary>
    People = 1 << 0,
    Rates = 1 << 1,
    ExchangeRates = 1 << 2,
    Engagements = 1 << 3,
    Activities = 1 << 4,
    Milestones = 1 << 5,
    Bookings = 1 << 6,

    /// <summary>Time, summed as far as the report allows.</summary>
    Time = 1 << 7,

    /// <summary>Every single entry of the range, with key, activity and approval.</summary>
    TimeEntries = 1 << 8,
    ChangeOrders = 1 << 9,
    WorkAtRisk = 1 << 10,
}

/// <summary>A practice as it was recorded at one instant, as far as a report asked for it.</summary>
public sealed record PracticeFacts
{
    public IReadOnlyList<PersonFact> People { get; init; } = [];
    public IReadOnlyList<CalendarDay> CalendarDays { get; init; } = [];
    public IReadOnlyList<TimeOffFact> TimeOff { get; init; } = [];
    public IReadOnlyList<OvertimeFact> Overtime { get; init; } = [];
    public IReadOnlyList<RateFact> Rates { get; init; } = [];
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
}
