using System.Globalization;
using Throughline.Domain;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;

namespace Throughline.Features.Staffing;

/// <summary>What somebody asks for above a person's capacity, as it was checked.</summary>
public sealed record OvertimeAsk(PersonKey Person, DateRange Days, int MinutesPerDay, EngagementKey? Engagement, string Reason);

/// <summary>The same as it was typed.</summary>
public sealed record OvertimeForm
{
    public string? Person { get; init; }
    public string? Start { get; init; }
    public string? End { get; init; }
    public string? Hours { get; init; }
    public string? Engagement { get; init; }
    public string? Reason { get; init; }

    private const int LongestDays = 92;

    public Result<OvertimeAsk> Read()
    {
        var errors = new List<FieldError>();
        var first = Day(Start, "start", "first day", errors);
        var last = string.IsNullOrWhiteSpace(End) ? first : Day(End, "end", "last day", errors);
        var minutes = DailyHours.Read(Hours ?? "");
        if (string.IsNullOrWhiteSpace(Person))
            errors.Add(new("person", "Choose the person."));
        if (last < first)
            errors.Add(new("end", "The last day is before the first. Both are included."));
        if (last?.DayNumber - first?.DayNumber >= LongestDays)
            errors.Add(new("end", "Ask for at most three months at once."));
        if (minutes is null)
            errors.Add(new("hours", "Give hours a day like 2, 1.5 or 1:30."));
        if (string.IsNullOrWhiteSpace(Reason))
            errors.Add(new("reason", "Say why it cannot be done within the person's time."));

        return errors.Count > 0 || first is null || last is null || minutes is null
            ? new InvalidFields(errors)
            : new OvertimeAsk(
                new PersonKey(Person!.Trim()), new DateRange(first.Value, last.Value), minutes.Value,
                string.IsNullOrWhiteSpace(Engagement) ? null : new EngagementKey(Engagement.Trim()), Reason!.Trim());
    }

    private static DateOnly? Day(string? said, string field, string words, List<FieldError> errors)
    {
        if (DateOnly.TryParseExact(said?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;

        errors.Add(new(field, $"Give the {words}."));
        return null;
    }
}
