using System.Globalization;
using System.Text.Json;
using Throughline.Data.Bundles;
using Throughline.Data.Work;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Staffing;
using Throughline.Features.Staffing;

namespace Throughline.Api;

/// <summary>/resource-requests: read like every record, drafted, edited, and taken through its steps.</summary>
internal sealed class RequestCalls
{
    private const int LongestText = 10_000;
    private static readonly BundleFile File = BundleFiles.Named("resource_requests");
    private readonly RecordResource resource = Resource;

    public static RecordResource Resource { get; } = new("/resource-requests", File, "Resource requests");

    public void Map(ApiRoutes routes)
    {
        resource.MapReading(routes);
        routes.Post(resource.Path, resource.Describe("create", "Draft a resource request", resource.Schema) with
        {
            Scope = Scope.Staffing, Body = resource.Schema + "New", Success = 201, Tagged = true, Refusals = [409],
            Description = "A draft asks nobody for anything; submit it with `:submit`.",
        }, CreateAsync);
        routes.Patch(resource.Single, resource.Describe("change", "Change a draft", resource.Schema) with
        {
            Scope = Scope.Staffing, Body = resource.Schema + "Change", Guarded = true, Tagged = true, Refusals = [404, 409],
        }, ChangeAsync);
        routes.Get(resource.Single + "/candidates", new ApiOperation("listCandidates", resource.Tag, "Rank people for a request", Scope.Read, "Candidates")
        {
            Refusals = [404], Path = Key,
            Description = "Each score opens into its parts: points times weight over all weights that count is the share, and the shares add up to the score. Whoever is not ranked says why.",
        }, CandidatesAsync);
        MapStep(routes, "submit", "Submit a request to the coordinator", RequestStep.Submit);
        MapStep(routes, "counter", "Offer other dates", RequestStep.Counter);
        MapStep(routes, "accept", "Submit a countered request with one of the offers, or with other dates", RequestStep.Accept);
        MapStep(routes, "approve", "Approve a request and do what it asks", RequestStep.Approve);
        MapStep(routes, "reject", "Reject a request", RequestStep.Reject);
        MapStep(routes, "withdraw", "Withdraw a request", RequestStep.Withdraw);
        MapStep(routes, "cancel", "Cancel a request that is no longer needed", RequestStep.Cancel);
        MapStep(routes, "propose", "Name the person for a request, with the reasoning", RequestStep.Propose);
        routes.Post(resource.Single + ":comment", Step("comment", "Comment on a request") with
        {
            Body = resource.Schema + "Comment", Description = "A comment never submits, books or decides anything.",
        }, CommentAsync);
    }

    private ApiOperation Step(string verb, string summary) => new(verb + resource.Schema, resource.Tag, summary, Scope.Staffing, resource.Schema)
    {
        Tagged = true, Refusals = [404, 409], Path = Key,
    };

    private static IReadOnlyList<ApiParameter> Key => [.. File.Key.Select(name => ColumnWords.Parameter(File, File.Column(name)))];

    private void MapStep(ApiRoutes routes, string verb, string summary, RequestStep step) =>
        routes.Post($"{resource.Single}:{verb}", Step(verb, summary) with { Body = resource.Schema + Body(step) }, call => MoveAsync(call, step));

    private static string Body(RequestStep step) => step switch
    {
        RequestStep.Counter => "Counter",
        RequestStep.Accept => "Acceptance",
        RequestStep.Propose => "Proposal",
        _ => "Step",
    };

    private static async Task<IResult> CreateAsync(ApiCall call)
    {
        if (!(await StatedCells.ReadAsync(call, File)).Succeeded(out var cells, out var problem) || !Editable(cells).Succeeded(out _, out problem))
            return Problems.Of(problem);

        if (OnceOnly.Current is { } once)
            once.Render = (_, request) => Task.FromResult(Created((StoredRequest)request).Stored);

        return (await call.Get<DraftRequest>().RunAsync(call.User, Form(cells), call.Stop)).Succeeded(out var made, out problem)
            ? Created(made)
            : Problems.Of(problem);
    }

    private static async Task<IResult> ChangeAsync(ApiCall call)
    {
        var key = call.Route("request");
        if (!Versions.Seen(call.Http.Request).Succeeded(out var seen, out var problem)
            || !(await StatedCells.ReadAsync(call, File)).Succeeded(out var cells, out problem)
            || !StatedCells.SameKey(cells, "request", key).Succeeded(out _, out problem)
            || !Editable(cells).Succeeded(out _, out problem)
            || !(await StatedCells.VersionAsync(call, File, key, seen)).Succeeded(out var version, out problem))
            return Problems.Of(problem);

        return (await call.Get<ChangeRequest>().RunAsync(call.User, new RequestKey(key), Form(cells), version, call.Stop)).Succeeded(out var changed, out problem)
            ? Answer(StatusCodes.Status200OK, changed)
            : Problems.Of(problem);
    }

