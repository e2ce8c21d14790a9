using System.Globalization;
using System.Text;
using Throughline.Domain;
using Throughline.Domain.Contracts;

namespace Throughline.Features.Contracts;

/// <summary>A form that says something that cannot be so: names the field, the line and what is expected.</summary>
public sealed record UnreadableForm(string Sentence) : Problem("statement", Sentence);

/// <summary>
/// The structured form of a statement of work: the fields of a reading, each <c>{value, source, confidence}</c> or, as a person writes it,
/// just the value. A value that a person wrote has confidence 1 and the form's own line as its source.
/// </summary>
internal static class StatementForm
{
    private sealed class Wrong(string sentence) : Exception(sentence);

    /// <param name="reading">What was understood.</param>
    /// <param name="sealed">True adds a seal to each value, by which an edited one is told from one left as it was read.</param>
    public static Map Of(StatementReading reading, bool @sealed)
    {
        StatementNode One<T>(Reading<T>? field, Func<T, StatementNode> write) where T : notnull => field is null ? StatementNode.Empty : Field(field, write, @sealed);
        StatementNode All<T>(IReadOnlyList<Reading<T>> fields, Func<T, StatementNode> write) where T : notnull => new Many([.. fields.Select(field => Field(field, write, @sealed))], 0);
        return Map.Of(
            ("title", One(reading.Title, Scalar.Of)),
            ("sow_number", One(reading.SowNumber, Scalar.Of)),
            ("customer", One(reading.Customer, Scalar.Of)),
            ("provider", One(reading.Provider, Scalar.Of)),
            ("billing", One(reading.Billing, billing => Scalar.Of(Code(billing)))),
            ("currency", One(reading.Currency, Scalar.Of)),
            ("contract_value", One(reading.ContractValue, Money)),
            ("start", One(reading.Start, Day)),
            ("expires", One(reading.Expires, Day)),
            ("period_of_performance", One(reading.PeriodOfPerformance, Length)),
            ("milestones", All(reading.Milestones, m => Map.Of(("title", Scalar.Of(m.Title)), ("date", Day(m.Date)), ("amount", Money(m.Amount))))),
            ("rate_lines", All(reading.RateLines, r => Map.Of(("role", Scalar.Of(r.Role)), ("hours", Number(r.Hours)), ("rate", Money(r.Rate)), ("amount", Money(r.Amount))))),
            ("activities", All(reading.Activities, a => Map.Of(("title", Scalar.Of(a.Title)), ("description", Scalar.Of(a.Description))))),
            ("deliverables", All(reading.Deliverables, d => Map.Of(("title", Scalar.Of(d.Title)), ("due", Scalar.Of(d.Due))))),
            ("acceptance", One(reading.Acceptance, Review)),
            ("deemed_accepted", One(reading.DeemedAccepted, Scalar.Of)),
            ("resubmission", One(reading.Resubmission, Review)),
            ("payment_terms", One(reading.PaymentTerms, days => Map.Of(("days", Scalar.Of(days))))),
            ("iteration_length", One(reading.IterationLength, Length)),
            ("roles", All(reading.Roles, Scalar.Of)),
            ("expenses", One(reading.Expenses, e => Map.Of(("allowed", Scalar.Of(e.Allowed)), ("cap", Money(e.Cap))))),
            ("warnings", new Many([.. reading.Warnings.Select(Scalar.Of)], 0)));
    }

    public static Result<StatementReading> Read(StatementNode root)
    {
        try
        {
            return root switch
            {
                Map map => Read(map),
                Many { Items: [Map only] } => Read(only),
                Many { Items.Count: > 1 } => new UnreadableForm("The file holds several statements of work: put each in a file of its own."),
                _ => new UnreadableForm("The file does not hold a statement of work: it should begin with fields such as title, sow_number and customer."),
            };
        }
        catch (Wrong wrong)
        {
            return new UnreadableForm(wrong.Message);
        }
    }

