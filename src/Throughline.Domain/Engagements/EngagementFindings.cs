using Throughline.Domain.Dates;
using Throughline.Domain.Policies;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;

namespace Throughline.Domain.Engagements;

/// <summary>What is missing or too much about engagements themselves: their lead, milestones, activities and hours.</summary>
internal static class EngagementFindings
{
    public static IEnumerable<Finding> Of(Watched watched)
    {
        var milestones = watched.Facts.Milestones.ToLookup(milestone => milestone.Engagement);
        var hours = new BudgetUse(watched);
        foreach (var engagement in watched.Facts.Engagements)
        {
            if (Lead(watched, engagement) is { } lead)
                yield return lead;
            if (Hours(engagement, hours) is { } budget)
                yield return budget;
            foreach (var milestone in milestones[engagement.Engagement])
            {
                if (Milestone(watched, engagement, milestone) is { } finding)
                    yield return finding;
            }
        }

        foreach (var unsigned in UnsignedMilestones.Of(watched.Facts, watched.Request))
            yield return Of(unsigned);
        foreach (var row in TaskAudit.Of(watched.Facts, watched.Request))
            yield return Of(row);
    }

    private static Finding Of(UnsignedMilestone unsigned) => new(
        "R-124", Severity.Warning, unsigned.Engagement.Engagement, "milestone", unsigned.Milestone.Milestone, unsigned.Said, unsigned.PeriodEnd, unsigned.Engagement.ProjectManager)
    {
        Rests =
        [
            new Part("expected", unsigned.Milestone.Title, Days(unsigned.Milestone.ForecastSignOff, null)),
            new Part("sign_off_sent", unsigned.Milestone.SignOffSent is null ? "never" : unsigned.Milestone.Milestone, Days(unsigned.Milestone.SignOffSent, null)),
            new Part("billing_period", Month.Of(unsigned.PeriodEnd).ToString(), Month.Of(unsigned.PeriodEnd).Days),
        ],
    };

    /// <summary>R-120, as the task audit lists it.</summary>
    internal static Finding Of(TaskAuditRow row) => new(
        "R-120", Severity.Warning, row.Engagement.Engagement, "activity", row.Activity.Activity,
        row.Activity.Title + row.Finding switch
        {
            TaskFinding.MissingStart => " has no first day. Enter it.",
            TaskFinding.MissingEnd => " has no last day. Enter it.",
            TaskFinding.PastDue => " is past its last day and has open work. Close the work, or move the day.",
            TaskFinding.EndsAfterExpiry => " ends after the contract. Move it, or extend the contract.",
        },
        row.Activity.End, row.Engagement.ProjectManager)
    {
        Rests =
        [
            new Part("activity", $"{row.Activity.Activity} {row.Activity.Title}", Days(row.Activity.Start, row.Activity.End)),
            new Part("contract", row.Engagement.Engagement.Value, new DateRange(row.Engagement.Start, row.Engagement.Expires)),
        ],
    };

    private static DateRange? Days(DateOnly? first, DateOnly? last) => (first, last) switch
    {
        ({ } from, { } to) when from <= to => new DateRange(from, to),
        ({ } from, _) => new DateRange(from, from),
        (null, { } to) => new DateRange(to, to),
        _ => null,
    };

    /// <summary>R-054, P-41: a project has a lead, and one whose role may lead.</summary>
    private static Finding? Lead(Watched watched, EngagementFact engagement)
    {
        if (!engagement.Status.IsUnderWay())
            return null;
        if (engagement.ProjectManager is not { } lead)
        {
            return new Finding(
                "R-054", Severity.Error, engagement.Engagement, "engagement", engagement.Engagement.Value,
                $"{engagement.Engagement} has no project manager as its lead. Name one.", engagement.Start)
            {
                Rests = [new Part("status", Watched.Role(engagement.Status.Text()), new DateRange(engagement.Start, engagement.Expires))],
            };
        }

        var role = watched.People.TryGetValue(lead, out var person) ? person.Role : "";
        return watched.Settings.LeadsOf(engagement).Contains(role) ? null : new Finding(
            "P-41", Severity.Warning, engagement.Engagement, "person", lead.Value,
            $"{watched.NameOf(lead)} leads {engagement.Engagement} but is {(role.Length == 0 ? "of no role" : $"booked as {Watched.Role(role)}")}. Name a lead whose role may lead, or change the policy.",
            engagement.Start, person?.Manager)
        {
            Rests = [new Part("role", role.Length == 0 ? "none" : role), .. watched.Settings.LeadsOf(engagement).Order(StringComparer.Ordinal).Select(may => new Part("may_lead", may))],
        };
    }

