using System.Globalization;
using System.Text.RegularExpressions;
using Throughline.Domain;
using Throughline.Domain.Contracts;
using Throughline.Domain.Dates;
using Throughline.Ui;

namespace Throughline.Features.Contracts;

/// <summary>A value that is offered beside a field: what speaks for it, and the button that takes it.</summary>
public sealed record Proposal(string Sentence, string Button, string Value);

/// <summary>What the review says about a draft: what is missing, what contradicts, and what storing would make.</summary>
internal sealed partial class StatementReview
{
    private readonly OpenedStatement opened;
    private readonly StatementSheet sheet;
    private readonly StatementReading reading;

    public StatementReview(OpenedStatement opened, StatementSheet sheet, StatementChoices choices)
    {
        (this.opened, this.sheet) = (opened, sheet);
        Choices = Resolved(choices);
        // What is typed wrongly is told when it is sent; until then the draft stands.
        reading = sheet.ToReading().Succeeded(out var typed, out _) ? typed : opened.Reading;
        if (EngagementFromStatement.Draft(reading with { Customer = reading.Customer ?? CustomerByKey() }, Choices.Customer).Succeeded(out var draft, out var problem))
            Draft = draft;
        else
            Missing = [.. ((StatementIncomplete)problem).Fields.Select(field => (Control(field.Field), Sentence(field)))];
        if (IsTaken)
            Missing = [.. Missing, ("sow_number", $"SOW number: there is already an engagement {opened.Taken}. Give this one another number.")];
    }

    public StatementChoices Choices { get; }

    /// <summary>What storing would make; null while something is missing.</summary>
    public EngagementDraft? Draft { get; }

    public IReadOnlyList<(string Field, string Message)> Missing { get; } = [];

    /// <summary>What the reader found contradictory, each with the field or the line that it is about.</summary>
    public IReadOnlyList<(string Field, string Message)> Warnings => [.. reading.Warnings.Select(Warning)];

    private bool IsTaken => opened.Kept.Status == "draft" && opened.Taken is { } taken && reading.SowNumber is { } number && EngagementFromStatement.KeyOf(number.Value) == taken;

    public bool IsMixed => reading.Billing?.Value is StatementBilling.Mixed;

    public string Counts()
    {
        var fields = StatementShape.Fields.Select(field => field.IsList
            ? (Stated: sheet.Items(field).Count > 0, ToCheck: sheet.Items(field).Any(item => sheet.SourceOf(field, item) is { ToCheck: true }))
            : (Stated: sheet.SourceOf(field) is not null, ToCheck: sheet.SourceOf(field) is { ToCheck: true })).ToList();
        return $"{Text.Count(fields.Count(field => field.Stated), "field")} read, {Text.Whole(fields.Count(field => field.ToCheck))} to check, {Text.Whole(fields.Count(field => !field.Stated))} not stated.";
    }

    public Proposal? ProposalFor(FieldShape field) => field.Name switch
    {
        "sow_number" when reading.SowNumber is null && opened.NextNumber is { } next => new("The highest number so far is " + opened.LastNumber + ".", $"Take {next}", next),
        "sow_number" when IsTaken && opened.NextNumber is { } next => new($"There is already an engagement {opened.Taken}.", $"Take {next}", next),
        "expires" when reading.Expires is null && EngagementFromStatement.ProposedEnd(reading) is { } end =>
            new($"Counted from the start and the length that the document gives, the last day would be {Text.Day(end)}.", $"Take {Text.ShortDay(end)}", Text.Iso(end)),
        "contract_value" when MilestoneSum() is { } sum && sum != reading.ContractValue?.Value =>
            new($"The milestones add up to {Text.Amount(sum)}.", $"Use {Text.Amount(sum)}", SheetText.Shown(PartKind.Amount, sum.ToString(CultureInfo.InvariantCulture))),
        _ => null,
    };

