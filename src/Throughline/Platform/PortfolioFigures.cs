using Dapper;
using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Reports;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Forecasting;
using Throughline.Domain.Policies;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;
using Throughline.Ui;

namespace Throughline.Platform;

/// <summary>What an engagement's money comes to, over all time as of today; not rounded.</summary>
/// <param name="Funds">The row of the report remaining-funds.</param>
/// <param name="Margin">The row of the report margin from the first day to today.</param>
/// <param name="Firm">Hard bookings and confirmed milestones, for each of <see cref="PortfolioBook.Months"/>.</param>
/// <param name="Upside">What may come, likewise.</param>
public sealed record EngagementMoney(RemainingFundsRow Funds, MarginRow Margin, IReadOnlyList<decimal> Firm, IReadOnlyList<decimal> Upside);

/// <summary>The breaches of one rule in one engagement: how many, and the most pressing of them.</summary>
public sealed record FindingGroup(string Rule, Severity Severity, int Count, Finding First)
{
    public static IReadOnlyList<FindingGroup> Of(IEnumerable<Finding> findings) =>
    [
        .. from finding in findings
           group finding by (finding.Rule, finding.Severity) into rule
           orderby rule.Key.Severity, rule.Key.Rule
           select new FindingGroup(rule.Key.Rule, rule.Key.Severity, rule.Count(), rule.MinBy(finding => (finding.Due ?? DateOnly.MinValue, finding.Reference))!),
    ];
}

/// <summary>One engagement with everything the portfolio shows of it. Money is null for what was not sold: prospects and cancelled ones.</summary>
public sealed record PortfolioEntry(
    EngagementFact Fact, string CustomerName, string? ManagerName, HealthColor Ours, HealthColor Customers, Stage Stage, DateOnly Expires, EngagementMoney? Money,
    IReadOnlyList<FindingGroup> Findings)
{
    /// <summary>Breaches that make a figure wrong or cannot stand.</summary>
    public int Errors { get; } = Findings.Where(group => group.Severity is Severity.Error).Sum(group => group.Count);
}

/// <summary>All engagements as they stood at one moment, in the order of their keys.</summary>
public sealed record PortfolioBook(DateOnly Today, IReadOnlyList<Period> Months, IReadOnlyList<PortfolioEntry> Entries)
{
    private readonly Dictionary<EngagementKey, PortfolioEntry> byKey = Entries.ToDictionary(entry => entry.Fact.Engagement);

    public PortfolioEntry? Find(EngagementKey engagement) => byKey.GetValueOrDefault(engagement);
}

/// <summary>
/// The figures of all engagements, computed by the functions of the reports and kept in memory until something they
/// rest on changes or the day ends. It holds a few numbers per engagement and never the facts they came from; many requests at
/// once compute it once.
/// </summary>
public sealed class PortfolioFigures(Database database, PracticeSettings settings, KeptFacts practice) : IDisposable
{
    private const int MonthsAhead = 6;
    private static readonly string[] Topics =
    [
        "policies", "calendars", "people", "overtime", "time_off", "rates", "person_rates", "cost_rates", "role_costs", "priced_time", "exchange_rates", "customers", "engagements", "milestones",
        "bookings", "time", "change_orders", "work_at_risk", "work_exceptions", "opportunities", "raid", "csat", "resource_requests",
    ];

    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile Known? book;

    private sealed record Known(PortfolioBook Book, long Version);

