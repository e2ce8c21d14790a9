using System.Text.Json;
using Throughline.Domain.Reports;
using Throughline.Testing;

namespace Throughline.Tests.CommandLine;

public sealed class PracticeCommandsTests(TestDatabases databases) : IAsyncLifetime
{
    private readonly BundleFolder bundle = BundleFolder.OfOneEngagement();
    private Terminal terminal = null!;

    public async ValueTask InitializeAsync() => terminal = new Terminal(await databases.CloneAsync());

    public ValueTask DisposeAsync()
    {
        bundle.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Importing_twice_says_that_nothing_is_left_to_do()
    {
        Assert.Equal("9 created, 0 changed", (await terminal.TypeAsync("import", bundle.Path)).Output.TrimEnd().Split('\n')[^1]);
        Assert.Equal("0 created, 0 changed", (await terminal.TypeAsync("import", bundle.Path)).Output.TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public async Task A_range_that_no_report_can_cover_is_refused_in_one_line()
    {
        foreach (var report in ReportCatalog.All)
        {
            foreach (var period in (string[])["week", "month", "quarter"])
            {
                var all = await terminal.TypeAsync("report", report.Name, "--from", "0001-01-01", "--to", "9999-12-31", "--period", period);
                var far = await terminal.TypeAsync("report", report.Name, "--today", "9999-12-31", "--period", period);
                var since = await terminal.TypeAsync("report", report.Name, "--from", "1950-01-01", "--period", period);

                // A report over all time takes a range and ignores it.
                Assert.Equal(report.UsesRange ? (2, 1, 2) : (0, 0, 0), (all.Exit, Lines(all.Errors), since.Exit));
                Assert.Equal((2, 1), (far.Exit, Lines(far.Errors)));
                Assert.Contains("Give a day in the years 1901 to 8999.", far.Errors, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public async Task An_instant_before_and_after_all_records_is_refused_in_one_line(string instant)
    {
        foreach (var report in ReportCatalog.All)
        {
            var printed = await terminal.TypeAsync("report", report.Name, "--recorded-at", instant);

            Assert.Equal((2, 1), (printed.Exit, Lines(printed.Errors)));
            Assert.StartsWith("--recorded-at: ", printed.Errors, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("1901-01-01T00:00:00Z")]
    [InlineData("8999-12-31T23:59:59Z")]
    public async Task An_instant_long_before_or_after_all_records_can_be_read_at(string instant)
    {
        foreach (var report in ReportCatalog.All)
        {
            var printed = await terminal.TypeAsync("report", report.Name, "--recorded-at", instant, "--today", instant[..10]);

            Assert.True(printed.Exit == 0, printed.Errors);
        }
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_and_stores_nothing()
    {
        var dry = await terminal.TypeAsync("import", bundle.Path, "--dry-run", "--json");

        Assert.Equal(9, JsonDocument.Parse(dry.Output).RootElement.GetProperty("created").GetInt32());
        Assert.Equal("9 created, 0 changed", (await terminal.TypeAsync("import", bundle.Path)).Output.TrimEnd());
    }

    [Fact]
    public async Task A_bad_cell_is_named_by_file_line_and_column_and_nothing_is_stored()
    {
        bundle.With("time", "entry,person,date,engagement,hours", "t1,p1,2026-03-02,SOW-1,8hrs");

        var printed = await terminal.TypeAsync("import", bundle.Path);

        Assert.Equal(2, printed.Exit);
        Assert.StartsWith("time.csv:2:hours: \"8hrs\" is not a number of hours", printed.Errors, StringComparison.Ordinal);
        Assert.Contains("0 rows", (await terminal.TypeAsync("report", "remaining-funds")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_overfilled_day_is_refused_like_any_other_error()
    {
        bundle.With("bookings", "booking,engagement,person,role,start,end,hours_per_day,kind",
            "b1,SOW-1,p1,engineer,2026-03-02,2026-03-27,8,hard", "b2,SOW-1,p1,engineer,2026-03-27,2026-03-27,1,hard");

        var printed = await terminal.TypeAsync("import", bundle.Path);

        Assert.Equal(2, printed.Exit);
        Assert.Contains("bookings.csv:3:hours_per_day: Ana Kovač (p1) has 8 h on 2026-03-27", printed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "R-108")]
    public async Task The_forecast_splits_the_month_at_today_and_prices_each_side_once()
    {
        await terminal.TypeAsync("import", bundle.Path);

        var march = (await ReportAsync("forecast", "--today", "2026-03-04")).GetProperty("rows")[0];

        Assert.Equal(("15.5", "3875.00", "144", "36000.00", "37975.00"), (
            march.GetProperty("actual_hours").GetString(), march.GetProperty("actual_amount").GetString(),
            march.GetProperty("hard_hours").GetString(), march.GetProperty("hard_amount").GetString(), march.GetProperty("weighted_amount").GetString()));
    }

    [Fact]
    public async Task A_report_says_for_which_day_it_speaks_and_when_its_data_were_recorded()
    {
        await terminal.TypeAsync("import", bundle.Path);
        var before = (await ReportAsync("remaining-funds", "--today", "2026-03-04")).GetProperty("recordedAt").GetString()!;
        bundle.With("engagements", "engagement,customer,name,type,billing,currency,contract_value,start,expires,status",
            "SOW-1,acme,Migration,consulting,tm,USD,120000,2026-01-01,2026-12-31,active");
        Assert.Equal("0 created, 1 changed", (await terminal.TypeAsync("import", bundle.Path)).Output.TrimEnd());

        var then = await terminal.TypeAsync("report", "remaining-funds", "--today", "2026-03-04", "--recorded-at", before, "--json");
        var thenAgain = await terminal.TypeAsync("report", "remaining-funds", "--today", "2026-03-04", "--recorded-at", before, "--json");
        var now = await ReportAsync("remaining-funds", "--today", "2026-03-04");

        Assert.Equal("100000.00", JsonDocument.Parse(then.Output).RootElement.GetProperty("rows")[0].GetProperty("contract_value").GetString());
        Assert.Equal("120000.00", now.GetProperty("rows")[0].GetProperty("contract_value").GetString());
        Assert.Equal(then.Output, thenAgain.Output);
    }

    [Theory]
    [InlineData("forecast", "hard_amount,engagement=SOW-1,period=2026-03", "36000.00")]
    [InlineData("forecast", "weighted_amount,engagement=SOW-1,period=2026-03", "37975.00")]
    [InlineData("remaining-funds", "remaining_amount,engagement=SOW-1", "60125.00")]
    [InlineData("utilisation", "worked_hours,person=p1,period=2026-03", "15.5")]
    public async Task A_figure_opens_into_parts_that_add_up_to_it(string report, string figure, string expected)
    {
        await terminal.TypeAsync("import", bundle.Path);

        var parts = JsonDocument.Parse((await terminal.TypeAsync("report", report, "--today", "2026-03-04", "--explain", "column=" + figure, "--json")).Output).RootElement;

        Assert.Equal(expected, parts.GetProperty("figure").GetString());
        Assert.NotEmpty(parts.GetProperty("parts").EnumerateArray());
    }

    [Fact]
    [Trait("rule", "R-297")]
    public async Task A_schedule_is_taken_in_from_a_sheet_once_with_its_columns_named()
    {
        await terminal.TypeAsync("import", bundle.Path);
        var sheet = Path.Combine(bundle.Path, "plan.csv");
        await File.WriteAllTextAsync(sheet, "Wer;Projekt;2026-06-01;2026-06-02\nAna Kovač;SOW-1;4;6\n", TestContext.Current.CancellationToken);
        string[] words = ["import-schedule", sheet, "--map", "person=Wer", "--map", "engagement=projekt", "--otherwise", "hard"];

        Assert.Equal("2 created, 0 changed\n", (await terminal.TypeAsync([.. words, "--dry-run"])).Output);
        Assert.Equal("2 created, 0 changed\n", (await terminal.TypeAsync(words)).Output);
        Assert.Equal("0 created, 0 changed\n", (await terminal.TypeAsync(words)).Output);

        await File.WriteAllTextAsync(sheet, "Wer;Projekt;2026-06-01;2026-06-02\nAna Kovač;SOW-1;4;6h\n", TestContext.Current.CancellationToken);
        var refused = await terminal.TypeAsync(words);
        Assert.Equal((2, "plan.csv:2:2026-06-02: \"6h\" is not a number of hours\n1 error\n"), (refused.Exit, refused.Errors));
        Assert.Contains("Its columns are Wer, Projekt", (await terminal.TypeAsync("import-schedule", sheet, "--map", "person=Who")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_opens_into_the_facts_it_rests_on()
    {
        await terminal.TypeAsync("import", bundle.Path);
        var finding = (await ReportAsync("policy-findings", "--today", "2026-03-04")).GetProperty("rows").EnumerateArray().First(row => row.GetProperty("rule").GetString() == "R-098");

        var facts = JsonDocument.Parse((await terminal.TypeAsync(
            "report", "policy-findings", "--today", "2026-03-04", "--explain", $"rule=R-098,engagement=SOW-1,reference={finding.GetProperty("reference").GetString()}", "--json")).Output).RootElement;

        Assert.Equal("message", facts.GetProperty("column").GetString());
        Assert.Equal(["week", "horizon"], facts.GetProperty("parts").EnumerateArray().Take(2).Select(part => part.GetProperty("kind").GetString()));
    }

    [Fact]
    [Trait("rule", "R-289")]
    public async Task A_spreadsheet_never_takes_a_name_for_a_formula()
    {
        bundle.With("people", "person,name,role,weekly_hours", "p1,=cmd|' /C calc'!A0,engineer,40", "pm,Priya Raman,project_manager,40");
        await terminal.TypeAsync("import", bundle.Path);

        var csv = await terminal.TypeAsync("report", "utilisation", "--today", "2026-03-04", "--format", "csv");

        Assert.Contains("'=cmd|' /C calc'!A0", csv.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\np1,=cmd", csv.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report", "forcast")]
    [InlineData("report", "forecast", "--filter", "nope=1")]
    [InlineData("report", "forecast", "--sort", "nope")]
    [InlineData("report", "forecast", "--today", "4 March")]
    [InlineData("report", "forecast", "--colour")]
    [InlineData("import", "/no/such/folder")]
    [InlineData("import-sow", "/no/such/file.md")]
    [InlineData("frobnicate")]
    public async Task Words_that_are_wrong_end_with_2_and_one_line_that_says_what_to_do(params string[] words)
    {
        var printed = await terminal.TypeAsync(words);

        Assert.Equal(2, printed.Exit);
        Assert.Single(printed.Errors.TrimEnd().Split('\n'));
        Assert.Empty(printed.Output);
    }

    [Fact]
    public async Task Every_command_explains_itself_with_examples()
    {
        foreach (var command in Throughline.CommandLine.Commands.All.Where(command => !command.Shape.ReadsItsOwnWords))
        {
            var help = await Terminal.WithoutDatabaseAsync([.. command.Shape.Words.Split(' '), "--help"]);

            Assert.Equal(0, help.Exit);
            Assert.Contains("Examples:", help.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Doctor_finds_the_ledger_equal_to_the_bookings()
    {
        await terminal.TypeAsync("import", bundle.Path);

        var printed = await terminal.TypeAsync("doctor");

        Assert.Equal(0, printed.Exit);
        Assert.Contains("equals the sum of the bookings", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_of_work_becomes_an_engagement_after_somebody_says_yes()
    {
        var file = Path.Combine(bundle.Path, "sow.yaml");
        await File.WriteAllTextAsync(file,
            """
            title: Platform migration
            sow_number: "1042"
            customer: Meridian Freight
            billing: tm
            currency: EUR
            contract_value: "80000.00"
            start: 2026-03-02
            expires: 2026-08-28
            rate_lines:
            - value: {role: "Senior Engineer", hours: "320", rate: "250.00", amount: "80000.00"}
            """,
            TestContext.Current.CancellationToken);

        Assert.Equal("SOW-1042\n", (await terminal.TypeAsync("import-sow", file, "--yes")).Output);

        var row = (await ReportAsync("remaining-funds")).GetProperty("rows")[0];
        Assert.Equal(("SOW-1042", "EUR", "80000.00"), (row.GetProperty("engagement").GetString(), row.GetProperty("currency").GetString(), row.GetProperty("contract_value").GetString()));
    }

    [Fact]
    public async Task A_statement_that_leaves_something_out_is_not_stored_and_each_gap_is_one_line()
    {
        var file = Path.Combine(bundle.Path, "sow.yaml");
        await File.WriteAllTextAsync(file, "title: Something\nbilling: tm\ncustomer: Meridian\n", TestContext.Current.CancellationToken);

        var printed = await terminal.TypeAsync("import-sow", file, "--yes");

        Assert.Equal(2, printed.Exit);
        Assert.Equal(["sow_number", "start", "expires", "contract_value"], printed.Errors.TrimEnd().Split('\n').Select(line => line.Split(':')[0]));
    }

    [Fact]
    public async Task An_export_imported_elsewhere_and_exported_again_is_the_same_to_the_byte()
    {
        await terminal.TypeAsync("import", bundle.Path);
        using var first = new BundleFolder();
        using var second = new BundleFolder();
        await terminal.TypeAsync("export", first.Path);
        var elsewhere = new Terminal(await databases.CloneAsync());
        await elsewhere.TypeAsync("import", first.Path);
        await elsewhere.TypeAsync("export", second.Path);

        foreach (var file in Directory.GetFiles(first.Path))
        {
            var stop = TestContext.Current.CancellationToken;
            Assert.Equal(await File.ReadAllBytesAsync(file, stop), await File.ReadAllBytesAsync(Path.Combine(second.Path, Path.GetFileName(file)), stop));
        }
    }

    private static int Lines(string text) => text.Count(character => character == '\n');

    private async Task<JsonElement> ReportAsync(string name, params string[] more) =>
        JsonDocument.Parse((await terminal.TypeAsync(["report", name, "--json", .. more])).Output).RootElement;
}
