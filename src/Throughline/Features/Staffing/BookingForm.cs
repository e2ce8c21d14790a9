using System.Globalization;
using Throughline.Domain;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;

namespace Throughline.Features.Staffing;

/// <summary>
/// A booking as a form or a request states it. What is null was not said: a new booking has none of it, a change leaves it
/// as it is. An empty text takes the value away. The properties are named like the columns of a bundle.
/// </summary>
public sealed record BookingForm
{
    public string? Booking { get; init; }
    public string? Engagement { get; init; }

    /// <summary>Empty for a resource still to be named.</summary>
    public string? Person { get; init; }

    /// <summary>May be left out for a person, who then works in their own role.</summary>
    public string? Role { get; init; }
    public string? Start { get; init; }

    /// <summary>The last day, included.</summary>
    public string? End { get; init; }
    public string? HoursPerDay { get; init; }
    public string? Kind { get; init; }
    public string? Activity { get; init; }
    public string? WorkAtRisk { get; init; }
    public string? Note { get; init; }

    /// <summary>Of a soft booking; whoever makes it when nobody is stated.</summary>
    public string? Owner { get; init; }

    /// <summary>Why it is soft.</summary>
    public string? Reason { get; init; }

    /// <summary>The last day a soft booking stands.</summary>
    public string? Expires { get; init; }

    /// <summary>Of a resource still to be named: what whoever comes must be able to do.</summary>
    public string? Skills { get; init; }

    /// <summary>A new soft booking waits in line for its person's days.</summary>
    public bool Waits { get; init; }

    /// <summary>The same booking as a form would state it.</summary>
    public static BookingForm Of(BookingKey booking, BookingTerms terms) => new()
    {
        Booking = booking.Value,
        Engagement = terms.Engagement.Value,
        Person = terms.Person?.Value ?? "",
        Role = terms.Role,
        Start = terms.Days.First.ToString("O", CultureInfo.InvariantCulture),
        End = terms.Days.Last.ToString("O", CultureInfo.InvariantCulture),
        HoursPerDay = DailyHours.Write(terms.MinutesPerDay),
        Kind = terms.Commitment.Text(),
        Activity = terms.Activity ?? "",
        WorkAtRisk = terms.WorkAtRisk ?? "",
        Note = terms.Note ?? "",
        Owner = terms.Owner ?? "",
        Reason = terms.Reason ?? "",
        Expires = terms.Expires?.ToString("O", CultureInfo.InvariantCulture) ?? "",
        Skills = terms.Skills ?? "",
    };

    /// <summary>The terms stated, over those that stand; or every field that is wrong. An empty role means the person's own.</summary>
    public Result<BookingTerms> Read(BookingTerms? standing = null)
    {
        var errors = new List<FieldError>();
        var engagement = Text(Engagement, standing?.Engagement.Value);
        if (engagement is null)
            errors.Add(new("engagement", "Choose the engagement that the time is for."));

        var person = Text(Person, standing?.Person?.Value);
        var role = Text(Role, standing?.Role);
        if (person is null && role is null)
            errors.Add(new("role", "Name a role for as long as nobody is named."));

        var first = Day(Start, standing?.Days.First, "start", "first day", errors);
        var last = Day(End, standing?.Days.Last, "end", "last day", errors);
        if (first is not null && last < first)
            errors.Add(new("end", "The last day is before the first. Both are included."));
        else if (last?.DayNumber - first?.DayNumber > LongestDays)
            errors.Add(new("end", "A booking lasts at most ten years."));

        var minutes = Minutes(standing, errors);
        var kind = Text(Kind, standing?.Commitment.Text()) is { } word ? Commitments.Words.Find(word) : null;
        if (kind is null)
            errors.Add(new("kind", "Choose soft or hard."));

        var expires = Expires is { } said && string.IsNullOrWhiteSpace(said) ? null
            : Expires is null ? standing?.Expires : Day(Expires, null, "expires", "last day it stands", errors);

        return errors.Count > 0 || engagement is null || first is null || last is null || minutes is null || kind is null
            ? new InvalidFields(errors)
            : new BookingTerms(
                new EngagementKey(engagement), person is null ? null : new PersonKey(person), role ?? "",
                new DateRange(first.Value, last.Value), minutes.Value, kind.Value,
                Text(Activity, standing?.Activity), Text(WorkAtRisk, standing?.WorkAtRisk), Text(Note, standing?.Note), standing?.Series,
                Text(Owner, standing?.Owner), Text(Reason, standing?.Reason), expires, standing?.WaitingSince,
                Text(Skills, standing?.Skills) is { } skills ? Text(SkillList.Read(skills).ToString(), null) : null).Settled();
    }

    private const int LongestDays = 3660;

    private static string? Text(string? said, string? standing) =>
        said is null ? standing : said.Trim() is { Length: > 0 } text ? text : null;

    private static DateOnly? Day(string? said, DateOnly? standing, string field, string words, List<FieldError> errors)
    {
        if (said is null && standing is not null)
            return standing;
        if (DateOnly.TryParseExact(said?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;

        errors.Add(new(field, string.IsNullOrWhiteSpace(said)
            ? $"Give the {words}."
            : $"\"{said}\" is not a day. Write the {words} as year, month and day: 2026-03-09."));
        return null;
    }

    private int? Minutes(BookingTerms? standing, List<FieldError> errors)
    {
        if (HoursPerDay is null && standing is not null)
            return standing.MinutesPerDay;
        if (DailyHours.Read(HoursPerDay ?? "") is { } minutes)
            return minutes;

        errors.Add(new("hoursPerDay", string.IsNullOrWhiteSpace(HoursPerDay)
            ? "Give the hours a day."
            : $"\"{HoursPerDay}\" is not a number of hours a day. Write 6, 7.5 or 1:30, more than 0 and at most 24, in whole minutes."));
        return null;
    }
}
