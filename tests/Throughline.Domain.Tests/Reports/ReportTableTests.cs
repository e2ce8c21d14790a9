using System.Globalization;
using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Reports;

public class ReportTableTests
{
    private static readonly PracticeFacts TwoEngagements = Practice with
    {
        People = [Person(), Person("p2")],
        Engagements = [Engagement(), Engagement("SOW-2") with { Currency = Eur, ProjectManager = null }],
        Rates = [Rate(), Rate(0.005m) with { Currency = Eur }],
        Bookings =
        [
            Hard("2026-03-02", "2026-03-06"), Hard("2026-04-01", "2026-04-01", booking: "b3"),
            Hard("2026-03-02", "2026-03-02", 1m, "b2", "p2") with { Engagement = new EngagementKey("SOW-2") },
            Hard("2026-04-01", "2026-04-01", 1m, "b4", "p2") with { Engagement = new EngagementKey("SOW-2") },
        ],
    };

    private static readonly ReportTable Forecast = Build("forecast", TwoEngagements, Request(to: "2026-04-30"));

    private static ReportTable Build(string report, PracticeFacts facts, ReportRequest request)
    {
        Assert.True(ReportCatalog.Find(report).Succeeded(out var definition, out _));
        return definition.Build(facts, request);
    }

    private static KeyValuePair<string, string> Where(string column, string value) => new(column, value);

    private static ReportTable Kept(Result<ReportTable> result)
    {
        Assert.True(result.Succeeded(out var table, out var problem), problem?.Message);
        return table;
    }

    private static TProblem Refused<TProblem, T>(Result<T> result) where T : notnull
    {
        Assert.False(result.Succeeded(out _, out var problem));
        return Assert.IsType<TProblem>(problem);
    }

    private static IEnumerable<string?> Column(ReportTable table, string name)
    {
        var i = table.Columns.Select(column => column.Name).ToList().IndexOf(name);
        return table.Rows.Select(row => row.Cells[i].Canonical);
    }

    [Fact]
    public void Rows_sort_by_the_columns_left_to_right()
    {
        Assert.Equal(["SOW-1", "SOW-1", "SOW-2", "SOW-2"], Column(Forecast, "engagement"));
        Assert.Equal(["2026-03", "2026-04", "2026-03", "2026-04"], Column(Forecast, "period"));
    }

    [Fact]
    public void Totals_add_the_unrounded_values_of_each_currency()
    {
        var totals = Forecast.Totals();
        var euros = totals[0].Sums.ToDictionary(sum => sum.Column.Name, sum => sum.Sum.Canonical);

        Assert.Equal(["EUR", "USD"], totals.Select(total => total.Currency));
        Assert.Equal(("0.01", "2"), (euros["hard_amount"], euros["hard_hours"]));
        Assert.Equal(["0.01", "0.01"], Column(Kept(Forecast.Filtered([Where("currency", "EUR")])), "hard_amount"));
        Assert.Equal("12000.00", totals[1].Sums.Single(sum => sum.Column.Name == "hard_amount").Sum.Canonical);
    }

    [Fact]
    public void A_report_without_money_has_one_total_without_currency_and_no_percentages()
    {
        var total = Assert.Single(Build("utilisation", TwoEngagements, Request()).Totals());

        Assert.Null(total.Currency);
        Assert.Equal(
            ["available_hours", "worked_hours", "billable_hours", "creditable_hours"], total.Sums.Select(sum => sum.Column.Name));
    }

    [Fact]
    public void Where_there_is_nothing_to_add_there_are_no_totals()
    {
        Assert.Empty(Build("task-audit", Practice, Request()).Totals());
        Assert.Empty(Build("forecast", Practice, Request()).Totals());
    }

    [Fact]
    public void A_missing_figure_adds_nothing_to_the_total_and_where_all_are_missing_so_is_the_total()
    {
        var costly = Person("p2") with { CostRate = 10m };
        var margin = Build(
            "margin",
            Practice with
            {
                People = [Person(), costly],
                Engagements = [Engagement(), Engagement("SOW-2")],
                Time = [Time("2026-03-02", 1m), Time("2026-03-02", 1m, person: "p2", engagement: "SOW-2")],
            },
            Request());

        Assert.Equal([null, "10.00"], Column(margin, "cost_amount"));
        Assert.Equal("10.00", Assert.Single(margin.Totals()).Sums.Single(sum => sum.Column.Name == "cost_amount").Sum.Canonical);
        Assert.Null(Assert.Single(margin.Totals()).Sums.Single(sum => sum.Column.Name == "estimated_hours").Sum.Canonical);
    }

