using Dapper;
using Npgsql;
using Throughline.Data;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Policies;
using Throughline.Domain.Staffing;
using Throughline.Platform;
using Throughline.Ui;
using Choice = Throughline.Ui.Choice;

namespace Throughline.Features.Staffing;

/// <summary>Which requests a list shows.</summary>
internal enum RequestTab { Needs, Open, Decided }

/// <summary>A request of a list, with how long it waits.</summary>
/// <param name="Age">Null for what waits for nobody's answer.</param>
public sealed record RequestLine(RequestGround Ground, StoredRequest Request, RequestAge? Age, bool NeedsYou)
{
    /// <summary>Somebody is still to be found for it.</summary>
    public bool Staffs => Request.Terms.Kind is RequestKind.New or RequestKind.Replace && Request.State.IsOpen();
}

/// <param name="Next">The cursor of the next page of what is decided.</param>
internal sealed record RequestLines(IReadOnlyList<RequestLine> Lines, int Needs, int Open, string? Next, IReadOnlyList<Choice> Engagements, IReadOnlyList<Choice> Roles);

/// <summary>The requests that somebody may see: those that wait for them, all that are open, and what was decided, the overdue first.</summary>
internal sealed class RequestList(Database database, PracticeSettings settings)
{
    public static readonly string[] Filters = ["kind", "engagement", "role", "late"];

    private const int PageSize = 50;

    /// <summary>More open requests than these nobody looks through.</summary>
    private const int MostOpen = 1000;

    /// <summary>Null for somebody who may see no request at all.</summary>
    public async Task<RequestLines?> RunAsync(CurrentUser user, RequestTab tab, Address address, CancellationToken stop)
    {
        var reach = user.Reach(Act.SeeRequests);
        if (reach == Relation.None)
            return null;

        var (policies, today, zone) = (await settings.PoliciesAsync(stop), await settings.TodayAsync(stop), await settings.ZoneAsync(stop));
        return await database.ReadAsync(async connection =>
        {
            var seen = Seen(reach);
            var parameters = Parameters(user, address);
            var open = await RequestGround.ListAsync(
                connection, $"where r.state in ('draft', 'submitted', 'countered', 'approved') and {seen} order by r.submitted_at nulls last, r.resource_request limit {MostOpen}", parameters);
            var ages = await RequestAges.ReadAsync(connection, open, policies, today, zone);
            List<RequestLine> lines = [.. open.Select(ground => Line(user, ground, ages)).OrderBy(line => line.Age?.Due ?? DateOnly.MaxValue).ThenBy(line => line.Request.SubmittedAt ?? DateTimeOffset.MaxValue)];
            var (shown, next) = tab switch
            {
                RequestTab.Decided => await DecidedAsync(connection, user, seen, parameters, address),
                RequestTab.Needs => ([.. lines.Where(line => line.NeedsYou)], null),
                RequestTab.Open => (lines, null),
            };
            return new RequestLines(
                [.. shown.Where(line => Fits(line, address))], lines.Count(line => line.NeedsYou), lines.Count, next,
                [.. shown.DistinctBy(line => line.Ground.Engagement).OrderBy(line => line.Ground.Engagement, StringComparer.Ordinal).Select(line => new Choice(line.Ground.Engagement, $"{line.Ground.Engagement} {line.Ground.EngagementName}"))],
                [.. shown.Select(line => line.Ground.Role).Distinct().Order(StringComparer.Ordinal).Select(role => new Choice(role, ResourceCentre.Sentence(role)))]);
        }, stop);
    }

    private static string Seen(Relation reach) => reach.HasFlag(Relation.Any)
        ? "true"
        : $"(r.requested_by = @email or r.person = @me{(reach.HasFlag(Relation.Led) ? " or e.project_manager = @me" : "")})";

    private static object Parameters(CurrentUser user, Address address)
    {
        var cursor = (address[Address.CursorName] ?? "").Split(' ', 2);
        return new
        {
            email = user.Email, me = user.Person?.Value, size = PageSize + 1,
            kinds = Given(address, "kind"), engagements = Given(address, "engagement"), roles = Given(address, "role"),
            after = cursor.Length == 2 && DateTimeOffset.TryParse(cursor[0], System.Globalization.CultureInfo.InvariantCulture, out var at) ? at : (DateTimeOffset?)null,
            afterRequest = cursor.Length == 2 ? cursor[1] : "",
        };
    }

