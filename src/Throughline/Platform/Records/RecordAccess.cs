using Throughline.Data.Bundles;
using Throughline.Domain.Accounts;

namespace Throughline.Platform.Records;

/// <summary>What ties a record to those who ask for it.</summary>
public enum RecordTie
{
    None,
    Engagement,
    Person,
    Customer,

    /// <summary>Own and team by the person, led and assigned by the engagement: bookings and time.</summary>
    PersonAndEngagement,
}

/// <summary>A value that needs a right of its own: in some state a record counts as approved.</summary>
public sealed record ApprovedBy(string Column, string[] Values, Act Act);

/// <summary>Who may see and change the records of one file of a bundle, and what sentences call one of them.</summary>
/// <param name="File">The file's name.</param>
/// <param name="One">A record in words: <c>work at risk</c>.</param>
/// <param name="See">Null for what everybody inside the practice may see.</param>
/// <param name="Tie">What the relations of <see cref="Relation"/> are about.</param>
public sealed record RecordAccess(string File, string One, Act? See, Act Create, Act Edit, RecordTie Tie)
{
    /// <summary>Columns that need a right of their own: money, cost and rates.</summary>
    public IReadOnlyDictionary<string, Act> Closed { get; init; } = new Dictionary<string, Act>();

    /// <summary>States that only an approver may give.</summary>
    public ApprovedBy? Approval { get; init; }

    /// <summary>What people outside the practice need instead, for records that are not marked as internal.</summary>
    public Act? SeeOutside { get; init; }

    /// <summary>A relation in which these records stay closed although the act reaches it: a colleague's sick leave.</summary>
    public Relation Except { get; init; }

    /// <summary>Of one's own records only those with this value are one's own to change: a growth wish, not a certification.</summary>
    public (string Column, string Value)? OwnOnly { get; init; }

    /// <summary>Columns that say who wrote the record and when: the program fills them, whatever is stated.</summary>
    public (string Author, string At)? Signed { get; init; }

    /// <summary>A record that names no engagement belongs to all of them: a general rate.</summary>
    public bool General { get; init; }

    private static readonly Dictionary<string, RecordAccess> ByFile = All().ToDictionary(access => access.File, StringComparer.Ordinal);

    /// <summary>Bookings, requests and time have use cases of their own and can only be read here.</summary>
    public static RecordAccess Of(BundleFile file) => ByFile[file.Name];

