using System.IO.Compression;
using System.Text;

namespace Throughline.Platform.Demo;

/// <summary>
/// A lively sample practice as a bundle: Northlight Services, sixty people and forty-four engagements around the day it is
/// made for. The same day gives the same bytes.
/// </summary>
internal static class DemoPractice
{
    public const string Name = "Northlight Services";

    private static readonly (string File, string Columns, Action<CsvRows, DemoCalendar> Write)[] Files =
    [
        ("policies.csv", "policy,value,scope_kind,scope,effective_from", (rows, at) => DemoRecords.WritePolicies(rows, at.Days)),
        ("calendars.csv", "calendar,date,name,hours", (rows, at) => at.WriteHolidays(rows)),
        ("people.csv", "person,name,email,role,employment,region,time_zone,calendar,weekly_hours,start_date,manager,cost_rate,cost_currency,skills",
            (rows, _) => DemoCalendar.WritePeople(rows)),
        ("overtime.csv", "person,date,hours,kind,reason,approved_by", (rows, at) => at.WriteOvertime(rows)),
        ("time_off.csv", "person,start,end,kind,hours_per_day", (rows, at) => at.WriteAway(rows)),
        ("qualifications.csv", "person,kind,qualification,obtained,expires,note", (rows, at) => DemoStaffing.WriteQualifications(rows, at.Days)),
        ("style_notes.csv", "person,note,text,traits,author,written_at", (rows, at) => DemoStaffing.WriteStyleNotes(rows, at.Days)),
        ("working_patterns.csv", "person,effective_from,mon,tue,wed,thu,fri,sat,sun", (rows, at) => DemoStaffing.WritePatterns(rows, at.Days)),
        ("rates.csv", "role,currency,hourly_rate,effective_from,engagement", (rows, at) => DemoPrices.Write(rows, at.Days)),
        ("exchange_rates.csv", "currency,to_currency,rate,effective_from", (rows, at) => DemoPrices.WriteExchangeRates(rows, at.Days)),
        ("customers.csv", "customer,name,region,time_zone,calendar,segment", (rows, _) => DemoCustomers.Write(rows)),
        ("opportunities.csv", "opportunity,customer,name,stage,amount,currency,close_date,engagement_manager,region",
            (rows, at) => DemoCustomers.WriteOpportunities(rows, at.Days)),
        ("engagements.csv", "engagement,customer,name,type,billing,currency,contract_value,budget_hours,start,expires,status,project_manager,region,"
            + "opportunity,transition_date,kickoff_date,passive_acceptance_days,passive_acceptance_unit,internal_health,customer_health,partner_staffed",
            (rows, at) => DemoEngagements.Write(rows, at.Days)),
        ("activities.csv", "engagement,activity,title,role,budget_hours,start,end", (rows, at) => DemoWork.WriteActivities(rows, at.Days)),
        ("issues.csv", "engagement,activity,issue,title,state,assignee,weight,estimate_hours,iteration,labels,created,closed,internal",
            (rows, at) => DemoWork.WriteIssues(rows, at.Days)),
        ("milestones.csv", "engagement,milestone,title,amount,forecast_sign_off,confirmed,sign_off_sent,sign_off_received,passive",
            (rows, at) => DemoMilestones.Write(rows, at.Days)),
        ("bookings.csv", "booking,engagement,person,role,start,end,hours_per_day,kind,activity,work_at_risk,note,owner,reason",
            (rows, at) => DemoPlan.Write(rows, at.Days)),
        ("resource_requests.csv", "request,engagement,kind,role,person,skills,start,end,hours_per_day,commitment,state,coordinator,requested_by,submitted_at,note,offers,traits",
            (rows, at) => DemoStaffing.WriteRequests(rows, at.Days)),
        ("resource_request_events.csv", "request,event,at,step,author,role,reason,offers", (rows, at) => DemoStaffing.WriteEvents(rows, at.Days)),
        ("time.csv", "entry,person,date,engagement,category,activity,hours,billable,state,note,approved_by,approved_at,work_at_risk,work_exception,adjusts",
            (rows, at) => new DemoTime(at).Write(rows)),
        ("change_orders.csv", "engagement,change_order,kind,amount,hours,new_expires,status,completes_on",
            (rows, at) => DemoChanges.WriteOrders(rows, at.Days)),
        ("work_at_risk.csv", "engagement,work_at_risk,status,hours,expected_signature,approved_by,approved_on,signed_on",
            (rows, at) => DemoChanges.WriteAtRisk(rows, at.Days)),
        ("work_exceptions.csv", "engagement,work_exception,status,labels,hours,amount,approved_by,approved_on,quarter_end",
            (rows, at) => DemoChanges.WriteExceptions(rows, at.Days)),
        ("raid.csv", "engagement,item,type,title,owner,priority,impact,plan,state,escalated,due,updated",
            (rows, at) => DemoRecords.WriteRaid(rows, at.Days)),
        ("journal.csv", "engagement,entry,date,author,text,labels", (rows, at) => DemoRecords.WriteJournal(rows, at.Days)),
        ("csat.csv", "engagement,contact,sent,responded,score,comment", (rows, at) => DemoRecords.WriteCsat(rows, at.Days)),
    ];

    /// <summary>Writes every file of the bundle; each writer is closed when its file is done.</summary>
    /// <param name="today">The day the practice is made for.</param>
    /// <param name="open">Gives the writer of a file.</param>
    /// <param name="known">With a day only what was recorded by its end.</param>
    public static void Write(DateOnly today, Func<string, TextWriter> open, DateOnly? known = null)
    {
        var calendar = new DemoCalendar(new DemoDays(today));
        foreach (var (file, columns, write) in Files)
        {
            using var rows = new CsvRows(open(file), columns, known is { } day ? DemoPast.Of(file, day) : null);
            write(rows, calendar);
        }
    }

    /// <summary>The bundle as a folder, which is made where it is missing.</summary>
    public static void WriteFolder(DateOnly today, string folder)
    {
        Directory.CreateDirectory(folder);
        Write(today, file => new StreamWriter(Path.Combine(folder, file), append: false, new UTF8Encoding(false)));
    }

    /// <summary>The bundle as a ZIP archive, as uploads and the API take it. The stream stays open.</summary>
    public static void WriteZip(DateOnly today, Stream output, DateOnly? known = null)
    {
        using var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        Write(today, file =>
        {
            var entry = archive.CreateEntry(file, CompressionLevel.Fastest);
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            return new StreamWriter(entry.Open(), new UTF8Encoding(false));
        }, known);
    }
}
