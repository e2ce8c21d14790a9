using System.Globalization;
using Throughline.Domain.Dates;

namespace Throughline.Domain.People;

/// <summary>How far a request for time off is. Only an approved one takes days out of the plan.</summary>
public enum TimeOffState { Requested, Approved, Declined, Withdrawn }

public static class TimeOffStates
{
    public static readonly Wording<TimeOffState> Words = new(Text);

    public static string Text(this TimeOffState state) => state switch
    {
        TimeOffState.Requested => "requested",
        TimeOffState.Approved => "approved",
        TimeOffState.Declined => "declined",
        TimeOffState.Withdrawn => "withdrawn",
    };
}

/// <summary>What is asked for: days with both ends, and of each day so many minutes or, without them, the whole.</summary>
public sealed record TimeOffRequest(string Request, PersonKey Person, DateRange Days, TimeOffKind Kind, int? MinutesPerDay, TimeOffState State)
{
    /// <summary>The time off that an approval enters.</summary>
    public TimeOffFact Fact => new(Person, Days, Kind, MinutesPerDay);
}

/// <summary>The request is not in a state from which this step leads on.</summary>
public sealed record WrongTimeOffStep(string Request, TimeOffState From, TimeOffState To)
    : Problem("R-106", $"The request {Request} is {From.Text()} already; it cannot be {To.Text()} any more.");

/// <summary>The person asked for some of these days before.</summary>
public sealed record TimeOffOverlaps(string Request, TimeOffState State, DateRange Days) : Problem("R-106", string.Create(
    CultureInfo.InvariantCulture,
    $"The days overlap with those from {Days.First:yyyy-MM-dd} to {Days.Last:yyyy-MM-dd}, which are {State.Text()} ({Request}). Withdraw that request first, or ask for other days."));

/// <summary>The time off has begun, and with it what was planned around it.</summary>
public sealed record TimeOffBegun(DateRange Days) : Problem("R-106", string.Create(
    CultureInfo.InvariantCulture, $"This time off began on {Days.First:yyyy-MM-dd} and is not withdrawn any more. Ask a coordinator to change what is left of it."));

/// <summary>The life of a request: asked for, decided once, withdrawn by the person while it is open or before it begins.</summary>
public static class TimeOffFlow
{
    public static bool Allows(TimeOffState from, TimeOffState to) => from switch
    {
        TimeOffState.Requested => to is not TimeOffState.Requested,
        TimeOffState.Approved => to is TimeOffState.Withdrawn,
        TimeOffState.Declined or TimeOffState.Withdrawn => false,
    };

    /// <summary>Why the step is refused on this day; null when it may be taken.</summary>
    public static Problem? Refuse(TimeOffRequest request, TimeOffState to, DateOnly today)
    {
        if (!Allows(request.State, to))
            return new WrongTimeOffStep(request.Request, request.State, to);

        return request.State is TimeOffState.Approved && request.Days.First <= today ? new TimeOffBegun(request.Days) : null;
    }

    /// <summary>Why a person may not ask for these days too; null when nothing open or approved of theirs overlaps.</summary>
    public static TimeOffOverlaps? RefuseAsking(DateRange days, IEnumerable<TimeOffRequest> others) => others
        .Where(other => other.State is TimeOffState.Requested or TimeOffState.Approved && other.Days.Overlaps(days))
        .OrderBy(other => other.Days.First)
        .Select(other => new TimeOffOverlaps(other.Request, other.State, other.Days)).FirstOrDefault();
}
