using static Throughline.Domain.Accounts.Act;
using static Throughline.Domain.Accounts.Relation;
using static Throughline.Domain.Accounts.Role;

namespace Throughline.Domain.Accounts;

/// <summary>
/// Who may do what before a practice changes it. The same rows are seeded into the database, where
/// administrators edit them.
/// </summary>
public static class DefaultAccess
{
    private static readonly Role[] Practice =
        [.. Roles.All.Select(name => name.Role).Where(role => !Roles.IsOutside(role) && role is not Administrator)];

    private static readonly Role[] Planners = [Coordinator, Operations];
    private static readonly Role[] Managers = [PmoManager, DeliveryManager, PracticeManager, Leader, EngagementManager];

    public static IReadOnlyList<Grant> Grants { get; } = [.. Administration(), .. Engagements(), .. Staffing(), .. Time(), .. Configuration()];

    public static AccessTable Table { get; } = new(Grants);

    // Set-up and recovery reach everything; the practice's own decisions stay with the practice.
    private static IEnumerable<Grant> Administration() =>
        from name in Acts.All where !name.Approval select new Grant(Administrator, name.Act, Any);

    private static IEnumerable<Grant> Engagements() =>
    [
        .. May(SeePortfolio, Any, Coordinator, Operations, EngagementManager, Finance, Leader, Sales, DeliveryManager, PmoManager, PracticeManager),
        .. May(SeePortfolio, Led | Assigned, ProjectManager),
        .. May(SeeEngagement, Any, Coordinator, Operations, EngagementManager, Finance, Leader, Sales, DeliveryManager, PmoManager, PracticeManager),
        .. May(SeeEngagement, Led | Assigned, ProjectManager),
        .. May(SeeEngagement, Assigned, Member, Trainer, Architect),
        .. May(SeeWorkspace, Any, Coordinator, Operations, EngagementManager, Leader, Sales, DeliveryManager, PmoManager, PracticeManager),
        .. May(SeeWorkspace, Led | Assigned, ProjectManager),
        .. May(SeeWorkspace, Assigned, Member, Trainer, Architect, Partner),
        .. May(SeeWorkspace, Workspace, Customer),
        .. May(SeeRates, Any, Coordinator, Operations, EngagementManager, Finance, Leader, DeliveryManager),
        .. May(SeeValue, Any, Coordinator, Operations, EngagementManager, Finance, Leader, DeliveryManager, Sales, Legal, DealDesk),
        .. May(SeeCost, Any, Operations, EngagementManager, Finance, Leader, DeliveryManager),
        .. May(SeeMargin, Any, Operations, EngagementManager, Finance, Leader, DeliveryManager),
        .. Each([SeeRates, SeeValue, SeeCost, SeeMargin], Led, ProjectManager),
        .. May(CreateEngagement, Any, EngagementManager, Coordinator, Operations),
        .. May(EditEngagement, Any, EngagementManager, Coordinator, Operations),
        .. May(EditEngagement, Led, ProjectManager),
        .. May(ReadStatement, Any, EngagementManager, Coordinator, Operations, Leader, Sales, Legal, DealDesk, Finance),
        .. May(ReadStatement, Led, ProjectManager),
        .. May(StoreStatement, Any, EngagementManager, Coordinator, Operations),
        .. May(EditDelivery, Any, Planners),
        .. May(EditDelivery, Led, ProjectManager),
        .. May(UpdateIssue, Any, Planners),
        .. May(UpdateIssue, Led | Assigned, ProjectManager),
        .. May(UpdateIssue, Assigned, Member, Trainer, Architect, Partner),
        .. May(UpdateIssue, Workspace, Customer),
        .. May(AcceptMilestone, Workspace, Customer),
        .. May(ApproveExposure, Any, Leader),
        .. May(ApproveChangeOrder, Any, EngagementManager, Leader),
        .. May(ReleaseRevenue, Any, Finance),
        .. May(SeeRelease, Any, Coordinator, Operations, EngagementManager, Finance, Leader, DeliveryManager),
        .. May(PrepareRelease, Any, Planners),
        .. May(ClosePeriod, Any, Finance),
    ];

