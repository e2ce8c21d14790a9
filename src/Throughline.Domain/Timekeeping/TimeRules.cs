using System.Globalization;
using Throughline.Domain.Engagements;
using Throughline.Domain.Policies;

namespace Throughline.Domain.Timekeeping;

/// <summary>A rule of logging said no to an entry that is otherwise well formed.</summary>
public sealed record TimeRefused(string Rule, string Message) : Problem(Rule, Message);

/// <summary>What may be logged at all, and what may be handed in.</summary>
public static class TimeRules
{
    private const decimal DayHours = 24m;

    /// <summary>The terms as they are stored: hours on the step of P-21, half a step upwards (R-203), and billable said outright.</summary>
    /// <param name="mayLogAnywhere">Whoever logs for others may do so on engagements the person is not assigned to.</param>
    public static Result<TimeTerms> Accept(TimeTerms proposed, TimeGround ground, PolicyValues policies, bool mayLogAnywhere)
    {
        var step = StepOf(proposed, ground, policies);
        var terms = proposed with
        {
            Hours = OnStep(proposed.Hours, step),
            Billable = proposed.Billable ?? proposed.Engagement is not null,
        };
        return (WrongShape(terms, ground, policies, mayLogAnywhere) as Problem
            ?? WrongHours(proposed.Hours, terms, step, ground.OtherHours) as Problem
            ?? Closed(terms, ground) as Problem
            ?? ground.Locked) is { } refused ? refused : terms;
    }

    /// <summary>The step of P-21 for the entry.</summary>
    internal static decimal StepOf(TimeTerms terms, TimeGround ground, PolicyValues policies) => policies.Answer(Question("P-21", terms, ground)).Number;

    /// <summary>The nearest step; half a step goes up, also below zero.</summary>
    public static decimal OnStep(decimal hours, decimal step) => Math.Floor(hours / step + 0.5m) * step;

    /// <summary>Why the entry cannot be handed in: its engagement takes no more time, or a note is due (P-24). Null when it can; hours are given back at any time.</summary>
    public static TimeRefused? RefuseSubmit(TimeTerms terms, TimeGround ground, PolicyValues policies) =>
        (terms.Hours > 0m ? Closed(terms, ground) : null) ?? NoteMissing(terms, ground, policies);

    /// <summary>Why the entry cannot be approved: a note is due, or it is billable before there is a contract (R-205). Null when it can.</summary>
    public static TimeRefused? RefuseApproval(TimeTerms terms, TimeGround ground, PolicyValues policies) =>
        terms.Billable is true && ground.EngagementStatus is EngagementStatus.Prospect
            ? new("R-205", $"{terms.Engagement} has no signed contract yet, so its time cannot be billable. Send it back to be logged as not billable.")
            : NoteMissing(terms, ground, policies);

    /// <summary>P-24 for the person: the version under which notes were asked for or not.</summary>
    public static PolicyVersion NotePolicy(TimeTerms terms, TimeGround ground, PolicyValues policies) =>
        policies.Answer(new PolicyQuestion("P-24", terms.Date, Region: ground.Region, Role: ground.Role)).Version;

    /// <summary>Null unless internal time that does not count towards utilisation stands without the note it needs.</summary>
    public static TimeRefused? NoteMissing(TimeTerms terms, TimeGround ground, PolicyValues policies) =>
        terms.Category is { } category && string.IsNullOrWhiteSpace(terms.Note)
        && policies.Answer("time.categories", terms.Date).ValueOf(category) == "non_creditable"
        && NotePolicy(terms, ground, policies).Value == "mandatory"
            ? new("P-24", $"{terms.Subject} on {Day(terms.Date)} needs a note. Say what it was for.")
            : null;

    /// <summary>Null when the engagement still takes time (R-216).</summary>
    internal static TimeRefused? Closed(TimeTerms terms, TimeGround ground) =>
        ground.EngagementStatus is EngagementStatus.Completed or EngagementStatus.Cancelled
            ? new("R-216", $"{terms.Engagement} is {ground.EngagementStatus.Value.Text()} and takes no more time. Log it to another engagement or to an internal category.")
            : null;

    private static InvalidFields? WrongShape(TimeTerms terms, TimeGround ground, PolicyValues policies, bool mayLogAnywhere)
    {
        if (terms.Engagement is null == terms.Category is null)
            return Invalid("R-204", "engagement", "Say what the time was for: either an engagement or an internal category, not both.");
        if (terms.Category is { } category && policies.Answer("time.categories", terms.Date) is var known && known.ValueOf(category) is null)
            return Invalid("R-209", "category", Unknown(category, [.. known.Pairs.Select(pair => pair.Key)]));
        if (terms.Category is not null && terms.Billable is true)
            return Invalid("R-205", "billable", "Internal time is not billable: only time on an engagement can be.");
        if (terms.Category is not null && terms.Activity is not null)
            return Invalid("R-204", "activity", "Internal time has no activity. Leave it empty.");
        // One sentence for both, so that nobody learns which engagements there are by trying.
        if (terms.Engagement is not null && (ground.EngagementStatus is null || !(ground.Assigned || mayLogAnywhere)))
            return Invalid("R-204", "engagement", mayLogAnywhere
                ? $"There is no engagement {terms.Engagement}."
                : $"{terms.Engagement} is no engagement that {terms.Person} is assigned to. Ask its project manager for a booking or an issue.");
        if (terms.Activity is not null && !ground.ActivityKnown)
            return Invalid("R-204", "activity", $"{terms.Engagement} has no activity {terms.Activity}.");

        return null;
    }

    private static InvalidFields? WrongHours(decimal asked, TimeTerms terms, decimal step, decimal otherHours)
    {
        if (asked > 0m && terms.Hours <= 0m)
            return Invalid("R-203", "hours", $"{Text(asked)} hours are less than half of the smallest step, {Text(step)}. Log at least {Text(step)}.");
        if (terms.Hours is <= 0m or > DayHours)
            return Invalid("R-202", "hours", "Hours are a number above 0 and at most 24.");
        if (otherHours + terms.Hours > DayHours)
            return Invalid("R-202", "hours", $"{Day(terms.Date)} would hold {Text(otherHours + terms.Hours)} hours, and a day has 24. {Text(otherHours)} are logged already.");

        return null;
    }

    private static string Unknown(string category, string[] known) => Nearest.To(category, known) is { } nearest
        ? $"There is no internal category \"{category}\". The nearest is {nearest}."
        : $"There is no internal category \"{category}\". There are {string.Join(", ", known)}.";

    private static InvalidFields Invalid(string rule, string field, string message) => new InvalidFields(field, message) with { Rule = rule };

    private static PolicyQuestion Question(string policy, TimeTerms terms, TimeGround ground) =>
        new(policy, terms.Date, terms.Engagement?.Value, ground.Region, ground.Role);

    private static string Text(decimal hours) => hours.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);
}
