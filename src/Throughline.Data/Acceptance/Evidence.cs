using System.Text.Json;
using Dapper;
using Npgsql;
using Throughline.Data.Recording;
using Throughline.Domain.Acceptance;

namespace Throughline.Data.Acceptance;

/// <summary>Keeps each step of an asking for acceptance where it cannot be changed any more.</summary>
public static class Evidence
{
    private const string Columns = "number, at, actor, kind, detail, hash";

    /// <summary>Adds a step in the change's own transaction, by whoever makes the change. Steps of one request come one after the other.</summary>
    /// <param name="change">The change that is the step.</param>
    /// <param name="request">The key of the acceptance request.</param>
    /// <param name="kind">In small letters: <c>requested</c>, <c>viewed</c>, <c>notice</c>, <c>reply</c>, <c>accepted</c>…</param>
    /// <param name="detail">What happened, as it is written down: days as <c>yyyy-MM-dd</c>, files by their SHA-256.</param>
    public static async Task<EvidenceEntry> AppendAsync(Change change, string request, string kind, object detail)
    {
        await change.ExecuteAsync("select from acceptance_requests where acceptance_request = @request for update", new { request });
        var last = (await change.QuerySingleOrDefaultAsync<Row>(
            $"select {Columns} from acceptance_evidence where acceptance_request = @request order by number desc limit 1", new { request }))?.Of();
        var entry = EvidenceChain.Next(last, change.At, change.Actor.Name, kind, JsonSerializer.Serialize(detail, JsonSerializerOptions.Web));
        await change.ExecuteAsync(
            "insert into acceptance_evidence (acceptance_request, number, at, actor, kind, detail, hash) values (@request, @Number, @At, @Actor, @Kind, @Detail, @Hash)",
            new { request, entry.Number, entry.At, entry.Actor, entry.Kind, entry.Detail, entry.Hash });
        return entry;
    }

    /// <summary>All steps of the request in their order.</summary>
    public static async Task<IReadOnlyList<EvidenceEntry>> ReadAsync(NpgsqlConnection connection, string request) =>
        [.. (await connection.QueryAsync<Row>($"select {Columns} from acceptance_evidence where acceptance_request = @request order by number", new { request })).Select(row => row.Of())];

    private sealed record Row(int Number, DateTimeOffset At, string Actor, string Kind, string Detail, string Hash)
    {
        public EvidenceEntry Of() => new(Number, At.ToUniversalTime(), Actor, Kind, Detail, Hash);
    }
}
