using Throughline.Data;
using Throughline.Data.Files;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Contracts;
using Throughline.Platform;

namespace Throughline.Features.Contracts;

/// <summary>Reads a file that somebody brings and keeps it, with what was understood, as a draft. No engagement is made.</summary>
internal sealed class KeepStatement(Database database)
{
    private const int LongestName = 200;

    /// <summary>Returns the draft's key: the one given, so that a form sent twice makes one draft, unless another file has it.</summary>
    public async Task<Result<Guid>> RunAsync(CurrentUser user, Guid key, string fileName, byte[] content, CancellationToken stop)
    {
        var decision = StatementSight.Decide(user);
        if (decision.Problem is { } refused)
            return refused;

        var name = Name(fileName);
        if (!ReadStatement.Run(name, content).Succeeded(out var reading, out var problem))
            return problem;

        return await database.WriteAsync<Guid>(user.ToActor(decision.Role), change => KeepAsync(change, key, name, content, reading), stop);
    }

    private static async Task<Result<Guid>> KeepAsync(Change change, Guid key, string name, byte[] content, StatementReading reading)
    {
        var sha256 = await FileStore.PutAsync(change, content);
        var before = await change.QuerySingleOrDefaultAsync<bool?>(
            "select read_by = @actor and sha256 = @sha256 and file_name = @name from statements where statement = @key", new { key, actor = change.Actor.Name, sha256, name });
        if (before == true)
            return key;

        var statement = before is null && key.Version == 7 ? key : Guid.CreateVersion7();
        await change.ExecuteAsync(
            """
            insert into statements (statement, file_name, sha256, reading, title, customer, currency, contract_value, read_by, read_at)
            values (@statement, @name, @sha256, @json::jsonb, @title, @customer, @currency, @value, @Actor, @At)
            """,
            new
            {
                statement, name, sha256, change.At,
                Actor = change.Actor.Name,
                json = KeptReading.ToJson(reading),
                title = reading.Title?.Value,
                customer = reading.Customer?.Value,
                currency = reading.Currency?.Value,
                value = reading.ContractValue?.Value,
            });
        await change.AuditAsync("read_statement", statement.ToString(), new { FileName = name });
        await change.TellAsync("statements", statement.ToString());
        return statement;
    }

    // A name comes from outside: no folders, nothing that a list or a header could stumble over.
    private static string Name(string given)
    {
        var name = new string([.. given.Replace('\\', '/').Split('/')[^1].Where(sign => !char.IsControl(sign))]).Trim();
        var extension = Path.GetExtension(name);
        return name.Length == 0 ? "statement" : name.Length <= LongestName ? name : name[..(LongestName - Math.Min(extension.Length, 10))] + extension[..Math.Min(extension.Length, 10)];
    }
}
