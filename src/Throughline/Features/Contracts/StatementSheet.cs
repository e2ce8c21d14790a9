using System.Globalization;
using Throughline.Domain;
using Throughline.Domain.Contracts;

namespace Throughline.Features.Contracts;

/// <summary>Where a value comes from. Line 0 is a person's own word.</summary>
public sealed record FieldSource(int Line, string Text, decimal Confidence)
{
    public static readonly FieldSource Person = new(0, "", 1m);

    public bool ByHand => Line == 0;

    /// <summary>Unsure enough that a person should look at it.</summary>
    public bool ToCheck => Confidence < 0.75m;

    public string Word => ByHand ? "by hand" : Confidence >= 0.9m ? "sure" : ToCheck ? "check" : "likely";
}

/// <summary>One item of a list as it stands in the form. <c>Was</c> is its place in the draft; null for one that a person added.</summary>
public sealed record SheetItem(int? Was, IReadOnlyDictionary<string, string> Texts);

/// <summary>
/// The review's form: what is typed in each control, beside the reading it began from. What was not changed keeps its
/// source and confidence; what was changed is the person's.
/// </summary>
public sealed class StatementSheet
{
    private const int MostItems = 2_000;
    private readonly Map draft;
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<SheetItem>> items = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string> warnings;

    private StatementSheet(StatementReading reading) => (draft, warnings) = (StatementForm.Of(reading, @sealed: false), reading.Warnings);

    public static StatementSheet Of(StatementReading reading)
    {
        var sheet = new StatementSheet(reading);
        foreach (var field in StatementShape.Fields)
        {
            if (field.IsList)
                sheet.items[field.Name] = [.. sheet.Nodes(field).Select((node, index) => new SheetItem(index, Shown(field, node)))];
            else
            {
                foreach (var (part, text) in Shown(field, sheet.draft[field.Name]))
                    sheet.texts[part] = text;
            }
        }

        return sheet;
    }