    private static IEnumerable<RecordAccess> All() =>
    [
        new("people", "person", Act.SeePeople, Act.EditPeople, Act.EditPeople, RecordTie.Person)
        {
            Closed = Needing(Act.SeeCost, "cost_rate", "cost_currency"),
        },
        new("time_off", "time off", Act.SeeBookings, Act.EditTimeOff, Act.EditTimeOff, RecordTie.Person) { Except = Relation.Assigned },
        new("overtime", "overtime", Act.SeeBookings, Act.SetOvertime, Act.SetOvertime, RecordTie.Person) { Except = Relation.Assigned },
        new("time_off_requests", "time off request", Act.SeeBookings, Act.EditTimeOff, Act.ApproveTimeOff, RecordTie.Person) { Except = Relation.Assigned },
        new("approval_stand_ins", "stand-in", Act.SeeTime, Act.ApproveTime, Act.ApproveTime, RecordTie.Person) { Except = Relation.Assigned },
        new("period_locks", "period lock", null, Act.LockPeriod, Act.LockPeriod, RecordTie.None),
        new("unlock_tickets", "unlock ticket", Act.SeeTime, Act.LogOwnTime, Act.DecideUnlock, RecordTie.Person) { Except = Relation.Assigned },
        new("certifications", "certification", Act.SeeTime, Act.CertifyHours, Act.CertifyHours, RecordTie.Person) { Except = Relation.Assigned },
        new("certified_timesheets", "certified timesheet", Act.CertifyHours, Act.CertifyHours, Act.CertifyHours, RecordTie.None),
        new("time_consolidations", "time consolidation", Act.SeeTime, Act.ConsolidateTime, Act.ConsolidateTime, RecordTie.None),
        new("qualifications", "qualification", Act.SeePeople, Act.EditSkills, Act.EditSkills, RecordTie.Person)
        {
            Except = Relation.Assigned, OwnOnly = ("kind", "wish"),
        },
        new("style_notes", "working style note", Act.SeeStyle, Act.WriteStyle, Act.WriteStyle, RecordTie.Person)
        {
            Except = Relation.Assigned, Signed = ("author", "written_at"),
        },
        new("working_patterns", "working pattern", Act.SeeBookings, Act.EditPeople, Act.EditPeople, RecordTie.Person) { Except = Relation.Assigned },
        new("no_work", "day without work", Act.SeeTime, Act.LogOwnTime, Act.LogOwnTime, RecordTie.Person) { Except = Relation.Assigned },
        new("calendars", "day of a calendar", null, Act.EditCalendars, Act.EditCalendars, RecordTie.None),
        new("policies", "policy value", null, Act.EditPolicies, Act.EditPolicies, RecordTie.None),
        new("rates", "rate", Act.SeeRates, Act.EditRates, Act.EditRates, RecordTie.Engagement) { General = true },
        new("person_rates", "person rate", Act.SeeRates, Act.EditRates, Act.EditRates, RecordTie.Engagement) { General = true },
        new("cost_rates", "cost rate", Act.SeeCost, Act.EditRates, Act.EditRates, RecordTie.Person),
        new("role_costs", "role cost", Act.SeeCost, Act.EditRates, Act.EditRates, RecordTie.None),
        new("exchange_rates", "exchange rate", null, Act.EditRates, Act.EditRates, RecordTie.None),
        new("customers", "customer", Act.SeeEngagement, Act.CreateEngagement, Act.CreateEngagement, RecordTie.Customer),
        new("opportunities", "opportunity", Act.SeePortfolio, Act.CreateEngagement, Act.CreateEngagement, RecordTie.None)
        {
            Closed = Needing(Act.SeeValue, "amount"),
        },
        new("engagements", "engagement", Act.SeeEngagement, Act.CreateEngagement, Act.EditEngagement, RecordTie.Engagement)
        {
            Closed = Needing(Act.SeeValue, "contract_value"),
        },
        Child("activities", "activity", Act.EditDelivery),
        Child("milestones", "milestone", Act.EditDelivery, "amount"),
        Child("acceptance_requests", "acceptance request", Act.EditDelivery),
        Child("issues", "issue", Act.UpdateIssue) with { SeeOutside = Act.SeeWorkspace },
        Child("change_orders", "change order", Act.EditEngagement, "amount") with
        {
            Approval = new("status", ["signed"], Act.ApproveChangeOrder),
        },
        Child("work_at_risk", "work at risk", Act.EditEngagement) with
        {
            Approval = new("status", ["approved", "converted"], Act.ApproveExposure),
        },
        Child("work_exceptions", "work exception", Act.EditEngagement, "amount") with
        {
            Approval = new("status", ["approved"], Act.ApproveExposure),
        },
        Child("raid", "item", Act.EditDelivery),
        Child("journal", "entry", Act.EditDelivery),
        Child("csat", "survey", Act.EditDelivery),
        Child("contract_terms", "terms", Act.EditEngagement, "expenses_cap"),
        Child("deliverables", "deliverable", Act.EditEngagement),
        new("bookings", "booking", Act.SeeBookings, Act.BookSoft, Act.ChangeSoftBooking, RecordTie.PersonAndEngagement),
        new("booking_series", "booking series", Act.SeeBookings, Act.BookSoft, Act.ChangeSoftBooking, RecordTie.PersonAndEngagement),
        new("overtime_requests", "overtime request", Act.SeeBookings, Act.RequestBooking, Act.SetOvertime, RecordTie.Person) { Except = Relation.Assigned },
        new("resource_requests", "resource request", Act.SeeRequests, Act.RequestBooking, Act.RequestBooking, RecordTie.PersonAndEngagement),
        new("resource_request_events", "step of a request", Act.SeeRequests, Act.RequestBooking, Act.RequestBooking, RecordTie.None),
        new("resource_request_comments", "comment", Act.SeeRequests, Act.RequestBooking, Act.RequestBooking, RecordTie.None),
        new("time", "time entry", Act.SeeTime, Act.LogOwnTime, Act.LogOwnTime, RecordTie.PersonAndEngagement),
    ];

    private static RecordAccess Child(string file, string one, Act edit, params string[] money) =>
        new(file, one, Act.SeeEngagement, edit, edit, RecordTie.Engagement) { Closed = Needing(Act.SeeValue, money) };

    private static Dictionary<string, Act> Needing(Act act, params string[] columns) => columns.ToDictionary(column => column, _ => act);
}
