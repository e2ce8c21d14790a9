namespace Throughline.Domain.Accounts;

/// <summary>What somebody may want to see or do, each decided by one row per role of the access table.</summary>
public enum Act
{
    SeePortfolio, SeeEngagement, SeeWorkspace, SeeRates, SeeValue, SeeCost, SeeMargin,
    CreateEngagement, EditEngagement, ReadStatement, StoreStatement, EditDelivery, UpdateIssue, AcceptMilestone,
    SeePeople, SeeBookings, RequestBooking, SeeRequests, DecideRequest, ChoosePeople, BookSoft, BookHard, ChangeSoftBooking, ChangeHardBooking, SetOvertime, EditTimeOff,
    SeeTime, LogOwnTime, LogOthersTime, ApproveTime, ApproveExposure, ApproveChangeOrder, ReleaseRevenue,
    EditPeople, EditCalendars, EditRates, EditPolicies, EditUsers, Import, ImportPast, Export, ManageOwnTokens,
    EditSkills, ApproveTimeOff, LockPeriod, DecideUnlock, CertifyHours, ConfirmHours, AcceptHours, ConsolidateTime,
    SeeStyle, WriteStyle,
    SeeRelease, PrepareRelease, ClosePeriod,
}

/// <summary>What the table needs to know of an act besides who may do it.</summary>
/// <param name="Words">Completes "may …".</param>
/// <param name="Scope">What an API token must have been made for.</param>
/// <param name="Rule">The rule a refusal names.</param>
/// <param name="Never">Relations in which nobody may do it, whatever their role: separation of duties.</param>
/// <param name="Approval">A business decision, which the administrator's role never covers.</param>
/// <param name="Outside">Customers and partners may be given it.</param>
public sealed record ActName(
    Act Act, string Code, string Words, Scope Scope, string Rule,
    Relation Never = Relation.None, bool Approval = false, bool Outside = false);

