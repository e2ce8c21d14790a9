using System.Globalization;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;

namespace Throughline.Domain.Timekeeping;

/// <summary>Whose and what for the hours of an entry are, as far as locks ask.</summary>
/// <param name="LegalEntity">The engagement's, for internal time the person's.</param>
public sealed record LockedWork(PersonKey Person, EngagementKey? Engagement, string LegalEntity)
{
    /// <summary>What belongs to no other legal entity belongs to the practice itself.</summary>
    public const string Practice = "practice";

    public static LockedWork Of(PersonKey person, EngagementKey? engagement, string? personEntity, string? engagementEntity) =>
        new(person, engagement, (engagement is null ? personEntity : engagementEntity) ?? Practice);
}

/// <summary>Days whose hours stay as they are: of a legal entity, an engagement, a person, or several of these at once; of everybody where none is named.</summary>
/// <param name="Days">Both ends included; each day is locked by itself, whatever week it lies in.</param>
/// <param name="Billing">It closes a billing period.</param>
public sealed record PeriodLock(
    string Key, DateRange Days, string? LegalEntity, EngagementKey? Engagement, PersonKey? Person, string Reason, bool Billing = false)
{
    /// <summary>Whether it closes whole months of the practice or a legal entity; such a lock goes by a ticket alone.</summary>
    public bool ClosesMonths => Billing && Engagement is null && Person is null && Days.First.Day == 1 && Days.Last < DateOnly.MaxValue && Days.Last.AddDays(1).Day == 1;

    public bool Holds(LockedWork work, DateOnly day) =>
        Days.Contains(day)
        && (LegalEntity is null || LegalEntity == work.LegalEntity)
        && (Engagement is null || Engagement == work.Engagement)
        && (Person is null || Person == work.Person);
}

public enum TicketState { Asked, Approved, Declined }

public static class TicketStates
{
    public static readonly Wording<TicketState> Words = new(Text);

    public static string Text(this TicketState state) => state switch
    {
        TicketState.Asked => "asked",
        TicketState.Approved => "approved",
        TicketState.Declined => "declined",
    };
}

/// <summary>Opens locked days of one person for a while. Nobody closes it: from its instant on it opens nothing.</summary>
/// <param name="Until">The instant at which the days are locked again.</param>
public sealed record UnlockTicket(
    string Key, PersonKey Person, DateRange Days, string Reason, DateTimeOffset Until, TicketState State, string AskedBy, DateTimeOffset AskedAt,
    string? DecidedBy = null, DateTimeOffset? DecidedAt = null, string? Comment = null)
{
    public bool Opens(PersonKey person, DateOnly day, DateTimeOffset at) =>
        State is TicketState.Approved && Person == person && Days.Contains(day) && at < Until;

    /// <summary>Why it cannot be asked for; null when it can.</summary>
    public InvalidFields? Refuse() =>
        string.IsNullOrWhiteSpace(Reason) ? new InvalidFields("reason", "Say why the days must be opened.") with { Rule = "R-217" }
        : Until <= AskedAt ? new InvalidFields("until", "Let it end after now.") with { Rule = "R-217" }
        : null;

    /// <summary>Why it cannot be decided on; null when it can. Whoever asked decides on nothing.</summary>
    public Problem? RefuseDecision(string by, DateTimeOffset at) =>
        by == AskedBy ? new TicketRefused("separation_of_duties", "Nobody opens locked days for what they asked themselves. It is for somebody else to decide.")
        : State is not TicketState.Asked ? new TicketRefused("R-217", $"This ticket is {State.Text()} already.")
        : at >= Until ? new TicketRefused("R-217", "The time this ticket was asked for is over. Ask anew.")
        : null;
}

public sealed record TicketRefused(string Rule, string Message) : Problem(Rule, Message);

/// <summary>A closed billing period is not opened by whoever happens to be there.</summary>
public sealed record OpensByTicket() : Problem(
    "R-217", "This lock closes a billing period. Ask for it to be opened under Revenue, Billing periods; somebody else decides.");

/// <summary>The day's hours are locked.</summary>
public sealed record LockedPeriod(PeriodLock Lock, DateOnly Day) : Problem("R-217", string.Create(
    CultureInfo.InvariantCulture,
    $"{Day:ddd d MMM yyyy} is locked until {Lock.Days.Last:d MMM yyyy}: {Lock.Reason}. Approved hours can be corrected, which is booked after the lock; for anything else ask for an unlock ticket under Time, Locks."));

/// <summary>The locks and tickets there are, and what they say of a day. Everybody obeys them, administrators too .</summary>
public sealed class PeriodLocks(IReadOnlyList<PeriodLock> locks, IReadOnlyList<UnlockTicket> tickets)
{
    public static readonly PeriodLocks None = new([], []);

    public IReadOnlyList<PeriodLock> Locks { get; } = locks;
    public IReadOnlyList<UnlockTicket> Tickets { get; } = tickets;

    /// <summary>The lock that holds the day, which a ticket does not open; null when the hours may change.</summary>
    public LockedPeriod? Refuse(LockedWork work, DateOnly day, DateTimeOffset at)
    {
        foreach (var one in Locks)
        {
            if (one.Holds(work, day))
                return Tickets.Any(ticket => ticket.Opens(work.Person, day, at)) ? null : new LockedPeriod(one, day);
        }

        return null;
    }

    /// <summary>The first day from this one on whose hours may change: where a correction of locked hours is booked.</summary>
    public DateOnly FirstOpen(LockedWork work, DateOnly from, DateTimeOffset at)
    {
        var day = from;
        while (Refuse(work, day, at) is { } locked && locked.Lock.Days.Last < DateOnly.MaxValue)
            day = locked.Lock.Days.Last.AddDays(1);

        return day;
    }
}
