using System.Globalization;
using Throughline.Domain;
using Throughline.Domain.Staffing;

namespace Throughline.Features.Staffing;

/// <summary>
/// A resource request as a form or a call states it. What is null was not said: a new request has none of it, or has it from
/// the booking it is about; a change leaves it as it is. An empty text takes the value away.
/// </summary>
public sealed record RequestForm
{
    public string? Request { get; init; }
    public string? Kind { get; init; }
    public string? Engagement { get; init; }
    public string? Person { get; init; }
    public string? Role { get; init; }
    public string? Skills { get; init; }
    public string? Traits { get; init; }
    public string? Start { get; init; }

    /// <summary>The last day, included.</summary>
    public string? End { get; init; }
    public string? HoursPerDay { get; init; }
    public string? Commitment { get; init; }
    public string? Booking { get; init; }
    public string? Activity { get; init; }
    public string? AgreedHours { get; init; }
    public string? Note { get; init; }

    public static RequestForm Of(RequestKey key, RequestTerms terms)
    {
        var booking = BookingForm.Of(default, AsBooking(terms));
        return new RequestForm
        {
            Request = key.Value, Kind = terms.Kind.Text(), Engagement = booking.Engagement, Person = booking.Person, Role = booking.Role, Skills = terms.Skills, Traits = terms.Traits,
            Start = booking.Start, End = booking.End, HoursPerDay = booking.HoursPerDay, Commitment = booking.Kind, Booking = terms.Booking?.Value ?? "",
            Activity = booking.Activity, AgreedHours = terms.AgreedHours?.ToString("0.####", CultureInfo.InvariantCulture) ?? "", Note = booking.Note,
        };
    }

    /// <summary>What a booking made of it as it stands would be.</summary>
    public static BookingTerms AsBooking(RequestTerms terms) => new(
        terms.Engagement, terms.Person, terms.Role, terms.Days, terms.MinutesPerDay, terms.Commitment, terms.Activity, Note: terms.Note);

    /// <summary>The terms stated, over those that stand; or every field that is wrong. An empty role means the person's own.</summary>
    /// <param name="standing">The request as it stands; null for a new one.</param>
    /// <param name="booking">The booking it is about; its days, hours and person hold where nothing else is said.</param>
    public Result<RequestTerms> Read(RequestTerms? standing, BookingTerms? booking)
    {
        var errors = new List<FieldError>();
        var kind = Said(Kind) is { } word ? RequestKinds.Words.Find(word) : Kind is null ? standing?.Kind : null;
        if (kind is null)
            errors.Add(new("kind", "Choose what you ask for."));

        decimal? agreed = AgreedHours is null ? standing?.AgreedHours : null;
        if (Said(AgreedHours) is { } hours)
        {
            if (decimal.TryParse(hours, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0m and < 10_000_000m)
                agreed = number;
            else
                errors.Add(new("agreedHours", $"\"{hours}\" is not a number of hours. Write the hours in all, such as 120."));
        }

        var read = new BookingForm
        {
            Engagement = Engagement, Person = Person, Role = Role, Start = Start, End = End, HoursPerDay = HoursPerDay,
            Kind = Commitment ?? (kind is RequestKind.FirmUp ? "hard" : null), Activity = Activity, Note = Note,
        }.Read(standing is null ? booking is null ? null : booking with { Note = null } : AsBooking(standing));
        if (!read.Succeeded(out var terms, out var problem))
            errors.AddRange(((InvalidFields)problem).Errors.Select(error => error.Field == "kind" ? error with { Field = "commitment" } : error));
        else if (booking is not null && booking.Engagement != terms.Engagement)
            errors.Add(new("engagement", $"The booking is on {booking.Engagement}; a request about it is for the same engagement."));

        if (errors.Count > 0 || terms is null || kind is null)
            return new InvalidFields(errors);

        return new RequestTerms(
            terms.Engagement, kind.Value, terms.Role, terms.Person, SkillList.Read(Skills ?? standing?.Skills).ToString(), terms.Days, terms.MinutesPerDay,
            terms.Commitment, BookingNamed(standing), terms.Activity, agreed, terms.Note,
            Domain.People.Traits.Text(Domain.People.Traits.Parse(Traits ?? standing?.Traits)));
    }

    /// <summary>The booking that the form names, or the one that stands where it names none.</summary>
    public BookingKey? BookingNamed(RequestTerms? standing) =>
        Booking is null ? standing?.Booking : Said(Booking) is { } booking ? new BookingKey(booking) : null;

    private static string? Said(string? text) => text?.Trim() is { Length: > 0 } said ? said : null;
}