    public static StatementSheet Read(StatementReading reading, IFormCollection form)
    {
        var sheet = new StatementSheet(reading);
        foreach (var field in StatementShape.Fields)
        {
            if (!field.IsList)
            {
                foreach (var part in field.Parts)
                    sheet.texts[field.Control(part)] = Typed(form, field.Control(part));
                continue;
            }

            var count = int.TryParse(form[$"{field.Name}.count"], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? Math.Min(given, MostItems) : 0;
            sheet.items[field.Name] = [.. Enumerable.Range(0, count).Select(i => new SheetItem(
                int.TryParse(form[$"{field.Name}.{i.ToString(CultureInfo.InvariantCulture)}.was"], NumberStyles.None, CultureInfo.InvariantCulture, out var was) ? was : null,
                field.Parts.ToDictionary(part => part.Name, part => Typed(form, field.Control(part, i)))))];
        }

        return sheet;
    }

    public string this[string control] => texts.GetValueOrDefault(control, "");

    public IReadOnlyList<SheetItem> Items(FieldShape field) => items[field.Name];

    /// <summary>Puts a value in as if it had been typed.</summary>
    public void Take(string control, string text) => texts[control] = text;

    public void Add(FieldShape field) => items[field.Name].Add(new SheetItem(null, field.Parts.ToDictionary(part => part.Name, _ => "")));

    public void Remove(FieldShape field, int index)
    {
        if (index < items[field.Name].Count)
            items[field.Name].RemoveAt(index);
    }

    /// <summary>Null when nothing is stated.</summary>
    public FieldSource? SourceOf(FieldShape field) => Source(field, draft[field.Name], part => this[field.Control(part)]);

    public FieldSource? SourceOf(FieldShape field, SheetItem item) => Source(field, Began(field, item), part => item.Texts.GetValueOrDefault(part.Name, ""));

    /// <summary>The words of the source that say the value itself, where they do; else all that was quoted.</summary>
    public string Quoted(FieldShape field, SheetItem? item, FieldSource source) => field.Parts
        .Select(part => item is null ? this[field.Control(part)] : item.Texts.GetValueOrDefault(part.Name, ""))
        .FirstOrDefault(text => text.Length > 2 && source.Text.Contains(text, StringComparison.OrdinalIgnoreCase)) ?? source.Text;

    /// <summary>The reading with what was corrected, or what is wrong with which control.</summary>
    public Result<StatementReading> ToReading()
    {
        var errors = new List<FieldError>();
        var fields = new List<(string, StatementNode)>();
        foreach (var field in StatementShape.Fields)
        {
            fields.Add((field.Name, field.IsList
                ? new Many([.. items[field.Name].Select((item, index) => Node(field, Began(field, item), part => item.Texts.GetValueOrDefault(part.Name, ""), index, errors)).Where(node => !node.IsEmpty)], 0)
                : Node(field, draft[field.Name], part => this[field.Control(part)], null, errors)));
        }

        fields.Add(("warnings", new Many([.. warnings.Where(warning => !Settled(warning)).Select(Scalar.Of)], 0)));
        return errors.Count > 0 ? new InvalidFields(errors) : StatementForm.Read(Map.Of([.. fields]));
    }

    // A contradiction is settled once a person has said what its field is.
    private bool Settled(string warning) =>
        StatementShape.Find(warning.Split(':')[0]) is { IsList: false } field && SourceOf(field) is { ByHand: true };

    private IReadOnlyList<StatementNode> Nodes(FieldShape field) => draft[field.Name] is Many many ? many.Items : [];

    private StatementNode Began(FieldShape field, SheetItem item) => item.Was is { } was && was < Nodes(field).Count ? Nodes(field)[was] : StatementNode.Empty;

    private static FieldSource? Source(FieldShape field, StatementNode node, Func<FieldPart, string> typed)
    {
        if (field.Parts.All(part => typed(part).Length == 0))
            return null;
        if (!Unchanged(field, node, typed) || node is not Map read || read["source"] is not Map source)
            return FieldSource.Person;

        return new FieldSource(
            int.Parse(((Scalar)source["line"]).Text!, CultureInfo.InvariantCulture),
            (source["text"] as Scalar)?.Text ?? "",
            decimal.Parse(((Scalar)read["confidence"]).Text!, CultureInfo.InvariantCulture));
    }

    private static bool Unchanged(FieldShape field, StatementNode node, Func<FieldPart, string> typed)
    {
        var began = Shown(field, node);
        return field.Parts.All(part => Lines(began[Name(field, part)]) == Lines(typed(part)));
    }

    private static StatementNode Node(FieldShape field, StatementNode node, Func<FieldPart, string> typed, int? item, List<FieldError> errors)
    {
        if (field.Parts.All(part => typed(part).Length == 0))
            return StatementNode.Empty;
        if (Unchanged(field, node, typed) && node is Map)
            return node;

        var values = new List<(string, StatementNode)>();
        foreach (var part in field.Parts)
        {
            var (kept, wrong) = typed(part) is { Length: > 0 } text ? SheetText.Kept(field, part, text)
                : part.Needed ? (null, $"Say this too, or empty the rest: {part.Label.ToLowerInvariant()}.") : (null, null);
            values.Add((part.Name, Scalar.Of(kept)));
            if (wrong is not null)
                errors.Add(new FieldError(field.Control(part, item), $"{Called(field, item)}: {char.ToLowerInvariant(wrong[0])}{wrong[1..]}"));
        }

        return Map.Of(
            ("value", field.Parts is [{ Name: "" }] ? values[0].Item2 : Map.Of([.. values])),
            ("source", Map.Of(("line", Scalar.Of(0)), ("text", Scalar.Of("")))),
            ("confidence", Scalar.Number(1m)));
    }

    private static string Called(FieldShape field, int? item) => item is { } index ? string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(field.One[0])}{field.One[1..]} {index + 1}") : field.Label;

    private static Dictionary<string, string> Shown(FieldShape field, StatementNode node)
    {
        var value = node is Map read && read.Has("value") ? read["value"] : StatementNode.Empty;
        return field.Parts.ToDictionary(
            part => Name(field, part),
            part => SheetText.Shown(part.Kind, ((part.Name.Length > 0 && value is Map map ? map[part.Name] : value) as Scalar)?.Text));
    }

    private static string Name(FieldShape field, FieldPart part) => field.IsList ? part.Name : field.Control(part);

    private static string Typed(IFormCollection form, string name) => form[name].ToString().Trim();

    // A browser sends line ends of its own kind, and no white space at the ends survives a form.
    private static string Lines(string text) => text.ReplaceLineEndings("\n").Trim();
}
