using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Throughline.Domain.Contracts;
using Throughline.Features.Contracts;

namespace Throughline.Tests.Contracts;

/// <summary>Counts, per field, how much of what the reader finds is right (precision) and how much of what a person finds it finds (recall).</summary>
public partial class MeasuredTests(ITestOutputHelper output)
{
    private sealed record Measured(string Name, string Set, string? File, string? Shared, Dictionary<string, List<string>> Truth, Dictionary<string, List<string>> Found);

    private sealed record Score(int Right, int Found, int True)
    {
        public static Score operator +(Score left, Score right) => new(left.Right + right.Right, left.Found + right.Found, left.True + right.True);
    }

    [Theory]
    [InlineData("given", 0.97, 0.90)]
    [InlineData("other", 0.97, 0.90)]
    [InlineData("held", 0.95, 0.90)]
    [InlineData("other, at first sight", 0.85, 0.71)]
    public void Almost_nothing_is_wrong_and_little_is_missed(string set, double precision, double recall)
    {
        var scores = All().Where(measured => measured.Set == set)
            .SelectMany(measured => measured.Truth.Keys.Union(measured.Found.Keys).Select(field => (Field: field, Score: Of(field, measured))))
            .GroupBy(scored => scored.Field, (field, scored) => (Field: field, Score: scored.Select(one => one.Score).Aggregate((left, right) => left + right)))
            .OrderBy(scored => scored.Field, StringComparer.Ordinal)
            .ToList();
        foreach (var (field, score) in scores)
            output.WriteLine($"{set} {field}: right {score.Right} of {score.Found} found and of {score.True} said");

        var total = scores.Select(scored => scored.Score).Aggregate((left, right) => left + right);
        output.WriteLine($"{set}: precision {(double)total.Right / total.Found:0.000}, recall {(double)total.Right / total.True:0.000}");
        Assert.True((double)total.Right / total.Found >= precision);
        Assert.True((double)total.Right / total.True >= recall);
    }

    [Fact]
    public void What_was_written_down_as_found_is_what_the_reader_finds()
    {
        foreach (var measured in All().Where(measured => measured.File is not null))
            AssertFound(measured, StatementFiles.Read(measured.File!, File.ReadAllBytes(StatementFiles.Beside(Path.Combine("Statements", measured.File!)))));
    }

    [Fact]
    public void What_was_written_down_for_the_public_statements_beside_the_repository_holds_too()
    {
        foreach (var measured in All().Where(measured => measured.Shared is not null))
            AssertFound(measured, StatementFiles.Read(measured.Shared!, StatementFiles.Shared(measured.Shared!)));
    }

    [Fact]
    public void A_blank_form_says_nothing()
    {
        var reading = StatementFiles.Read("blank.docx", StatementFiles.Shared("common-paper-sow-blank.docx"));
        Assert.Empty(Flat(reading));
        Assert.Empty(reading.Warnings);
    }

    [Fact]
    public void A_signature_that_names_somebody_else_is_reported()
    {
        var reading = StatementFiles.Read("filled.docx", StatementFiles.Shared("filled-fixed-fee.docx"));
        Assert.Equal("BuyCo LLC", reading.Customer?.Value);
        Assert.Equal("TechCo Inc.", reading.Provider?.Value);
        Assert.Contains(reading.Warnings, warning => warning.Contains("Acme Corporation", StringComparison.Ordinal));
    }

    private static void AssertFound(Measured measured, StatementReading reading)
    {
        var found = Flat(reading);
        Assert.Equal(measured.Found.Keys.Order(), found.Keys.Order());
        Assert.All(measured.Found, field => Assert.Equal((measured.Name, string.Join('\n', field.Value)), (measured.Name, string.Join('\n', found[field.Key]))));
    }