    [Fact]
    public void Filters_compare_what_is_written_and_all_must_fit()
    {
        Assert.Equal(["10000.00"], Column(Kept(Forecast.Filtered([Where("hard_amount", "10000.00"), Where("engagement", "SOW-1")])), "hard_amount"));
        Assert.Empty(Kept(Forecast.Filtered([Where("hard_amount", "10000"), Where("engagement", "SOW-1")])).Rows);
        Assert.Equal(["SOW-2", "SOW-2"], Column(Kept(Forecast.Filtered([Where("project_manager", "")])), "engagement"));
        Assert.Equal(4, Kept(Forecast.Filtered([Where("engagement", "SOW-1"), Where("engagement", "SOW-2")])).Rows.Count);
    }

    [Fact]
    public void Totals_of_a_filtered_report_are_those_of_its_rows() =>
        Assert.Equal(["USD"], Kept(Forecast.Filtered([Where("engagement", "SOW-1")])).Totals().Select(total => total.Currency));

    [Fact]
    public void A_report_sorts_by_one_column_either_way_and_keeps_the_order_of_equals()
    {
        Assert.Equal(["8", "40", "1", "1"], Column(Kept(Kept(Forecast.Sorted("hard_hours")).Sorted("currency:desc")), "hard_hours"));
        Assert.Equal(["40", "8", "1", "1"], Column(Kept(Forecast.Sorted("hard_amount:desc")), "hard_hours"));
        Assert.Equal(["1", "1", "8", "40"], Column(Kept(Forecast.Sorted("hard_amount:asc")), "hard_hours"));
    }

    [Fact]
    public void An_unknown_column_or_direction_is_refused_with_the_known_ones()
    {
        Assert.Contains("engagement, customer, project_manager", Refused<UnknownColumn, ReportTable>(Forecast.Filtered([Where("enagement", "x")])).Message, StringComparison.Ordinal);
        Assert.Equal("no_such", Refused<UnknownColumn, ReportTable>(Forecast.Sorted("no_such:desc")).Name);
        Assert.Equal("down", Refused<UnknownDirection, ReportTable>(Forecast.Sorted("period:down")).Direction);
        Assert.Equal("x", Refused<UnknownColumn, Explanation>(Forecast.Explain("x", [])).Name);
        Assert.Equal("y", Refused<UnknownColumn, Explanation>(Forecast.Explain("hard_amount", [Where("y", "1")])).Name);
    }

    [Fact]
    public void A_figure_opens_into_its_parts()
    {
        Assert.True(Forecast.Explain("hard_amount", [Where("engagement", "SOW-1"), Where("period", "2026-03")]).Succeeded(out var explanation, out _));

        Assert.Equal(
            new Part("hard_booking", "b1", Days("2026-03-02", "2026-03-06"), 40m, 250m, 10_000m),
            Assert.Single(explanation.Parts));
    }

    [Fact]
    public void A_column_of_hours_opens_into_hours()
    {
        Assert.True(Forecast.Explain("hard_hours", [Where("engagement", "SOW-1"), Where("period", "2026-03")]).Succeeded(out var explanation, out _));

        Assert.Equal(new Part("hard_booking", "b1", Days("2026-03-02", "2026-03-06"), 40m), Assert.Single(explanation.Parts));
    }

