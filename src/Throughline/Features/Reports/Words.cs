using System.Globalization;
using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;
using Throughline.Ui;

namespace Throughline.Features.Reports;

/// <summary>Reports, columns and codes in the words of a page.</summary>
internal static class Words
{
    private static readonly Dictionary<string, (string Title, string Line)> Reports = new(StringComparer.Ordinal)
    {
        ["forecast"] = ("Forecast", "What each engagement earned and will earn in each period: actual, hard, milestones and upside."),
        ["upside"] = ("Upside", "Soft bookings, open change orders and unconfirmed milestones, one line each, with what changed since last week."),
        ["remaining-funds"] = ("Remaining funds", "Of each contract: value, earned, forecast, and what is left to forecast."),
        ["task-audit"] = ("Task audit", "Activities whose dates are missing, past due or after the contract's end."),
        ["allocation"] = ("Allocation", "Each person's capacity, hard and soft hours and free time, week by week."),
        ["soft-bookings"] = ("Soft bookings", "What is promised softly, week by week, and where it should be firm by now."),
        ["policy-findings"] = ("Findings", "What goes against a rule of the practice: which rule, what it is about, since when, and who should act."),
        ["utilisation"] = ("Utilisation", "Worked, billable and creditable hours of each person against their available hours and target."),
        ["month-end-time"] = ("Time at month end", "Approved billable time, entry by entry, with its rate and amount."),
        ["quarter-hours"] = ("Quarter hours", "Approved hours by person, day and category, each entry once; of engagements how they count."),
        ["cost-vs-actual"] = ("Cost against actual", "Of each engagement and role: hours booked firmly, hours worked and their cost, over all time, and what of the budget has no role yet."),
        ["missing-time"] = ("Missing time", "Weeks that are not done: hours missing, not handed in, sent back or not approved, and who decides on them."),
        ["milestone-release"] = ("Milestones for release", "Fixed-fee milestones accepted in the range: when they were sent, how they were accepted, and the evidence."),
        ["acceptance-clock"] = ("Acceptance clock", "Requests for acceptance that wait for an answer: the day each has reached, and the day on which silence accepts."),
        ["work-at-risk"] = ("Work at risk", "Work that began before its contract is signed: its hours and cost, and what a signature would bring."),
        ["change-orders"] = ("Change orders", "Every change order with its state, its amount, and what of it counts in the forecast or the contract."),
        ["effort-and-value"] = ("Effort and value", "Fixed fees through two lenses: what share of the effort and of the value is reached in each period, and how far they are apart."),
        ["margin"] = ("Margin", "Revenue, cost and margin of each engagement in the range."),
    };

    public static string Title(string report) => Reports.TryGetValue(report, out var words) ? words.Title : Of(report.Replace('-', '_'));

    public static string Line(string report) => Reports.TryGetValue(report, out var words) ? words.Line : "";

    /// <summary><c>in_set_up</c> is "In set up".</summary>
    public static string Of(string code) => code.Length == 0 ? "" : char.ToUpperInvariant(code[0]) + code[1..].Replace('_', ' ');

    public static string Of(Billing billing) => billing switch
    {
        Billing.TimeAndMaterials => "T&M",
        Billing.FixedFee => "Fixed fee",
    };

    /// <summary>A cell of a column for a reader. A probability is kept as a share of one, every other percentage as so many of a hundred.</summary>
    public static string? Of(ReportColumn column, Cell cell) =>
        column.Name == "probability" && cell.Number is { } share ? Text.Percent(share, 0) : Of(cell);

    /// <summary>A cell for a reader; null when it is missing.</summary>
    public static string? Of(Cell cell) => cell switch
    {
        { IsMissing: true } => null,
        { Type: ColumnType.Money } => Text.Amount(decimal.Parse(cell.Canonical!, CultureInfo.InvariantCulture)),
        { Type: ColumnType.Percent, Number: { } percent } => Text.Percent(percent / 100m),
        { Type: ColumnType.Hours, Number: { } hours } => Text.Hours(hours),
        { AsDate: { } day } => Text.ShortDay(day),
        { AsInstant: { } at } => at.ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture) + " UTC",
        { AsBoolean: { } yes } => yes ? "yes" : "no",
        _ => cell.Canonical,
    };
}
