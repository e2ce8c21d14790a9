using System.Text.Json;
using Throughline.Data.Bundles;
using Throughline.Data.Work;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Timekeeping;
using Throughline.Features.Timekeeping;

namespace Throughline.Api;

/// <summary>/period-locks and /unlock-tickets: days whose hours stay as they are, and what opens them for a while.</summary>
internal sealed class PeriodLockCalls
{
    private static readonly string[] Lockable = ["periodLock", "start", "end", "legalEntity", "engagement", "person", "kind", "reason"];
    private static readonly string[] Askable = ["unlockTicket", "person", "start", "end", "until", "reason"];

    internal static readonly RecordResource Locks = new("/period-locks", BundleFiles.Named("period_locks"), "Period locks");
    internal static readonly RecordResource Tickets = new("/unlock-tickets", BundleFiles.Named("unlock_tickets"), "Period locks");

    public static void Map(ApiRoutes routes)
    {
        Locks.MapReading(routes);
        routes.Post(Locks.Path, Locks.Describe("create", "Lock days", Locks.Schema) with { Scope = Scope.Time, Body = Locks.Schema + "New", Success = 201, Tagged = true, Refusals = [409] }, LockAsync);
        routes.Delete(Locks.Single, Locks.Describe("delete", "Take a lock away", null) with { Scope = Scope.Time, Success = 204, Path = Key(Locks), Refusals = [404, 409] }, UnlockAsync);
        Tickets.MapReading(routes);
        routes.Post(Tickets.Path, Tickets.Describe("create", "Ask for locked days to be opened", Tickets.Schema) with { Scope = Scope.Time, Body = Tickets.Schema + "New", Success = 201, Tagged = true, Refusals = [409] }, AskAsync);
        MapDecision(routes, "approval", "approve", "Open the days until the ticket's instant", true);
        MapDecision(routes, "decline", "decline", "Leave the days locked", false);
    }