    /// <summary>R-112, R-223, R-226, R-227: a fixed-fee milestone has a date, is accepted only after it was sent, at the top level, and with its document.</summary>
    private static Finding? Milestone(Watched watched, EngagementFact engagement, MilestoneFact milestone)
    {
        if (engagement.Billing is not Billing.FixedFee || !engagement.Status.CountsInReports())
            return null;

        var open = milestone.SignOffReceived is not { } received || received > watched.Today;
        return (open, milestone) switch
        {
            (_, { Parent: { } whole } and ({ SignOffSent: not null } or { SignOffReceived: not null })) =>
                Of("R-227", Severity.Warning, $"{milestone.Milestone} {milestone.Title} is a part of {whole} and has a sign-off of its own. Only {whole} is signed off: enter it there.", milestone.SignOffReceived),
            (true, { Parent: not null }) => null,
            (false, { Undocumented: true }) => Of("R-226", Severity.Warning, $"{milestone.Milestone} {milestone.Title} was accepted, and neither the mail nor the document is kept with it. Attach it.", milestone.SignOffReceived),
            (true, { ForecastSignOff: null }) => Of("R-112", Severity.Error, $"{milestone.Milestone} {milestone.Title} has no date, so it is in no forecast. Say when it will be signed off.", null),
            (false, { SignOffSent: null }) => Of("R-223", Severity.Warning, $"{milestone.Milestone} {milestone.Title} was accepted but never marked as sent. Enter the day on which it was sent.", milestone.SignOffReceived),
            _ => null,
        };

        Finding Of(string rule, Severity severity, string message, DateOnly? due) =>
            new(rule, severity, engagement.Engagement, "milestone", milestone.Milestone, message, due, engagement.ProjectManager)
            {
                Rests =
                [
                    new Part("milestone", milestone.Title, Days(milestone.ForecastSignOff, null)), new Part("sign_off_sent", milestone.SignOffSent is null ? "never" : milestone.Milestone, Days(milestone.SignOffSent, null)),
                    new Part("sign_off_received", milestone.SignOffReceived is null ? "not yet" : milestone.Milestone, Days(milestone.SignOffReceived, null)),
                ],
            };
    }

    /// <summary>R-119, R-196: the hours that were sold are planned, and no more than these without leave.</summary>
    private static Finding? Hours(EngagementFact engagement, BudgetUse hours)
    {
        if (!engagement.Status.IsUnderWay() || hours.Of(engagement) is not { } use)
            return null;
        if (use.Firm > use.Ceiling)
        {
            return Of("R-196", Severity.Error,
                $"{Watched.Hours(use.Firm)} are worked or booked firmly on {engagement.Engagement}, {Watched.Hours(use.Firm - use.Ceiling)} more than the {Watched.Hours(use.Ceiling)} that are covered. Agree a change order, have a work exception approved, or book less.");
        }

        return use.Planned < use.Ceiling
            ? Of("R-119", Severity.Notice,
                $"{Watched.Hours(use.Ceiling - use.Planned)} of the {Watched.Hours(use.Ceiling)} of {engagement.Engagement} are neither worked nor booked. Book them, or agree what happens to them.")
            : null;

        Finding Of(string rule, Severity severity, string message) =>
            new(rule, severity, engagement.Engagement, "engagement", engagement.Engagement.Value, message, engagement.Expires, engagement.ProjectManager)
            {
                Rests = [new Part("covered", "contract, change orders and work exceptions", null, use.Ceiling), new Part("firm", "worked or booked firmly", null, use.Firm), new Part("soft", "booked softly", null, use.Planned - use.Firm)],
            };
    }
}
