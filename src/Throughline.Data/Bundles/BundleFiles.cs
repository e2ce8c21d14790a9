namespace Throughline.Data.Bundles;

/// <summary>Every file of a bundle, described once: import, export and the API follow these lines.</summary>
public static class BundleFiles
{
    private const decimal LargestAmount = 99_999_999_999_999m;
    private const decimal LargestRate = 999_999_999_999m;
    private const decimal LargestHours = 9_999_999_999m;

    private static readonly BundleType Key = new KeyType();
    private static readonly BundleType Text = new TextType();
    private static readonly BundleType Date = new DateType();
    private static readonly BundleType Instant = new InstantType();
    private static readonly BundleType Truth = new TruthType();
    private static readonly BundleType Currency = new CurrencyType();
    private static readonly BundleType TimeZone = new TimeZoneType();
    private static readonly BundleType Amount = new DecimalType("an amount", 6, 0m, LargestAmount);
    private static readonly BundleType SignedAmount = new DecimalType("an amount", 6, -LargestAmount, LargestAmount);
    private static readonly BundleType Rate = new DecimalType("a rate", 6, 0m, LargestRate);
    private static readonly BundleType ExchangeRate = new DecimalType("a rate", 12, 0m, LargestRate, aboveLeast: true);
    private static readonly BundleType PreciseCost = new DecimalType("a cost", 12, 0m, LargestRate);
    private static readonly BundleType AnnualHours = new DecimalType("a number of hours", 4, 0m, LargestHours, aboveLeast: true);
    private static readonly BundleType Hours = new DecimalType("a number of hours", 4, 0m, LargestHours);
    private static readonly BundleType SignedHours = new DecimalType("a number of hours", 4, -LargestHours, LargestHours);
    private static readonly BundleType EntryHours = new EntryHoursType();
    private static readonly BundleType Weight = new DecimalType("a number", 4, 0m, 999_999m);
    private static readonly BundleType Health = new ChoiceType("green", "yellow", "red");
    private static readonly BundleType MinutesOfDay = new WholeType(0, 1440);
    private static readonly BundleType Hash = new HashType();
    private static readonly BundleType Cents = new DecimalType("an amount", 2, -LargestAmount, LargestAmount);
    private static readonly BundleType Month = new MonthType();
    private static readonly BundleType ReleaseKind = new ChoiceType("time", "milestone", "percent_complete");
    private static readonly BundleType Whole = new WholeType(0, int.MaxValue);

    private static readonly BundleReference ToEngagement = new("engagements", ["engagement"]);
    private static readonly BundleReference ToPerson = new("people", ["person"]);
    private static readonly BundleReference ToCalendar = new("calendars", ["calendar"]);
    private static readonly BundleReference ToMilestone = new("milestones", ["engagement", "milestone"]);
    private static readonly BundleReference ToRequest = new("acceptance_requests", ["acceptance_request"]);
    private static readonly BundleReference ToActivity = new("activities", ["engagement", "activity"]);
    private static readonly BundleReference ToWorkAtRisk = new("work_at_risk", ["engagement", "work_at_risk"]);

