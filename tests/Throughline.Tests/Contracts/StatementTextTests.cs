using System.Text;
using System.Text.Json;
using Throughline.Domain.Contracts;
using Throughline.Features.Contracts;

namespace Throughline.Tests.Contracts;

public class StatementTextTests
{
    private static readonly string[] Fields =
    [
        "title", "sow_number", "customer", "provider", "billing", "currency", "contract_value", "start", "expires", "period_of_performance", "milestones", "rate_lines",
        "activities", "deliverables", "acceptance", "deemed_accepted", "resubmission", "payment_terms", "iteration_length", "roles", "expenses", "warnings",
    ];

    [Fact]
    public void Any_reading_survives_being_written_as_yaml_and_as_json()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var reading = Any(new Random(seed));
            Assert.True(StatementText.FromYaml(StatementText.ToYaml(reading)).Succeeded(out var fromYaml, out var wrong), wrong?.Message);
            Assert.True(StatementText.FromJson(Encoding.UTF8.GetBytes(StatementText.ToJson([reading]))).Succeeded(out var fromJson, out wrong), wrong?.Message);
            Same(reading, fromYaml, seed);
            Same(reading, fromJson, seed);
        }
    }

    [Fact]
    public void The_json_has_every_field_and_null_for_what_is_not_said()
    {
        using var json = JsonDocument.Parse(StatementText.ToJson([new StatementReading()]));
        var statement = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(Fields, statement.EnumerateObject().Select(field => field.Name));
        Assert.All(statement.EnumerateObject(), field => Assert.Equal(
            field.Name is "milestones" or "rate_lines" or "activities" or "deliverables" or "roles" or "warnings" ? JsonValueKind.Array : JsonValueKind.Null, field.Value.ValueKind));
    }

    [Fact]
    public void Amounts_are_texts_days_are_numbers_and_every_field_has_its_source()
    {
        var reading = StatementFiles.Markdown("Total price: $15,000\n\nCustomer shall accept within five (5) business days of delivery.\n");
        using var json = JsonDocument.Parse(StatementText.ToJson([reading]));
        var value = json.RootElement[0].GetProperty("contract_value");
        Assert.Equal("15000.00", value.GetProperty("value").GetString());
        Assert.Equal(1, value.GetProperty("source").GetProperty("line").GetInt32());
        Assert.Equal("Total price: $15,000", value.GetProperty("source").GetProperty("text").GetString());
        Assert.InRange(value.GetProperty("confidence").GetDecimal(), 0m, 1m);
        var acceptance = json.RootElement[0].GetProperty("acceptance").GetProperty("value");
        Assert.Equal(5, acceptance.GetProperty("days").GetInt32());
        Assert.Equal("business_days", acceptance.GetProperty("unit").GetString());
        Assert.Equal("delivery", acceptance.GetProperty("from").GetString());
    }

    [Fact]
    public void A_value_that_a_person_changed_is_theirs()
    {
        var draft = StatementText.ToYaml(StatementFiles.Markdown("Total price: $15,000\n\nClient: Acme Ltd\n"));
        var reading = StatementFiles.Read("draft.yaml", Encoding.UTF8.GetBytes(draft.Replace("value: \"15000.00\"", "value: 16000", StringComparison.Ordinal)));
        Assert.Equal(16000m, reading.ContractValue?.Value);
        Assert.Equal(1m, reading.ContractValue?.Confidence);
        Assert.Equal(draft.Split('\n').ToList().FindIndex(line => line.Contains("15000.00", StringComparison.Ordinal)) + 1, reading.ContractValue?.Source.Line);
        Assert.Equal(0.9m, reading.Customer?.Confidence);
    }

    [Fact]
    public void A_field_filled_in_by_hand_needs_no_more_than_its_value()
    {
        var reading = StatementFiles.Read("draft.yaml", Encoding.UTF8.GetBytes(
            """
            sow_number: 1042
            customer: Acme Ltd
            billing: tm
            currency: EUR
            contract_value: 120000
            start: 2026-03-01
            expires: 2026-08-31
            deemed_accepted: yes
            payment_terms: 30
            acceptance: {days: 5, unit: calendar_days}
            milestones:
              - {title: Design, date: 2026-04-30, amount: 5000.50}
            activities: [Build, Test]
            roles: [Developer]
            """));
        Assert.Equal("1042", reading.SowNumber?.Value);
        Assert.Equal(new SourcePlace(5, "120000"), reading.ContractValue?.Source);
        Assert.Equal(new StatementMilestone("Design", new DateOnly(2026, 4, 30), 5000.50m), Assert.Single(reading.Milestones).Value);
        Assert.Equal(new ReviewPeriod(5, false, null), reading.Acceptance?.Value);
        Assert.True(EngagementFromStatement.Draft(reading).Succeeded(out var draft, out _));
        Assert.Equal("SOW-1042", draft.Engagement);
    }

    [Theory]
    [InlineData("contract_value: lots", "Line 1")]
    [InlineData("title: A\nstart: 03/04/2026", "Line 2")]
    [InlineData("billing: barter", "tm, ff or mixed")]
    [InlineData("colour: red", "colour")]
    [InlineData("title: A\ntitle: B", "twice")]
    [InlineData("roles: Developer", "list")]
    [InlineData("acceptance: {unit: business_days}", "text here")]
    [InlineData("currency: dollars", "three capital letters")]
    [InlineData("title: 'unfinished", "Line")]
    [InlineData("a: &x [1]\nb: *x", "Line")]
    [InlineData("- title: A\n- title: B", "several")]
    [InlineData("just words", "does not hold")]
    [InlineData("# nothing", "empty")]
    public void A_form_that_cannot_be_read_says_where_and_why(string yaml, string words) =>
        Assert.Contains(words, StatementFiles.Refused("a.yaml", Encoding.UTF8.GetBytes(yaml)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"title\": }")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"start\": {\"day\": 1}}")]
    public void A_json_file_that_cannot_be_read_is_refused_in_one_line(string json) => StatementFiles.Refused("a.json", Encoding.UTF8.GetBytes(json));

    [Fact]
    public void A_form_nested_without_end_is_refused()
    {
        StatementFiles.Refused("a.yaml", Encoding.UTF8.GetBytes(new string('[', 100_000)));
        StatementFiles.Refused("a.json", Encoding.UTF8.GetBytes(new string('[', 100_000)));
    }

    private static void Same(StatementReading expected, StatementReading actual, int seed) =>
        Assert.True(StatementText.ToJson([expected]) == StatementText.ToJson([actual]), $"seed {seed}");

    private static StatementReading Any(Random random)
    {
        string Words() => string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => ((string[])["Acme", " Ltd", "“Q”", ": ", "# ", "'", "\"", "\\", "\n", "{", "}", "- ", "null", "true", "2026-01-01", "é", "株", "😀", "%", "*a", "&b", "12", "~", "|", ">", "\t", "!"])[random.Next(27)])).Trim() is { Length: > 0 } text ? text : "x";
        Reading<T>? Maybe<T>(Func<T> make) where T : notnull => random.Next(3) == 0 ? null : Said(make());
        Reading<T> Said<T>(T value) where T : notnull => new(value, new SourcePlace(random.Next(1, 9999), Words()), random.Next(0, 101) / 100m);
        IReadOnlyList<Reading<T>> Some<T>(Func<T> make) where T : notnull => [.. Enumerable.Range(0, random.Next(4)).Select(_ => Said(make()))];
        decimal Amount() => random.Next(0, 100_000_000) / 100m;
        DateOnly Day() => new DateOnly(2020, 1, 1).AddDays(random.Next(5000));
        Span Length() => new(random.Next(1, 400), (SpanUnit)random.Next(4));
        ReviewPeriod Review() => new(random.Next(1, 90), random.Next(2) == 0, random.Next(2) == 0 ? null : Words());
        T? Perhaps<T>(Func<T> make) where T : struct => random.Next(2) == 0 ? null : make();
        return new StatementReading
        {
            Title = Maybe(Words),
            SowNumber = Maybe(Words),
            Customer = Maybe(Words),
            Provider = Maybe(Words),
            Billing = Maybe(() => (StatementBilling)random.Next(3)),
            Currency = Maybe(() => "USD"),
            ContractValue = Maybe(Amount),
            Start = Maybe(Day),
            Expires = Maybe(Day),
            PeriodOfPerformance = Maybe(Length),
            Milestones = Some(() => new StatementMilestone(Words(), Perhaps(Day), Perhaps(Amount))),
            RateLines = Some(() => new StatementRateLine(Words(), Perhaps(Amount), Perhaps(Amount), Perhaps(Amount))),
            Activities = Some(() => new StatementActivity(Words(), random.Next(2) == 0 ? null : Words())),
            Deliverables = Some(() => new StatementDeliverable(Words(), random.Next(2) == 0 ? null : Words())),
            Acceptance = Maybe(Review),
            DeemedAccepted = Maybe(() => random.Next(2) == 0),
            Resubmission = Maybe(Review),
            PaymentTerms = Maybe(() => random.Next(1, 120)),
            IterationLength = Maybe(Length),
            Roles = Some(Words),
            Expenses = Maybe(() => new StatementExpenses(random.Next(2) == 0, Perhaps(Amount))),
            Warnings = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Words())],
        };
    }
}
