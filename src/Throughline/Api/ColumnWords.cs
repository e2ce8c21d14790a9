using Throughline.Data.Bundles;

namespace Throughline.Api;

/// <summary>What the document says of the columns: one sentence each, and a value that shows the form.</summary>
internal static class ColumnWords
{
    private static readonly Dictionary<string, (string Words, string Example)> Words = new(StringComparer.Ordinal)
    {
        ["person"] = ("The person's code.", "p017"),
        ["engagement"] = ("The engagement's number, that of its statement of work.", "SOW-1042"),
        ["customer"] = ("The customer's code.", "C-007"),
        ["activity"] = ("The activity's code within its engagement.", "A-1"),
        ["issue"] = ("The issue's code within its engagement.", "I-12"),
        ["milestone"] = ("The milestone's code within its engagement.", "M1"),
        ["booking"] = ("The booking's code.", "b-204"),
        ["entry"] = ("The entry's code.", "t-9001"),
        ["calendar"] = ("The calendar's code.", "DE"),
        ["policy"] = ("The policy's identifier.", "P-05"),
        ["value"] = ("The value decided on, in the form its policy asks for.", "0.925"),
        ["scope_kind"] = ("What the value is for; empty for the whole organisation.", "region"),
        ["scope"] = ("The region, role or engagement that the value is for.", "EMEA"),
        ["effective_from"] = ("The first day on which it holds; without one it always has.", "2026-01-01"),
        ["name"] = ("What people call it.", "Ana Kovač"),
        ["title"] = ("What people call it.", "Target architecture agreed"),
        ["email"] = ("The e-mail address.", "ana.kovac@example.org"),
        ["role"] = ("The role, which rates and policies go by.", "engineer"),
        ["employment"] = ("Whether the person is employed or comes from a partner.", "employee"),
        ["region"] = ("The region's code.", "EMEA"),
        ["time_zone"] = ("An IANA time zone.", "Europe/Zagreb"),
        ["weekly_hours"] = ("Hours of a full week, Monday to Friday.", "40"),
        ["start_date"] = ("The first day of employment.", "2024-02-01"),
        ["end_date"] = ("The last day of employment.", "2027-01-31"),
        ["manager"] = ("The code of the person's manager.", "p002"),
        ["cost_rate"] = ("Cost of an hour. Left out for those who may not see cost.", "62.5"),
        ["cost_currency"] = ("The currency of the cost. Left out for those who may not see cost.", "EUR"),
        ["skills"] = ("Skills with a level from 1 to 5.", "kubernetes:3;migration:2"),
        ["hours_per_day"] = ("Hours of each day, in whole minutes.", "7.5"),
        ["start"] = ("The first day, included.", "2026-03-02"),
        ["end"] = ("The last day, included.", "2026-03-27"),
        ["date"] = ("The civil day.", "2026-03-02"),
        ["hours"] = ("Decimal hours.", "7.5"),
        ["billable"] = ("Whether the hours are billed; when not said, true on an engagement and false otherwise.", "true"),
        ["state"] = ("How far it is.", "draft"),
        ["kind"] = ("What kind it is.", "hard"),
        ["note"] = ("A remark.", "Workshop on site"),
        ["category"] = ("The category of internal time, in place of an engagement.", "enablement"),
        ["currency"] = ("An ISO 4217 currency.", "EUR"),
        ["hourly_rate"] = ("The price of an hour.", "185"),
        ["contract_value"] = ("What the contract is worth. Left out for those who may not see values.", "120000"),
        ["amount"] = ("The amount in the engagement's currency. Left out for those who may not see values.", "24000"),
        ["budget_hours"] = ("The hours planned.", "640"),
        ["expires"] = ("The last day of the contract, included.", "2026-09-30"),
        ["status"] = ("Where it stands.", "active"),
        ["type"] = ("What kind of work it is.", "consulting"),
        ["billing"] = ("By time and materials or at a fixed fee.", "tm"),
        ["project_manager"] = ("The code of the person who leads it.", "p002"),
        ["opportunity"] = ("The opportunity that it came from.", "O-118"),
        ["transition_date"] = ("The day on which the work is handed over.", "2026-02-15"),
        ["kickoff_date"] = ("The day of the kickoff.", "2026-03-03"),
        ["passive_acceptance_days"] = ("After so many days silence counts as acceptance; empty without such a clause.", "5"),
        ["passive_acceptance_unit"] = ("How those days are counted; business days when empty.", "business_days"),
        ["internal_health"] = ("How we see it.", "green"),
        ["customer_health"] = ("How the customer sees it.", "yellow"),
        ["partner_staffed"] = ("Whether a partner does the work.", "false"),
        ["assignee"] = ("The code of the person who does it.", "p017"),
        ["weight"] = ("Its share of an iteration's work.", "3"),
        ["estimate_hours"] = ("The hours it will take.", "12"),
        ["iteration"] = ("The iteration it belongs to.", "2026-05"),
        ["labels"] = ("Labels with semicolons between.", "PSD Workflow::In Progress;SOW-1042"),
        ["created"] = ("When it was made.", "2026-03-02T14:05:00Z"),
        ["closed"] = ("When it was closed.", "2026-03-09T09:30:00Z"),
        ["internal"] = ("Whether the customer must not see it.", "false"),
        ["forecast_sign_off"] = ("The day on which acceptance is expected.", "2026-04-30"),
        ["confirmed"] = ("Whether the milestone is certain.", "true"),
        ["sign_off_sent"] = ("The day on which acceptance was asked for.", "2026-04-24"),
        ["sign_off_received"] = ("The day on which it was accepted.", "2026-04-29"),
        ["passive"] = ("Whether silence was the acceptance.", "false"),
        ["segment"] = ("The market segment.", "enterprise"),
        ["work_at_risk"] = ("The work at risk that it belongs to.", "WAR-1"),
        ["work_exception"] = ("The work exception that it belongs to.", "WE-1"),
        ["approved_by"] = ("Who approved it.", "p002"),
        ["approved_at"] = ("When it was approved.", "2026-03-09T09:30:00Z"),
        ["series"] = ("The code shared by bookings that were entered as one.", "s-0h9k2m4n6p8r0t2v"),
        ["way"] = ("How the hours were stated.", "total"),
        ["entered"] = ("The hours as they were typed.", "120"),
        ["owner"] = ("Who answers for a soft booking: a person's code or an account's e-mail.", "p002"),
        ["reason"] = ("Why it is soft and not hard.", "The customer has not confirmed the dates"),
        ["waiting_since"] = ("Since when a soft booking waits in line for the person's days.", "2026-03-02T14:05:00Z"),
        ["overtime_request"] = ("The request's code.", "o-0h9k2m4n6p8r0t2v"),
        ["asked_by"] = ("The account that asked.", "ana.kovac@example.org"),
        ["asked_at"] = ("When it was asked.", "2026-03-02T14:05:00Z"),
        ["decided_by"] = ("The account that decided.", "kim.lee@example.org"),
        ["decided_at"] = ("When it was decided.", "2026-03-03T08:10:00Z"),
        ["comment"] = ("What was said with the decision.", "For the cutover only"),
        ["adjusts"] = ("The entry that this one corrects.", "t-9000"),
    };

