using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;

namespace Throughline.Domain.Staffing;

/// <summary>R-086: what a request asks for. Of a booking that stands, the days and hours are those that it shall have.</summary>
/// <param name="Person">The person named; null for whoever fits the role.</param>
/// <param name="Skills">Wanted besides the role.</param>
/// <param name="Booking">The booking it is about; null for a new one.</param>
/// <param name="AgreedHours">The hours in all that the customer has agreed to .</param>
/// <param name="Traits">How whoever comes should like to work, as <see cref="People.Traits"/> writes it.</param>
public sealed record RequestTerms(
    EngagementKey Engagement,
    RequestKind Kind,
    string Role,
    PersonKey? Person,
    string Skills,
    DateRange Days,
    int MinutesPerDay,
    Commitment Commitment,
    BookingKey? Booking = null,
    string? Activity = null,
    decimal? AgreedHours = null,
    string? Note = null,
    string Traits = "");

/// <summary>A request as it stands.</summary>
/// <param name="RequestedBy">The account that made it.</param>
/// <param name="Coordinator">Whom it is addressed to; null for every coordinator.</param>
/// <param name="Offers">Other dates offered, while it is countered.</param>
public sealed record ResourceRequest(
    RequestKey Key, RequestTerms Terms, RequestState State, string RequestedBy, PersonKey? Coordinator, IReadOnlyList<RequestOffer> Offers);

/// <summary>Somebody who acts on a request, as far as the rules ask.</summary>
public sealed record RequestParty(string Account, PersonKey? Person)
{
    /// <summary>The request is theirs: they made it, or it is their own time that it asks for. Nobody decides on their own.</summary>
    public bool Owns(ResourceRequest request) => Account == request.RequestedBy || (Person is not null && Person == request.Terms.Person);
}

/// <summary>The request cannot take this step from where it stands.</summary>
public sealed record WrongRequestStep(RequestState State, RequestStep Step)
    : Problem("R-089", $"This request is {State.Text()}, so it cannot be {Step.Done()}. {Next(State)}")
{
    private static string Next(RequestState state) => state switch
    {
        RequestState.Draft => "Submit it first; a comment does not.",
        RequestState.Submitted => "It waits for the coordinator.",
        RequestState.Countered => "It waits for an answer to the dates offered.",
        RequestState.Approved => "It waits to be booked.",
        RequestState.Booked => "Make another request to change what is booked.",
        RequestState.Rejected or RequestState.Withdrawn or RequestState.Cancelled => "Make a new request.",
    };
}

/// <summary>The request lacks what it must say before anybody can decide on it.</summary>
public sealed record RequestIncomplete(string Rule, string Field, string Message) : Problem(Rule, Message);

/// <summary>A counter-offer that offers nothing.</summary>
public sealed record CounterWithoutDates()
    : Problem("R-089", "A counter-offer names other dates. Offer at least one other span of days, or reject the request with a reason.");

/// <summary>The dates that were accepted are none of those offered.</summary>
public sealed record NoSuchOffer() : Problem("R-089", "These dates were not offered. Choose one of the offers, or write the dates that suit.");

/// <summary>A decision that takes a reason came without one.</summary>
public sealed record RequestReasonMissing(RequestStep Step)
    : Problem("R-089", $"Say why it is {Step.Done()}. Whoever asked reads it here.");

/// <summary>A person was to be named on a request where none can be.</summary>
public sealed record NobodyToName(RequestKind Kind)
    : Problem("R-047", "People are proposed for new bookings and to replace somebody. This request is about a booking that stands.");
