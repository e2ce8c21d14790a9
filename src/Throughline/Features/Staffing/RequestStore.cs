using Dapper;
using Npgsql;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Staffing;

namespace Throughline.Features.Staffing;

/// <summary>One step as it was taken: kept with the request for good.</summary>
internal sealed record RequestEvent(RequestStep Step, string? Reason = null, IReadOnlyList<RequestOffer>? Offers = null);

/// <summary>Reads and writes single requests with their steps and comments.</summary>
internal static class RequestStore
{
    private const string Insert =
        """
        insert into resource_requests (resource_request, engagement, kind, role, person, skills, start_date, end_date, minutes_per_day, commitment, booking, activity,
          agreed_hours, note, state, requested_by, traits)
        values (@request, @engagement, @kind, @role, @person, @skills, @first, @last, @minutes, @commitment, @booking, @activity,
          @agreedHours, @note, @state, @requestedBy, @traits)
        """;

    private const string Update =
        """
        update resource_requests set engagement = @engagement, kind = @kind, role = @role, person = @person, skills = @skills, start_date = @first, end_date = @last,
          minutes_per_day = @minutes, commitment = @commitment, booking = @booking, activity = @activity, agreed_hours = @agreedHours, note = @note,
          state = @state, coordinator = @coordinator, submitted_at = @submittedAt, decided_by = @decidedBy, decided_at = @decidedAt, reason = @reason,
          offers = @offers, reasoning = @reasoning, traits = @traits
        where resource_request = @request
        """;

    public static async Task<StoredRequest?> FindAsync(NpgsqlConnection connection, RequestKey key, bool locked = false) =>
        (await connection.QuerySingleOrDefaultAsync<RequestRow>(
            $"select {RequestRow.Columns} from resource_requests r where r.resource_request = @key{(locked ? " for update" : "")}", new { key = key.Value }))?.ToRequest();

    public static async Task<StoredRequest> InsertAsync(Change change, RequestKey key, RequestTerms terms)
    {
        var request = new StoredRequest(
            new ResourceRequest(key, terms, RequestState.Draft, change.Actor.Name, null, []), null, null, null, null, null, 1, change.Actor.Name, change.At);
        await change.ExecuteAsync(Insert, Parameters(request));
        return await ToldAsync(change, "request_drafted", key);
    }

    /// <summary>Writes the request as it is now, with the steps that led there. The row is held by the change already.</summary>
    public static async Task<StoredRequest> UpdateAsync(Change change, StoredRequest request, string action, params RequestEvent[] events)
    {
        await change.ExecuteAsync(Update, Parameters(request));
        foreach (var step in events)
        {
            await change.ExecuteAsync(
                """
                insert into resource_request_events (resource_request, event, at, step, author, role, reason, offers)
                select @request, lpad((count(*) + 1)::text, 4, '0'), @at, @step, @author, @role, @reason, @offers from resource_request_events where resource_request = @request
                """,
                new
                {
                    request = request.Key.Value, at = change.At, step = step.Step.Text(), author = change.Actor.Name, role = change.Actor.Role,
                    reason = Text(step.Reason), offers = step.Offers is { Count: > 0 } offers ? RequestOffer.Write(offers) : null,
                });
        }

        return await ToldAsync(change, action, request.Key);
    }

    /// <summary>R-291: a verdict is kept beside all others, with the policy it was given under.</summary>
    public static Task DecideAsync(Change change, RequestKey key, RequestStep step, string? comment, string policy, bool samePerson) => change.ExecuteAsync(
        """
        insert into decisions (decision, subject, verdict, decided_by, role, at, comment, policy, same_person)
        values (@id, @subject, @verdict, @by, @role, @at, @comment, @policy, @samePerson)
        """,
        new
        {
            id = Guid.CreateVersion7(), subject = "resource_request:" + key.Value, verdict = step.Done(), by = change.Actor.Name, role = change.Actor.Role,
            at = change.At, comment = Text(comment), policy, samePerson,
        });

    public static async Task CommentAsync(Change change, RequestKey key, string text)
    {
        await change.ExecuteAsync(
            """
            insert into resource_request_comments (resource_request, comment, at, author, text)
            select @key, lpad((count(*) + 1)::text, 4, '0'), @at, @author, @text from resource_request_comments where resource_request = @key
            """,
            new { key = key.Value, at = change.At, author = change.Actor.Name, text });
        await change.AuditAsync("request_commented", key.Value);
        await change.TellAsync("resource_requests", key.Value);
    }

    public static NoSuchRecord Unknown(RequestKey key) => new($"There is no resource request {key}.");

    /// <summary>Who changed the request since the version that was seen.</summary>
    public static async Task<StaleRecord> StaleAsync(NpgsqlConnection connection, StoredRequest now)
    {
        var by = await connection.QuerySingleOrDefaultAsync<string>(
            "select name from accounts where normalized_email = upper(@email)", new { email = now.ChangedBy });
        return new StaleRecord(now.Words, now.Version, by ?? now.ChangedBy, now.RecordedAt, [new FieldDifference("state", "what you saw", now.State.Text())]);
    }

    private static async Task<StoredRequest> ToldAsync(Change change, string action, RequestKey key)
    {
        await change.AuditAsync(action, key.Value);
        await change.TellAsync("resource_requests", key.Value);
        return (await FindAsync(change.Connection, key))!;
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static object Parameters(StoredRequest request)
    {
        var terms = request.Terms;
        return new
        {
            request = request.Key.Value, engagement = terms.Engagement.Value, kind = terms.Kind.Text(), role = terms.Role, person = terms.Person?.Value,
            skills = Text(terms.Skills), first = terms.Days.First, last = terms.Days.Last, minutes = terms.MinutesPerDay, commitment = terms.Commitment.Text(),
            booking = terms.Booking?.Value, activity = terms.Activity, agreedHours = terms.AgreedHours, note = terms.Note, state = request.State.Text(),
            coordinator = request.Request.Coordinator?.Value, requestedBy = request.Request.RequestedBy, submittedAt = request.SubmittedAt,
            decidedBy = request.DecidedBy, decidedAt = request.DecidedAt, reason = Text(request.Reason),
            offers = request.Request.Offers.Count == 0 ? null : RequestOffer.Write(request.Request.Offers), reasoning = request.Reasoning, traits = Text(terms.Traits),
        };
    }
}
