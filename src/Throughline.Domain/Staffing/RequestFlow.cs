using Throughline.Domain.People;

namespace Throughline.Domain.Staffing;

/// <summary>The life of a resource request: one pure function for each step, which answers with the request as it is afterwards or says why not.</summary>
public static class RequestFlow
{
    /// <summary>Where each step may be taken from.</summary>
    public static bool Allows(RequestState from, RequestStep step) => step switch
    {
        RequestStep.Submit => from is RequestState.Draft,
        RequestStep.Propose => from is RequestState.Draft or RequestState.Submitted,
        RequestStep.Counter or RequestStep.Approve or RequestStep.Reject => from is RequestState.Submitted,
        RequestStep.Accept => from is RequestState.Countered,
        RequestStep.Book => from is RequestState.Approved,
        RequestStep.Withdraw => from is RequestState.Draft or RequestState.Submitted or RequestState.Countered,
        RequestStep.Cancel => from.IsOpen(),
    };

    /// <summary>Only a draft is edited; what was submitted changes by its steps.</summary>
    public static bool MayEdit(RequestState state) => state is RequestState.Draft;

    /// <summary>R-086: it says what the kind needs. A comment never comes here .</summary>
    /// <param name="standing">The booking it is about, as it stands; null when there is none.</param>
    public static Result<ResourceRequest> Submit(ResourceRequest request, BookingTerms? standing) =>
        (Refuse(request, RequestStep.Submit) ?? Incomplete(request.Terms, standing)) is { } problem
            ? problem
            : request with { State = RequestState.Submitted, Offers = [] };

    /// <summary>Names the person, with the reasoning kept elsewhere; the state stays.</summary>
    public static Result<ResourceRequest> Propose(ResourceRequest request, PersonKey person)
    {
        if (Refuse(request, RequestStep.Propose) is { } problem)
            return problem;

        return request.Terms.Kind is RequestKind.New or RequestKind.Replace
            ? request with { Terms = request.Terms with { Person = person } }
            : new NobodyToName(request.Terms.Kind);
    }

    /// <summary>R-089: at least one other span, none of them what was asked for.</summary>
    public static Result<ResourceRequest> Counter(ResourceRequest request, IReadOnlyList<RequestOffer> offers)
    {
        if (Refuse(request, RequestStep.Counter) is { } problem)
            return problem;

        var asked = new RequestOffer(request.Terms.Days, request.Terms.MinutesPerDay);
        IReadOnlyList<RequestOffer> other = [.. offers.Distinct().Where(offer => offer != asked)];
        return other.Count == 0 ? new CounterWithoutDates() : request with { State = RequestState.Countered, Offers = other };
    }

    /// <summary>Takes one of the offers, or answers with dates of one's own; either way the coordinator decides on it again.</summary>
    /// <param name="own">The dates are the requester's own answer and need not be among the offers.</param>
    public static Result<ResourceRequest> Accept(ResourceRequest request, RequestOffer chosen, bool own = false)
    {
        if (Refuse(request, RequestStep.Accept) is { } problem)
            return problem;
        if (!own && !request.Offers.Contains(chosen))
            return new NoSuchOffer();

        return request with
        {
            State = RequestState.Submitted, Offers = [], Terms = request.Terms with { Days = chosen.Days, MinutesPerDay = chosen.MinutesPerDay },
        };
    }

    public static Result<ResourceRequest> Approve(ResourceRequest request) => Moved(request, RequestStep.Approve, RequestState.Approved);

    /// <summary>The system's step after approval, in the same act.</summary>
    /// <param name="made">The booking that came of it.</param>
    public static Result<ResourceRequest> Book(ResourceRequest request, BookingKey made) =>
        Refuse(request, RequestStep.Book) is { } problem
            ? problem
            : request with { State = RequestState.Booked, Terms = request.Terms with { Booking = made } };

    public static Result<ResourceRequest> Reject(ResourceRequest request, string? reason) => WithReason(request, RequestStep.Reject, RequestState.Rejected, reason);

    public static Result<ResourceRequest> Withdraw(ResourceRequest request) => Moved(request, RequestStep.Withdraw, RequestState.Withdrawn);

    /// <summary>The need is gone: a coordinator clears away what is still open.</summary>
    public static Result<ResourceRequest> Cancel(ResourceRequest request, string? reason) => WithReason(request, RequestStep.Cancel, RequestState.Cancelled, reason);

    private static Result<ResourceRequest> Moved(ResourceRequest request, RequestStep step, RequestState to) =>
        Refuse(request, step) is { } problem ? problem : request with { State = to, Offers = [] };

    private static Result<ResourceRequest> WithReason(ResourceRequest request, RequestStep step, RequestState to, string? reason)
    {
        if (Refuse(request, step) is { } problem)
            return problem;

        return string.IsNullOrWhiteSpace(reason) ? new RequestReasonMissing(step) : Moved(request, step, to);
    }

    private static Problem? Refuse(ResourceRequest request, RequestStep step) =>
        Allows(request.State, step) ? null : new WrongRequestStep(request.State, step);

    private static RequestIncomplete? Incomplete(RequestTerms terms, BookingTerms? standing)
    {
        if (terms.Kind is not RequestKind.New && standing is null)
            return new("R-090", "booking", "Name the booking that this is about, as it stands now.");
        if (terms.Kind is RequestKind.FirmUp && standing!.Commitment is Commitment.Hard)
            return new("R-097", "booking", "This booking is hard already.");
        if (terms.Kind is RequestKind.FirmUp && terms.AgreedHours is not > 0m)
            return new("R-097", "agreedHours", "Give the hours that the customer has agreed to; without them a booking stays soft.");
        if (terms.Kind is RequestKind.Replace && terms.Person is not null && terms.Person == standing!.Person)
            return new("R-090", "person", "This is the person who is booked already. Name somebody else, or nobody and let the coordinator find one.");

        return terms.Kind is RequestKind.New && terms.Role.Length == 0 && terms.Person is null
            ? new("R-086", "role", "Name a role or a person.")
            : null;
    }
}
