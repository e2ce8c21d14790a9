using Throughline.Domain.Dates;
using Throughline.Domain.People;

namespace Throughline.Domain.Timekeeping;

/// <summary>Somebody who decides on submitted time in an approver's place, for as long as both agreed and for nothing else.</summary>
/// <param name="Key">Made when it is given.</param>
/// <param name="Approver">Whose decisions they are: a project manager's, or a manager's.</param>
/// <param name="Person">Who takes their place.</param>
/// <param name="Days">On which days, both ends included.</param>
/// <param name="Reason">What the decisions made under it say.</param>
public sealed record StandIn(string Key, PersonKey Approver, PersonKey Person, DateRange Days, string Reason)
{
    /// <summary>Why it cannot be given; null when it can.</summary>
    public InvalidFields? Refuse(DateOnly today)
    {
        if (Approver == Person)
            return Invalid("standIn", "Name somebody else: nobody stands in for themselves.");
        if (Days.Last < today)
            return Invalid("until", "Let it end today or later.");

        return string.IsNullOrWhiteSpace(Reason) ? Invalid("reason", "Say why somebody takes the place.") : null;
    }

    private static InvalidFields Invalid(string field, string message) => new InvalidFields(field, message) with { Rule = "R-206" };
}
