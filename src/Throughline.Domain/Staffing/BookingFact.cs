using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;

namespace Throughline.Domain.Staffing;

/// <summary>Soft is a hope and reserves nobody; hard is a promise and does.</summary>
public enum Commitment { Soft, Hard }

public static class Commitments
{
    public static readonly Wording<Commitment> Words = new(Text);

    public static string Text(this Commitment commitment) => commitment switch
    {
        Commitment.Soft => "soft",
        Commitment.Hard => "hard",
    };
}

/// <summary>So many minutes of a person on every working day of the range; without a person, of a resource still to be named.</summary>
/// <param name="Skills">Wanted of whoever is named, as a <see cref="SkillList"/> writes them.</param>
public sealed record BookingFact(
    BookingKey Booking,
    EngagementKey Engagement,
    PersonKey? Person,
    string Role,
    DateRange Days,
    int MinutesPerDay,
    Commitment Commitment,
    string? Activity = null,
    string? WorkAtRisk = null,
    string? Skills = null);
