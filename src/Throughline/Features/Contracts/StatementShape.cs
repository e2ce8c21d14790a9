using Throughline.Ui;

namespace Throughline.Features.Contracts;

/// <summary>How one part of a field is written in a form.</summary>
public enum PartKind { Words, Sentences, Day, Amount, Number, Count, Choice }

/// <summary>One control. A field of one part has a part without a name; <c>Needed</c> is the part without which the others say nothing.</summary>
public sealed record FieldPart(string Name, string Label, PartKind Kind, bool Needed = false, IReadOnlyList<Choice>? Options = null);

/// <summary>A field of the form of a statement of work, or a list of them; the names are those of import-sow.</summary>
/// <param name="One">What one item of a list is called; empty for a single field.</param>
public sealed record FieldShape(string Name, string Label, IReadOnlyList<FieldPart> Parts, string One = "")
{
    public bool IsList => One.Length > 0;

    /// <summary>The name of a control: <c>acceptance.days</c>, <c>milestones.2.amount</c>.</summary>
    public string Control(FieldPart part, int? item = null) =>
        string.Join('.', new[] { Name, item?.ToString(System.Globalization.CultureInfo.InvariantCulture), part.Name }.Where(step => !string.IsNullOrEmpty(step)));
}

internal sealed record FieldGroup(string Title, IReadOnlyList<FieldShape> Fields);

/// <summary>The fields of the review, in the order of the page.</summary>
internal static class StatementShape
{
    private static readonly Choice[] DayUnits = [new("business_days", "business days"), new("calendar_days", "calendar days")];
    private static readonly Choice[] SpanUnits = [new("days", "days"), new("business_days", "business days"), new("weeks", "weeks"), new("months", "months")];

    public static IReadOnlyList<FieldGroup> Groups { get; } =
    [
        new("Parties",
        [
            One("title", "Title", PartKind.Words),
            One("sow_number", "SOW number", PartKind.Words),
            One("customer", "Customer", PartKind.Words),
            One("provider", "Provider", PartKind.Words),
        ]),
        new("Dates and value",
        [
            One("start", "Start", PartKind.Day),
            One("expires", "Expires", PartKind.Day),
            Span("period_of_performance", "Length"),
            One("billing", "Billing", PartKind.Choice, [new("tm", "Time and materials"), new("ff", "Fixed fee"), new("mixed", "Partly each")]),
            One("currency", "Currency", PartKind.Words),
            One("contract_value", "Contract value", PartKind.Amount),
            new("payment_terms", "Payment terms", [new("days", "Days from the invoice", PartKind.Count, Needed: true)]),
            new("expenses", "Expenses", [new("allowed", "Expenses are", PartKind.Choice, Needed: true, [new("true", "Charged"), new("false", "Not charged")]), new("cap", "Up to", PartKind.Amount)]),
        ]),
        new("Acceptance and work",
        [
            Review("acceptance", "Acceptance"),
            One("deemed_accepted", "Silence", PartKind.Choice, [new("true", "Counts as accepted"), new("false", "Does not count as accepted")]),
            Review("resubmission", "Resubmission"),
            Span("iteration_length", "Iteration"),
        ]),
        new("Milestones", [new("milestones", "Milestones", [new("title", "Title", PartKind.Words), new("date", "Date", PartKind.Day), new("amount", "Amount", PartKind.Amount)], "milestone")]),
        new("Rate lines", [new("rate_lines", "Rate lines", [new("role", "Role", PartKind.Words), new("hours", "Hours", PartKind.Number), new("rate", "Rate per hour", PartKind.Amount), new("amount", "Amount", PartKind.Amount)], "rate line")]),
        new("Activities", [new("activities", "Activities", [new("title", "Title", PartKind.Words, Needed: true), new("description", "Description", PartKind.Sentences)], "activity")]),
        new("Deliverables", [new("deliverables", "Deliverables", [new("title", "Title", PartKind.Words, Needed: true), new("due", "Due", PartKind.Words)], "deliverable")]),
        new("Roles asked for", [new("roles", "Roles", [new("", "Role", PartKind.Words)], "role")]),
    ];

    public static IReadOnlyList<FieldShape> Fields { get; } = [.. Groups.SelectMany(group => group.Fields)];

    /// <summary>Null when there is no such field.</summary>
    public static FieldShape? Find(string name) => Fields.FirstOrDefault(field => field.Name == name);

    private static FieldShape One(string name, string label, PartKind kind, IReadOnlyList<Choice>? options = null) => new(name, label, [new("", label, kind, Options: options)]);

    private static FieldShape Span(string name, string label) =>
        new(name, label, [new("amount", "How many", PartKind.Count, Needed: true), new("unit", "Unit", PartKind.Choice, Needed: true, SpanUnits)]);

    private static FieldShape Review(string name, string label) =>
        new(name, label, [new("days", "Days", PartKind.Count, Needed: true), new("unit", "Unit", PartKind.Choice, Options: DayUnits), new("from", "Counted from", PartKind.Words)]);
}
