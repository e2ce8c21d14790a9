using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;

namespace Throughline.Domain.Staffing;

/// <summary>What a planner decides about a booking. Without a person it is of a resource still to be named.</summary>
/// <param name="Series">Rows that were entered together share it.</param>
/// <param name="Owner">Of a soft booking: the code of a person, or the e-mail of an account, that hears when it runs out.</param>
/// <param name="Reason">Why it is soft and not hard .</param>
/// <param name="Expires">The last day a soft booking stands, included; null for as long as nobody decides.</param>
/// <param name="WaitingSince">Since when a soft booking waits in line for its person's days.</param>
/// <param name="Skills">What whoever is named later must be able to do: <c>kubernetes:3;migration:2</c>.</param>
public sealed record BookingTerms(
    EngagementKey Engagement,
    PersonKey? Person,
    string Role,
    DateRange Days,
    int MinutesPerDay,
    Commitment Commitment,
    string? Activity = null,
    string? WorkAtRisk = null,
    string? Note = null,
    string? Series = null,
    string? Owner = null,
    string? Reason = null,
    DateOnly? Expires = null,
    DateTimeOffset? WaitingSince = null,
    string? Skills = null)
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

    /// <summary>What only a soft booking has leaves with its softness.</summary>
    public BookingTerms Settled() => Commitment is Commitment.Hard ? this with { Owner = null, Reason = null, Expires = null, WaitingSince = null } : this;
}

/// <summary>The engagement is over: nobody could log the time that is planned.</summary>
public sealed record EngagementOver(EngagementKey Engagement, EngagementStatus Status)
    : Problem("R-216", $"{Engagement} is {Status.Text()}, so no time can be logged on it and nobody is booked on it any more. Choose another engagement, or change its status first.")
{
    /// <summary>Null while somebody may still be booked on it.</summary>
    public static EngagementOver? Check(EngagementKey engagement, EngagementStatus status) =>
        status is EngagementStatus.Completed or EngagementStatus.Cancelled ? new(engagement, status) : null;
}

/// <summary>staffing.soft_reason: when a soft booking must say why it is soft .</summary>
public enum SoftReason { Off, Noted, Horizon, Always }

public static class SoftReasons
{
    public static readonly Wording<SoftReason> Words = new(Text);

    /// <summary>The roles that are to be booked firmly up to the horizon .</summary>
    public static IReadOnlyList<string> Roles { get; } = ["project_manager", "engineer", "architect"];

    public static string Text(this SoftReason reason) => reason switch
    {
        SoftReason.Off => "off",
        SoftReason.Noted => "noted",
        SoftReason.Horizon => "horizon",
        SoftReason.Always => "always",
    };

    /// <summary>Whether a soft booking in the role on these days has to say why.</summary>
    /// <param name="months">P-06: the horizon within which it was to be firm.</param>
    public static bool Asks(this SoftReason reason, string role, DateRange days, DateOnly today, int months) => reason switch
    {
        SoftReason.Off => false,
        SoftReason.Always => true,
        SoftReason.Noted or SoftReason.Horizon => months > 0 && Roles.Contains(role) && days.Overlaps(new DateRange(today, today.AddMonths(months))),
    };
}

/// <summary>R-099: who books softly says why, and a promise is taken back only with a reason.</summary>
public sealed record SoftNeedsReason(string Message = "A hard booking is made soft only with a reason. Say why it cannot be promised any more.")
    : Problem("R-099", Message)
{
    /// <summary>Null where the booking is hard, says why, or need not.</summary>
    /// <param name="months">P-06: the horizon within which it was to be firm.</param>
    public static SoftNeedsReason? Check(BookingTerms terms, SoftReason policy, DateOnly today, int months) =>
        terms.Commitment is Commitment.Soft && policy is SoftReason.Horizon or SoftReason.Always && string.IsNullOrWhiteSpace(terms.Reason) && policy.Asks(terms.Role, terms.Days, today, months)
            ? new(policy is SoftReason.Always
                ? "A soft booking says why it is not hard. Give the reason."
                : FormattableString.Invariant($"Within {months} months {terms.Role.Replace('_', ' ')} is to be booked hard. Book hard, or say why it can only be soft."))
            : null;

    /// <summary>Null where the change takes no promise back, or says why.</summary>
    public static SoftNeedsReason? Check(BookingTerms before, BookingTerms after) =>
        before.Commitment is Commitment.Hard && after.Commitment is Commitment.Soft && string.IsNullOrWhiteSpace(after.Reason) ? new() : null;
}