    /// <summary>In the order in which they are documented and reported.</summary>
    public static IReadOnlyList<BundleFile> All { get; } =
    [
        new("policies", "policies")
        {
            Columns =
            [
                Must("policy", Key), Must("value", Text), May("scope_kind", new ChoiceType("organisation", "region", "role", "engagement")),
                May("scope", Key), May("effective_from", Date),
            ],
            Key = ["policy", "scope_kind", "scope", "effective_from"],
            References = [new("engagements", ["scope"], When: ("scope_kind", "engagement"))],
        },
        new("calendars", "calendar_days")
        {
            Columns =
            [
                Must("calendar", Key), Must("date", Date), Must("name", Text),
                May("hours", new DayHoursType(aboveZero: false, storedAsMinutes: false)) with { Default = "0" },
            ],
            Key = ["calendar", "date"],
            Owner = "calendar",
        },
        new("people", "people")
        {
            Columns =
            [
                Must("person", Key), Must("name", Text), May("email", Text), Must("role", Key),
                May("employment", new ChoiceType("employee", "partner")) with { Default = "employee" }, May("region", Key),
                May("time_zone", TimeZone), May("calendar", Key), Must("weekly_hours", new WeekHoursType()), May("start_date", Date),
                May("end_date", Date), May("manager", Key), May("cost_rate", Rate), May("cost_currency", Currency), May("skills", Text), Further("legal_entity", Key),
            ],
            Key = ["person"],
            References = [ToCalendar, new("people", ["manager"])],
            Rules = [new(RowRule.NotAfter, "start_date", "end_date")],
        },
        new("overtime", "overtime")
        {
            Columns =
            [
                Must("person", Key), Must("date", Date), Must("hours", new DayHoursType(aboveZero: true, storedAsMinutes: false)),
                May("kind", new ChoiceType("approved", "conflict")) with { Default = "approved" }, May("reason", Text), May("approved_by", Text),
            ],
            Key = ["person", "date", "kind"],
            References = [ToPerson],
        },
        new("overtime_requests", "overtime_requests")
        {
            Columns =
            [
                Must("overtime_request", Key), Must("person", Key), Start(), End(),
                Must("hours_per_day", new DayHoursType(aboveZero: true, storedAsMinutes: false)), May("engagement", Key), Must("reason", Text),
                Must("asked_by", Text), Must("asked_at", Instant), May("status", new ChoiceType("asked", "approved", "rejected", "withdrawn")) with { Default = "asked" },
                May("decided_by", Text), May("decided_at", Instant), May("comment", Text),
            ],
            Key = ["overtime_request"],
            References = [ToPerson, ToEngagement],
            Rules = [new(RowRule.NotAfter, "start", "end")],
        },
        new("time_off", "time_off")
        {
            Columns =
            [
                Must("person", Key), Start(), End(), May("kind", new ChoiceType("pto", "sick", "holiday", "other")) with { Default = "pto" },
                May("hours_per_day", new DayHoursType(aboveZero: true, storedAsMinutes: false)),
            ],
            Key = ["person", "start", "end", "kind"],
            References = [ToPerson],
            Rules = [new(RowRule.NotAfter, "start", "end")],
        },
        new("time_off_requests", "time_off_requests")
        {
            Columns =
            [
                Must("request", Key) with { Stored = "time_off_request" }, Must("person", Key), Start(), End(), May("kind", new ChoiceType("pto", "sick", "holiday", "other")) with { Default = "pto" },
                May("hours_per_day", new DayHoursType(aboveZero: true, storedAsMinutes: false)), May("note", Text),
                May("state", new ChoiceType("requested", "approved", "declined", "withdrawn")) with { Default = "requested" },
                May("decided_by", Text), May("decided_at", Instant), May("reason", Text),
            ],
            Key = ["request"],
            References = [ToPerson],
            Rules = [new(RowRule.NotAfter, "start", "end")],
        },
        new("qualifications", "qualifications")
        {
            Columns =
            [
                Must("person", Key), Must("kind", new ChoiceType("skill", "certification", "wish")), Must("qualification", Key), May("obtained", Date),
                May("expires", Date), May("note", Text),
            ],
            Key = ["person", "kind", "qualification"],
            References = [ToPerson],
            Rules = [new(RowRule.NotAfter, "obtained", "expires")],
        },
        new("style_notes", "style_notes")
        {
            Columns = [Must("person", Key), Must("note", Key), Must("text", Text), May("traits", Text), Must("author", Text), Must("written_at", Instant)],
            Key = ["person", "note"],
            References = [ToPerson],
        },
        new("working_patterns", "working_patterns")
        {
            Columns =
            [
                Must("person", Key), Must("effective_from", Date), Must("mon", MinutesOfDay), Must("tue", MinutesOfDay), Must("wed", MinutesOfDay),
                Must("thu", MinutesOfDay), Must("fri", MinutesOfDay), May("sat", MinutesOfDay) with { Default = "0" },
                May("sun", MinutesOfDay) with { Default = "0" },
            ],
            Key = ["person", "effective_from"],
            References = [ToPerson],
        },
        new("no_work", "no_work")
        {
            Columns = [Must("person", Key), Start(), End(), May("reason", Text)],
            Key = ["person", "start", "end"],
            References = [ToPerson],
            Rules = [new(RowRule.NotAfter, "start", "end")],
        },
        new("rates", "rates")
        {
            Columns = [Must("role", Key), Must("currency", Currency), Must("hourly_rate", Rate), Must("effective_from", Date), May("engagement", Key)],
            Key = ["role", "currency", "engagement", "effective_from"],
            References = [ToEngagement],
        },
        new("person_rates", "person_rates")
        {
            Columns = [Must("person", Key), Must("currency", Currency), Must("hourly_rate", Rate), Must("effective_from", Date), May("engagement", Key)],
            Key = ["person", "currency", "engagement", "effective_from"],
            References = [ToPerson, ToEngagement],
        },
        new("cost_rates", "cost_rates")
        {
            Columns = [Must("person", Key), Must("cost_rate", Rate), May("cost_currency", Currency), Must("effective_from", Date)],
            Key = ["person", "effective_from"],
            References = [ToPerson],
        },
        new("role_costs", "role_costs")
        {
            Columns =
            [
                Must("role", Key), Must("currency", Currency), Must("annual_pay", Amount), May("annual_benefits", Amount) with { Default = "0" },
                May("annual_hours", AnnualHours) with { Default = "1880" }, Must("effective_from", Date),
            ],
            Key = ["role", "effective_from"],
        },
        new("exchange_rates", "exchange_rates")
        {
            Columns = [Must("currency", Currency), Must("to_currency", Currency), Must("rate", ExchangeRate), Must("effective_from", Date)],
            Key = ["currency", "to_currency", "effective_from"],
        },
        new("customers", "customers")
        {
            Columns =
            [
                Must("customer", Key), Must("name", Text), May("region", Key), May("time_zone", TimeZone), May("calendar", Key), May("segment", Text),
            ],
            Key = ["customer"],
            References = [ToCalendar],
        },
        new("opportunities", "opportunities")
        {
            Columns =
            [
                Must("opportunity", Key), Must("customer", Key), Must("name", Text),
                Must("stage", new ChoiceType("1", "2", "3", "4", "5", "6", "closed-won", "closed-lost")), Must("amount", Amount),
                Must("currency", Currency), Must("close_date", Date), May("engagement_manager", Text), May("region", Key),
            ],
            Key = ["opportunity"],
            References = [new("customers", ["customer"])],
        },
        new("engagements", "engagements")
        {
            Columns =
            [
                Must("engagement", Key), Must("customer", Key), Must("name", Text),
                Must("type", new ChoiceType("consulting", "training", "blended", "consulting_block", "dedicated")),
                Must("billing", new ChoiceType("tm", "ff")), Must("currency", Currency), Must("contract_value", Amount), May("budget_hours", Hours),
                Start(), Must("expires", Date),
                Must("status", new ChoiceType(
                    "prospect", "in_set_up", "okay_to_start", "active", "on_hold", "backlog", "closed", "completed", "cancelled")),
                May("project_manager", Key), May("region", Key), May("opportunity", Key), May("transition_date", Date), May("kickoff_date", Date),
                May("passive_acceptance_days", new WholeType(1, int.MaxValue)),
                May("passive_acceptance_unit", new ChoiceType("business_days", "calendar_days")),
                May("internal_health", Health), May("customer_health", Health), May("partner_staffed", Truth) with { Default = "false" },
                Further("coordinator", Key), Further("legal_entity", Key),
            ],
            Key = ["engagement"],
            References =
            [
                new("customers", ["customer"]), new("people", ["project_manager"]), new("opportunities", ["opportunity"]), new("people", ["coordinator"]),
            ],
            Rules = [new(RowRule.NotAfter, "start", "expires")],
        },
        new("activities", "activities")
        {
            Columns =
            [
                Must("engagement", Key), Must("activity", Key), Must("title", Text), May("role", Key), May("budget_hours", Hours),
                Start() with { Required = false }, End() with { Required = false }, Further("milestone", Key), Further("done_on", Date),
            ],
            Key = ["engagement", "activity"],
            References = [ToEngagement, ToMilestone],
            Rules = [new(RowRule.NotAfter, "start", "end")],
        },
        new("issues", "issues")
        {
            Columns =
            [
                Must("engagement", Key), May("activity", Key), Must("issue", Key), Must("title", Text),
                May("state", new ChoiceType("open", "closed")) with { Default = "open" }, May("assignee", Key), May("weight", Weight),
                May("estimate_hours", Hours), May("iteration", Text), May("labels", Text), May("created", Instant), May("closed", Instant),
                May("internal", Truth) with { Default = "false" },
            ],
            Key = ["engagement", "issue"],
            References = [ToEngagement, ToActivity, new("people", ["assignee"])],
        },
        new("milestones", "milestones")
        {
            Columns =
            [
                Must("engagement", Key), Must("milestone", Key), Must("title", Text), Must("amount", Amount), May("forecast_sign_off", Date),
                May("confirmed", Truth) with { Default = "true" }, May("sign_off_sent", Date), May("sign_off_received", Date),
                May("passive", Truth) with { Default = "false" }, Further("parent", Key), Further("delivered", Text), Further("criteria", Text), Further("started_on", Date), Further("ready_on", Date),
            ],
            Key = ["engagement", "milestone"],
            References = [ToEngagement, new("milestones", ["engagement", "parent"])],
        },
        new("booking_series", "booking_series")
        {
            Columns =
            [
                Must("series", Key), Must("engagement", Key), May("person", Key),
                Must("way", new ChoiceType("per_day", "percent", "per_week", "total", "weeks")), Must("entered", Text), Start(), End(),
            ],
            Key = ["series"],
            References = [ToEngagement, ToPerson],
            Rules = [new(RowRule.NotAfter, "start", "end")],
        },
        new("bookings", "bookings")
        {
            Columns =
            [
                Must("booking", Key), Must("engagement", Key), May("person", Key), Must("role", Key), Start(), End(),
                Must("hours_per_day", new DayHoursType(aboveZero: true, storedAsMinutes: true)) with { Stored = "minutes_per_day" },
                Must("kind", new ChoiceType("soft", "hard")), May("activity", Key), May("work_at_risk", Key), May("note", Text),
                Further("series", Key), Further("owner", Key), Further("reason", Text), Further("expires", Date), Further("waiting_since", Instant),
                Further("skills", Text),
            ],
            Key = ["booking"],
            References = [ToEngagement, ToPerson, ToActivity, ToWorkAtRisk, new("booking_series", ["series"])],
            Rules = [new(RowRule.NotAfter, "start", "end")],
        },
        new("resource_requests", "resource_requests")
        {
            Columns =
            [
                Must("request", Key) with { Stored = "resource_request" }, Must("engagement", Key), Must("kind", new ChoiceType("new", "change", "firm_up", "replace", "release")), Must("role", Key),
                May("person", Key), May("skills", Text), Start(), End(),
                Must("hours_per_day", new DayHoursType(aboveZero: true, storedAsMinutes: true)) with { Stored = "minutes_per_day" },
                Must("commitment", new ChoiceType("soft", "hard")), May("booking", Key), May("activity", Key), May("agreed_hours", Hours), May("note", Text),
                May("state", new ChoiceType("draft", "submitted", "countered", "approved", "booked", "rejected", "withdrawn", "cancelled")) with { Default = "draft" },
                May("coordinator", Key), Must("requested_by", Text), May("submitted_at", Instant), May("decided_by", Text), May("decided_at", Instant),
                May("reason", Text), May("offers", Text), May("reasoning", Text), Further("traits", Text),
            ],
            Key = ["request"],
            References = [ToEngagement, ToPerson, ToActivity, new("people", ["coordinator"])],
            Rules = [new(RowRule.NotAfter, "start", "end")],
        },
        new("resource_request_events", "resource_request_events")
        {
            Columns =
            [
                Must("request", Key) with { Stored = "resource_request" }, Must("event", Key), Must("at", Instant),
                Must("step", new ChoiceType("submit", "propose", "counter", "accept", "approve", "book", "reject", "withdraw", "cancel")),
                Must("author", Text), May("role", Key), May("reason", Text), May("offers", Text),
            ],
            Key = ["request", "event"],
            References = [new("resource_requests", ["request"])],
        },
        new("resource_request_comments", "resource_request_comments")
        {
            Columns = [Must("request", Key) with { Stored = "resource_request" }, Must("comment", Key), Must("at", Instant), Must("author", Text), Must("text", Text)],
            Key = ["request", "comment"],
            References = [new("resource_requests", ["request"])],
        },
        new("time", "time_entries")
        {
            Columns =
            [
                Must("entry", Key), Must("person", Key), Must("date", Date), May("engagement", Key), May("category", Key), May("activity", Key),
                Must("hours", EntryHours), May("billable", Truth) with { Default = "false", DefaultBeside = ("engagement", "true") },
                May("state", new ChoiceType("draft", "submitted", "approved", "rejected")) with { Default = "draft" }, May("note", Text),
                May("approved_by", Text), May("approved_at", Instant), May("work_at_risk", Key), May("work_exception", Key), May("adjusts", Key),
            ],
            Key = ["entry"],
            References =
            [
                ToPerson, ToEngagement, ToActivity, ToWorkAtRisk, new("work_exceptions", ["engagement", "work_exception"]), new("time", ["adjusts"]),
            ],
            Rules = [new(RowRule.ExactlyOne, "engagement", "category"), new(RowRule.NegativeOnlyBeside, "hours", "adjusts")],
        },
        new("approval_stand_ins", "approval_stand_ins")
        {
            Columns = [Must("stand_in", Key), Must("approver", Key), Must("person", Key), Start(), End(), Must("reason", Text), Must("given_by", Text)],
            Key = ["stand_in"],
            References = [ToPerson, new("people", ["approver"])],
            Rules = [new(RowRule.NotAfter, "start", "end")],
        },
        new("period_locks", "period_locks")
        {
            Columns =
            [
                Must("period_lock", Key), Start(), End(), May("legal_entity", Key), May("engagement", Key), May("person", Key),
                May("kind", new ChoiceType("period", "billing")) with { Default = "period" }, Must("reason", Text), Must("locked_by", Text),
            ],
            Key = ["period_lock"],
            References = [ToPerson, ToEngagement],
            Rules = [new(RowRule.NotAfter, "start", "end")],
        },
        new("unlock_tickets", "unlock_tickets")
        {
            Columns =
            [
                Must("unlock_ticket", Key), Must("person", Key), Start(), End(), Must("until", Instant), Must("reason", Text), Must("asked_by", Text), Must("asked_at", Instant),
                May("state", new ChoiceType("asked", "approved", "declined")) with { Default = "asked" }, May("decided_by", Text), May("decided_at", Instant), May("comment", Text),
            ],
            Key = ["unlock_ticket"],
            References = [ToPerson],
            Rules = [new(RowRule.NotAfter, "start", "end")],
        },
        new("certifications", "certifications")
        {
            Columns =
            [
                Must("certification", Key), Must("quarter", Key), Must("person", Key), Start(), End(),
                May("state", new ChoiceType("generated", "manager_approved", "head_approved", "finance_approved")) with { Default = "generated" },
                Must("hours", SignedHours), Must("counted_hours", SignedHours), May("adjusted_hours", SignedHours), May("adjustment_reason", Text), Must("content", Text),
                Must("fingerprint", Text), Must("generated_by", Text), Must("generated_at", Instant), May("manager_by", Text), May("head_by", Text), May("finance_by", Text),
            ],
            Key = ["certification"],
            References = [ToPerson],
            Rules = [new(RowRule.NotAfter, "start", "end")],
        },
        new("certified_timesheets", "certified_timesheets")
        {
            Columns =
            [
                Must("certified_timesheet", Key), Must("certification", Key), May("label", new ChoiceType("ManagerCertifiedTimesheet")) with { Default = "ManagerCertifiedTimesheet" },
                May("epic", Text) with { Default = "Time Tracking" }, Must("fingerprint", Text), Must("certified_by", Text), Must("certified_at", Instant),
            ],
            Key = ["certified_timesheet"],
            References = [new("certifications", ["certification"])],
        },
        new("time_consolidations", "time_consolidations")
        {
            Columns =
            [
                Must("month", Month), Must("recorded_as_of", Instant), Must("entries", Whole), Must("hours", SignedHours), Must("content", Text), Must("fingerprint", Text),
                Must("consolidated_by", Text), May("received_by", Text), May("received_at", Instant),
            ],
            Key = ["month"],
        },
        new("acceptance_requests", "acceptance_requests")
        {
            Columns =
            [
                Must("acceptance_request", Key), Must("engagement", Key), Must("milestone", Key), Must("attempt", new WholeType(1, 1_000)),
                May("state", new ChoiceType("open", "accepted", "deemed", "rejected", "withdrawn")) with { Default = "open" }, Must("sent_at", Instant), Must("sent_by", Text),
                Must("recipient_name", Text), May("recipient_email", Text) with { Default = "" }, May("copies", Text) with { Default = "" }, Must("subject", Text), Must("statement", Text),
                May("days", new WholeType(1, 3_660)), May("unit", new ChoiceType("business_days", "calendar_days")) with { Default = "business_days" },
                May("day_off_start", new ChoiceType("next", "same")) with { Default = "next" }, May("recorded_date", new ChoiceType("last_day", "next_business_day")) with { Default = "last_day" },
                May("calendar_of", new ChoiceType("vendor_region", "customer", "union")) with { Default = "vendor_region" }, Must("zone", TimeZone), Must("day1", Date), May("last_day", Date),
                May("deadline", Instant), May("recorded_on", Date), May("days_used", Whole) with { Default = "0" }, May("weekend", Text) with { Default = "Saturday;Sunday" },
                May("days_off", Text) with { Default = "" }, May("decided_at", Instant), May("decided_on", Date), May("decided_by", Text),
                May("decided_via", new ChoiceType("page", "reply", "document", "silence")), May("remarks", Text),
            ],
            Key = ["acceptance_request"],
            References = [ToEngagement, ToMilestone],
            Rules = [new(RowRule.NotAfter, "day1", "last_day")],
        },
        new("acceptance_holds", "acceptance_holds")
        {
            Columns =
            [
                Must("acceptance_hold", Key), Must("acceptance_request", Key), Must("kind", new ChoiceType("agreed", "objection")), Start(), End() with { Required = false },
                Must("reason", Text), May("agreed_with", Text), Must("held_by", Text),
            ],
            Key = ["acceptance_hold"],
            References = [ToRequest],
            Rules = [new(RowRule.NotAfter, "start", "end")],
        },
        new("acceptance_points", "acceptance_points")
        {
            Columns = [Must("acceptance_request", Key), Must("point", Whole), May("text", Text) with { Default = "" }, May("objection", Text)],
            Key = ["acceptance_request", "point"],
            References = [ToRequest],
        },
        // Before what refers to them.
        new("files", "file_parts")
        {
            Columns = [Must("sha256", Hash), Must("number", Whole), Must("content", new Base64Type())],
            Key = ["sha256", "number"],
        },
        new("acceptance_files", "acceptance_files")
        {
            Columns =
            [
                Must("acceptance_request", Key), Must("number", Whole), Must("kind", new ChoiceType("document", "evidence", "reply", "decision")), Must("name", Text), Must("type", Text),
                Must("sha256", Hash), Must("added_by", Text), Must("added_at", Instant),
            ],
            Key = ["acceptance_request", "number"],
            References = [ToRequest],
        },
        new("acceptance_replies", "acceptance_replies")
        {
            Columns =
            [
                Must("acceptance_reply", Key), Must("acceptance_request", Key), Must("sender", Text), Must("sent_at", Instant), May("text", Text) with { Default = "" }, May("word", Text), May("file", Whole),
                May("state", new ChoiceType("waiting", "accepted", "rejected", "objection", "dismissed")) with { Default = "waiting" }, Must("entered_by", Text), Must("entered_at", Instant),
                May("settled_by", Text), May("settled_at", Instant),
            ],
            Key = ["acceptance_reply"],
            References = [ToRequest],
        },
        new("acceptance_links", "acceptance_links")
        {
            Columns =
            [
                Must("acceptance_link", Key), Must("acceptance_request", Key), Must("name", Text), Must("email", Text), Must("created_at", Instant), Must("created_by", Text),
                May("passed_on_from", Key), May("revoked_at", Instant), May("revoked_by", Text),
            ],
            Key = ["acceptance_link"],
            References = [ToRequest, new("acceptance_links", ["passed_on_from"])],
        },
        new("acceptance_evidence", "acceptance_evidence")
        {
            Columns = [Must("acceptance_request", Key), Must("number", Whole), Must("at", Instant), Must("actor", Text), Must("kind", Text), Must("detail", Text), Must("hash", Text)],
            Key = ["acceptance_request", "number"],
            References = [ToRequest],
        },
        new("priced_time", "priced_time")
        {
            Columns = [Must("entry", Key), May("hourly_rate", Rate), May("hourly_cost", PreciseCost), Must("priced_at", Instant)],
            Key = ["entry"],
            References = [new("time", ["entry"])],
        },
        new("change_orders", "change_orders")
        {
            Columns =
            [
                Must("engagement", Key), Must("change_order", Key), Must("kind", new ChoiceType("funds", "extension", "billing_type", "discretionary")),
                Must("amount", SignedAmount), May("hours", SignedHours), May("new_expires", Date),
                Must("status", new ChoiceType("draft", "in_review", "sent", "signed", "rejected", "withdrawn")), May("completes_on", Date),
            ],
            Key = ["engagement", "change_order"],
            References = [ToEngagement],
        },
        new("work_at_risk", "work_at_risk")
        {
            Columns =
            [
                Must("engagement", Key), Must("work_at_risk", Key),
                Must("status", new ChoiceType("submitted", "approved", "converted", "lapsed", "closed", "rejected")), Must("hours", Hours),
                Must("expected_signature", Date), May("approved_by", Text), May("approved_on", Date), May("signed_on", Date),
            ],
            Key = ["engagement", "work_at_risk"],
            References = [ToEngagement],
        },
        new("work_exceptions", "work_exceptions")
        {
            Columns =
            [
                Must("engagement", Key), Must("work_exception", Key), Must("status", new ChoiceType("submitted", "approved", "closed", "rejected")),
                Must("labels", Text), Must("hours", Hours), May("amount", Amount), May("approved_by", Text), May("approved_on", Date),
                May("quarter_end", Date),
            ],
            Key = ["engagement", "work_exception"],
            References = [ToEngagement],
        },
        new("raid", "raid")
        {
            Columns =
            [
                Must("engagement", Key), Must("item", Key), Must("type", new ChoiceType("risk", "action", "issue", "decision")), Must("title", Text),
                Must("owner", Text), Must("priority", new ChoiceType("high", "medium", "low")), May("impact", Text), May("plan", Text),
                May("state", Text), May("escalated", Truth) with { Default = "false" }, May("due", Date), May("updated", Instant),
            ],
            Key = ["engagement", "item"],
            References = [ToEngagement],
        },
        new("journal", "journal")
        {
            Columns = [Must("engagement", Key), Must("entry", Key), Must("date", Date), May("author", Text), Must("text", Text), May("labels", Text)],
            Key = ["engagement", "entry"],
            References = [ToEngagement],
        },
        new("csat", "csat")
        {
            Columns =
            [
                Must("engagement", Key), Must("contact", Key), Must("sent", Date), May("responded", Date), May("score", new WholeType(1, 5)),
                May("comment", Text),
            ],
            Key = ["engagement", "contact", "sent"],
            References = [ToEngagement],
        },
        new("contract_terms", "contract_terms")
        {
            Columns =
            [
                Must("engagement", Key), May("provider", Text), May("payment_days", Whole), May("payment_unit", Text), May("resubmission_days", Whole),
                May("resubmission_unit", Text), May("acceptance_days", Whole), May("acceptance_unit", Text), May("acceptance_from", Text),
                May("deemed_accepted", Truth), May("iteration_amount", Whole), May("iteration_unit", Text), May("expenses_allowed", Truth),
                May("expenses_cap", Amount), May("source", Text), Further("purchase_order", Text),
            ],
            Key = ["engagement"],
            References = [ToEngagement],
        },
        new("release_batches", "release_batches")
        {
            Columns =
            [
                Must("batch", Key), Must("month", Month), May("state", new ChoiceType("submitted", "returned", "reviewed", "released")) with { Default = "submitted" },
                Must("recorded_as_of", Instant), Must("lines", Whole), Must("totals", Text), Must("fingerprint", Text), Must("prepared_by", Text), Must("prepared_at", Instant),
                May("reviewed_by", Text), May("reviewed_at", Instant), May("released_by", Text), May("released_at", Instant), May("returned_by", Text), May("returned_at", Instant),
                May("return_reason", Text),
            ],
            Key = ["batch"],
        },
        new("release_amounts", "release_amounts")
        {
            Columns =
            [
                Must("batch", Key), Must("engagement", Key), Must("currency", Currency), Must("earned_month", Month), Must("kind", ReleaseKind), Must("figure", Cents),
                Must("released_before", Cents), Must("amount", Cents), Must("hours", SignedHours),
            ],
            Key = ["batch", "engagement", "currency", "earned_month", "kind"],
            References = [new("release_batches", ["batch"]), ToEngagement],
        },
        new("release_lines", "release_lines")
        {
            Columns =
            [
                Must("batch", Key), Must("number", Whole), Must("engagement", Key), Must("customer", Key), Must("legal_entity", Key), Must("currency", Currency), Must("earned_month", Month),
                Must("kind", ReleaseKind), Must("reference", Key), May("person", Key), May("role", Text), May("date", Date), May("hours", SignedHours), May("hourly_rate", Rate),
                Must("amount", Cents),
            ],
            Key = ["batch", "number"],
            References = [new("release_batches", ["batch"]), ToEngagement],
        },
        new("training_completions", "training_completions")
        {
            Columns = [Must("engagement", Key), Must("class", Key), May("activity", Key), Must("completed_on", Date), Must("attendees", new WholeType(1, 100_000)), Must("entered_by", Text)],
            Key = ["engagement", "class"],
            References = [ToEngagement, ToActivity],
        },
        new("period_reopenings", "period_reopenings")
        {
            Columns =
            [
                Must("period_reopening", Key), Must("period_lock", Key), Start(), End(), May("legal_entity", Key), Must("reason", Text), Must("asked_by", Text), Must("asked_at", Instant),
                May("state", new ChoiceType("asked", "approved", "declined")) with { Default = "asked" }, May("decided_by", Text), May("decided_at", Instant), May("comment", Text),
            ],
            Key = ["period_reopening"],
            Rules = [new(RowRule.NotAfter, "start", "end")],
        },
        new("draft_invoices", "draft_invoices")
        {
            Columns =
            [
                Must("invoice", Key), Must("month", Month), Must("engagement", Key), Must("customer", Key), Must("legal_entity", Key), Must("currency", Currency), Must("invoice_date", Date),
                Must("due_date", Date), May("purchase_order", Text), Must("basis", new ChoiceType("approved", "submitted")), Must("total", Cents), Must("made_by", Text), Must("made_at", Instant),
            ],
            Key = ["invoice"],
            References = [ToEngagement],
        },
        new("draft_invoice_lines", "draft_invoice_lines")
        {
            Columns =
            [
                Must("invoice", Key), Must("number", Whole), Must("kind", new ChoiceType("time", "milestone")), Must("description", Text), May("person", Key), May("role", Text),
                May("hours", SignedHours), May("hourly_rate", Rate), Must("amount", Cents),
            ],
            Key = ["invoice", "number"],
            References = [new("draft_invoices", ["invoice"])],
        },
        new("invoiced_sources", "invoiced_sources")
        {
            Columns =
            [
                Must("invoice", Key), Must("number", Whole), Must("engagement", Key), Must("kind", new ChoiceType("time", "milestone")), Must("reference", Key), Must("hours", SignedHours),
                Must("amount", SignedAmount),
            ],
            Key = ["invoice", "kind", "reference"],
            References = [ToEngagement, new("draft_invoice_lines", ["invoice", "number"])],
        },
        new("time_mappings", "time_mappings")
        {
            Columns = [Must("mapping", Key), Must("name", Text), Must("plan", Text)],
            Key = ["mapping"],
        },
        new("deliverables", "deliverables")
        {
            Columns = [Must("engagement", Key), Must("deliverable", Key), Must("title", Text), May("due", Text)],
            Key = ["engagement", "deliverable"],
            References = [ToEngagement],
        },
    ];

