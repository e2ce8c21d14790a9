using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;

namespace Throughline.Features.Staffing;

/// <summary>A request as it is stored, with the version that a change of it must name.</summary>
/// <param name="Reason">Why it was decided so.</param>
/// <param name="Reasoning">R-047: why this person was proposed.</param>
public sealed record StoredRequest(
    ResourceRequest Request, DateTimeOffset? SubmittedAt, string? DecidedBy, DateTimeOffset? DecidedAt, string? Reason, string? Reasoning,
    int Version, string ChangedBy, DateTimeOffset RecordedAt)
{
    public RequestKey Key => Request.Key;
    public RequestTerms Terms => Request.Terms;
    public RequestState State => Request.State;

    /// <summary>How a sentence names it.</summary>
    public string Words => $"request {Key}";
}

/// <summary>One row of the table or of its twin.</summary>
public class RequestRow
{
    public const string Columns =
        """
        r.resource_request as request, r.engagement, r.kind, r.role, r.person, r.skills, r.start_date, r.end_date, r.minutes_per_day, r.commitment, r.booking, r.activity,
        r.agreed_hours, r.note, r.state, r.coordinator, r.requested_by, r.submitted_at, r.decided_by, r.decided_at, r.reason, r.offers, r.reasoning, r.traits,
        r.version, r.recorded_at, r.changed_by
        """;

    public string Request { get; init; } = "";
    public string Engagement { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Role { get; init; } = "";
    public string? Person { get; init; }
    public string? Skills { get; init; }
    public DateOnly StartDate { get; init; }
    public DateOnly EndDate { get; init; }
    public int MinutesPerDay { get; init; }
    public string Commitment { get; init; } = "";
    public string? Booking { get; init; }
    public string? Activity { get; init; }
    public decimal? AgreedHours { get; init; }
    public string? Note { get; init; }
    public string State { get; init; } = "";
    public string? Coordinator { get; init; }
    public string RequestedBy { get; init; } = "";
    public DateTimeOffset? SubmittedAt { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public string? Reason { get; init; }
    public string? Offers { get; init; }
    public string? Reasoning { get; init; }
    public string? Traits { get; init; }
    public int Version { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public string ChangedBy { get; init; } = "";

    public RequestTerms Terms => new(
        new EngagementKey(Engagement), RequestKinds.Words.Parse(Kind), Role, Person is null ? null : new PersonKey(Person), Skills ?? "",
        new DateRange(StartDate, EndDate), MinutesPerDay, Commitments.Words.Parse(Commitment), Booking is null ? null : new BookingKey(Booking),
        Activity, AgreedHours, Note, Traits ?? "");

    // Offers that an import brought in another form are none that can be accepted.
    public StoredRequest ToRequest() => new(
        new ResourceRequest(
            new RequestKey(Request), Terms, RequestStates.Words.Parse(State), RequestedBy, Coordinator is null ? null : new PersonKey(Coordinator),
            RequestOffer.Read(Offers) ?? []),
        SubmittedAt, DecidedBy, DecidedAt, Reason, Reasoning, Version, ChangedBy, RecordedAt);
}
