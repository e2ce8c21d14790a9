using System.Text.Json;
using Throughline.Data.Work;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Features.Staffing;

namespace Throughline.Api;

/// <summary>/feeds: one's own calendar feeds. The address of a feed is told once, when it is made.</summary>
internal static class FeedCalls
{
    private const string Tag = "Calendar feeds";
    private static readonly string[] Known = ["kind", "key"];
    private static readonly ApiParameter Feed = new("feed", "The feed's identifier.") { Required = true, Example = "0197a3c1-5b1e-7cc2-9d57-3f2f3c1d9a10" };

    public static void Map(ApiRoutes routes)
    {
        routes.Get("/feeds", new ApiOperation("listFeeds", Tag, "List your calendar feeds", Scope.Read, "FeedList"), ListAsync);
        routes.Post("/feeds", new ApiOperation("createFeed", Tag, "Make a calendar feed", Scope.Staffing, "FeedMade")
        {
            Body = "FeedNew", Success = 201, Refusals = [409],
            Description = "The answer carries the address once; a repeated request with the same key is answered without it.",
        }, MakeAsync);
        routes.Post("/feeds/{feed}:revoke", new ApiOperation("revokeFeed", Tag, "Revoke a calendar feed", Scope.Staffing, null) { Path = [Feed], Success = 204, Refusals = [404] }, RevokeAsync);
    }

    private static async Task<IResult> ListAsync(ApiCall call)
    {
        if (call.User.Decide(Act.SeeBookings, call.User.Reach(Act.SeeBookings)).Problem is { } refused)
            return Problems.Of(refused);

        var feeds = await call.Get<CalendarFeeds>().ListAsync(call.User, call.Stop);
        return new ApiAnswer(StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(new
        {
            items = feeds.Select(feed => new
            {
                feed = feed.Feed, kind = feed.Kind, key = feed.Key, name = feed.Name, created = Cells.Instant(feed.Created), lastRead = feed.LastRead is { } read ? Cells.Instant(read) : null,
            }),
            next = (string?)null,
        }));
    }

    private static async Task<IResult> MakeAsync(ApiCall call)
    {
        if (!(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out var body, out var problem))
            return Problems.Of(problem);
        if (body.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
            return Problems.Of(new InvalidFields([JsonBody.Unknown(unknown, Known)]));
        if (FeedSubject.Read($"{JsonBody.Member(body, "kind")}:{JsonBody.Member(body, "key")}") is not { } subject || subject.Key.Contains('\0', StringComparison.Ordinal))
            return Problems.Of(new InvalidFields("kind", "must be person, team or engagement, with the key beside it"));

        if (OnceOnly.Current is { } once)
            once.Render = (_, made) => Task.FromResult(Made((MadeFeed)made, subject, null).Stored);

        return (await call.Get<CalendarFeeds>().MakeAsync(call.User, subject, call.Stop)).Succeeded(out var made, out problem)
            ? Made(made, subject, $"{call.Http.Request.Scheme}://{call.Http.Request.Host}{call.Http.Request.PathBase}/feeds/{made.Secret}.ics")
            : Problems.Of(problem);
    }

    private static ApiAnswer Made(MadeFeed made, FeedSubject subject, string? address) =>
        new(StatusCodes.Status201Created, JsonSerializer.SerializeToUtf8Bytes(new { feed = made.Feed, kind = subject.Kind, key = subject.Key, address }));

    private static async Task<IResult> RevokeAsync(ApiCall call) =>
        Guid.TryParse(call.Route("feed"), out var feed) && await call.Get<CalendarFeeds>().RevokeAsync(call.User, feed, call.Stop)
            ? new ApiAnswer(StatusCodes.Status204NoContent, [])
            : Problems.Of(new NoSuchRecord($"You have no calendar feed {call.Route("feed")}."));
}
