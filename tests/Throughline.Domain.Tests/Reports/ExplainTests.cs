using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Tests.Reports;

/// <summary>Statements about every report of any practice.</summary>
public class ExplainTests
{
    [Fact]
    public void Every_figure_is_the_sum_of_its_parts_rounded_once() => Property.Holds(
        random =>
        {
            var (facts, request) = (AnyPractice.Facts(random), AnyPractice.Request(random));

            foreach (var table in ReportCatalog.All.Select(report => report.Build(facts, request)))
            {
                foreach (var row in table.Rows.Where((_, i) => i % 7 == random.Next(7)))
                    FiguresAreTheSumOfTheirParts(table, row);
            }
        },
        cases: 60);

    [Fact]
    public void Totals_are_the_sums_of_the_parts_of_all_rows_rounded_once() => Property.Holds(
        random =>
        {
            var (facts, request) = (AnyPractice.Facts(random), AnyPractice.Request(random));

            foreach (var table in ReportCatalog.All.Where(report => report.Name != "month-end-time").Select(report => report.Build(facts, request)))
            {
                foreach (var total in table.Totals())
                {
                    foreach (var (column, sum) in total.Sums.Where(sum => !sum.Sum.IsMissing))
                        Assert.Equal(sum.Canonical, Sum(table, column, total.Currency is null ? [] : [new("currency", total.Currency)]).Canonical);
                }
            }
        },
        cases: 20);

    [Fact]
    public void Rows_of_month_end_time_add_up_to_the_rounded_sum_of_their_engagement_and_month() => Property.Holds(random =>
    {
        var (facts, request) = (AnyPractice.Facts(random), AnyPractice.Request(random));

        foreach (var month in MonthEndTime.Of(facts, request).GroupBy(row => (row.Engagement.Engagement, row.Entry.Day.Year, row.Entry.Day.Month)))
            Assert.Equal(Money.RoundCents(month.Sum(row => row.Amount)), month.Sum(row => row.AmountInCents));
    });

    [Fact]
    public void A_report_is_the_same_when_only_the_facts_it_needs_are_there() => Property.Holds(
        random =>
        {
            var (facts, request) = (AnyPractice.Facts(random), AnyPractice.Request(random));

            foreach (var report in ReportCatalog.All)
                Assert.Equal(Written(report.Build(facts, request)), Written(report.Build(Only(facts, report.Needs(request)), request)));
        },
        cases: 60);

    private static void FiguresAreTheSumOfTheirParts(ReportTable table, ReportRow row)
    {
        // Several entries may look alike in month-end time; then their figures are added up.
        var values = table.Columns.Select((column, i) => KeyValuePair.Create(column.Name, row.Cells[i].Canonical ?? "")).ToList();
        var alike = table.Rows.Count(other => values.Select(value => value.Value).SequenceEqual(other.Cells.Select(cell => cell.Canonical ?? "")));

        for (var i = 0; i < table.Columns.Count; i++)
        {
            if (alike == 1 && row.Cells[i].Number is not null)
                Assert.Equal(row.Cells[i].Canonical, Sum(table, table.Columns[i], values).Canonical);
        }
    }

    private static Cell Sum(ReportTable table, ReportColumn column, List<KeyValuePair<string, string>> values)
    {
        Assert.True(table.Explain(column.Name, values).Succeeded(out var explanation, out var problem), problem?.Message);
        return column.Type switch
        {
            ColumnType.Hours => Cell.Hours(explanation.Parts.Sum(part => part.Hours)),
            ColumnType.Money => Cell.Money(Money.RoundCents(explanation.Parts.Sum(part => part.Amount) ?? 0m)),
            _ => Cell.Percent(Money.RoundCents(explanation.Parts.Sum(part => part.Amount) ?? 0m)),
        };
    }

    private static PracticeFacts Only(PracticeFacts facts, FactNeeds needs)
    {
        return new PracticeFacts
        {
            People = Needed(FactSet.People, facts.People),
            CalendarDays = Needed(FactSet.WorkingTime, facts.CalendarDays),
            TimeOff = Needed(FactSet.WorkingTime, facts.TimeOff),
            Overtime = Needed(FactSet.WorkingTime, facts.Overtime),
            Rates = Needed(FactSet.Rates, facts.Rates),
            ExchangeRates = Needed(FactSet.ExchangeRates, facts.ExchangeRates),
            Engagements = Needed(FactSet.Engagements, facts.Engagements),
            Activities = Needed(FactSet.Activities, facts.Activities),
            IssueCounts = Needed(FactSet.Activities, facts.IssueCounts),
            Milestones = Needed(FactSet.Milestones, facts.Milestones),
            ChangeOrders = Needed(FactSet.ChangeOrders, facts.ChangeOrders),
            AcceptanceRequests = Needed(FactSet.Acceptance, facts.AcceptanceRequests),
            AcceptanceHolds = Needed(FactSet.Acceptance, facts.AcceptanceHolds),
            WorkAtRisk = Needed(FactSet.WorkAtRisk, facts.WorkAtRisk),
            Bookings = [.. Needed(FactSet.Bookings, facts.Bookings).Where(booking => needs.BookingDays?.Overlaps(booking.Days) == true)],
            Time = [.. Needed(FactSet.Time | FactSet.TimeOfPeople | FactSet.TimeEntries | FactSet.TimeOfDays, facts.Time)
                .Where(line => line.State is TimeState.Approved && needs.TimeDays.Any(days => days.Contains(line.Day)))],
        };

        IReadOnlyList<T> Needed<T>(FactSet set, IReadOnlyList<T> all) => (needs.Facts & set) == 0 ? [] : all;
    }

    private static IEnumerable<string> Written(ReportTable table) =>
        table.Rows.Select(row => string.Join('|', row.Cells.Select(cell => cell.Canonical)));
}