    // Filtered in the database, for there are as many as there ever were.
    private static async Task<(List<RequestLine>, string?)> DecidedAsync(NpgsqlConnection connection, CurrentUser user, string seen, object parameters, Address address)
    {
        List<string> where = ["r.state in ('booked', 'rejected', 'withdrawn', 'cancelled')", seen];
        if (Given(address, "kind").Length > 0)
            where.Add("r.kind = any(@kinds)");
        if (Given(address, "engagement").Length > 0)
            where.Add("r.engagement = any(@engagements)");
        if (Given(address, "role").Length > 0)
            where.Add("r.role = any(@roles)");
        if (address[Address.CursorName] is { Length: > 0 })
            where.Add("(r.decided_at, r.resource_request) < (@after, @afterRequest)");

        var rows = await RequestGround.ListAsync(connection, $"where {string.Join(" and ", where)} order by r.decided_at desc nulls last, r.resource_request desc limit @size", parameters);
        List<RequestLine> page = [.. rows.Take(PageSize).Select(ground => Line(user, ground, null))];
        return (page, rows.Count > PageSize && page[^1].Request.DecidedAt is { } last ? FormattableString.Invariant($"{last.UtcDateTime:O} {page[^1].Request.Key}") : null);
    }

    private static RequestLine Line(CurrentUser user, RequestGround ground, RequestAges? ages)
    {
        var request = ground.ToRequest();
        return new RequestLine(ground, request, ages?.Of(ground), NeedsYou(user, ground, request));
    }

    /// <summary>It waits for this user: to decide on what is addressed to them or to every coordinator, or to go on with what is their own.</summary>
    internal static bool NeedsYou(CurrentUser user, RequestGround ground, StoredRequest request) => request.State switch
    {
        RequestState.Submitted or RequestState.Approved => Decides(user, ground, request.Request.Coordinator?.Value),
        RequestState.Draft => ground.RequestedBy == user.Email || (ground.AsksQuestion && Decides(user, ground, ground.EngagementCoordinator)),
        RequestState.Countered => ground.RequestedBy == user.Email || ground.AsRequester(user).HasFlag(Relation.Led),
        RequestState.Booked or RequestState.Rejected or RequestState.Withdrawn or RequestState.Cancelled => false,
    };

    private static bool Decides(CurrentUser user, RequestGround ground, string? coordinator) =>
        user.May(Act.DecideRequest, ground.RelationOf(user)) && (coordinator is null || user.Person is null || coordinator == user.Person.Value.Value);

    private static bool Fits(RequestLine line, Address address) =>
        Any(address, "kind", line.Ground.Kind) && Any(address, "engagement", line.Ground.Engagement) && Any(address, "role", line.Ground.Role)
        && (address["late"] != "1" || line.Age is { Overdue: true });

    private static bool Any(Address address, string name, string value) => Given(address, name) is { Length: 0 } || Given(address, name).Contains(value);

    private static string[] Given(Address address, string name) => [.. address.All(name).Where(value => value.Length > 0)];
}

/// <summary>How long requests wait, counted in the business days of whoever answers them, by the service level of their engagement.</summary>
internal sealed class RequestAges
{
    private const string Level = "sla.resource_request", Warning = "sla.warning", Weekend = "weekend";

    private readonly PolicyValues policies;
    private readonly DateOnly today;
    private readonly TimeZoneInfo zone;
    private readonly ILookup<string, DateOnly> daysOff;

    private RequestAges(PolicyValues policies, DateOnly today, TimeZoneInfo zone, ILookup<string, DateOnly> daysOff) =>
        (this.policies, this.today, this.zone, this.daysOff) = (policies, today, zone, daysOff);

    /// <summary>One statement, none where no coordinator has a calendar.</summary>
    public static async Task<RequestAges> ReadAsync(
        NpgsqlConnection connection, IReadOnlyCollection<RequestGround> requests, PolicyValues policies, DateOnly today, TimeZoneInfo zone)
    {
        var calendars = requests.Select(request => request.CoordinatorCalendar).OfType<string>().Distinct().ToArray();
        var days = calendars.Length == 0 ? [] : await connection.QueryAsync<(string Calendar, DateOnly Date)>(
            "select calendar, date from calendar_days where hours = 0 and calendar = any(@calendars) and date between @from and @to",
            new { calendars, from = today.AddDays(-120), to = today.AddDays(120) });
        return new RequestAges(policies, today, zone, days.ToLookup(day => day.Calendar, day => day.Date));
    }

    /// <summary>Null for what waits for nobody's answer.</summary>
    public RequestAge? Of(RequestGround request)
    {
        if (request is not { State: "submitted", SubmittedAt: { } at })
            return null;

        PolicyAnswer Answer(string policy) => policies.Answer(new PolicyQuestion(policy, today, request.Engagement, request.Region));
        var calendar = new BusinessCalendar(Answer(Weekend).DaysOff, request.CoordinatorCalendar is { } own ? daysOff[own] : []);
        return RequestAge.Of(Zones.DayOf(at, zone), today, Answer(Level).Span, Answer(Warning).Span, calendar);
    }
}
