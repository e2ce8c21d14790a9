namespace Throughline.Domain.Timekeeping;

/// <summary>
/// How far a week has come. Nobody sets it: it follows from the entries it holds, so that handing in one week, or one late
/// line, never opens another.
/// </summary>
public enum WeekState { Empty, Open, Submitted, PartlyApproved, Approved, Locked }

/// <summary>What the state of a week takes from one entry.</summary>
/// <param name="Locked">Its day lies in a locked period.</param>
public readonly record struct WeekLine(TimeState State, bool Locked = false);

public static class WeekStates
{
    /// <summary>
    /// Of one project row, or of the whole week with the lines of all its rows: open while anything is still its owner's,
    /// submitted while everything else waits, approved when all is, locked when moreover no day of it may be touched.
    /// </summary>
    public static WeekState Of(IEnumerable<WeekLine> lines)
    {
        var (any, open, submitted, approved, locked) = (false, false, false, false, true);
        foreach (var line in lines)
        {
            any = true;
            open |= line.State.IsOpen();
            submitted |= line.State is TimeState.Submitted;
            approved |= line.State is TimeState.Approved;
            locked &= line.Locked;
        }

        return (any, open, submitted, approved, locked) switch
        {
            (false, _, _, _, _) => WeekState.Empty,
            (_, true, _, _, _) => WeekState.Open,
            (_, _, true, true, _) => WeekState.PartlyApproved,
            (_, _, true, false, _) => WeekState.Submitted,
            (_, _, false, _, true) => WeekState.Locked,
            _ => WeekState.Approved,
        };
    }

    /// <summary>As a sentence says it: "the week is …".</summary>
    public static string InWords(this WeekState state) => state switch
    {
        WeekState.Empty => "empty",
        WeekState.Open => "open",
        WeekState.Submitted => "submitted",
        WeekState.PartlyApproved => "partly approved",
        WeekState.Approved => "approved",
        WeekState.Locked => "locked",
    };
}