    /// <summary>Each file after those it refers to: the order in which a bundle is read and stored.</summary>
    public static IReadOnlyList<BundleFile> InOrderOfReference { get; } = Ordered();

    /// <summary>The file of this name (without <c>.csv</c>); null when there is none.</summary>
    public static BundleFile? Find(string name) => All.FirstOrDefault(file => file.Name == name);

    public static BundleFile Named(string name) =>
        Find(name) ?? throw new ArgumentException($"A bundle has no file {name}.csv.", nameof(name));

    private static BundleColumn Must(string name, BundleType type) => new(name, type) { Required = true };
    private static BundleColumn May(string name, BundleType type) => new(name, type);
    private static BundleColumn Further(string name, BundleType type) => May(name, type) with { Further = true };
    private static BundleColumn Start() => Must("start", Date) with { Stored = "start_date" };
    private static BundleColumn End() => Must("end", Date) with { Stored = "end_date" };

    private static List<BundleFile> Ordered()
    {
        var ordered = new List<BundleFile>();
        while (ordered.Count < All.Count)
        {
            ordered.AddRange(All.Where(file => !ordered.Contains(file) && file.References.All(reference =>
                reference.To == file.Name || ordered.Exists(before => before.Name == reference.To))).ToList());
        }

        return ordered;
    }
}

/// <summary>Hours of a time entry: above 0 to 24, or the same below 0 where the entry corrects another.</summary>
public sealed class EntryHoursType : BundleType
{
    private const int Places = 4;

    public override string SqlType => "numeric";

    public override string? Read(ReadOnlySpan<char> cell, out StoredValue value)
    {
        value = default;
        if (!Numbers.TryRead(cell, out var hours))
            return "is not a number of hours";

        if (hours is < -24m or > 24m)
            return "is not above 0 and at most 24 hours";

        hours = Math.Round(hours, Places, MidpointRounding.AwayFromZero);
        value = StoredValue.Of(hours);
        return hours == 0m ? "is not above 0 hours" : null;
    }

    internal override string Shown(string stored) => $"trim_scale({stored})::text";
}
