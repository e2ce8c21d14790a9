using System.Globalization;
using Throughline.Domain.Dates;

namespace Throughline.Platform.Demo;

/// <summary>A part of an engagement's work and the time it takes, as shares of the engagement's.</summary>
internal sealed record DemoActivity(string Key, string Title, string Role, decimal From, decimal To, IReadOnlyList<string> Issues)
{
    public DateRange DaysIn(DemoEngagement engagement, DemoDays days)
    {
        var first = days.Monday(engagement.FromWeek);
        var length = (7 * (engagement.ToWeek - engagement.FromWeek + 1)) - 3;
        return new DateRange(first.AddDays((int)(length * From)), first.AddDays((int)(length * To) - 1));
    }
}

/// <summary>Activities and issues: every theme of engagement divides its work alike.</summary>
internal static class DemoWork
{
    // theme | key | title | role | percent of the time | issues
    private const string Table = """
        platform  | A1 | Discovery and design      | architect       | 0..20   | Interview the platform team; Map the present estate; Agree the target picture; Review the design with security
        platform  | A2 | Foundation                | engineer        | 15..45  | Set up the landing zone; Connect identity; Write the network policy; Automate the base images
        platform  | A3 | Roll-out                  | engineer        | 40..85  | Move the first team; Move the build agents; Tune autoscaling; Measure start times; Retire the old pools
        platform  | A4 | Hand-over                 | engineer        | 80..100 | Write the runbook; Rehearse an outage; Hand over to operations
        platform  | A5 | Project management        | project_manager | 0..100  | Agree the communication plan; Keep the RAID log; Prepare the closure meeting
        migration | A1 | Discovery                 | architect       | 0..18   | List all repositories; Measure sizes and history; Find the owners; Agree the waves
        migration | A2 | Target environment        | engineer        | 12..40  | Build the landing zone; Connect single sign-on; Set up monitoring; Test restore
        migration | A3 | Migration waves           | engineer        | 35..88  | Rehearse the cutover; Migrate the pilot group; Migrate wave 1; Migrate wave 2; Compare checksums
        migration | A4 | Training and hand-over    | trainer         | 80..100 | Train shift leads; Write the way back; Hand over to support
        migration | A5 | Project management        | project_manager | 0..100  | Agree the freeze window; Weekly status; Track customer decisions
        data      | A1 | Data discovery            | architect       | 0..22   | Catalogue the sources; Interview data owners; Classify personal data; Agree quality measures
        data      | A2 | Pipelines                 | engineer        | 18..60  | Ingest the first source; Ingest meter readings; Mask personal data; Schedule the loads; Alert on late data
        data      | A3 | Models and dashboards     | engineer        | 50..90  | Model the core entities; Build the operations dashboard; Review figures with finance; Tune slow queries
        data      | A4 | Hand-over                 | engineer        | 85..100 | Write the data dictionary; Train analysts; Hand over the pipelines
        data      | A5 | Project management        | project_manager | 0..100  | Weekly status; Agree the sample data set; Keep the RAID log
        security  | A1 | Assessment                | architect       | 0..25   | Threat model; Scan the pipelines; Review access rights; Rate the findings
        security  | A2 | Hardening                 | engineer        | 20..75  | Sign all artefacts; Rotate long-lived secrets; Enforce two reviewers; Harden the runners; Segment the network
        security  | A3 | Verification              | engineer        | 65..92  | Penetration test support; Fix high findings; Evidence for the auditor
        security  | A4 | Hand-over                 | engineer        | 88..100 | Write the security runbook; Train the on-call team
        security  | A5 | Project management        | project_manager | 0..100  | Plan with the auditor; Weekly status
        testing   | A1 | Test strategy             | architect       | 0..20   | Agree risk levels; Inventory of test suites; Choose the tools
        testing   | A2 | Environments and data     | engineer        | 15..55  | Generate synthetic customers; Build the test lab; Reset environments nightly; Mask production copies
        testing   | A3 | Automation                | engineer        | 45..92  | Automate the payment journeys; Quarantine flaky tests; Run in parallel; Report to the release board
        testing   | A4 | Project management        | project_manager | 0..100  | Weekly status; Agree entry and exit criteria
        release   | A1 | Release mapping           | engineer        | 0..18   | Walk the present release; Measure lead time; List manual approvals
        release   | A2 | Pipelines                 | engineer        | 12..60  | Template for services; Template for mobile apps; Cache dependencies; Gate on quality
        release   | A3 | Adoption                  | engineer        | 50..95  | Move team one; Move team two; Move the legacy services; Office hours; Measure failure rate
        release   | A4 | Project management        | project_manager | 0..100  | Weekly status; Agree release calendar
        training  | A1 | Needs and planning        | trainer         | 0..25   | Survey the attendees; Training event plan; Confirm dates; Prepare labs
        training  | A2 | Classes                   | trainer         | 20..90  | Deliver class 1; Deliver class 2; Deliver class 3; Collect feedback
        training  | A3 | Follow-up                 | trainer         | 85..100 | Send attendance report; Office hours; Close-out mail
        training  | A4 | Project management        | project_manager | 0..100  | Registration pages; Lab access codes
        """;

    // Gaps and slips that the task audit is there to find.
    private static readonly HashSet<(string, string)> WithoutStart = [("SOW-1050", "A3")];
    private static readonly HashSet<(string, string)> WithoutEnd = [("SOW-1037", "A3"), ("SOW-1050", "A3"), ("SOW-1048", "A4")];
    private static readonly HashSet<(string, string)> PastExpiry = [("SOW-1024", "A3"), ("SOW-1041", "A4")];

