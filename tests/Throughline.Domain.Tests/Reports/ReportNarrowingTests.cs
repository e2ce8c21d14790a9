using Throughline.Domain.Reports;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Reports;

public class ReportNarrowingTests
{
    private static readonly ReportTable Whole = Build();

    [Fact]
    public void Rows_that_are_not_seen_are_in_no_total()
    {
        var seen = Whole.Where(row => Whole.CellOf(row, "engagement")?.Canonical == "SOW-1");

        Assert.Equal(["100000.00"], seen.Totals().Select(total => total.Sums[0].Sum.Canonical));
    }

    [Fact]
    public void A_hidden_figure_is_missing_from_cells_totals_filters_and_parts()
    {
        var narrowed = Whole.Without((row, column) => column.Name == "contract_value" && Whole.CellOf(row, "engagement")?.Canonical == "SOW-2");

        Assert.Equal([false, true], narrowed.Rows.Select(row => narrowed.CellOf(row, "contract_value")!.Value.IsMissing));
        Assert.Equal(["100000.00"], narrowed.Totals().Select(total => total.Sums[0].Sum.Canonical));
        Assert.True(narrowed.Filtered([KeyValuePair.Create("contract_value", "50000.00")]).Succeeded(out var none, out _));
        Assert.Empty(none.Rows);
        Assert.True(narrowed.Explain("contract_value", [KeyValuePair.Create("engagement", "SOW-2")]).Succeeded(out var opened, out _));
        Assert.Empty(opened.Parts);
    }

    [Fact]
    public void A_column_that_the_report_does_not_have_has_no_cell() => Assert.Null(Whole.CellOf(Whole.Rows[0], "person"));

    private static ReportTable Build()
    {
        Assert.True(ReportCatalog.Find("remaining-funds").Succeeded(out var report, out _));
        var facts = Practice with { Engagements = [Engagement(), Engagement("SOW-2", contractValue: 50_000m)] };
        return report.Build(facts, Request());
    }
}