    public async ValueTask<PortfolioBook> CurrentAsync(CancellationToken stop)
    {
        var today = await settings.TodayAsync(stop);
        if (Current(today) is { } known)
            return known;

        await gate.WaitAsync(stop);
        try
        {
            if (Current(today) is { } meanwhile)
                return meanwhile;

            // The version is taken before the facts are read: a change during the reading makes the next request read again.
            var version = database.Topics.Of(Topics);
            var computed = await ComputeAsync(today, stop);
            book = version == 0 ? null : new Known(computed, version);
            return computed;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private PortfolioBook? Current(DateOnly today) =>
        book is { } known && known.Version == database.Topics.Of(Topics) && known.Book.Today == today ? known.Book : null;

    private async Task<PortfolioBook> ComputeAsync(DateOnly today, CancellationToken stop)
    {
        var reportSettings = ReportPolicies.On(today, await settings.PoliciesAsync(stop));
        var month = new DateOnly(today.Year, today.Month, 1);
        var months = new ReportRequest(new DateRange(month, month.AddMonths(MonthsAhead).AddDays(-1)), PeriodKind.Month, today, reportSettings);
        await using var connection = await database.OpenAsync(stop);
        var facts = await practice.ReadAsync(connection, Query(today, month), stop);
        var marks = (await connection.QueryAsync<Marks>(MarksSql, new { today })).ToDictionary(row => row.Engagement, StringComparer.Ordinal);

        var everything = months with { Range = new DateRange(DateOnly.MinValue, today) };
        var funds = RemainingFunds.Of(facts, months).ToDictionary(row => row.Engagement.Engagement);
        var margins = Margin.Of(facts, everything).ToDictionary(row => row.Engagement.Engagement);
        var forecast = Forecast.Of(facts, months).ToLookup(row => row.Engagement.Engagement);
        var findings = PolicyFindings.Of(facts, months).ToLookup(finding => finding.Engagement);
        var people = facts.People.ToDictionary(person => person.Person, person => person.Name);
        var periods = months.Periods();

        return new PortfolioBook(today, periods, [.. facts.Engagements.OrderBy(fact => fact.Engagement).Select(Entry)]);

        PortfolioEntry Entry(EngagementFact fact)
        {
            var mark = marks.GetValueOrDefault(fact.Engagement.Value) ?? new Marks();
            var byMonth = forecast[fact.Engagement].ToDictionary(row => row.Period.Name);
            decimal Of(Period period, Func<ForecastRow, decimal> amount) => byMonth.TryGetValue(period.Name, out var row) ? amount(row) : 0m;
            return new PortfolioEntry(
                fact, mark.CustomerName, fact.ProjectManager is { } manager ? people.GetValueOrDefault(manager) : null,
                Color(mark.InternalHealth), Color(mark.CustomerHealth), Stages.Of(fact.Status, fact.Billing, mark.Evidence), mark.Expires,
                funds.TryGetValue(fact.Engagement, out var row)
                    ? new EngagementMoney(
                        row, margins[fact.Engagement],
                        [.. periods.Select(period => Of(period, month => month.HardAmount + month.MilestoneAmount))],
                        [.. periods.Select(period => Of(period, month => month.UpsideAmount))])
                    : null,
                FindingGroup.Of(findings[fact.Engagement]));
        }
    }

    private static PracticeQuery Query(DateOnly today, DateOnly month) => new(
        FactSet.Engagements | FactSet.People | FactSet.WorkingTime | FactSet.Rates | FactSet.ExchangeRates | FactSet.Costs | FactSet.Bookings
        | FactSet.TimeOfPeople | FactSet.Milestones | FactSet.ChangeOrders | FactSet.WorkAtRisk | FactSet.WorkExceptions | FactSet.Deals | FactSet.Watched)
    {
        // What is soft in the current month may have begun before today; figures count from today on by themselves.
        BookingDays = new DateRange(month, DateOnly.MaxValue),
        // Cut where a month and where today begins, so that sums never mix what a figure tells apart.
        TimeDays = month < today
            ? [new DateRange(DateOnly.MinValue, month.AddDays(-1)), new DateRange(month, today.AddDays(-1)), new DateRange(today, today)]
            : [new DateRange(DateOnly.MinValue, today.AddDays(-1)), new DateRange(today, today)],
    };

    private static HealthColor Color(string? word) => word switch
    {
        "green" => HealthColor.Green,
        "yellow" => HealthColor.Yellow,
        "red" => HealthColor.Red,
        _ => HealthColor.Unknown,
    };

    private const string MarksSql =
        """
        select e.engagement, c.name as customer_name, e.internal_health, e.customer_health,
          greatest(e.expires, (select max(o.new_expires) from change_orders o where o.engagement = e.engagement and o.status = 'signed')) as expires,
          exists (select from bookings b where b.engagement = e.engagement) as booked,
          exists (select from bookings b where b.engagement = e.engagement and b.kind = 'hard') as hard_booked,
          exists (select from time_entries t where t.engagement = e.engagement and t.state = 'approved') as time_approved,
          exists (select from milestones m where m.engagement = e.engagement and m.sign_off_sent <= @today and m.sign_off_received is null) as sign_off_awaited,
          exists (select from bookings b where b.engagement = e.engagement and b.end_date >= @today)
            or exists (select from milestones m where m.engagement = e.engagement and m.sign_off_received is null) as work_ahead
        from engagements e join customers c using (customer)
        """;

    private sealed class Marks
    {
        public string Engagement { get; init; } = "";
        public string CustomerName { get; init; } = "";
        public string? InternalHealth { get; init; }
        public string? CustomerHealth { get; init; }
        public DateOnly Expires { get; init; }
        public bool Booked { get; init; }
        public bool HardBooked { get; init; }
        public bool TimeApproved { get; init; }
        public bool SignOffAwaited { get; init; }
        public bool WorkAhead { get; init; }

        public StageEvidence Evidence => new(Booked, HardBooked, TimeApproved, SignOffAwaited, WorkAhead);
    }
}
