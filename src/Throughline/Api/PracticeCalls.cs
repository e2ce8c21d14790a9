using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Data.Work;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Features.Contracts;
using Throughline.Features.Reports;
using Throughline.Platform;
using Throughline.Platform.Mail;

namespace Throughline.Api;

/// <summary>The clock of this database is the real one, or the instant lies behind it.</summary>
internal sealed record ClockStays(string Message) : Problem("clock", Message);

/// <summary>Calls about the program itself: who asks, whether it is well, what it takes, and a trial's clock.</summary>
internal static class PracticeCalls
{
    private const string Tag = "Service";

    public static void Map(ApiRoutes routes)
    {
        routes.Open("/health", new ApiOperation("getHealth", Tag, "Whether the service and its database answer", null, "Health") { Refusals = [503] }, Server.HealthAsync);
        routes.Get("/me", new ApiOperation("getMe", Tag, "Who the token belongs to, and what it may do", Scope.Read, "Me"), MeAsync);
        routes.Get("/limits", new ApiOperation("getLimits", Tag, "How much the service takes", Scope.Read, "Limits"), LimitsAsync);
        routes.Post("/clock", new ApiOperation("moveClock", Tag, "Move a trial's clock forward and do what fell due", Scope.Admin, "Clock")
        {
            Body = "ClockMove", Refusals = [409],
            Description = "Only on a database that was made with a trial clock.",
        }, ClockAsync);
    }

    private static Task<IResult> MeAsync(ApiCall call)
    {
        var user = call.User;
        return Task.FromResult<IResult>(MayRead(call) ?? (IResult)new ApiAnswer(StatusCodes.Status200OK, Cells.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("email", user.Email);
            json.WriteString("name", user.Name);
            json.WriteString("person", user.Person?.Value);
            json.WriteString("customer", user.Customer?.Value);
            json.WriteStartArray("roles");
            foreach (var role in user.Roles)
                json.WriteStringValue(Roles.Name(role).Code);

            json.WriteEndArray();
            json.WriteStartArray("scopes");
            foreach (var scope in (user.TokenScopes ?? new HashSet<Scope>()).Order())
                json.WriteStringValue(Scopes.Code(scope));

            json.WriteEndArray();
            json.WriteEndObject();
        })));
    }

    private static ApiProblem? MayRead(ApiCall call) => call.User.TokenScopes?.Contains(Scope.Read) == false
        ? Problems.Of(new NotAllowed("scope", "This token lacks the scope read. Make one that has it."))
        : null;

    private static async Task<IResult> LimitsAsync(ApiCall call)
    {
        if (MayRead(call) is { } refused)
            return refused;

        var rate = await call.Get<ApiRate>().CurrentAsync(call.Stop);
        return new ApiAnswer(StatusCodes.Status200OK, Cells.Json(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("requestsPerMinute", rate);
            json.WriteNumber("pageUsual", ListQuery.Usual);
            json.WriteNumber("pageMost", ListQuery.Most);
            json.WriteNumber("bodyBytes", JsonBody.MostBytes);
            json.WriteNumber("statementBytes", ReadStatement.MostBytes);
            json.WriteNumber("importBytes", FileCalls.BundleBytes);
            json.WriteNumber("idempotencyHours", 24);
            json.WriteEndObject();
        }));
    }

    private static async Task<IResult> ClockAsync(ApiCall call)
    {
        var decision = call.User.Decide(Act.EditUsers);
        if (decision.Problem is { } refused)
            return Problems.Of(refused);
        if (!(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out var body, out var problem))
            return Problems.Of(problem);
        if (body.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => name != "to") is { } unknown)
            return Problems.Of(new InvalidFields([JsonBody.Unknown(unknown, ["to"])]));
        if (Moments.Read(JsonBody.Member(body, "to") ?? "") is not { } to)
            return Problems.Of(new InvalidFields("to", "must be an instant like 2026-03-02T14:05:00Z"));

        var database = call.Get<Database>();
        if (!await TrialClock.IsSetAsync(database, call.Stop))
            return Problems.Of(new ClockStays("This database lives by the real clock. Only one made for a trial, by serve --clock, can be moved."));
        if (OnceOnly.Current is { } once)
            once.Render = (_, _) => Task.FromResult(Clock(to).Stored);

        var moved = await database.WriteAsync<bool>(call.User.ToActor(decision.Role), async change =>
        {
            if (to < change.At)
                return new ClockStays($"It is {Cells.Instant(change.At)} already; the clock moves forward only.");

            await change.AuditAsync("clock_moved", "clock", new { to });
            return true;
        }, call.Stop);
        if (!moved.Succeeded(out _, out problem))
            return Problems.Of(problem);

        await TrialClock.MoveAsync(database, to, call.Stop);
        await call.Get<BackgroundWork>().RunDueAsync(call.Stop);
        await call.Get<SendReports>().RunDueAsync(call.Stop);
        await call.Get<MailWork>().RunDueAsync(call.Stop);
        return Clock(database.Clock.GetUtcNow());
    }

    private static ApiAnswer Clock(DateTimeOffset now) => new(StatusCodes.Status200OK, Cells.Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("now", Cells.Instant(now));
        json.WriteEndObject();
    }));
}