    private static async Task<IResult> MoveAsync(ApiCall call, RequestStep step)
    {
        if (!(await MoveOfAsync(call, step)).Succeeded(out var move, out var problem))
            return Problems.Of(problem);

        if (OnceOnly.Current is { } once)
            once.Render = (_, request) => Task.FromResult(Answer(StatusCodes.Status200OK, (StoredRequest)request).Stored);

        return (await call.Get<MoveRequest>().RunAsync(call.User, new RequestKey(call.Route("request")), move, null, call.Stop)).Succeeded(out var moved, out problem)
            ? Answer(StatusCodes.Status200OK, moved)
            : Problems.Of(problem);
    }

    private static async Task<IResult> CommentAsync(ApiCall call)
    {
        if (!(await BodyAsync(call, ["text"])).Succeeded(out var body, out var problem))
            return Problems.Of(problem);

        if (OnceOnly.Current is { } once)
            once.Render = (_, request) => Task.FromResult(Answer(StatusCodes.Status200OK, (StoredRequest)request).Stored);

        return (await call.Get<CommentOnRequest>().RunAsync(call.User, new RequestKey(call.Route("request")), JsonBody.Member(body, "text"), call.Stop)).Succeeded(out var request, out problem)
            ? Answer(StatusCodes.Status200OK, request)
            : Problems.Of(problem);
    }

    private static async Task<IResult> CandidatesAsync(ApiCall call)
    {
        if (!(await call.Get<MatchView>().RunAsync(call.User, new RequestKey(call.Route("request")), [], call.Stop)).Succeeded(out var sheet, out var problem))
            return Problems.Of(problem);

        var result = sheet.Result;
        return new ApiAnswer(StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(new
        {
            request = sheet.Request.Key.Value,
            candidates = result.Candidates.Select(one => new
            {
                person = one.Person.Person.Value, name = one.Person.Name, score = Cells.Number(decimal.Round(one.Score, 4)), freeHours = Cells.Hours(one.FreeMinutes),
                askedHours = Cells.Hours(one.AskedMinutes), fitsWhole = one.FitsWhole,
                parts = one.Parts.Select(part => new
                {
                    point = part.Point.Text(), points = part.Points is { } points ? Cells.Number(decimal.Round(points, 4)) : null, weight = Cells.Number(part.Weight),
                    share = Cells.Number(decimal.Round(part.Share, 4)), fact = part.Fact,
                }),
            }),
            excluded = result.Excluded.Select(one => new { person = one.Who.Person.Person.Value, name = one.Who.Person.Name, reason = one.Reason }),
            otherRoles = result.OtherRoles,
            leftOut = result.LeftOut.Select(left => new { point = left.Point.Text(), why = left.Why }),
        }));
    }

    // What the step says besides its address. Dates come as first and last day and hours a day.
    private static async Task<Result<RequestMove>> MoveOfAsync(ApiCall call, RequestStep step)
    {
        string[] known = step switch
        {
            RequestStep.Counter => ["reason", "offers"],
            RequestStep.Accept => ["start", "end", "hoursPerDay", "reason"],
            RequestStep.Propose => ["person", "reason"],
            _ => ["reason"],
        };
        if (!(await BodyAsync(call, known)).Succeeded(out var body, out var problem))
            return problem;

        var reason = JsonBody.Member(body, "reason");
        switch (step)
        {
            case RequestStep.Counter:
                return Offers(body).Succeeded(out var offers, out problem) ? new RequestMove(step, reason, offers) : problem;
            case RequestStep.Accept:
                return Offer(body, "start").Succeeded(out var chosen, out problem) ? new RequestMove(step, reason, Chosen: chosen, OwnDates: true) : problem;
            case RequestStep.Propose:
                return JsonBody.Member(body, "person") is { Length: > 0 and <= 200 } person ? new RequestMove(step, reason, Person: new(person)) : new InvalidFields("person", "must have a value");
            default:
                return new RequestMove(step, reason);
        }
    }

    private static Result<IReadOnlyList<RequestOffer>> Offers(JsonElement body)
    {
        if (!body.TryGetProperty("offers", out var list) || list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() > 20)
            return new InvalidFields("offers", "must be a list of at most 20 spans, each with start, end and hoursPerDay");

        var offers = new List<RequestOffer>();
        foreach (var one in list.EnumerateArray())
        {
            if (one.ValueKind is not JsonValueKind.Object)
                return new InvalidFields("offers", "must hold objects with start, end and hoursPerDay");
            if (!Offer(one, "offers").Succeeded(out var offer, out var problem))
                return problem;

            offers.Add(offer);
        }

        return Result.Of<IReadOnlyList<RequestOffer>>(offers);
    }

