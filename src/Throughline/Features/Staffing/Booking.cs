using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;

namespace Throughline.Features.Staffing;

/// <summary>A booking as it is stored, with the version that a change of it must name.</summary>
public sealed record Booking(BookingKey Key, BookingTerms Terms, int Version, string ChangedBy, DateTimeOffset RecordedAt)
{
    /// <summary>The step that takes back what was just done to it; null where it was only read.</summary>
    public long? Step { get; init; }

    /// <summary>How a sentence names it.</summary>
    public string Words => $"booking {Key}";
}

/// <summary>One row of the table or of its twin.</summary>
internal class BookingRow
{
    public const string Columns =
        "booking, engagement, person, role, start_date, end_date, minutes_per_day, kind, activity, work_at_risk, note, series, owner, reason, expires, waiting_since, skills, version, recorded_at, changed_by";

    public string Booking { get; init; } = "";
    public string Engagement { get; init; } = "";
    public string? Person { get; init; }
    public string Role { get; init; } = "";
    public DateOnly StartDate { get; init; }
    public DateOnly EndDate { get; init; }
    public int MinutesPerDay { get; init; }
    public string Kind { get; init; } = "";
    public string? Activity { get; init; }
    public string? WorkAtRisk { get; init; }
    public string? Note { get; init; }
    public string? Series { get; init; }
    public string? Owner { get; init; }
    public string? Reason { get; init; }
    public DateOnly? Expires { get; init; }
    public DateTimeOffset? WaitingSince { get; init; }
    public string? Skills { get; init; }
    public int Version { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public string ChangedBy { get; init; } = "";

    public BookingTerms Terms => new(
        new EngagementKey(Engagement), Person is null ? null : new PersonKey(Person), Role, new DateRange(StartDate, EndDate),
        MinutesPerDay, Commitments.Words.Parse(Kind), Activity, WorkAtRisk, Note, Series, Owner, Reason, Expires, WaitingSince, Skills);

    /// <summary>What reports and the day ledger know of it.</summary>
    public BookingFact Fact => new(
        new BookingKey(Booking), new EngagementKey(Engagement), Person is null ? null : new PersonKey(Person), Role, new DateRange(StartDate, EndDate),
        MinutesPerDay, Commitments.Words.Parse(Kind), Skills: Skills);

    public static BookingRow Of(Booking booking) => new()
    {
        Booking = booking.Key.Value, Engagement = booking.Terms.Engagement.Value, Person = booking.Terms.Person?.Value, Role = booking.Terms.Role,
        StartDate = booking.Terms.Days.First, EndDate = booking.Terms.Days.Last, MinutesPerDay = booking.Terms.MinutesPerDay,
        Kind = booking.Terms.Commitment.Text(), Activity = booking.Terms.Activity, WorkAtRisk = booking.Terms.WorkAtRisk, Note = booking.Terms.Note,
        Series = booking.Terms.Series, Owner = booking.Terms.Owner, Reason = booking.Terms.Reason, Expires = booking.Terms.Expires,
        WaitingSince = booking.Terms.WaitingSince, Skills = booking.Terms.Skills, Version = booking.Version, RecordedAt = booking.RecordedAt, ChangedBy = booking.ChangedBy,
    };

    public Booking ToBooking() => new(new BookingKey(Booking), Terms, Version, ChangedBy, RecordedAt);
}
