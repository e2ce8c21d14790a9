namespace Throughline.Domain.Timekeeping;

/// <summary>
/// The life of an entry: logged, handed in, decided. What is approved never goes back; it is corrected by a further entry
/// (<see cref="TimeCorrection"/>). So the sum of approved hours changes by approving, and by nothing else.
/// </summary>
public static class TimeFlow
{
    /// <summary>Submitting again what was sent back needs no change in between; changing it makes it a draft first.</summary>
    public static bool Allows(TimeState from, TimeState to) => from switch
    {
        TimeState.Draft => to is TimeState.Submitted,
        TimeState.Submitted => to is TimeState.Approved or TimeState.Rejected,
        TimeState.Rejected => to is TimeState.Draft or TimeState.Submitted,
        TimeState.Approved => false,
    };

    /// <summary>True while the entry is still its owner's: hours, note and the rest may change, and it may be deleted.</summary>
    public static bool IsOpen(this TimeState state) => state switch
    {
        TimeState.Draft or TimeState.Rejected => true,
        TimeState.Submitted or TimeState.Approved => false,
    };

    /// <summary>As a sentence says it: "sent back" is what people call rejected time.</summary>
    public static string InWords(this TimeState state) => state switch
    {
        TimeState.Draft => "a draft",
        TimeState.Submitted => "submitted",
        TimeState.Approved => "approved",
        TimeState.Rejected => "sent back",
    };

    /// <summary>Why the step is refused; null when it may be taken.</summary>
    public static WrongTimeStep? Refuse(TimeState from, TimeState to) => Allows(from, to) ? null : new(from, to);

    /// <summary>Why the entry may not change any more; null when it may.</summary>
    public static EntryClosed? RefuseChange(TimeState state) => state.IsOpen() ? null : new(state);
}

/// <summary>The entry is not in a state from which this step leads on.</summary>
public sealed record WrongTimeStep(TimeState From, TimeState To) : Problem("R-206", Words(From, To))
{
    private static string Words(TimeState from, TimeState to) => to switch
    {
        TimeState.Submitted => $"This entry is {from.InWords()} already; only drafts and what was sent back can be submitted.",
        TimeState.Approved => $"This entry is {from.InWords()}; only submitted time can be approved.",
        TimeState.Rejected => $"This entry is {from.InWords()}; only submitted time can be sent back.",
        TimeState.Draft => $"This entry is {from.InWords()}; it does not become a draft again.",
    };
}

/// <summary>Submitted and approved time does not change under the eyes of those who decide on it.</summary>
public sealed record EntryClosed(TimeState State) : Problem(
    State is TimeState.Approved ? "R-217" : "R-206",
    State is TimeState.Approved
        ? "This entry is approved and does not change. Correct it: the difference becomes an entry of its own, which adjusts this one and is approved alone."
        : "This entry is submitted and waits for approval. Ask the approver to send it back, or log a further entry.");