    private static IEnumerable<Grant> Staffing() =>
    [
        .. Each([SeePeople, SeeBookings], Any, ProjectManager, Coordinator, Operations, EngagementManager, Finance, Leader, Architect, DeliveryManager, PmoManager, PracticeManager),
        .. Each([SeePeople, SeeBookings], Own | Assigned, Member, Trainer),
        .. May(SeeBookings, Own, Partner),
        .. May(RequestBooking, Any, Coordinator, Operations, EngagementManager, DeliveryManager),
        .. May(RequestBooking, Own | Led, ProjectManager),
        .. May(RequestBooking, Own, Member, Trainer, Architect),
        .. May(SeeRequests, Any, Coordinator, Operations, EngagementManager, Leader, DeliveryManager, PmoManager, PracticeManager, Architect),
        .. May(SeeRequests, Own | Led, ProjectManager),
        .. May(SeeRequests, Own, Member, Trainer),
        .. May(DecideRequest, Any, Planners),
        .. May(ChoosePeople, Any, Coordinator, Operations, PmoManager, DeliveryManager, Architect),
        .. May(BookSoft, Any, Coordinator, Operations, EngagementManager),
        .. May(BookSoft, Led, ProjectManager),
        .. May(BookHard, Any, Planners),
        .. May(ChangeSoftBooking, Any, Coordinator, Operations, EngagementManager),
        .. May(ChangeSoftBooking, Led, ProjectManager),
        .. May(ChangeHardBooking, Any, Planners),
        .. May(ChangeHardBooking, Led, ProjectManager),
        .. May(SetOvertime, Any, Planners),
        .. May(EditTimeOff, Any, Planners),
        .. May(EditTimeOff, Own | Team, Managers),
        .. May(EditTimeOff, Own, [.. Practice.Except(Planners).Except(Managers), Partner]),
        .. May(EditSkills, Any, Planners),
        .. May(EditSkills, Own | Team, Managers),
        .. May(EditSkills, Own, [.. Practice.Except(Planners).Except(Managers)]),
        .. May(SeeStyle, Any, Coordinator, Operations, DeliveryManager, PmoManager, PracticeManager),
        .. May(SeeStyle, Own | Team, ProjectManager, EngagementManager, Leader),
        .. May(SeeStyle, Own, Member, Trainer, Finance, Sales, Architect, Legal, DealDesk),
        .. May(WriteStyle, Any, Planners),
        .. May(WriteStyle, Team, [ProjectManager, .. Managers]),
        .. May(ApproveTimeOff, Any, Planners),
        .. May(ApproveTimeOff, Team, [ProjectManager, .. Managers]),
    ];

    private static IEnumerable<Grant> Time() =>
    [
        .. May(SeeTime, Any, Coordinator, Operations, Finance, Leader, DeliveryManager, PmoManager),
        .. May(SeeTime, Own | Led | Team, ProjectManager),
        .. May(SeeTime, Own | Team, EngagementManager, PracticeManager),
        .. May(SeeTime, Own, Member, Trainer, Architect, Sales, Legal, DealDesk, Partner),
        .. May(LogOwnTime, Own, [.. Practice, Partner]),
        .. May(LogOthersTime, Any, Planners),
        .. May(ApproveTime, Any, Planners),
        .. May(ApproveTime, Led | Team, ProjectManager),
        .. May(ApproveTime, Team, Managers),
        .. Each([LockPeriod, DecideUnlock], Any, [.. Planners, Finance]),
        .. May(CertifyHours, Any, DeliveryManager),
        .. May(ConfirmHours, Any, Leader),
        .. May(AcceptHours, Any, Finance),
        .. May(ConsolidateTime, Any, Planners),
    ];

    private static IEnumerable<Grant> Configuration() =>
    [
        .. May(EditPeople, Any, Operations),
        .. May(EditCalendars, Any, Planners),
        .. May(EditRates, Any, Finance, Operations),
        .. May(EditPolicies, Any, Leader),
        .. May(Import, Any, Operations),
        .. May(Export, Any, Operations, Leader),
        .. May(ManageOwnTokens, Own, [.. Practice, Partner]),
    ];

    private static IEnumerable<Grant> May(Act act, Relation reach, params Role[] roles) =>
        roles.Select(role => new Grant(role, act, reach));

    private static IEnumerable<Grant> Each(Act[] acts, Relation reach, params Role[] roles) =>
        acts.SelectMany(act => May(act, reach, roles));
}