    public static string Describe(BundleFile file, BundleColumn column) => (file.Name, column.Name) switch
    {
        ("calendars", "hours") => "Hours worked that day; 0 when not said.",
        ("calendars", "name") => "What the day is called.",
        ("people", "name") => "The person's name.",
        ("time_off", "kind") => "Why the person is away.",
        ("overtime_requests", "reason") => "Why it cannot be done within the person's time.",
        ("overtime_requests", "hours_per_day") => "Hours a day above the person's capacity, on their working days of the range; on days off only where it has no others.",
        ("bookings", "expires") => "The last day a soft booking stands, included; it is released the day after.",
        ("time_off", "hours_per_day") => "Hours of each day; a whole working day when empty.",
        _ => Words[column.Name].Words,
    };

    public static string Example(BundleFile file, BundleColumn column) => (file.Name, column.Name) switch
    {
        ("time_off", "kind") => "pto",
        ("overtime_requests", "status") => "asked",
        ("overtime_requests", "reason") => "Cutover on Saturday",
        ("overtime_requests", "hours_per_day") => "2",
        ("issues", "state") => "open",
        ("calendars", "name") => "May Day",
        ("calendars", "hours") => "0",
        ("customers", "name") => "Nordwind Logistics",
        ("engagements", "name") => "Platform migration",
        _ => Words[column.Name].Example,
    };

    /// <summary>The column as a parameter of a path or a query.</summary>
    public static ApiParameter Parameter(BundleFile file, BundleColumn column) => new(column.ApiName, Describe(file, column), Kind(column))
    {
        Required = true,
        Example = Example(file, column),
        Choices = column.Type is ChoiceType choice ? choice.Choices : [],
    };

    public static string Kind(BundleColumn column) => column.Type switch
    {
        TruthType => "truth",
        WholeType => "number",
        DateType => "date",
        InstantType => "instant",
        _ => "text",
    };
}