    private static readonly string[] Waiting = ["In Review", "In Progress", "In Progress", "Blocked/Waiting"];

    private static readonly ILookup<string, DemoActivity> ByTheme = DemoTable.Rows(Table).ToLookup(row => row[0], Activity);

    public static IEnumerable<DemoActivity> Of(DemoEngagement engagement) => ByTheme[engagement.Theme];

    /// <summary>The activity that a role works on that day, where the plan has one.</summary>
    public static string? On(DemoEngagement engagement, string role, DateOnly day, DemoDays days)
    {
        var running = Of(engagement).Where(activity => activity.DaysIn(engagement, days).Contains(day)).ToList();
        return (running.Find(activity => activity.Role == role) ?? running.Find(activity => activity.Role != "project_manager"))?.Key;
    }

    public static void WriteActivities(CsvRows rows, DemoDays days)
    {
        foreach (var engagement in DemoEngagements.All)
        {
            foreach (var activity in Of(engagement))
            {
                var (id, span) = ((engagement.Key, activity.Key), activity.DaysIn(engagement, days));
                var end = PastExpiry.Contains(id) ? days.Friday(engagement.ToWeek).AddDays(14) : span.Last;
                rows.Write(
                    engagement.Key, activity.Key, activity.Title, activity.Role, Budget(engagement, activity),
                    WithoutStart.Contains(id) ? null : span.First, WithoutEnd.Contains(id) ? null : end);
            }
        }
    }

    public static void WriteIssues(CsvRows rows, DemoDays days)
    {
        foreach (var engagement in DemoEngagements.All.Where(engagement => engagement.Status is not "prospect"))
        {
            var number = 0;
            foreach (var activity in Of(engagement))
            {
                for (var i = 0; i < activity.Issues.Count; i++)
                    WriteIssue(rows, days, engagement, activity, i, ++number);
            }
        }
    }

    private static void WriteIssue(CsvRows rows, DemoDays days, DemoEngagement engagement, DemoActivity activity, int i, int number)
    {
        var span = activity.DaysIn(engagement, days);
        var workflow = Workflow(engagement, activity, i, span, days.Today);
        var done = workflow == "Done";
        var due = span.First.AddDays((int)(span.Length * (i + 1m) / (activity.Issues.Count + 1)));
        var created = Earlier(span.First.AddDays(-10 + i), days.Today.AddDays(-3));
        var weight = Dice.Pick([1m, 2m, 2m, 3m], engagement.Key, activity.Issues[i]);
        rows.Write(
            engagement.Key, activity.Key, $"{engagement.Key[^4..]}-{number:00}", activity.Issues[i], done ? "closed" : "open",
            Assignee(engagement, activity, i), weight, weight switch { 1m => 2m, 2m => 5m, _ => 10m }, Iteration(engagement, due, days),
            $"PSD Workflow::{workflow};{engagement.Key}", DemoDays.At(created, 9, 5 * i),
            done ? DemoDays.At(Later(Earlier(due, days.Today.AddDays(-1)), created), 15, 7 * i) : null,
            activity.Role == "project_manager" && i == 1);
    }

    // Work that should be over is, save where an engagement is in trouble; what runs now is partly done.
    private static string Workflow(DemoEngagement engagement, DemoActivity activity, int i, DateRange span, DateOnly today)
    {
        if (engagement.Status is "closed" or "completed")
            return "Done";
        if (today < span.First || !engagement.HasStarted)
            return "Not Started";
        if (engagement.Status is "cancelled" or "on_hold")
            return i == 0 ? "Done" : "Blocked/Waiting";

        var late = engagement.InternalHealth is "R" or "Y" && i == activity.Issues.Count - 1;
        var finished = (int)(activity.Issues.Count * (today.DayNumber - span.First.DayNumber) / (decimal)span.Length);
        return i < finished && !late ? "Done" : i - finished < 2 ? Dice.Pick(Waiting, engagement.Key, activity.Key, i) : "Not Started";
    }

    private static string? Assignee(DemoEngagement engagement, DemoActivity activity, int i)
    {
        var team = DemoPlan.OfEngagement[engagement.Key].Where(stint => stint.Person is not null).Select(stint => stint.Person!).Distinct().ToList();
        var fit = team.Where(person => person.Role == activity.Role).DefaultIfEmpty(team.FirstOrDefault()).ToList();
        return fit[i % fit.Count]?.Key;
    }

    private static string? Iteration(DemoEngagement engagement, DateOnly due, DemoDays days)
    {
        var week = (due.DayNumber - days.Monday(engagement.FromWeek).DayNumber) / 7;
        return engagement.Theme == "training" ? null : string.Create(CultureInfo.InvariantCulture, $"Iteration {(week / 2) + 1}");
    }

    private static decimal? Budget(DemoEngagement engagement, DemoActivity activity)
    {
        var share = (activity.To - activity.From) / Of(engagement).Sum(each => each.To - each.From);
        return DemoPlan.BudgetHours(engagement) is { } hours ? decimal.Round(hours * share / 5) * 5 : null;
    }

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private static DemoActivity Activity(string[] row)
    {
        var (from, to) = DemoTable.Span(row[4]);
        return new DemoActivity(row[1], row[2], row[3], from / 100m, to / 100m, [.. row[5].Split(';', StringSplitOptions.TrimEntries)]);
    }
}
