using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Contracts;
using Throughline.Platform;

namespace Throughline.Features.Contracts;

/// <summary>Keeps what a person corrected in a draft. Still no engagement is made.</summary>
internal sealed class CorrectStatement(Database database)
{
    /// <summary>Returns the new version. A form sent twice changes nothing the second time.</summary>
    public Task<Result<int>> RunAsync(CurrentUser user, KeptDraft seen, StatementReading reading, StatementChoices choices, CancellationToken stop) =>
        database.WriteAsync<int>(
            user.ToActor(StatementSight.Decide(user).Role),
            async change =>
            {
                if (await HeldStatement.TakeAsync(change, seen.Statement, StatementSight.Of(user)) is not { } held)
                    return StatementSight.Nothing;
                if (held.Status != "draft")
                    return new NotADraft("This statement is no draft any more, so it cannot be corrected.");
                if (Same(held, reading, choices))
                    return held.Version;
                if (await held.StaleAsync(change, seen) is { } stale)
                    return stale;

                await WriteAsync(change, seen.Statement, reading, choices);
                await change.AuditAsync("correct_statement", seen.Statement.ToString(), new { held.FileName });
                await change.TellAsync("statements", seen.Statement.ToString());
                return held.Version + 1;
            },
            stop);

    /// <summary>Writes the reading and what lists show of it.</summary>
    internal static Task<int> WriteAsync(Change change, Guid statement, StatementReading reading, StatementChoices choices, string status = "draft", string? engagement = null) =>
        change.ExecuteAsync(
            """
            update statements set reading = @reading::jsonb, choices = @choices::jsonb, title = @title, customer = @customer, currency = @currency,
              contract_value = @value, status = @status, engagement = @engagement
            where statement = @statement
            """,
            new
            {
                statement, status, engagement,
                reading = KeptReading.ToJson(reading),
                choices = choices.ToJson(),
                title = reading.Title?.Value,
                customer = reading.Customer?.Value,
                currency = reading.Currency?.Value,
                value = reading.ContractValue?.Value,
            });

    private static bool Same(HeldStatement held, StatementReading reading, StatementChoices choices) =>
        KeptReading.ToJson(KeptReading.Of(held.Reading)) == KeptReading.ToJson(reading) && StatementChoices.FromJson(held.Choices).ToJson() == choices.ToJson();
}
