using System.Globalization;
using Throughline.Domain.Dates;

namespace Throughline.Domain.Policies;

/// <summary>A policy's value in force, and which version of it. Reading it as a kind that it is not is a bug and throws.</summary>
public sealed record PolicyAnswer(Policy Policy, PolicyVersion Version)
{
    public string Text => Version.Value;

    public decimal Number => NumberIn(Text);

    /// <summary>The number, or null when one of the words that may stand in its place is set ("none", "off").</summary>
    public decimal? NumberOrNull => Policy.Kind is PolicyKind.Number kind && kind.Instead.Contains(Text) ? null : Number;

    public int WholeNumber => int.Parse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    public bool IsOn => Text == "on";

    public IReadOnlyList<string> Items => Text.Split(';');

    public IReadOnlyList<decimal> Numbers => [.. Items.Select(NumberIn)];

    /// <summary>Names with their values, in the order written.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs =>
        [.. Items.Select(item => item.Split(':', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]))];

    /// <summary>The value that stands beside a name; null when the name is not listed.</summary>
    public string? ValueOf(string name) =>
        Pairs.Where(pair => pair.Key == name).Select(pair => pair.Value).FirstOrDefault();

    /// <summary>The number that stands beside a name; null when the name is not listed.</summary>
    public decimal? NumberOf(string name) => ValueOf(name) is { } value ? NumberIn(value) : null;

    /// <summary>The length of time and its unit, <c>(3, "business_days")</c>.</summary>
    public (int Amount, string Unit) Span
    {
        get
        {
            var parts = Text.Split(' ', 2);
            return (int.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture), parts[1]);
        }
    }

    public WeeklyMinute WeeklyTime => WeeklyMinute.TryParse(Text, out var value) ? value : throw Unreadable("a weekly time");

    public TimeOnly TimeOfDay => TimeOnly.ParseExact(Text, "HH:mm", CultureInfo.InvariantCulture);

    public TimeZoneInfo Zone => Zones.Find(Text) ?? throw Unreadable("a time zone");

    /// <summary>The days of the week that are off, none for the word <c>none</c>.</summary>
    public IReadOnlyList<DayOfWeek> DaysOff => Text == PolicyKind.DaysOff.None
        ? []
        : [.. Items.Select(name => Weekdays.Find(name) ?? throw Unreadable("days of the week"))];

    private static decimal NumberIn(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    private FormatException Unreadable(string kind) => new($"{Policy.Id} holds \"{Text}\", which is not {kind}.");
}