    private static Score Of(string field, Measured measured)
    {
        var truth = measured.Truth.GetValueOrDefault(field) ?? [];
        var found = measured.Found.GetValueOrDefault(field) ?? [];
        var open = truth.ToList();
        var right = found.Count(value => open.FindIndex(expected => Same(field, value, expected)) is >= 0 and var at && Take(open, at));
        return new Score(right, found.Count, truth.Count);
    }

    private static bool Take(List<string> open, int at)
    {
        open.RemoveAt(at);
        return true;
    }

    private static bool Same(string field, string found, string expected)
    {
        var (left, right) = (found.Split('|', 2), expected.Split('|', 2));
        var rest = left.Length == right.Length && (left.Length == 1 || Words(left[1]) == Words(right[1]));
        return field is "title" or "customer" or "provider" or "roles" or "activities" ? Contains(found, expected)
            : field is "milestones" or "rate_lines" or "deliverables" ? rest && Contains(left[0], right[0])
            : found == expected;
    }

    private static bool Contains(string found, string expected)
    {
        var (left, right) = (Words(found), Words(expected));
        return left == right || Math.Min(left.Length, right.Length) >= 8 && (left.Contains(right, StringComparison.Ordinal) || right.Contains(left, StringComparison.Ordinal));
    }

    private static string Words(string text) => Signs().Replace(text.ToLowerInvariant(), " ").Trim();

    private static IEnumerable<Measured> All()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(StatementFiles.Beside(Path.Combine("Statements", "measured.json"))));
        foreach (var document in json.RootElement.EnumerateArray())
        {
            string? Text(string name) => document.TryGetProperty(name, out var value) ? value.GetString() : null;
            var truth = Fields(document.GetProperty("truth"));
            yield return new Measured(Text("name")!, Text("set")!, Text("file"), Text("shared"), truth, Fields(document.GetProperty("found")));
            if (document.TryGetProperty("first", out var first))
                yield return new Measured(Text("name")!, Text("set") + ", at first sight", null, null, truth, Fields(first));
        }
    }

    private static Dictionary<string, List<string>> Fields(JsonElement map) =>
        map.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.ValueKind == JsonValueKind.Array ? field.Value.EnumerateArray().Select(item => item.GetString()!).ToList() : [field.Value.GetString()!]);

    private static Dictionary<string, List<string>> Flat(StatementReading reading)
    {
        using var json = JsonDocument.Parse(StatementText.ToJson([reading]));
        return json.RootElement[0].EnumerateObject()
            .Where(field => field.Name != "warnings" && field.Value.ValueKind != JsonValueKind.Null && !(field.Value.ValueKind == JsonValueKind.Array && field.Value.GetArrayLength() == 0))
            .ToDictionary(field => field.Name, field => (field.Value.ValueKind == JsonValueKind.Array ? field.Value.EnumerateArray() : Enumerable.Repeat(field.Value, 1)).Select(item => One(field.Name, item.GetProperty("value"))).ToList());
    }

    private static string One(string field, JsonElement value)
    {
        string Part(string name) => value.GetProperty(name) is { ValueKind: JsonValueKind.String } part ? part.GetString()! : "";
        string Count(string name) => value.GetProperty(name).GetInt32().ToString(CultureInfo.InvariantCulture);
        return field switch
        {
            "period_of_performance" or "iteration_length" => $"{Count("amount")} {Part("unit")}",
            "acceptance" or "resubmission" => $"{Count("days")} {Part("unit")}",
            "payment_terms" => Count("days"),
            "expenses" => (value.GetProperty("allowed").GetBoolean() ? "true " : "false ") + Part("cap") is var said ? said.Trim() : "",
            "milestones" => $"{Part("title")}|{Part("date")}|{Part("amount")}",
            "rate_lines" => $"{Part("role")}|{Part("hours")}|{Part("rate")}|{Part("amount")}",
            "deliverables" => Part("due").Length == 0 ? Part("title") : $"{Part("title")}|{Part("due")}",
            "activities" => Part("title"),
            "deemed_accepted" => value.GetBoolean() ? "true" : "false",
            _ => value.GetString()!,
        };
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Signs();
}