    private static StatementReading Read(Map map)
    {
        if (map.Fields.FirstOrDefault(field => !Names.Contains(field.Key)) is { Key: { } unknown } stranger)
            throw new Wrong(Sentence(stranger.Value.Line, $"there is no field \"{unknown}\""));
        if (map.Fields.GroupBy(field => field.Key).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new Wrong(Sentence(twice.Last().Value.Line, $"the field \"{twice.Key}\" is given twice"));

        return new StatementReading
        {
            Title = One(map, "title", Words),
            SowNumber = One(map, "sow_number", Words),
            Customer = One(map, "customer", Words),
            Provider = One(map, "provider", Words),
            Billing = One(map, "billing", ToBilling),
            Currency = One(map, "currency", ToCurrency),
            ContractValue = One(map, "contract_value", ToAmount),
            Start = One(map, "start", ToDay),
            Expires = One(map, "expires", ToDay),
            PeriodOfPerformance = One(map, "period_of_performance", ToSpan),
            Milestones = All(map, "milestones", node => new StatementMilestone(Maybe(node, "title", Words), MaybeValue(node, "date", ToDay), MaybeValue(node, "amount", ToAmount))),
            RateLines = All(map, "rate_lines", node => new StatementRateLine(Maybe(node, "role", Words), MaybeValue(node, "hours", ToAmount), MaybeValue(node, "rate", ToAmount), MaybeValue(node, "amount", ToAmount))),
            Activities = All(map, "activities", node => node is Scalar ? new StatementActivity(Words(node), null) : new StatementActivity(Maybe(node, "title", Words) ?? throw Missing(node, "title"), Maybe(node, "description", Words))),
            Deliverables = All(map, "deliverables", node => node is Scalar ? new StatementDeliverable(Words(node), null) : new StatementDeliverable(Maybe(node, "title", Words) ?? throw Missing(node, "title"), Maybe(node, "due", Words))),
            Acceptance = One(map, "acceptance", ToReview),
            DeemedAccepted = One(map, "deemed_accepted", ToTruth),
            Resubmission = One(map, "resubmission", ToReview),
            PaymentTerms = One(map, "payment_terms", node => node is Scalar ? ToCount(node) : MaybeValue(node, "days", ToCount) ?? throw Missing(node, "days")),
            IterationLength = One(map, "iteration_length", ToSpan),
            Roles = All(map, "roles", Words),
            Expenses = One(map, "expenses", node => new StatementExpenses(MaybeValue(node, "allowed", ToTruth) ?? throw Missing(node, "allowed"), MaybeValue(node, "cap", ToAmount))),
            Warnings = map["warnings"] is Many warnings ? [.. warnings.Items.Where(item => !item.IsEmpty).Select(Words)] : [],
        };
    }

    private static readonly string[] Names =
    [
        "title", "sow_number", "customer", "provider", "billing", "currency", "contract_value", "start", "expires", "period_of_performance",
        "milestones", "rate_lines", "activities", "deliverables", "acceptance", "deemed_accepted", "resubmission", "payment_terms",
        "iteration_length", "roles", "expenses", "warnings", "file",
    ];

    private static Map Field<T>(Reading<T> reading, Func<T, StatementNode> write, bool @sealed) where T : notnull
    {
        var value = write(reading.Value);
        var source = Map.Of(("line", Scalar.Of(reading.Source.Line)), ("text", Scalar.Of(reading.Source.Text)));
        return @sealed
            ? Map.Of(("value", value), ("source", source), ("confidence", Scalar.Number(reading.Confidence)), ("seal", Scalar.Of(Seal(value))))
            : Map.Of(("value", value), ("source", source), ("confidence", Scalar.Number(reading.Confidence)));
    }

    private static Reading<T>? One<T>(Map map, string name, Func<StatementNode, T> read) where T : notnull =>
        map[name].IsEmpty || map[name] is Map field && field.Has("value") && field["value"].IsEmpty ? null : Reading(map[name], read);

    private static IReadOnlyList<Reading<T>> All<T>(Map map, string name, Func<StatementNode, T> read) where T : notnull => map[name] switch
    {
        var empty when empty.IsEmpty => [],
        Many many => [.. many.Items.Where(item => !item.IsEmpty && !(item is Map field && field.Has("value") && field["value"].IsEmpty)).Select(item => Reading(item, read))],
        var other => throw new Wrong(Sentence(other.Line, $"\"{name}\" should be a list")),
    };

    private static Reading<T> Reading<T>(StatementNode node, Func<StatementNode, T> read) where T : notnull
    {
        if (node is not Map map || !map.Has("value"))
            return new Reading<T>(read(node), new SourcePlace(node.Line, Flat(node)), 1m);

        var value = read(map["value"]);
        var asRead = map["source"] is Map && (!map.Has("seal") || (map["seal"] as Scalar)?.Text == Seal(map["value"]));
        return asRead && map["source"] is Map source
            ? new Reading<T>(value, new SourcePlace(MaybeValue(source, "line", ToCountOrZero) ?? 0, (source["text"] as Scalar)?.Text ?? ""), MaybeValue(map, "confidence", ToConfidence) ?? 1m)
            : new Reading<T>(value, new SourcePlace(map["value"].Line, Flat(map["value"])), 1m);
    }

    /// <summary>Eight letters and digits that change with the value (FNV-1a over its words).</summary>
    private static string Seal(StatementNode value)
    {
        var hash = 2166136261u;
        foreach (var letter in Encoding.UTF8.GetBytes(Flat(value)))
            hash = (hash ^ letter) * 16777619u;
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }

    private static string Flat(StatementNode node) => node switch
    {
        Scalar scalar => scalar.Text ?? "",
        Many many => string.Join("; ", many.Items.Select(Flat)),
        Map map => string.Join(", ", map.Fields.Select(field => $"{field.Key}: {Flat(field.Value)}")),
        _ => "",
    };

    private static string? Maybe(StatementNode node, string name, Func<StatementNode, string> read) => Part(node, name) is { IsEmpty: false } part ? read(part) : null;

    private static T? MaybeValue<T>(StatementNode node, string name, Func<StatementNode, T> read) where T : struct => Part(node, name) is { IsEmpty: false } part ? read(part) : null;

    private static StatementNode Part(StatementNode node, string name) =>
        node is Map map ? map[name] : throw new Wrong(Sentence(node.Line, $"expected fields such as \"{name}:\" here"));

    private static string Words(StatementNode node) => node is Scalar { Text: { Length: > 0 } text } ? text : throw new Wrong(Sentence(node.Line, "expected a text here"));

    private static StatementBilling ToBilling(StatementNode node) => Words(node) switch
    {
        "tm" => StatementBilling.TimeAndMaterials,
        "ff" => StatementBilling.FixedFee,
        "mixed" => StatementBilling.Mixed,
        var other => throw new Wrong(Sentence(node.Line, $"billing is tm, ff or mixed, not \"{other}\"")),
    };

    public static string Code(StatementBilling billing) => billing switch
    {
        StatementBilling.TimeAndMaterials => "tm",
        StatementBilling.FixedFee => "ff",
        StatementBilling.Mixed => "mixed",
    };

    private static string ToCurrency(StatementNode node) =>
        Words(node) is var code && Throughline.Domain.Pricing.Currency.LooksLikeCode(code) ? code : throw new Wrong(Sentence(node.Line, $"a currency is three capital letters such as USD, not \"{code}\""));

    private static decimal ToAmount(StatementNode node) =>
        decimal.TryParse(Words(node), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount < 1_000_000_000_000_000m
            ? amount : throw new Wrong(Sentence(node.Line, $"\"{Words(node)}\" is not an amount; write it as 15000.00"));

    private static DateOnly ToDay(StatementNode node) =>
        DateOnly.TryParseExact(Words(node), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day : throw new Wrong(Sentence(node.Line, $"\"{Words(node)}\" is not a date; write it as 2026-03-31"));

    private static int ToCount(StatementNode node) =>
        int.TryParse(Words(node), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100_000
            ? number : throw new Wrong(Sentence(node.Line, $"\"{Words(node)}\" is not a whole number"));

    private static int ToCountOrZero(StatementNode node) => int.TryParse(Words(node), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static decimal ToConfidence(StatementNode node) =>
        decimal.TryParse(Words(node), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var confidence) && confidence is >= 0m and <= 1m
            ? confidence : throw new Wrong(Sentence(node.Line, "a confidence lies between 0 and 1"));

    private static bool ToTruth(StatementNode node) => Words(node).ToUpperInvariant() switch
    {
        "TRUE" or "YES" => true,
        "FALSE" or "NO" => false,
        var other => throw new Wrong(Sentence(node.Line, $"expected true or false, not \"{other}\"")),
    };

    private static Span ToSpan(StatementNode node)
    {
        var unit = Words(Part(node, "unit"));
        return new Span(ToCount(Part(node, "amount")), unit switch
        {
            "days" => SpanUnit.Days,
            "business_days" => SpanUnit.BusinessDays,
            "weeks" => SpanUnit.Weeks,
            "months" => SpanUnit.Months,
            _ => throw new Wrong(Sentence(node.Line, $"a unit is days, business_days, weeks or months, not \"{unit}\"")),
        });
    }

    private static ReviewPeriod ToReview(StatementNode node)
    {
        var unit = Maybe(node, "unit", Words) ?? "business_days";
        if (unit is not ("business_days" or "calendar_days"))
            throw new Wrong(Sentence(node.Line, $"a unit is business_days or calendar_days here, not \"{unit}\""));

        return new ReviewPeriod(ToCount(Part(node, "days")), unit == "business_days", Maybe(node, "from", Words));
    }

    private static Wrong Missing(StatementNode node, string name) => new(Sentence(node.Line, $"\"{name}\" is missing"));

    private static string Sentence(int line, string matter) => string.Create(CultureInfo.InvariantCulture, $"Line {line}: {matter}.");

    private static Scalar Money(decimal amount) => Scalar.Of(amount.ToString("0.00############", CultureInfo.InvariantCulture));

    private static StatementNode Money(decimal? amount) => amount is { } value ? Money(value) : StatementNode.Empty;

    private static StatementNode Number(decimal? number) => number is { } value ? Scalar.Of(value.ToString("0.##############", CultureInfo.InvariantCulture)) : StatementNode.Empty;

    private static StatementNode Day(DateOnly? day) => day is { } value ? Scalar.Of(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : StatementNode.Empty;

    private static Scalar Day(DateOnly day) => Scalar.Of(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static Map Length(Span span) => Map.Of(("amount", Scalar.Of(span.Amount)), ("unit", Scalar.Of(span.Unit switch
    {
        SpanUnit.Days => "days",
        SpanUnit.BusinessDays => "business_days",
        SpanUnit.Weeks => "weeks",
        SpanUnit.Months => "months",
    })));

    private static Map Review(ReviewPeriod period) => Map.Of(("days", Scalar.Of(period.Days)), ("unit", Scalar.Of(period.BusinessDays ? "business_days" : "calendar_days")), ("from", Scalar.Of(period.From)));
}
