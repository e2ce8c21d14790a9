using Throughline.Domain.Policies;
using Throughline.Ui;

namespace Throughline.Features.Policies;

/// <summary>A policy's value as a person reads it, and as a form's fields make it.</summary>
internal static class PolicyWords
{
    /// <summary>What a choice means instead of its code, a unit after a number, a list with commas.</summary>
    public static string Of(PolicyKind kind, string value) => kind switch
    {
        PolicyKind.OneOf one => one.Choices.FirstOrDefault(choice => choice.Value == value)?.Words ?? value,
        PolicyKind.Number number => number.Instead.Contains(value) || number.Unit.Length == 0 || number.Unit.StartsWith("the ", StringComparison.Ordinal) ? value : $"{value} {number.Unit}",
        PolicyKind.Span => value.Replace('_', ' '),
        PolicyKind.ListOf list => string.Join(", ", value.Split(';').Select(item => Of(list.Item, item))),
        PolicyKind.DaysOff => value == PolicyKind.DaysOff.None ? "none" : value.Replace(";", " and ", StringComparison.Ordinal),
        PolicyKind.Pairs => string.Join(", ", value.Split(';').Select(pair => pair.Replace(":", " ", StringComparison.Ordinal).Replace('_', ' '))),
        _ => value,
    };

    /// <summary>The value that the fields of <c>PolicyInput</c> say; as typed where they make none, for the rule to refuse.</summary>
    public static string Read(PolicyKind kind, SentForm sent) => kind switch
    {
        PolicyKind.Span => $"{sent["value"]} {sent["value.unit"]}".Trim(),
        PolicyKind.WeeklyTime => $"{sent["value.day"]} {sent["value"]}".Trim(),
        PolicyKind.DaysOff => sent.All("value") is { Count: > 0 } days ? string.Join(';', days) : PolicyKind.DaysOff.None,
        PolicyKind.Pairs { Names.Count: > 0 } pairs => string.Join(';', pairs.Names.Select(name => $"{name}:{sent[$"value.{name}"]}")),
        PolicyKind.ListOf or PolicyKind.Pairs => string.Join(';', (sent["value"] ?? "").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
        _ => sent["value"] ?? "",
    };

    /// <summary>The fields that <see cref="Read"/> makes the value of again.</summary>
    public static IEnumerable<(string Name, string Value)> Fields(PolicyKind kind, string value) => kind switch
    {
        PolicyKind.Span when value.Split(' ', 2) is [var amount, var unit] => [("value", amount), ("value.unit", unit)],
        PolicyKind.WeeklyTime when value.Split(' ', 2) is [var day, var time] => [("value.day", day), ("value", time)],
        PolicyKind.Pairs { Names.Count: > 0 } => value.Split(';').Select(pair => pair.Split(':', 2)).Where(pair => pair.Length == 2).Select(pair => ($"value.{pair[0]}", pair[1])),
        PolicyKind.ListOf or PolicyKind.Pairs => [("value", value.Replace(";", "\n", StringComparison.Ordinal))],
        _ => [("value", value)],
    };
}
