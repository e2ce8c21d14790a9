using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;

namespace Throughline.Domain.Staffing;

/// <summary>What a planner decides about a booking. Without a person it is of a resource still to be named.</summary>
public sealed record BookingTerms(
    EngagementKey Engagement,
    PersonKey? Person,
    string Role,
    DateRange Days,
    int MinutesPerDay,
    Commitment Commitment,
    string? Activity = null,
    string? WorkAtRisk = null,
    string? Note = null)
{
    /// <summary>What whoever makes such a booking must be allowed to do.</summary>
    public Act ToBook => Commitment is Commitment.Hard ? Act.BookHard : Act.BookSoft;

    /// <summary>R-107: what whoever moves, changes or releases it must be allowed to do.</summary>
    public Act ToChange => Commitment is Commitment.Hard ? Act.ChangeHardBooking : Act.ChangeSoftBooking;

    /// <summary>
    /// True when the change promises something new: another person or engagement, more hours a day, more days, or hard
    /// instead of soft. That takes the right to book; a move or less of the same takes only the right to change.
    /// </summary>
    public bool AsksMoreThan(BookingTerms before) =>
        Person != before.Person
        || Engagement != before.Engagement
        || (Commitment is Commitment.Hard && before.Commitment is Commitment.Soft)
        || MinutesPerDay > before.MinutesPerDay
        || Days.Length > before.Days.Length;
}

/// <summary>The engagement is over: nobody could log the time that is planned.</summary>
public sealed record EngagementOver(EngagementKey Engagement, EngagementStatus Status)
    : Problem("R-216", $"{Engagement} is {Status.Text()}, so no time can be logged on it and nobody is booked on it any more. Choose another engagement, or change its status first.")
{
    /// <summary>Null while somebody may still be booked on it.</summary>
    public static EngagementOver? Check(EngagementKey engagement, EngagementStatus status) =>
        status is EngagementStatus.Completed or EngagementStatus.Cancelled ? new(engagement, status) : null;
}
