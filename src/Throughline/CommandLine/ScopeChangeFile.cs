using System.Globalization;
using System.Text.Json;
using Throughline.Domain;
using Throughline.Domain.Changes;

namespace Throughline.CommandLine;

/// <summary>Reads the answers about a change of scope from a JSON file and says everything that is wrong with them.</summary>
internal sealed class ScopeChangeFile
{
    private static readonly string[] Properties =
    [
        "billing_type_changes", "additional_funds", "current_expires", "new_end", "original_sow_reused",
        "pm_wants_change_order", "extra_hours_unfunded", "scope_changes", "work_before_signature", "earlier_extensions",
    ];

    private readonly JsonElement root;
    private readonly string name;
    private readonly List<string> problems;

    private ScopeChangeFile(JsonElement root, string name, List<string> problems) =>
        (this.root, this.name, this.problems) = (root, name, problems);

    /// <summary>Null when something is wrong. Only <c>new_end</c> and <c>earlier_extensions</c> may be left out.</summary>
    public static ScopeChange? Read(string file, List<string> problems)
    {
        if (!File.Exists(file))
        {
            problems.Add($"--input: there is no file {file}");
            return null;
        }

        var name = Path.GetFileName(file);
        try
        {
            // Read as text, so that a byte order mark does not count as content.
            using var document = JsonDocument.Parse(
                File.ReadAllText(file), new JsonDocumentOptions { AllowDuplicateProperties = false });
            return new ScopeChangeFile(document.RootElement, name, problems).Change();
        }
        catch (JsonException broken)
        {
            problems.Add(broken.LineNumber is { } line
                ? $"{name}:{line + 1}:{broken.BytePositionInLine + 1}: this is not JSON, or a name stands twice"
                : $"{name}: {broken.Message}");
            return null;
        }
    }

    private ScopeChange? Change()
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            problems.Add($"{name}: the file must hold one JSON object");
            return null;
        }

        foreach (var property in root.EnumerateObject().Select(property => property.Name).Except(Properties))
            problems.Add($"{name}:{property}: there is no such property; the nearest is {Nearest.To(property, Properties)}");

        var change = new ScopeChange(
            Flag("billing_type_changes"),
            Decimal("additional_funds"),
            Date("current_expires") ?? default,
            root.TryGetProperty("new_end", out var end) && end.ValueKind != JsonValueKind.Null ? Date("new_end") : null,
            Flag("original_sow_reused"),
            Flag("pm_wants_change_order"),
            NotNegative("extra_hours_unfunded"),
            Flag("scope_changes"),
            Flag("work_before_signature"),
            Dates("earlier_extensions"));

        return problems.Count == 0 ? change : null;
    }

    private bool Flag(string property)
    {
        var value = Property(property);
        if (value is not null && value.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Wrong(property, value.Value, "true or false");

        return value?.ValueKind == JsonValueKind.True;
    }

    // A JSON number or, as in the API, a string that holds one.
    private decimal Decimal(string property)
    {
        if (Property(property) is not { } value)
            return 0;

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        if (value.ValueKind is JsonValueKind.String or JsonValueKind.Number && decimal.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return number;

        Wrong(property, value, "a decimal number");
        return 0;
    }

    private decimal NotNegative(string property)
    {
        var number = Decimal(property);
        if (number < 0)
            problems.Add($"{name}:{property}: {number.ToString(CultureInfo.InvariantCulture)} is below zero");

        return number;
    }

    private DateOnly? Date(string property) => Property(property) is { } value ? Date(property, value) : null;

    private DateOnly? Date(string place, JsonElement value)
    {
        // The last years of the calendar leave no room to count on.
        if (value.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(
                value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year < 9900)
            return day;

        Wrong(place, value, "a date such as 2025-12-31");
        return null;
    }

    private List<DateOnly> Dates(string property)
    {
        if (!root.TryGetProperty(property, out var value))
            return [];
        if (value.ValueKind == JsonValueKind.Array)
            return [.. value.EnumerateArray().Select((item, index) => Date($"{property}[{index}]", item) ?? default)];

        Wrong(property, value, "a list of dates");
        return [];
    }

    private JsonElement? Property(string property)
    {
        if (root.TryGetProperty(property, out var value))
            return value;

        problems.Add($"{name}:{property}: missing");
        return null;
    }

    private void Wrong(string place, JsonElement value, string expected) =>
        problems.Add($"{name}:{place}: {value.GetRawText()} is not {expected}");
}