public static class Acts
{
    public static IReadOnlyList<ActName> All { get; } =
    [
        new(Act.SeePortfolio, "see_portfolio", "see the portfolio", Scope.Read, "R-296"),
        new(Act.SeeEngagement, "see_engagement", "see an engagement's internal records", Scope.Read, "R-031"),
        new(Act.SeeWorkspace, "see_workspace", "see a customer workspace", Scope.Read, "R-296", Outside: true),
        new(Act.SeeRates, "see_rates", "see rates", Scope.Finance, "R-296"),
        new(Act.SeeValue, "see_value", "see contract values, budgets and revenue", Scope.Finance, "R-296"),
        new(Act.SeeCost, "see_cost", "see cost", Scope.Finance, "R-296"),
        new(Act.SeeMargin, "see_margin", "see margin", Scope.Finance, "R-296"),
        new(Act.CreateEngagement, "create_engagement", "create engagements", Scope.Delivery, "R-296"),
        new(Act.EditEngagement, "edit_engagement", "edit engagements", Scope.Delivery, "R-296"),
        new(Act.ReadStatement, "read_statement", "read statements of work", Scope.Delivery, "R-296"),
        new(Act.StoreStatement, "store_statement", "store statements of work", Scope.Delivery, "R-296"),
        new(Act.EditDelivery, "edit_delivery", "edit activities, milestones and sign-offs", Scope.Delivery, "R-296"),
        new(Act.UpdateIssue, "update_issue", "update issues", Scope.Delivery, "R-296", Outside: true),
        new(Act.AcceptMilestone, "accept_milestone", "accept or reject milestones", Scope.Delivery, "R-296", Approval: true, Outside: true),
        new(Act.SeePeople, "see_people", "see people", Scope.Read, "R-296"),
        new(Act.SeeBookings, "see_bookings", "see bookings", Scope.Read, "R-296", Outside: true),
        new(Act.RequestBooking, "request_booking", "request bookings", Scope.Staffing, "R-296"),
        new(Act.SeeRequests, "see_requests", "see resource requests", Scope.Read, "R-085"),
        new(Act.DecideRequest, "decide_request", "decide on resource requests", Scope.Staffing, "R-089", Never: Relation.Own, Approval: true),
        new(Act.ChoosePeople, "choose_people", "choose people for a request", Scope.Staffing, "P-43"),
        new(Act.BookSoft, "book_soft", "book softly", Scope.Staffing, "R-296"),
        new(Act.BookHard, "book_hard", "book firmly", Scope.Staffing, "R-107", Never: Relation.Own),
        new(Act.ChangeSoftBooking, "change_soft_booking", "move or release soft bookings", Scope.Staffing, "R-296"),
        new(Act.ChangeHardBooking, "change_hard_booking", "move or release firm bookings", Scope.Staffing, "R-107"),
        new(Act.SetOvertime, "set_overtime", "approve overtime", Scope.Staffing, "R-096", Never: Relation.Own),
        new(Act.EditTimeOff, "edit_time_off", "enter time off", Scope.Staffing, "R-296", Outside: true),
        new(Act.SeeTime, "see_time", "see logged time", Scope.Read, "R-296", Outside: true),
        new(Act.LogOwnTime, "log_own_time", "log their own time", Scope.Time, "R-206", Outside: true),
        new(Act.LogOthersTime, "log_others_time", "log other people's time", Scope.Time, "R-206"),
        new(Act.ApproveTime, "approve_time", "approve time", Scope.Time, "R-206", Never: Relation.Own, Approval: true),
        new(Act.ApproveExposure, "approve_exposure", "approve work at risk and work exceptions", Scope.Delivery, "R-197", Never: Relation.Own, Approval: true),
        new(Act.ApproveChangeOrder, "approve_change_order", "approve change orders", Scope.Delivery, "R-296", Never: Relation.Own, Approval: true),
        new(Act.ReleaseRevenue, "release_revenue", "release revenue", Scope.Finance, "R-231", Never: Relation.Led, Approval: true),
        new(Act.EditPeople, "edit_people", "edit people", Scope.Admin, "R-296"),
        new(Act.EditCalendars, "edit_calendars", "edit calendars", Scope.Admin, "R-296"),
        new(Act.EditRates, "edit_rates", "edit rates", Scope.Finance, "R-296"),
        new(Act.EditPolicies, "edit_policies", "edit policies", Scope.Admin, "R-287"),
        new(Act.EditUsers, "edit_users", "manage accounts and what roles may do", Scope.Admin, "R-296"),
        new(Act.Import, "import", "import", Scope.Admin, "R-297"),
        new(Act.ImportPast, "import_past", "import a practice's past", Scope.Admin, "R-297"),
        new(Act.Export, "export", "export everything", Scope.Read, "R-289"),
        new(Act.ManageOwnTokens, "manage_own_tokens", "make API tokens of their own", Scope.Admin, "R-296", Outside: true),
        new(Act.EditSkills, "edit_skills", "edit growth wishes, certifications and when skills expire", Scope.Staffing, "R-046"),
        new(Act.ApproveTimeOff, "approve_time_off", "approve time off", Scope.Staffing, "R-106", Never: Relation.Own, Approval: true),
        new(Act.LockPeriod, "lock_period", "lock periods", Scope.Time, "R-217", Approval: true),
        new(Act.DecideUnlock, "decide_unlock", "decide on unlock tickets", Scope.Time, "R-217", Never: Relation.Own, Approval: true),
        new(Act.CertifyHours, "certify_hours", "certify a quarter's hours", Scope.Time, "R-214", Never: Relation.Own, Approval: true),
        new(Act.ConfirmHours, "confirm_hours", "confirm a quarter's certified hours", Scope.Time, "R-214", Never: Relation.Own, Approval: true),
        new(Act.AcceptHours, "accept_hours", "accept approved time for finance", Scope.Time, "R-214", Never: Relation.Own, Approval: true),
        new(Act.ConsolidateTime, "consolidate_time", "put approved time together for finance", Scope.Time, "R-215", Approval: true),
        new(Act.SeeStyle, "see_style", "see notes on working style", Scope.Read, "R-046"),
        new(Act.WriteStyle, "write_style", "write notes on working style", Scope.Staffing, "R-046", Never: Relation.Own),
        new(Act.SeeRelease, "see_release", "see what is released and invoiced", Scope.Finance, "R-231"),
        new(Act.PrepareRelease, "prepare_release", "submit revenue for release", Scope.Finance, "R-231", Approval: true),
        new(Act.ClosePeriod, "close_period", "close billing periods", Scope.Finance, "R-235", Approval: true),
    ];

    public static ActName Name(Act act) => All[(int)act];

    /// <summary>Null when there is no such act.</summary>
    public static Act? Find(string code) => All.FirstOrDefault(name => name.Code == code)?.Act;
}