    /// <summary>What storing makes, sentence by sentence, before it does.</summary>
    public IReadOnlyList<string> Effect(string practiceCurrency)
    {
        if (Draft is not { } draft || Missing.Count > 0)
            return [];

        var rates = StoreStatement.Rates(draft, Choices).Count;
        var unpriced = draft.Milestones.Count(milestone => milestone.Amount is null);
        List<string> says =
        [
            $"{draft.Engagement}, {draft.Name}: {(draft.Billing is StatementBilling.FixedFee ? "fixed fee" : "time and materials")}, {draft.Currency ?? practiceCurrency} {Text.Amount(draft.ContractValue)}, {Text.Range(new DateRange(draft.Start, draft.Expires))}.",
            opened.Customers.FirstOrDefault(customer => customer.Value == draft.Customer) is { } known
                ? $"It belongs to {known.Label}, the customer {known.Value}." : $"A new customer is made: {draft.CustomerName}, with the key {draft.Customer}.",
            $"It gets {Text.Count(draft.Activities.Count, "activity", "activities")}, {Text.Count(draft.Milestones.Count, "milestone")}, {Text.Count(rates, "hourly rate")} and {Text.Count(reading.Deliverables.Count, "deliverable")}.",
            Silence(draft),
        ];
        if (draft.Currency is null)
            says.Add($"The document names no currency; the practice's own, {practiceCurrency}, is taken.");
        if (unpriced > 0)
            says.Add($"{Text.Count(unpriced, "milestone")} without an amount {(unpriced == 1 ? "begins" : "begin")} at 0.00.");

        return says;
    }

    /// <summary>What is wrong with the choices beside the document.</summary>
    public IReadOnlyList<FieldError> ChoiceErrors()
    {
        List<FieldError> errors = [];
        if (Choices.Customer is { } key && !Key().IsMatch(key))
            errors.Add(new("choice.customer", "Customer: choose one of the list, or write a key of letters, digits, dots and dashes for a new one."));
        if (Choices.ProjectManager is { } manager && opened.People.All(person => person.Value != manager))
            errors.Add(new("choice.manager", "Project manager: choose one of the list."));
        if (Choices.Status is { } status && !StatementChoices.Statuses.Contains(status))
            errors.Add(new("choice.status", "Status: choose one of the list."));

        var lines = Draft?.RateLines.Where(line => line is { Role: not null, Rate: not null }) ?? [];
        errors.AddRange(lines.GroupBy(line => Choices.RoleOf(line.Role!)).Where(group => group.Select(line => line.Rate).Distinct().Count() > 1).Select(group =>
            new FieldError("rate_lines.0.role", $"Rate lines: {group.Key.Replace('_', ' ')} would have several rates ({string.Join(" and ", group.Select(line => Text.Amount(line.Rate!.Value)).Distinct())}). Keep one, or make them different roles.")));
        return errors;
    }

    private string Silence(EngagementDraft draft) => (draft.PassiveAcceptance, reading.DeemedAccepted?.Value) switch
    {
        ({ } passive, _) => $"Silence accepts after {passive.Days} {(passive.BusinessDays ? "business" : "calendar")} days.",
        (null, true) => "Silence does not accept yet: the days to review in are not stated.",
        (null, false) => "Silence does not accept.",
        (null, null) => "Silence does not accept: the document does not say that it does.",
    };

    // A name that is typed in full stands for its customer; the document's own name too, as long as nothing else was said.
    private StatementChoices Resolved(StatementChoices choices)
    {
        var wanted = choices.Customer ?? sheet["customer"];
        var known = opened.Customers.FirstOrDefault(customer => customer.Value == wanted)
            ?? opened.Customers.FirstOrDefault(customer => customer.Label.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        return known is null ? choices : choices with { Customer = known.Value };
    }

    private Reading<string>? CustomerByKey() =>
        opened.Customers.FirstOrDefault(customer => customer.Value == Choices.Customer) is { } known ? new Reading<string>(known.Label, new SourcePlace(0, ""), 1m) : null;

    private decimal? MilestoneSum() => reading.Milestones.Count > 0 && reading.Milestones.All(milestone => milestone.Value.Amount is not null)
        ? reading.Milestones.Sum(milestone => milestone.Value.Amount) : null;

    private string Sentence(FieldToFillIn field)
    {
        if (field.Field == "billing")
            return IsMixed ? "Billing: the work is paid partly each way. Choose the one that this engagement follows, or make two." : "Billing: choose how the work is paid; the document does not say.";

        var words = field.Sentence[(field.Sentence.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        return $"{StatementShape.Find(field.Field)!.Label}: {words}";
    }

    private static (string Field, string Message) Warning(string warning)
    {
        var parts = warning.Split(": ", 2);
        if (parts is [var name, var words] && StatementShape.Find(name) is { } field)
            return (Control(field.Name), $"{field.Label}: {words}");

        return Line().Match(warning) is { Success: true } line ? ($"line.{line.Groups[1].Value}", char.ToUpperInvariant(warning[0]) + warning[1..]) : ("", char.ToUpperInvariant(warning[0]) + warning[1..]);
    }

    private static string Control(string name) => StatementShape.Find(name) is { IsList: false } field ? field.Control(field.Parts[0]) : name;

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,62}\z")]
    private static partial Regex Key();

    [GeneratedRegex(@"\bline (\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex Line();
}
