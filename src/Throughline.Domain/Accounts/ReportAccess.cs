namespace Throughline.Domain.Accounts;

/// <summary>
/// What a reader of a report needs: <see cref="Rows"/> decides which rows they get, each act of <see cref="Columns"/>
/// whether its columns carry figures or stay empty.
/// </summary>
public sealed record ReportAccess(string Report, Act Rows, IReadOnlyDictionary<string, Act> Columns)
{
    public static IReadOnlyList<ReportAccess> All { get; } =
    [
        Of("forecast", Act.SeePortfolio, Value("actual_amount", "hard_amount", "milestone_amount", "released_amount", "soft_amount",
            "unconfirmed_milestone_amount", "change_order_amount", "upside_amount", "weighted_amount")),
        Of("upside", Act.SeePortfolio, Value("amount")),
        Of("pushes", Act.SeePortfolio, Value("amount")),
        Of("forecast-movement", Act.SeePortfolio, Value("amount")),
        Of("remaining-funds", Act.SeePortfolio, Value("contract_value", "earned_amount", "hard_amount", "milestone_amount", "soft_amount",
            "remaining_amount", "remaining_including_soft_amount")),
        Of("forecast-accuracy", Act.SeePortfolio, Value("forecast_amount", "actual_amount")),
        Of("task-audit", Act.SeePortfolio),
        Of("allocation", Act.SeeBookings),
        Of("soft-bookings", Act.SeeBookings),
        Of("policy-findings", Act.SeePortfolio),
        Of("top-customers", Act.SeePortfolio, Value("forecast_amount", "pushes", "upside")),
        Of("utilisation", Act.SeeTime),
        Of("month-end-time", Act.SeeTime, Rates("hourly_rate"), Value("amount")),
        Of("milestone-release", Act.SeePortfolio, Value("amount")),
        Of("acceptance-clock", Act.SeePortfolio, Value("amount")),
        Of("missing-time", Act.SeeTime),
        Of("quarter-hours", Act.SeeTime),
        Of("cost-vs-actual", Act.SeePortfolio, Cost("cost_amount")),
        Of("margin", Act.SeePortfolio, Value("revenue_amount"), Cost("cost_amount"), Margin("margin_amount", "margin_percent")),
        Of("work-exceptions", Act.SeePortfolio, Value("amount")),
        Of("work-at-risk", Act.SeePortfolio, Cost("cost_amount"), Value("revenue_at_risk_amount")),
        Of("effort-and-value", Act.SeePortfolio, Value("value_amount")),
        Of("change-orders", Act.SeePortfolio, Value("amount", "forecast_effect_amount")),
        Of("escalated-risks", Act.SeePortfolio),
        Of("project-wins", Act.SeePortfolio),
        Of("lessons", Act.SeePortfolio),
        Of("customer-stories", Act.SeePortfolio),
        Of("csat", Act.SeePortfolio),
        Of("velocity", Act.SeeEngagement),
        Of("closeout", Act.SeePortfolio),
    ];

    /// <summary>Null when there is no such report.</summary>
    public static ReportAccess? Find(string report) => All.FirstOrDefault(access => access.Report == report);

    private static ReportAccess Of(string report, Act rows, params IEnumerable<KeyValuePair<string, Act>>[] columns) =>
        new(report, rows, columns.SelectMany(some => some).ToDictionary());

    private static IEnumerable<KeyValuePair<string, Act>> Value(params string[] columns) => Needing(Act.SeeValue, columns);
    private static IEnumerable<KeyValuePair<string, Act>> Rates(params string[] columns) => Needing(Act.SeeRates, columns);
    private static IEnumerable<KeyValuePair<string, Act>> Cost(params string[] columns) => Needing(Act.SeeCost, columns);
    private static IEnumerable<KeyValuePair<string, Act>> Margin(params string[] columns) => Needing(Act.SeeMargin, columns);

    private static IEnumerable<KeyValuePair<string, Act>> Needing(Act act, string[] columns) =>
        columns.Select(column => KeyValuePair.Create(column, act));
}
