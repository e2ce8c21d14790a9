using System.Globalization;
using System.Text;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;
using Throughline.Platform.Demo;

namespace Throughline.Tests.Demo;

/// <summary>One row of a written file, its cells by column name; an empty cell reads as null.</summary>
internal sealed class DemoRow(IReadOnlyList<string> columns, IReadOnlyList<string> cells)
{
    public string? this[string column] => Cell(column) is { Length: > 0 } cell ? cell : null;

    public int Cells => cells.Count;

    public string Key(params string[] names) => string.Join('/', names.Select(Cell));

    public DateOnly? Date(string column) =>
        this[column] is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    public DateTimeOffset? Instant(string column) =>
        this[column] is { } text ? DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;

    public decimal Number(string column) => decimal.Parse(this[column] ?? "0", CultureInfo.InvariantCulture);

    private string Cell(string column)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i] == column)
                return cells[i];
        }

        throw new ArgumentException($"There is no column {column}.", nameof(column));
    }
}

/// <summary>The demo's bundle, read back from the text it was written as.</summary>
internal sealed class DemoBundle
{
    private readonly Dictionary<string, List<DemoRow>> files = [];

    public DemoBundle(DateOnly today, DateOnly? known = null)
    {
        Today = today;
        var texts = new Dictionary<string, StringWriter>();
        DemoPractice.Write(today, file => texts[file] = new StringWriter { NewLine = "\n" }, known);
        foreach (var (file, text) in texts)
        {
            var records = Records(text.ToString()).ToList();
            Columns[file] = records[0];
            files[file] = [.. records.Skip(1).Select(cells => new DemoRow(records[0], cells))];
        }

        Text = string.Concat(texts.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => each.Key + "\n" + each.Value));
    }

    public DateOnly Today { get; }
    public string Text { get; }
    public Dictionary<string, List<string>> Columns { get; } = [];

    public IReadOnlyList<DemoRow> this[string file] => files[file + ".csv"];

    public IEnumerable<string?> Values(string file, string column) => this[file].Select(row => row[column]);

    public PracticeFacts Facts() => new()
    {
        People = People(),
        CalendarDays = [.. this["calendars"].Select(row => new CalendarDay(row["calendar"]!, row.Date("date")!.Value, (int)(row.Number("hours") * 60)))],
        TimeOff = [.. this["time_off"].Select(row => new TimeOffFact(
            new PersonKey(row["person"]!), Days(row), TimeOffKinds.Words.Parse(row["kind"]!), row["hours_per_day"] is null ? null : (int)(row.Number("hours_per_day") * 60)))],
        Overtime = [.. this["overtime"].Select(row => new OvertimeFact(
            new PersonKey(row["person"]!), row.Date("date")!.Value, (int)(row.Number("hours") * 60), OvertimeKinds.Words.Parse(row["kind"]!)))],
        Rates = [.. this["rates"].Select(row => new RateFact(
            row["role"]!, new Currency(row["currency"]!), row.Number("hourly_rate"), row.Date("effective_from")!.Value, Engagement(row)))],
        ExchangeRates = [.. this["exchange_rates"].Select(row => new ExchangeRateFact(
            new Currency(row["currency"]!), new Currency(row["to_currency"]!), row.Number("rate"), row.Date("effective_from")!.Value))],
        Engagements = [.. this["engagements"].Select(EngagementOf)],
        Milestones = [.. this["milestones"].Select(row => new MilestoneFact(
            Engagement(row)!.Value, row["milestone"]!, row["title"]!, row.Number("amount"), row.Date("forecast_sign_off"), row["confirmed"] == "true",
            row.Date("sign_off_received")))],
        Bookings = [.. this["bookings"].Select(BookingOf)],
        Time = Time(),
        ChangeOrders = [.. this["change_orders"].Select(row => new ChangeOrderFact(
            Engagement(row)!.Value, row["change_order"]!, ChangeOrderKinds.Words.Parse(row["kind"]!), row.Number("amount"),
            ChangeOrderStatuses.Words.Parse(row["status"]!), row.Date("new_expires"), row.Date("completes_on")))],
        WorkAtRisk = [.. this["work_at_risk"].Select(row => new WorkAtRiskFact(
            Engagement(row)!.Value, row["work_at_risk"]!, WorkAtRiskStatuses.Words.Parse(row["status"]!)))],
        Activities = [.. this["activities"].Select(row => new ActivityFact(
            Engagement(row)!.Value, row["activity"]!, row["title"]!, row.Date("start"), row.Date("end")))],
        IssueCounts = [.. this["issues"].GroupBy(row => (row["engagement"]!, row["activity"]!)).Select(issues => new IssueCountFact(
            new EngagementKey(issues.Key.Item1), issues.Key.Item2, issues.Count(row => row["state"] == "open"), issues.Count(row => row["state"] == "closed")))],
    };

    private List<PersonFact> People() => [.. this["people"].Select(row => new PersonFact(
        new PersonKey(row["person"]!), row["name"]!, row["role"]!, row.Number("weekly_hours"), row["calendar"], row.Date("start_date"), Region: row["region"],
        Employment: Employments.Words.Parse(row["employment"]!), CostRate: row.Number("cost_rate"), CostCurrency: new Currency(row["cost_currency"]!)))];

    private List<TimeLine> Time()
    {
        var role = this["people"].ToDictionary(row => row["person"]!, row => row["role"]!);
        return [.. from row in this["time"]
                   where row["state"] == "approved"
                   select new TimeLine(
                       Engagement(row), row["category"], new PersonKey(row["person"]!), role[row["person"]!], row.Date("date")!.Value, row.Number("hours"),
                       row["billable"] == "true", TimeState.Approved, row["work_at_risk"], row["entry"], row["activity"])];
    }

    private static EngagementFact EngagementOf(DemoRow row) => new(
        Engagement(row)!.Value, new CustomerKey(row["customer"]!), row["name"]!, EngagementTypes.Words.Parse(row["type"]!), Billings.Words.Parse(row["billing"]!),
        new Currency(row["currency"]!), row.Number("contract_value"), row.Date("start")!.Value, row.Date("expires")!.Value,
        EngagementStatuses.Words.Parse(row["status"]!), ProjectManager: row["project_manager"] is { } manager ? new PersonKey(manager) : null);

    private static BookingFact BookingOf(DemoRow row) => new(
        new BookingKey(row["booking"]!), Engagement(row)!.Value, row["person"] is { } person ? new PersonKey(person) : null, row["role"]!, Days(row),
        (int)(row.Number("hours_per_day") * 60), Commitments.Words.Parse(row["kind"]!), WorkAtRisk: row["work_at_risk"]);

    private static EngagementKey? Engagement(DemoRow row) => row["engagement"] is { } key ? new EngagementKey(key) : null;

    private static DateRange Days(DemoRow row) => new(row.Date("start")!.Value, row.Date("end")!.Value);

    private static IEnumerable<List<string>> Records(string text)
    {
        var (cells, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[i++]);
            else if (text[i] == '"')
                quoted = !quoted;
            else if (!quoted && text[i] is ',' or '\n' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
                if (text[i] == ',')
                    continue;

                yield return cells;
                cells = [];
            }
            else
                cell.Append(text[i]);
        }
    }
}