    private static Result<RequestOffer> Offer(JsonElement span, string field) =>
        RequestAnswer.Span(JsonBody.Member(span, "start") ?? "", JsonBody.Member(span, "end") ?? "", Hours(span)) is { } offer
            ? offer
            : new InvalidFields(field, "needs start and end as dates, the end not before the start, and hoursPerDay above 0 to 24 in whole minutes");

    private static string Hours(JsonElement span) => span.TryGetProperty("hoursPerDay", out var hours)
        ? hours.ValueKind switch { JsonValueKind.String => hours.GetString()!, JsonValueKind.Number => hours.GetRawText(), _ => "" }
        : "";

    // A step may say nothing at all; what it says is one object of the fields it knows.
    private static async Task<Result<JsonElement>> BodyAsync(ApiCall call, string[] known)
    {
        if (call.Http.Request.ContentLength is null or 0 && call.Http.Request.ContentType is null)
            return JsonDocument.Parse("{}").RootElement;
        if (!(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out var body, out var problem))
            return problem;

        var errors = body.EnumerateObject().Where(member => !known.Contains(member.Name)).Select(member => JsonBody.Unknown(member.Name, known)).ToList();
        foreach (var name in (string[])["reason", "text", "person"])
        {
            if (JsonBody.Member(body, name) is { } text && (text.Contains('\0') || text.Length > LongestText))
                errors.Add(new(name, $"must be at most {LongestText} characters, none of them NUL"));
        }

        return errors.Count > 0 ? new InvalidFields(errors) : body;
    }

    // What the steps set cannot be stated.
    private static Result<bool> Editable(IReadOnlyDictionary<string, string?> cells)
    {
        var errors = ApiSchemas.SetBySteps.Select(name => File.Column(name).ApiName).Where(cells.ContainsKey)
            .Select(name => new FieldError(name, "is set by the steps of a request, not stated")).ToList();
        return errors.Count > 0 ? new InvalidFields(errors) : true;
    }

    private static RequestForm Form(IReadOnlyDictionary<string, string?> cells) => new()
    {
        Request = cells.GetValueOrDefault("request"), Kind = cells.GetValueOrDefault("kind"), Engagement = cells.GetValueOrDefault("engagement"),
        Person = cells.GetValueOrDefault("person"), Role = cells.GetValueOrDefault("role"), Skills = cells.GetValueOrDefault("skills"), Traits = cells.GetValueOrDefault("traits"),
        Start = cells.GetValueOrDefault("start"), End = cells.GetValueOrDefault("end"), HoursPerDay = cells.GetValueOrDefault("hoursPerDay"),
        Commitment = cells.GetValueOrDefault("commitment"), Booking = cells.GetValueOrDefault("booking"), Activity = cells.GetValueOrDefault("activity"),
        AgreedHours = cells.GetValueOrDefault("agreedHours"), Note = cells.GetValueOrDefault("note"),
    };

    private static ApiAnswer Created(StoredRequest request) => Answer(StatusCodes.Status201Created, request)
        .With("Location", $"{ApiRoutes.Base}/resource-requests/{Uri.EscapeDataString(request.Key.Value)}");

    private static ApiAnswer Answer(int status, StoredRequest request) => ApiAnswer.OfRecord(status, File, Values(request), request.Version);

    private static Dictionary<string, string?> Values(StoredRequest request)
    {
        var terms = request.Terms;
        return new(StringComparer.Ordinal)
        {
            ["request"] = request.Key.Value, ["engagement"] = terms.Engagement.Value, ["kind"] = terms.Kind.Text(), ["role"] = terms.Role,
            ["person"] = terms.Person?.Value, ["skills"] = Text(terms.Skills), ["start"] = Cells.Date(terms.Days.First), ["end"] = Cells.Date(terms.Days.Last),
            ["hours_per_day"] = Cells.Hours(terms.MinutesPerDay), ["commitment"] = terms.Commitment.Text(), ["booking"] = terms.Booking?.Value,
            ["activity"] = terms.Activity, ["agreed_hours"] = terms.AgreedHours?.ToString("0.####", CultureInfo.InvariantCulture), ["note"] = terms.Note,
            ["state"] = request.State.Text(), ["coordinator"] = request.Request.Coordinator?.Value, ["requested_by"] = request.Request.RequestedBy,
            ["submitted_at"] = Instant(request.SubmittedAt), ["decided_by"] = request.DecidedBy, ["decided_at"] = Instant(request.DecidedAt),
            ["reason"] = Text(request.Reason), ["offers"] = Text(RequestOffer.Write(request.Request.Offers)), ["reasoning"] = request.Reasoning, ["traits"] = Text(terms.Traits),
        };
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string? Instant(DateTimeOffset? at) => at is { } known ? Cells.Instant(known) : null;
}
