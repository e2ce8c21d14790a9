using System.Globalization;
using Throughline.Domain;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;

namespace Throughline.Features.Staffing;

/// <summary>The fields of a gesture as a form or the grid sends them; what cannot be read is collected and said at once.</summary>
internal sealed class GestureForm(IFormCollection form)
{
    private readonly List<FieldError> errors = [];

    public InvalidFields? Invalid => errors.Count == 0 ? null : new InvalidFields(errors);

    public string? Text(string name) => form[name].ToString().Trim() is { Length: > 0 } value ? value : null;

    /// <summary>One booking with the version that was seen.</summary>
    public SeenBooking Seen(string key) => new(new BookingKey(key), Number("version") ?? 0);

    /// <summary>Several, each <c>version:key</c>.</summary>
    public IReadOnlyList<SeenBooking> AllSeen() => [.. form["booking"].OfType<string>().Select(one =>
        one.Split(':', 2) is [var version, { Length: > 0 } key] && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var seen)
            ? new SeenBooking(new BookingKey(key), seen)
            : new SeenBooking(new BookingKey(one), 0))];

    public PersonKey? Person(string name = "person") => Text(name) is { } person ? new PersonKey(person) : null;

    public int? Number(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;

        errors.Add(new(name, $"\"{text}\" is not a whole number."));
        return null;
    }

    public DateOnly? Day(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;

        errors.Add(new(name, $"\"{text}\" is not a day. Write it as year, month and day: 2026-03-09."));
        return null;
    }

    public DateOnly Must(string name, string words)
    {
        var day = Day(name);
        if (day is null && errors.All(error => error.Field != name))
            errors.Add(new(name, $"Give the {words}."));

        return day ?? default;
    }

    /// <summary>Hours of a day, in minutes; 0 when they cannot be read.</summary>
    public int Hours(string name)
    {
        var minutes = DailyHours.Read(Text(name) ?? "");
        if (minutes is null)
            errors.Add(new(name, "Give hours a day like 4, 1.5 or 1:30."));

        return minutes ?? 0;
    }

    public Commitment Kind()
    {
        var kind = Commitments.Words.Find(Text("kind") ?? "");
        if (kind is null)
            errors.Add(new("kind", "Choose soft or hard."));

        return kind ?? Commitment.Soft;
    }
}
