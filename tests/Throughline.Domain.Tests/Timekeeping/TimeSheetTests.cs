using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Timekeeping;

[Trait("rule", "R-297")]
public class TimeSheetTests
{
    private static readonly TimeSheetNames Names = new(
        [(new PersonKey("p1"), "Ana Kovač", "ana@example.org"), (new PersonKey("p2"), "Kim Lee", null), (new PersonKey("p3"), "Kim Lee", null)],
        [(new EngagementKey("SOW-1"), "Migration", "Acme"), (new EngagementKey("SOW-2"), "Training", "Acme")],
        [(new EngagementKey("SOW-1"), "A-1", "Build")],
        ["administration", "pto"]);

    private const string Toggl = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (USD)";
    private const string Clockify = "Project,Client,Description,Task,User,Group,Email,Tags,Billable,Start Date,Start Time,End Date,End Time,Duration (h),Duration (decimal),Billable Rate (EUR),Billable Amount (EUR),Date of creation";
    private const string Harvest = "Date,Client,Project,Project Code,Task,Notes,Hours,Billable?,Invoiced?,Approved?,First Name,Last Name,Employee Id,Roles,Employee?,Billable Rate,Billable Amount,Cost Rate,Cost Amount,Currency,External Reference URL";

    private static SheetTable Sheet(string heads, params string[] rows) =>
        new(heads.Split(','), [.. rows.Select((row, i) => new SheetRow(i + 2, [.. row.Split('|')]))]);

    private static TimeSheetReading Read(SheetTable table, Func<TimeSheetPlan, TimeSheetPlan>? with = null) =>
        new TimeSheet(Names, [DayOfWeek.Saturday, DayOfWeek.Sunday]).Read(table, (with ?? (plan => plan))(TimeSheetPlan.Propose(table)));

    [Fact]
    public void An_entry_of_Toggl_that_crosses_midnight_is_two_days_and_a_running_one_is_left_out()
    {
        var read = Read(Sheet(
            Toggl,
            "Ana|ana@example.org|Acme|Migration|Build|Cutover|Yes|2026-03-06|22:30:00|2026-03-07|01:00:00|02:30:00||",
            "Ana|ana@example.org|Acme|Migration||Notes|いいえ|2026-03-09|09:00:00|2026-03-09|09:00:36|00:00:36||",
            "Ana|ana@example.org|Acme|Migration||Now|Yes|2026-03-09|10:00:00||||"));

        Assert.Empty(read.Errors);
        Assert.Equal(
            [(Day("2026-03-06"), 1.5m, "A-1", true), (Day("2026-03-07"), 1m, "A-1", true), (Day("2026-03-09"), 0.01m, null, false)],
            read.Entries.Select(entry => (entry.Day, entry.Hours, entry.Activity, entry.Billable!.Value)));
        Assert.Equal([4], read.LeftOut.Select(row => row.Row));
        Assert.EndsWith(".2", read.Entries[1].Entry, StringComparison.Ordinal);
    }

    [Fact]
    public void Clockify_is_read_with_the_account_s_days_and_a_clock_of_twelve_hours()
    {
        var read = Read(Sheet(
            Clockify,
            "Migration|Acme|Review||Ana||ana@example.org||Yes|04/30/2026|02:44:33 PM|04/30/2026|03:19:30 PM|00:34:57|0.58|||",
            "Training|Acme|||Ana||ana@example.org||No|05/04/2026|11:30 PM|05/05/2026|12:30 AM|1:00|1.00|||"));

        Assert.Empty(read.Errors);
        Assert.Equal([(Day("2026-04-30"), 0.5825m), (Day("2026-05-04"), 0.5m), (Day("2026-05-05"), 0.5m)], read.Entries.Select(entry => (entry.Day, entry.Hours)));
        Assert.Equal(1.5825m, read.SheetHours);
    }

    [Fact]
    public void Harvest_with_German_days_and_decimal_commas_is_read_by_first_and_last_name()
    {
        var read = Read(Sheet(Harvest, "18.02.2026|Acme|Migration|SOW-1|Build|Plan|7,5|Ja|Nein|Nein|Ana|Kovač|||Ja|||||Euro - EUR|", "19.02.2026|Acme|Training|||Day|1.200,5|Ja|||Ana|Kovač||||||||Euro - EUR|"), plan => plan with { SpreadLong = true });

        Assert.Empty(read.Errors);
        Assert.Equal((Day("2026-02-18"), 7.5m, "SOW-1"), (read.Entries[0].Day, read.Entries[0].Hours, read.Entries[0].Engagement!.Value.Value));
        Assert.Equal(1_208m, read.Hours);
    }

    [Fact]
    public void Localised_heads_are_found()
    {
        var plan = TimeSheetPlan.Propose(Sheet("Datum,Kunde,Projekt,Aufgabe,Notizen,Stunden,Abrechenbar?,Vorname,Nachname"));

        Assert.Equal(("harvest", "Datum", "Stunden", "Abrechenbar?", "Nachname"), (plan.Source, plan.Columns["date"], plan.Columns["hours"], plan.Columns["billable"], plan.Columns["last_name"]));
    }

