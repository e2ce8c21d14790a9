using System.Globalization;
using Throughline.Domain.Policies;

namespace Throughline.Domain.Timekeeping;

/// <summary>
/// An approved entry with the entries that correct it. What is approved of them together is what counts; it changes when,
/// and only when, one of them is approved.
/// </summary>
/// <param name="Root">The entry that was logged first; a correction of a correction corrects this one.</param>
/// <param name="Deltas">In the order in which they were recorded.</param>
public sealed record CorrectedTime(TimeEntry Root, IReadOnlyList<TimeEntry> Deltas)
{
    public decimal Approved => All.Where(entry => entry.State is TimeState.Approved).Sum(entry => entry.Terms.Hours);

    /// <summary>What the hours become once everything that is pending has been approved.</summary>
    public decimal Total => All.Sum(entry => entry.Terms.Hours);

    /// <summary>The correction that is still its writer's, and is changed instead of being corrected in turn.</summary>
    public TimeEntry? Open => Deltas.LastOrDefault(delta => delta.State.IsOpen());

    private IEnumerable<TimeEntry> All => Deltas.Prepend(Root);

    /// <summary>The one approved entry and its corrections that these are; null when they are anything else.</summary>
    public static CorrectedTime? Of(IEnumerable<TimeEntry> entries)
    {
        var all = entries.ToList();
        return all.FindAll(entry => entry.Adjusts is null) is [{ State: TimeState.Approved } root]
            && all.TrueForAll(entry => entry == root || entry.Adjusts == root.Entry)
                ? new CorrectedTime(root, [.. all.Where(entry => entry != root)])
                : null;
    }
}

/// <summary>What a correction writes.</summary>
/// <param name="Replaces">The pending correction whose hours it becomes; null when it is an entry of its own.</param>
/// <param name="Terms">Hours of 0: there is nothing to correct, so a pending correction goes away.</param>
public sealed record Correction(TimeEntry? Replaces, TimeTerms Terms);

/// <summary>Only approved time is corrected; everything before that is simply changed.</summary>
public sealed record NotApprovedYet(TimeState State) : Problem(
    "R-217", $"Only approved hours are corrected. This entry is {State.InWords()}" + (State.IsOpen() ? ": change it." : "; ask for it to be sent back."));

/// <summary>A correction would leave less than nothing, or more than a day.</summary>
public sealed record CorrectedOutOfDay(string Message) : Problem("R-217", Message);

/// <summary>The hours that were to be corrected have become others meanwhile.</summary>
public sealed record CorrectedMeanwhile(decimal Now) : Problem(
    "stale_version", string.Create(CultureInfo.InvariantCulture, $"These hours stand at {Now:0.####} by now. Look at them again before you correct them."));

/// <summary>
/// Approved hours never change. Who needs others writes the difference as an entry of its own, which names the one it
/// adjusts, may be negative, and is handed in and approved like any other. Taking all of it back is a correction to
/// zero; after that the hours may be logged anew.
/// </summary>
public static class TimeCorrection
{
    private const decimal DayHours = 24m;

    /// <summary>The difference to the hours that shall stand.</summary>
    /// <param name="standing">The approved entry and its corrections, all locked.</param>
    /// <param name="wanted">The total that shall stand; it is rounded to the step of P-21.</param>
    /// <param name="note">Why; null keeps the note of a pending correction.</param>
    /// <param name="ground">Around the entry; its other hours are those of the day without it and its corrections.</param>
    /// <param name="policies">The practice's.</param>
    public static Result<Correction> ToTotal(CorrectedTime standing, decimal wanted, string? note, TimeGround ground, PolicyValues policies)
    {
        var open = standing.Open;
        var settled = standing.Total - (open?.Terms.Hours ?? 0m);
        // Hours that came from elsewhere may be off the step; as long as they stay as they are, they do.
        var total = wanted == standing.Total ? wanted : TimeRules.OnStep(wanted, TimeRules.StepOf(standing.Root.Terms, ground, policies));
        return Write(standing, open, total - settled, note, ground);
    }

    /// <summary>A further entry of exactly the stated hours, whatever else is pending.</summary>
    public static Result<Correction> By(CorrectedTime standing, TimeTerms stated, TimeGround ground, PolicyValues policies) =>
        State(standing, null, stated, ground, policies);

    /// <summary>Other hours for a correction that is still open.</summary>
    public static Result<Correction> Change(CorrectedTime standing, TimeEntry delta, TimeTerms stated, TimeGround ground, PolicyValues policies) =>
        State(standing, delta, stated, ground, policies);

    private static Result<Correction> State(CorrectedTime standing, TimeEntry? delta, TimeTerms stated, TimeGround ground, PolicyValues policies)
    {
        if (Subject(stated) != Subject(delta?.Terms ?? standing.Root.Terms))
            return new InvalidFields("hours", "A correction stays with the entry it corrects: only its hours and its note are its own. For another day or subject, take the hours back and log them anew.") with { Rule = "R-217" };

        var hours = TimeRules.OnStep(stated.Hours, TimeRules.StepOf(standing.Root.Terms, ground, policies));
        return hours == 0m
            ? new InvalidFields("hours", "A correction is a number of hours other than 0, below 0 to take hours away.") with { Rule = "R-202" }
            : Write(standing, delta, hours, stated.Note ?? "", ground);
    }

    private static TimeTerms Subject(TimeTerms terms) => terms with { Hours = 0m, Note = null };

    /// <summary>Why approving leaves an impossible day; null when the approved hours stay between 0 and 24 .</summary>
    /// <param name="approved">What would be approved of an entry and all its corrections.</param>
    public static CorrectedOutOfDay? RefuseApproval(decimal approved) => approved switch
    {
        < 0m => new(Invariant($"This correction takes away more than is approved: {approved:0.####} hours would stay. Decide on the entry's other corrections first, or send it back.")),
        > DayHours => new(Invariant($"With this correction {approved:0.####} hours would be approved on one day. Decide on the entry's other corrections first, or send it back.")),
        _ => null,
    };

    private static Result<Correction> Write(CorrectedTime standing, TimeEntry? replaces, decimal hours, string? note, TimeGround ground)
    {
        var root = standing.Root;
        var total = standing.Total - (replaces?.Terms.Hours ?? 0m) + hours;
        if (root.State is not TimeState.Approved)
            return new NotApprovedYet(root.State);
        if (hours > 0m && TimeRules.Closed(root.Terms, ground) is { } closed)
            return closed;
        if (total is < 0m or > DayHours)
            return new InvalidFields("hours", Invariant($"The corrected hours would be {total:0.####}. They are at least 0 and at most 24.")) with { Rule = "R-202" };
        if (hours > 0m && ground.OtherHours + total > DayHours)
            return new InvalidFields("hours", Invariant($"{root.Terms.Date:ddd d MMM yyyy} would hold {ground.OtherHours + total:0.####} hours, and a day has 24.")) with { Rule = "R-202" };

        var kept = note is null ? replaces?.Terms.Note : string.IsNullOrWhiteSpace(note) ? null : note.Trim();
        return new Correction(replaces, root.Terms with { Hours = hours, Note = kept, Date = replaces?.Terms.Date ?? root.Terms.Date });
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