    [Fact]
    public void A_weighted_figure_says_which_part_of_each_amount_counts()
    {
        Assert.True(Forecast.Explain("weighted_amount", [Where("engagement", "SOW-1"), Where("period", "2026-03")]).Succeeded(out var explanation, out _));

        Assert.Equal((9_250m, 0.925m), (explanation.Parts[0].Amount, explanation.Parts[0].Weight));
        Assert.Equal("9250", Assert.NotNull(explanation.Parts[0].Amount).ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Work_at_risk_is_among_the_parts_with_weight_nothing()
    {
        var table = Build("forecast", Practice with { Time = [Time("2026-03-01", 8m) with { WorkAtRisk = "war1" }] }, Request());
        Assert.True(table.Explain("actual_amount", [Where("engagement", "SOW-1")]).Succeeded(out var explanation, out _));

        Assert.Equal(new Part("time", "t1", Days("2026-03-01", "2026-03-01"), 8m, 250m, 0m, 0m), Assert.Single(explanation.Parts));
    }

    [Fact]
    public void A_figure_that_is_missing_opens_into_what_it_would_be_made_of()
    {
        var table = Build(
            "margin",
            Practice with
            {
                Engagements = [Engagement(), Engagement("SOW-2")],
                Time = [Time("2026-03-02", 2m), Time("2026-03-02", 4m, engagement: "SOW-2") with { Billable = false }],
            },
            Request());

        Assert.True(table.Explain("margin_amount", [Where("engagement", "SOW-1")]).Succeeded(out var margin, out _));
        Assert.True(table.Explain("margin_percent", [Where("engagement", "SOW-2")]).Succeeded(out var percent, out _));

        Assert.Equal([("time", 500m), ("cost", null)], margin.Parts.Select(part => (part.Kind, part.Amount)));
        Assert.Empty(percent.Parts);

        Assert.True(table.Explain("cost_amount", []).Succeeded(out var costs, out _));
        Assert.Empty(costs.Parts);
    }

    [Fact]
    public void What_an_entry_gained_or_lost_when_cents_were_shared_out_is_a_part_of_its_own()
    {
        var table = Build(
            "month-end-time",
            Practice with { Rates = [Rate(0.125m)], Time = [.. Enumerable.Range(1, 3).Select(day => Time($"2026-03-0{day}", 1m, $"t{day}"))] },
            Request());

        Assert.True(table.Explain("amount", [Where("date", "2026-03-03")]).Succeeded(out var last, out _));
        Assert.True(table.Explain("amount", [Where("engagement", "SOW-1")]).Succeeded(out var all, out _));

        Assert.Equal([("t3", 0.125m), ("2026-03", -0.005m)], last.Parts.Select(part => (part.Reference, part.Amount!.Value)));
        Assert.Equal(0.38m, all.Parts.Sum(part => part.Amount));
    }

    [Fact]
    public void Parts_that_are_repeating_decimals_add_up_to_the_figure_to_the_last_digit()
    {
        BookingFact TwentyMinutes(string booking) => Hard("2026-03-02", "2026-03-02", booking: booking) with { MinutesPerDay = 20 };
        var table = Build(
            "forecast", Practice with { Rates = [Rate(0.005m)], Bookings = [TwentyMinutes("b1"), TwentyMinutes("b2"), TwentyMinutes("b3")] }, Request());
        Assert.True(table.Explain("hard_amount", [Where("engagement", "SOW-1")]).Succeeded(out var amounts, out _));
        Assert.True(table.Explain("hard_hours", [Where("engagement", "SOW-1")]).Succeeded(out var hours, out _));

        Assert.Equal((0.005m, 1m), (amounts.Parts.Sum(part => part.Amount), hours.Parts.Sum(part => part.Hours)));
    }

    [Fact]
    public void Several_rows_open_together_where_their_figures_add_up()
    {
        Assert.True(Forecast.Explain("hard_amount", [Where("engagement", "SOW-1")]).Succeeded(out var amounts, out _));
        Assert.True(Forecast.Explain("hard_hours", []).Succeeded(out var hours, out _));

        Assert.Equal(12_000m, amounts.Parts.Sum(part => part.Amount));
        Assert.Equal(50m, hours.Parts.Sum(part => part.Hours));
    }

    [Fact]
    public void Amounts_of_two_currencies_and_percentages_of_two_rows_do_not_open_together()
    {
        Assert.Equal("hard_amount", Refused<SeveralFigures, Explanation>(Forecast.Explain("hard_amount", [])).Name);
        Assert.Equal(
            ["person", "period"],
            Refused<SeveralFigures, Explanation>(Build("utilisation", TwoEngagements, Request()).Explain("billable_percent", [])).Known);
    }

    [Fact]
    public void A_row_that_is_not_there_and_a_column_that_is_no_figure_cannot_be_opened()
    {
        Assert.Equal(["engagement", "period"], Refused<NoSuchRow, Explanation>(Forecast.Explain("hard_amount", [Where("engagement", "SOW-9")])).Known);
        Assert.Contains("actual_hours", Refused<NothingToExplain, Explanation>(Forecast.Explain("customer", [Where("engagement", "SOW-1")])).Known);
    }
}