    [Fact]
    public void Names_that_are_unknown_or_meant_for_several_people_are_told_with_their_rows()
    {
        var table = Sheet("Person,Project,Date,Hours", "Nobody|Migration|2026-03-02|1", "Kim Lee|Other|2026-03-02|1", "p1|Other|31.02.2026|one", "p1|Migration|2026-03-02|-1");
        var read = Read(table);

        Assert.Equal(
            [(2, "Person"), (3, "Person"), (3, "Project"), (4, "Date"), (5, "Hours")],
            read.Errors.Select(error => (error.Row, error.Column)));
        Assert.Equal(["Kim Lee", "Nobody"], read.People.Select(name => name.Name));
        Assert.Equal([new UnknownName("Other", 1)], read.Projects);

        var mapped = Read(table, plan => plan with
        {
            People = new Dictionary<string, string> { ["Nobody"] = "-", ["Kim Lee"] = "p2" }, Projects = new Dictionary<string, string> { ["Other"] = "administration" }, LeaveOutUnknown = true,
        });
        Assert.Equal([(3, "p2", "administration")], mapped.Entries.Select(entry => (entry.Row, entry.Person.Value, entry.Category)));
        Assert.Equal([2], mapped.LeftOut.Select(row => row.Row));
    }

    [Fact]
    public void Rows_that_are_alike_get_keys_by_their_order_and_corrected_hours_keep_the_key()
    {
        static IEnumerable<string> Keys(string hours) => Read(Sheet("Person,Project,Date,Hours", $"p1|SOW-1|2026-03-02|{hours}", "p1|SOW-1|2026-03-02|2")).Entries.Select(entry => entry.Entry);

        Assert.Equal(2, Keys("1").Distinct().Count());
        Assert.Equal(Keys("1"), Keys("3.5"));
    }

    [Fact]
    public void More_than_a_day_s_hours_are_refused_or_spread_over_the_working_days_before_to_the_same_total()
    {
        var table = Sheet("entry_id,Person,Project,Date,Hours", "7|p1|SOW-1|2026-03-09|28.25");

        Assert.Contains("more than a day has", Assert.Single(Read(table).Errors).Message, StringComparison.Ordinal);
        var spread = Read(table, plan => plan with { SpreadLong = true }).Entries;
        Assert.Equal([("sheet-7", Day("2026-03-09"), 8m), ("sheet-7.2", Day("2026-03-06"), 8m), ("sheet-7.3", Day("2026-03-05"), 8m), ("sheet-7.4", Day("2026-03-04"), 4.25m)],
            spread.Select(entry => (entry.Entry, entry.Day, entry.Hours)));
    }

    [Fact]
    public void A_column_that_the_mapping_names_and_the_sheet_lacks_is_told_with_the_nearest()
    {
        var error = Assert.Single(Read(Sheet("Person,Project,Date,Hours"), plan => plan with { Columns = new Dictionary<string, string>(plan.Columns) { ["hours"] = "Hour" } }).Errors);

        Assert.Contains("The nearest is \"Hours\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Project,Date,Hours", "Choose the column of the person, by name or e-mail address.")]
    [InlineData("Person,Project,Hours", "Choose the column of the day.")]
    [InlineData("Person,Project,Date", "Choose the column of the hours, or those of both times.")]
    public void What_still_has_to_be_chosen_is_said(string heads, string sentence) => Assert.Equal(sentence, Assert.Single(Read(Sheet(heads)).Errors).Message);

    [Fact]
    public void Tasks_become_issues_with_their_estimates()
    {
        var read = Read(
            Sheet("task_number,project_code,sub_category,hours_estimate,estimate_on,completed_on", "1735|SOW-1|Bug|0.7|2004-02-26|2005-01-11", "1736|SOW-1||x|2004-02-26|", "|SOW-1|Bug|1||", "1737|internal|Bug|1||"),
            plan => plan with { Projects = new Dictionary<string, string> { ["internal"] = "pto" } });

        Assert.Equal(new SheetTask(2, "1735", new EngagementKey("SOW-1"), "Bug", 0.7m, Day("2004-02-26"), Day("2005-01-11")), read.Tasks[0]);
        Assert.Equal([3, 4, 5], read.Errors.Select(error => error.Row));
    }

    [Theory]
    [InlineData("Person,Project,Date,Start time,End time", "p1|SOW-1|2026-03-02|23:00|01:00", "1,1")]
    [InlineData("Person,Project,Date,Start time,End time", "p1|SOW-1|2026-03-02|9.00|noon", "")]
    [InlineData("Person,Project,Date,Start time,End time,End date", "p1|SOW-1|2026-03-02|09:00|08:00|2026-03-02", "")]
    [InlineData("Person,Project,Date,Hours,Billable", "p1|SOW-1|2026-03-02|7:75|yes", "")]
    [InlineData("Person,Project,Date,Hours,Billable", "p1|SOW-1|2026-03-02|1|perhaps", "")]
    [InlineData("Person,Project,Date,Hours", "p1|SOW-1|2026-03-02T08:00:00|1:30", "1.5")]
    [InlineData("Person,Project,Date,Hours", "p1|SOW-1||1", "")]
    [InlineData("Person,Project,Date,Hours", "p1|SOW-1|2026-03-02|", "")]
    public void Times_and_hours_are_read_as_they_are_written_or_refused(string heads, string row, string hours)
    {
        var read = Read(Sheet(heads, row));

        Assert.Equal(hours, string.Join(',', read.Entries.Select(entry => entry.Hours.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture))));
        Assert.Equal(hours.Length == 0, read.Errors.Count > 0);
    }
}