    private static void MapDecision(ApiRoutes routes, string segment, string verb, string summary, bool approve) =>
        routes.Post($"{Tickets.Single}/{segment}", Tickets.Describe(verb, summary, Tickets.Schema) with
        {
            Scope = Scope.Time, Body = "OvertimeDecision", Tagged = true, Path = Key(Tickets), Refusals = [404, 409],
            Description = "Whoever asked, and whose days they are, decides on nothing.",
        }, async call =>
        {
            var body = JsonDocument.Parse("{}").RootElement;
            if (call.Http.Request.ContentType is not null && !(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out body, out var problem))
                return Problems.Of(problem);
            if (body.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => name != "comment") is { } unknown)
                return Problems.Of(new InvalidFields([JsonBody.Unknown(unknown, ["comment"])]));

            Render(StatusCodes.Status200OK);
            return (await call.Get<UnlockTickets>().DecideAsync(call.User, call.Route("unlockTicket"), approve, JsonBody.Member(body, "comment"), call.Stop)).Succeeded(out var ticket, out problem)
                ? Answer(StatusCodes.Status200OK, ticket, 2)
                : Problems.Of(problem);
        });

    private static async Task<IResult> LockAsync(ApiCall call)
    {
        if (!(await CellsAsync(call, Locks.File, Lockable)).Succeeded(out var cells, out var problem))
            return Problems.Of(problem);

        if (OnceOnly.Current is { } once)
            once.Render = (_, made) => Task.FromResult(Answer(call, (PeriodLock)made).Stored);

        var form = new LockForm(cells.GetValueOrDefault("start"), cells.GetValueOrDefault("end"), cells.GetValueOrDefault("reason"))
        {
            Key = cells.GetValueOrDefault("periodLock"), LegalEntity = cells.GetValueOrDefault("legalEntity"), Engagement = cells.GetValueOrDefault("engagement"),
            Person = cells.GetValueOrDefault("person"), Kind = cells.GetValueOrDefault("kind"),
        };
        return (await call.Get<LockPeriod>().RunAsync(call.User, form, call.Stop)).Succeeded(out var one, out problem) ? Answer(call, one) : Problems.Of(problem);
    }

    private static async Task<IResult> UnlockAsync(ApiCall call) =>
        (await call.Get<LockPeriod>().RemoveAsync(call.User, call.Route("periodLock"), call.Stop)).Succeeded(out _, out var problem)
            ? new ApiAnswer(StatusCodes.Status204NoContent, [])
            : Problems.Of(problem);

    private static async Task<IResult> AskAsync(ApiCall call)
    {
        if (!(await CellsAsync(call, Tickets.File, Askable)).Succeeded(out var cells, out var problem))
            return Problems.Of(problem);

        Render(StatusCodes.Status201Created);
        var form = new TicketForm(
            cells.GetValueOrDefault("person"), cells.GetValueOrDefault("start"), cells.GetValueOrDefault("end"), cells.GetValueOrDefault("until"),
            cells.GetValueOrDefault("reason")) { Key = cells.GetValueOrDefault("unlockTicket") };
        return (await call.Get<UnlockTickets>().AskAsync(call.User, form, call.Stop)).Succeeded(out var ticket, out problem)
            ? Answer(StatusCodes.Status201Created, ticket, 1)
            : Problems.Of(problem);
    }

    private static async Task<Result<IReadOnlyDictionary<string, string?>>> CellsAsync(ApiCall call, BundleFile file, string[] known)
    {
        if (!(await StatedCells.ReadAsync(call, file)).Succeeded(out var cells, out var problem))
            return problem;

        return cells.Keys.FirstOrDefault(name => !known.Contains(name)) is { } kept ? new InvalidFields([JsonBody.Unknown(kept, known)]) : Result.Of(cells);
    }

    private static IReadOnlyList<ApiParameter> Key(RecordResource resource) => [.. resource.File.Key.Select(name => ColumnWords.Parameter(resource.File, resource.File.Column(name)))];

    private static void Render(int status)
    {
        if (OnceOnly.Current is { } once)
            once.Render = (_, ticket) => Task.FromResult(Answer(status, (UnlockTicket)ticket, status == StatusCodes.Status201Created ? 1 : 2).Stored);
    }

    private static ApiAnswer Answer(ApiCall call, PeriodLock one) => ApiAnswer.OfRecord(StatusCodes.Status201Created, Locks.File, new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["period_lock"] = one.Key, ["start"] = Cells.Date(one.Days.First), ["end"] = Cells.Date(one.Days.Last), ["legal_entity"] = one.LegalEntity,
        ["engagement"] = one.Engagement?.Value, ["person"] = one.Person?.Value, ["kind"] = one.Billing ? "billing" : "period", ["reason"] = one.Reason, ["locked_by"] = call.User.Email,
    }, 1).With("Location", $"{ApiRoutes.Base}/period-locks/{Uri.EscapeDataString(one.Key)}");

    private static ApiAnswer Answer(int status, UnlockTicket ticket, int version)
    {
        var answer = ApiAnswer.OfRecord(status, Tickets.File, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["unlock_ticket"] = ticket.Key, ["person"] = ticket.Person.Value, ["start"] = Cells.Date(ticket.Days.First), ["end"] = Cells.Date(ticket.Days.Last),
            ["until"] = Cells.Instant(ticket.Until), ["reason"] = ticket.Reason, ["asked_by"] = ticket.AskedBy, ["asked_at"] = Cells.Instant(ticket.AskedAt), ["state"] = ticket.State.Text(),
            ["decided_by"] = ticket.DecidedBy, ["decided_at"] = ticket.DecidedAt is { } at ? Cells.Instant(at) : null, ["comment"] = ticket.Comment,
        }, version);
        return status == StatusCodes.Status201Created ? answer.With("Location", $"{ApiRoutes.Base}/unlock-tickets/{Uri.EscapeDataString(ticket.Key)}") : answer;
    }
}
