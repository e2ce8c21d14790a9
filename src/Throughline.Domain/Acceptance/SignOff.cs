namespace Throughline.Domain.Acceptance;

/// <summary>One step of a milestone on its way to acceptance.</summary>
public enum SignOffStep { Request, Accept, Reject }

/// <summary>How far a milestone is: the day acceptance was asked for, the day it was given, and whether silence gave it.</summary>
public sealed record SignOff(DateOnly? Sent, DateOnly? Received, bool Passive);

/// <summary>The step does not fit where the milestone stands.</summary>
public sealed record SignOffRefused(string Rule, string Message) : Problem(Rule, Message);

public static class SignOffs
{
    /// <summary>
    /// Where the step leads. Asking sets the day sent; acceptance the day received, by silence only where
    /// the contract has a clause for it; a rejection keeps the milestone open, and asking again counts anew.
    /// </summary>
    /// <param name="now">Where the milestone stands.</param>
    /// <param name="step">What happened.</param>
    /// <param name="day">On which day.</param>
    /// <param name="bySilence">Of an acceptance: nobody answered in time.</param>
    /// <param name="hasClause">Whether silence counts in this contract.</param>
    public static Result<SignOff> Take(SignOff now, SignOffStep step, DateOnly day, bool bySilence, bool hasClause)
    {
        if (now.Received is { } received)
            return new SignOffRefused("R-224", FormattableString.Invariant($"The milestone was accepted on {received:yyyy-MM-dd}; nothing more can be done to it."));
        if (step is SignOffStep.Request)
            return now.Sent is { } before
                ? new SignOffRefused("R-223", FormattableString.Invariant($"Acceptance was asked for on {before:yyyy-MM-dd} and is not answered yet. Record the answer first."))
                : now with { Sent = day };
        if (now.Sent is not { } sent)
            return new SignOffRefused("R-223", "Acceptance was not asked for yet. Send the request first.");
        if (day < sent)
            return new SignOffRefused("R-224", FormattableString.Invariant($"The answer cannot come before the request of {sent:yyyy-MM-dd}."));
        if (step is SignOffStep.Reject)
            return new SignOff(null, null, false);

        return bySilence && !hasClause
            ? new SignOffRefused("R-229", "The contract has no clause by which silence accepts. Wait for the customer's answer.")
            : new SignOff(sent, day, bySilence);
    }
}
