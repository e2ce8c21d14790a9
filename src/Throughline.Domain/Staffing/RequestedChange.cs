namespace Throughline.Domain.Staffing;

/// <summary>What an approved request does to the schedule.</summary>
public abstract record RequestedChange
{
    private RequestedChange()
    {
    }

    public sealed record Make(BookingTerms Terms) : RequestedChange;

    public sealed record Alter(BookingTerms Terms) : RequestedChange;

    public sealed record Release : RequestedChange;

    /// <param name="terms">What was asked for.</param>
    /// <param name="standing">The booking it is about, as it stands; null when it is gone or none was named.</param>
    public static Result<RequestedChange> Of(RequestTerms terms, BookingTerms? standing)
    {
        if (terms.Kind is RequestKind.New)
        {
            return Result.Of<RequestedChange>(new Make(new BookingTerms(
                terms.Engagement, terms.Person, terms.Role, terms.Days, terms.MinutesPerDay, terms.Commitment, terms.Activity, Note: terms.Note,
                Skills: terms.Person is null && terms.Skills.Length > 0 ? terms.Skills : null)));
        }

        if (standing is null)
            return new RequestIncomplete("R-090", "booking", "The booking that this is about has been released since. Reject the request, or ask for a new booking.");

        return Result.Of<RequestedChange>(terms.Kind switch
        {
            RequestKind.Change => new Alter(standing with { Days = terms.Days, MinutesPerDay = terms.MinutesPerDay }),
            RequestKind.FirmUp => new Alter(standing with { Days = terms.Days, MinutesPerDay = terms.MinutesPerDay, Commitment = Commitment.Hard }),
            RequestKind.Replace => new Alter(standing with { Person = terms.Person, Role = terms.Role, Days = terms.Days, MinutesPerDay = terms.MinutesPerDay }),
            RequestKind.Release or RequestKind.New => new Release(),
        });
    }
}
