using System.Text.Json;
using Throughline.CommandLine;

namespace Throughline.Tests.CommandLine;

public sealed class CalcCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("calc-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_request_sent_on_Monday_morning_is_accepted_by_silence_at_the_end_of_Friday()
    {
        var (exit, output, error) = Run("acceptance", "--sent", "2025-06-02T14:00:00Z", "--zone", "America/New_York", "--days", "5");

        Assert.Equal(0, exit);
        Assert.Empty(error);
        Assert.Equal(
            """{"day1":"2025-06-02","dayN":"2025-06-06","deadline":"2025-06-07T04:00:00Z","recordedOn":"2025-06-06"}""" + Environment.NewLine,
            output);
    }

    [Fact]
    public void Every_row_of_a_calendar_file_is_a_day_off_whatever_its_calendar_and_hours_say()
    {
        var file = Write("holidays.csv", "\uFEFFcalendar,date,name,hours\r\nUS,2025-07-04,\"Independence\r\nDay\",8\r\nDE,2025-07-07,\"Rest, too\",\r\n");

        var (exit, output, _) = Run(
            "acceptance", "--sent", "2025-07-03T14:00:00Z", "--zone", "America/New_York", "--days", "5", "--calendar", file);

        Assert.Equal(0, exit);
        Assert.Equal("2025-07-11", Parsed(output).GetProperty("dayN").GetString());
    }

    [Fact]
    public void A_calendar_file_may_hold_only_calendar_and_date()
    {
        var file = Write("holidays.csv", "calendar,date\nUS,2025-07-04\n");

        var (_, output, _) = Run("acceptance", "--sent", "2025-07-03T14:00:00Z", "--zone", "America/New_York", "--days", "5", "--calendar", file);

        Assert.Equal("2025-07-10", Parsed(output).GetProperty("dayN").GetString());
    }

    [Theory]
    [InlineData("next", "business_days", "2025-06-09", "2025-06-13")]
    [InlineData("same", "business_days", "2025-06-07", "2025-06-12")]
    [InlineData("same", "calendar_days", "2025-06-07", "2025-06-11")]
    public void The_start_on_a_day_off_and_the_unit_are_options(string start, string unit, string day1, string dayN)
    {
        var (_, output, _) = Run(
            "acceptance", "--sent", "2025-06-07T10:00:00-04:00", "--zone", "America/New_York", "--days", "5",
            "--unit", unit, "--non-business-start", start, "--json");

        Assert.Equal(day1, Parsed(output).GetProperty("day1").GetString());
        Assert.Equal(dayN, Parsed(output).GetProperty("dayN").GetString());
    }

    [Fact]
    public void Everything_wrong_with_the_options_is_said_at_once_one_line_each()
    {
        var (exit, output, error) = Run(
            "acceptance", "--sent", "2025-06-02 10:00", "--zone", "Mars/Olympus", "--days", "0", "--unit", "weeks", "--clendar", "x", "--quiet");

        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.Equal(
            [
                "--clendar: there is no such option; the nearest is --calendar",
                "x: not expected here",
                "--sent: \"2025-06-02 10:00\" is not an instant such as 2025-06-02T14:00:00Z",
                "--zone: \"Mars/Olympus\" is not a time zone such as America/New_York",
                "--days: \"0\" is not a whole number from 1 to 10000",
                "--unit: \"weeks\" is not one of business_days, calendar_days",
            ],
            error);
    }

    [Theory]
    [InlineData("--sent: its value is missing", "--zone", "UTC", "--days", "5", "--sent")]
    [InlineData("--sent: missing; give an instant such as 2025-06-02T14:00:00Z", "--zone", "UTC", "--days", "5")]
    [InlineData("--days: given twice", "--sent", "2025-06-02T14:00Z", "--zone", "UTC", "--days", "5", "--days", "6")]
    [InlineData("--sent: \"2025-06-02T14:00:00\" is not an instant such as 2025-06-02T14:00:00Z", "--sent", "2025-06-02T14:00:00", "--zone", "UTC", "--days", "5")]
    [InlineData("--sent: \"9999-12-31T14:00:00Z\" is not an instant such as 2025-06-02T14:00:00Z", "--sent", "9999-12-31T14:00:00Z", "--zone", "UTC", "--days", "5")]
    [InlineData("--calendar: there is no file nowhere.csv", "--sent", "2025-06-02T14:00Z", "--zone", "UTC", "--days", "5", "--calendar", "nowhere.csv")]
    public void A_wrong_option_is_named(string message, params string[] options)
    {
        var (exit, _, error) = Run(["acceptance", .. options]);

        Assert.Equal(2, exit);
        Assert.Equal([message], error);
    }

    [Theory]
    [InlineData("calendar,date\nUS,2025-13-01\nUS,2025-07-04\nUS,tomorrow\n", "days.csv:2:date: \"2025-13-01\" is not a date such as 2025-07-04", "days.csv:4:date: \"tomorrow\" is not a date such as 2025-07-04")]
    [InlineData("calendar,day,date\n", "days.csv:1:day: there is no such column; the nearest is date")]
    [InlineData("calendar,name\n", "days.csv:1:date: the column is missing")]
    [InlineData("date,date\n", "days.csv:1:date: the column stands twice")]
    [InlineData("", "days.csv:1:date: the column is missing")]
    [InlineData("calendar,date\nUS\n", "days.csv:2: 1 cells where the header has 2")]
    [InlineData("date\n\"2025-07-04\"x\n", "days.csv:2: the quotes do not match", "days.csv:2:date: \"2025-07-04x\" is not a date such as 2025-07-04")]
    public void A_calendar_file_is_read_through_and_each_mistake_named_by_its_line(string text, params string[] messages)
    {
        var file = Write("days.csv", text);

        var (exit, _, error) = Run("acceptance", "--sent", "2025-06-02T14:00Z", "--zone", "UTC", "--days", "5", "--calendar", file);

        Assert.Equal(2, exit);
        Assert.Equal(messages, error);
    }

    [Fact]
    public void A_change_of_scope_is_answered_with_its_instruments_and_their_reasons()
    {
        var file = Write("change.json", Change("\"additional_funds\":\"30000.00\"", "\"extra_hours_unfunded\":20", "\"work_before_signature\":true"));

        var (exit, output, error) = Run("scope-change", "--input", file);

        Assert.Equal(0, exit);
        Assert.Empty(error);
        var instruments = Parsed(output).GetProperty("instruments").EnumerateArray().ToList();
        Assert.Equal(
            [("change_order", "R-174"), ("work_exception", "R-196"), ("work_at_risk", "R-188")],
            instruments.Select(instrument => (instrument.GetProperty("instrument").GetString(), instrument.GetProperty("rule").GetString())));
        Assert.All(instruments, instrument => Assert.Equal(["instrument", "rule", "reason"], instrument.EnumerateObject().Select(property => property.Name)));
        Assert.Contains("30000.00", instruments[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2025-05-14", "written_confirmation", "R-179")]
    [InlineData("2025-05-15", "change_order", "R-175")]
    public void An_extension_of_exactly_two_months_takes_a_change_order(string newEnd, string instrument, string rule)
    {
        var file = Write("change.json", Change($"\"new_end\":\"{newEnd}\"", "\"earlier_extensions\":[\"2025-04-14\"]"));

        var (_, output, _) = Run("scope-change", "--input", file);

        var only = Assert.Single(Parsed(output).GetProperty("instruments").EnumerateArray());
        Assert.Equal((instrument, rule), (only.GetProperty("instrument").GetString(), only.GetProperty("rule").GetString()));
    }

    [Fact]
    public void A_change_that_needs_nothing_is_answered_with_an_empty_list()
    {
        var (exit, output, _) = Run("scope-change", "--input", Write("change.json", Change("\"new_end\":null")));

        Assert.Equal(0, exit);
        Assert.Equal("""{"instruments":[]}""" + Environment.NewLine, output);
    }

    [Fact]
    public void Everything_wrong_with_a_change_is_said_at_once()
    {
        var file = Write("change.json", """
            {"billing_type_changes":"yes","additional_funds":"1,000","current_expires":"2025-02-30","new_end":5,"original_sow_reuse":true,
             "pm_wants_change_order":false,"extra_hours_unfunded":-1,"scope_changes":false,"earlier_extensions":["2025-04-14","soon"]}
            """);

        var (exit, output, error) = Run("scope-change", "--input", file);

        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.Equal(
            [
                "change.json:original_sow_reuse: there is no such property; the nearest is original_sow_reused",
                "change.json:billing_type_changes: \"yes\" is not true or false",
                "change.json:additional_funds: \"1,000\" is not a decimal number",
                "change.json:current_expires: \"2025-02-30\" is not a date such as 2025-12-31",
                "change.json:new_end: 5 is not a date such as 2025-12-31",
                "change.json:original_sow_reused: missing",
                "change.json:extra_hours_unfunded: -1 is below zero",
                "change.json:work_before_signature: missing",
                "change.json:earlier_extensions[1]: \"soon\" is not a date such as 2025-12-31",
            ],
            error);
    }

    [Theory]
    [InlineData("{\"new_end\":\n oops}", "change.json:2:2: this is not JSON, or a name stands twice")]
    [InlineData("[]", "change.json: the file must hold one JSON object")]
    [InlineData("", "change.json:1:1: this is not JSON, or a name stands twice")]
    public void What_is_no_JSON_object_is_refused_with_its_place(string text, string message)
    {
        var (exit, _, error) = Run("scope-change", "--input", Write("change.json", text));

        Assert.Equal(2, exit);
        Assert.Equal([message], error);
    }

    [Fact]
    public void A_name_that_stands_twice_is_refused()
    {
        var (exit, _, error) = Run("scope-change", "--input", Write("change.json", """{"new_end":null,"new_end":null}"""));

        Assert.Equal(2, exit);
        Assert.StartsWith("change.json:", Assert.Single(error), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_is_none_is_refused()
    {
        var (exit, _, error) = Run("scope-change", "--input", Write("change.json", Change("\"earlier_extensions\":\"2025-04-14\"")));

        Assert.Equal(2, exit);
        Assert.Equal(["change.json:earlier_extensions: \"2025-04-14\" is not a list of dates"], error);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var (exit, _, error) = Run("scope-change", "--input", "nowhere.json");

        Assert.Equal(2, exit);
        Assert.Equal(["--input: there is no file nowhere.json"], error);
    }

    [Fact]
    public void Help_shows_examples_and_no_or_an_unknown_calculation_is_refused()
    {
        Assert.Equal(0, Run("--help").Exit);
        Assert.Contains("Examples:", Run("acceptance", "--help").Output, StringComparison.Ordinal);
        Assert.Equal(2, Run().Exit);
        Assert.Equal(["calc: there is no calculation \"margin\"; use acceptance or scope-change"], Run("margin").Error);
    }

    private static (int Exit, string Output, string[] Error) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = CalcCommand.Run(args, output, error);
        return (exit, output.ToString(), error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    private static JsonElement Parsed(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    // A change that changes nothing, with some of its answers replaced.
    private static string Change(params string[] answers)
    {
        string[] standard =
        [
            "\"billing_type_changes\":false", "\"additional_funds\":0", "\"current_expires\":\"2025-03-15\"", "\"original_sow_reused\":true",
            "\"pm_wants_change_order\":false", "\"extra_hours_unfunded\":0", "\"scope_changes\":false", "\"work_before_signature\":false",
        ];
        var kept = standard.Where(answer => !answers.Any(other => other.Split(':')[0] == answer.Split(':')[0]));
        return "{" + string.Join(',', kept.Concat(answers)) + "}";
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
