using Throughline.Domain.Dates;
using Throughline.Domain.Revenue;

namespace Throughline.Domain.Reports;

internal static class MonthEndTimeReport
{
    private static readonly string[] Keys = ["engagement", "person", "date", "activity"];

    private static readonly ReportColumns<MonthEndRow, PracticeFacts> Columns =
        new ReportColumns<MonthEndRow, PracticeFacts>("month-end-time", Keys, (facts, _) => facts)
            .Engagement(row => row.Engagement)
            .Text("person", row => row.Entry.Person?.Value)
            .Text("role", row => row.Entry.Role)
            .Date("date", row => row.Entry.Day)
            .Text("activity", row => row.Entry.Activity)
            .Hours("hours", row => row.Entry.Hours, (_, row) => [Entry(row)])
            .Money("hourly_rate", row => row.HourlyRate, (_, row) => [Entry(row) with { Amount = row.HourlyRate }])
            .Add(new("amount", ColumnType.Money, row => Cell.Money(row.Amount, row.AmountInCents), (_, row) => AmountParts(row)))
            .Text("approved_by", row => row.Entry.ApprovedBy)
            .Add(new("approved_at", ColumnType.Instant, row => Cell.Instant(row.Entry.ApprovedAt)))
            .Text("currency", row => row.Engagement.Currency.Code);

    public static readonly ReportDefinition Definition = new()
    {
        Name = "month-end-time",
        Columns = Columns.Public,
        Keys = Keys,
        ByEngagement = true,
        Facts = FactSet.Engagements | FactSet.Rates | FactSet.TimeEntries | FactSet.WorkAtRisk,
        TimeDays = request => [request.Range],
        Build = (facts, request) => Columns.AsTheyCome(facts, request, MonthEndTime.Of(facts, request)),
    };

    private static Part Entry(MonthEndRow row) => new(
        "time",
        row.Entry.Reference,
        new DateRange(row.Entry.Day, row.Entry.Day),
        row.Entry.Hours,
        row.HourlyRate,
        row.Amount,
        row.HourlyRate is > 0m && row.Amount == 0m ? 0m : 1m);

    // What the entry gained or lost when the month's cents were shared out is a part of its own.
    private static IEnumerable<Part> AmountParts(MonthEndRow row)
    {
        yield return Entry(row);
        if (row.Amount != row.AmountInCents)
            yield return new Part("rounding", Month.Of(row.Entry.Day).ToString(), Amount: row.AmountInCents - row.Amount);
    }
}
