using Dapper;
using Npgsql;
using Throughline.Domain.Acceptance;

namespace Throughline.Data.Acceptance;

/// <summary>What hangs on one request, in the order it came.</summary>
public sealed record AcceptanceDetail(
    IReadOnlyList<AcceptanceHold> Holds, IReadOnlyList<AcceptancePoint> Points, IReadOnlyList<AcceptanceFile> Files, IReadOnlyList<AcceptanceReply> Replies, IReadOnlyList<EvidenceEntry> Steps);

/// <summary>Reads of several kinds in one round trip, for pages that may ask only a few times.</summary>
public static class AcceptanceLists
{
    private const string OfRequest = "where acceptance_request = @request";

    /// <summary>The last request of each of the milestones, with the days it is held; a milestone that was never asked for has none.</summary>
    public static async Task<(IReadOnlyDictionary<(string, string), AcceptanceRequest> Requests, ILookup<string, AcceptanceHold> Holds)> LastAsync(
        NpgsqlConnection connection, IReadOnlyCollection<(string Engagement, string Milestone)> keys)
    {
        await using var read = await connection.QueryMultipleAsync(
            $"""
            select distinct on (engagement, milestone) {AcceptanceRequest.Columns} from acceptance_requests join unnest(@engagements, @milestones) named (engagement, milestone) using (engagement, milestone)
            order by engagement, milestone, attempt desc;
            select {AcceptanceHold.Columns} from acceptance_holds where acceptance_request in (
              select acceptance_request from acceptance_requests join unnest(@engagements, @milestones) named (engagement, milestone) using (engagement, milestone) where state = 'open')
            order by start_date
            """,
            new { engagements = keys.Select(key => key.Engagement).ToArray(), milestones = keys.Select(key => key.Milestone).ToArray() });
        var requests = (await read.ReadAsync<AcceptanceRequest>()).ToDictionary(request => (request.Engagement, request.Milestone));
        return (requests, (await read.ReadAsync<AcceptanceHold>()).ToLookup(hold => hold.Request, StringComparer.Ordinal));
    }

    public static async Task<AcceptanceDetail> DetailAsync(NpgsqlConnection connection, string request)
    {
        await using var read = await connection.QueryMultipleAsync(
            $"""
            select {AcceptanceHold.Columns} from acceptance_holds {OfRequest} order by start_date, acceptance_hold;
            select point, text, objection from acceptance_points {OfRequest} order by point;
            select number, kind, name, type, sha256, added_by, added_at from acceptance_files {OfRequest} order by number;
            select acceptance_reply as key, acceptance_request as request, sender, sent_at, text, word, file, state, entered_by, entered_at, settled_by, settled_at
            from acceptance_replies {OfRequest} order by entered_at, acceptance_reply;
            select number, at, actor, kind, detail, hash from acceptance_evidence {OfRequest} order by number
            """,
            new { request });
        return new AcceptanceDetail(
            (await read.ReadAsync<AcceptanceHold>()).AsList(), (await read.ReadAsync<AcceptancePoint>()).AsList(), (await read.ReadAsync<AcceptanceFile>()).AsList(),
            (await read.ReadAsync<AcceptanceReply>()).AsList(), (await read.ReadAsync<EvidenceEntry>()).AsList());
    }
}
