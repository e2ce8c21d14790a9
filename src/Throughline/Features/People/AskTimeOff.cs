using Throughline.Data;
using Throughline.Data.People;
using Throughline.Data.Records;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Platform;
using Throughline.Platform.Records;

namespace Throughline.Features.People;

/// <summary>Asks for time off, for oneself or whoever one enters time off for. The plan changes when somebody else approves it.</summary>
public sealed class AskTimeOff(Database database)
{
    private static readonly string[] Settable = ["request", "person", "start", "end", "kind", "hours_per_day", "note"];

    /// <param name="values">Named as in the bundle or the API; without a person it is the user's own.</param>
    public async Task<Result<StoredRecord>> RunAsync(CurrentUser user, IReadOnlyDictionary<string, string?> values, CancellationToken stop)
    {
        var file = TimeOffRequests.File;
        var cells = values.ToDictionary(
            value => file.Columns.FirstOrDefault(column => column.ApiName == value.Key)?.Name ?? value.Key, value => value.Value, StringComparer.Ordinal);
        if (Unsettable(cells) is { } unsettable)
            return unsettable;

        cells["person"] = cells.GetValueOrDefault("person") is { Length: > 0 } named ? named : user.Person?.Value;
        cells["request"] = cells.GetValueOrDefault("request") is { Length: > 0 } key ? key : RecordKeys.New(file.Column("request"), database.Clock.GetUtcNow());
        var sight = await database.ReadAsync(connection => RecordSight.ReadAsync(connection, file, user, stop), stop);
        var decision = user.Decide(Act.EditTimeOff, sight.RelationTo(cells));
        if (decision.Problem is { } refused)
            return sight.Sees(cells) || cells["person"] is null ? refused : Unknown(cells["person"]);
        if (!StatedRecord.Read(file, cells, null).Succeeded(out var stated, out var invalid))
            return invalid;

        var stored = await database.WriteAsync<StoredRecord>(user.ToActor(decision.Role), async change =>
        {
            // Who asks twice at once takes turns.
            if (await change.QuerySingleOrDefaultAsync<string>("select person from people where person = @person for no key update", new { person = stated.Cells["person"] }) is null)
                return Unknown(stated.Cells["person"]);

            var others = await change.QueryAsync<(string Request, DateOnly Start, DateOnly End, string State)>(
                "select time_off_request, start_date, end_date, state from time_off_requests where person = @person and state in ('requested', 'approved')",
                new { person = stated.Cells["person"] });
            var days = new DateRange((DateOnly)stated.Values["start"]!, (DateOnly)stated.Values["end"]!);
            var person = new PersonKey(stated.Cells["person"]!);
            if (TimeOffFlow.RefuseAsking(days, others.Select(other => new TimeOffRequest(
                other.Request, person, new DateRange(other.Start, other.End), TimeOffKind.Pto, null, TimeOffStates.Words.Parse(other.State)))) is { } overlaps)
                return overlaps;

            var request = await TimeOffRequests.InsertAsync(change, stated, stop);
            await change.AuditAsync("time_off_requested", request["request"]!, new { person = request["person"] });
            await change.TellAsync(file.Name, request["request"]!);
            return request;
        }, stop);
        return stored.Succeeded(out _, out var problem) || problem is not DatabaseRefusal { Rule: "duplicate_key" }
            ? stored
            : new KeyTaken("request", $"This key is taken: time off request {cells["request"]} is there already.");
    }

    private static InvalidFields? Unsettable(Dictionary<string, string?> cells)
    {
        var errors = cells.Where(cell => TimeOffRequests.File.Columns.Any(column => column.Name == cell.Key) && !Settable.Contains(cell.Key)
                && !string.IsNullOrEmpty(cell.Value) && cell is not { Key: "state", Value: "requested" })
            .Select(cell => new FieldError(TimeOffRequests.File.Column(cell.Key).ApiName, "is not set here; approving and declining set it")).ToList();
        return errors.Count > 0 ? new InvalidFields(errors) : null;
    }

    private static InvalidFields Unknown(string? person) =>
        new InvalidFields("person", $"There is no person {person}.") with { Rule = "unknown_reference" };
}
