using System.Text.Json;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Data.Staffing;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Engagements;
using Throughline.Platform;

namespace Throughline.Features.Engagements;

/// <summary>Somebody else was faster; the sentence says who, and what they changed since the reader's version.</summary>
public sealed record ChangedMeanwhile(string By, string What)
    : Problem("stale_version", $"{By} changed this meanwhile: {What}. Look at it as it is now, then change it again.");

public sealed record NoSuchEngagement(string Engagement) : Problem("not_found", $"There is no engagement {Engagement}.");

/// <summary>Changes an engagement's own fields. Money is changed only by those who may see it.</summary>
internal sealed class ChangeEngagement(Database database, PracticeSettings settings)
{
    public async Task<Result<string>> RunAsync(string key, EngagementForm form, CurrentUser user, CancellationToken stop)
    {
        var standing = await database.ReadAsync(connection => Standing.ReadAsync(connection, user), stop);
        var relation = standing.To(new EngagementKey(key));
        if ((user.Reach(Act.SeeEngagement) & (relation | Relation.Any)) == 0)
            return new NoSuchEngagement(key);

        var decision = user.Decide(Act.EditEngagement, relation);
        if (decision.Problem is { } refused)
            return refused;

        var money = form.WithMoney && user.May(Act.SeeValue, relation);
        var today = await settings.TodayAsync(stop);
        return await database.WriteAsync<string>(user.ToActor(decision.Role), change => WriteAsync(change, key, form, money, today, stop), stop);
    }

    private static async Task<Result<string>> WriteAsync(Change change, string key, EngagementForm form, bool money, DateOnly today, CancellationToken stop)
    {
        // Gather: the row as it stands, held until this change is done.
        var current = await RowAsync(change, "select to_jsonb(e)::text from engagements e where engagement = @key for update", key, form.Version);
        if (current is not { } before)
            return new NoSuchEngagement(key);

        // Decide
        if (EngagementChanges.Version(before) != form.Version)
            return await StaleAsync(change, key, form.Version, before, money);

        // Act
        await change.ExecuteAsync(Sql, Values(key, form, money));
        var after = (await RowAsync(change, "select to_jsonb(e)::text from engagements e where engagement = @key", key, form.Version))!.Value;
        var changes = EngagementChanges.Between(before, after, withMoney: true);
        var released = EndOfEngagement.IsEnd(before.GetProperty("status").GetString(), form.Status) ? await EndOfEngagement.ReleaseAsync(change, [key], today, stop) : 0;
        await change.AuditAsync("engagement_changed", key, new { reason = form.NeedsReason ? form.Reason : null, changed = changes, released });
        await change.TellAsync("engagements", key);
        return changes.Count == 0 ? "Nothing was different, so nothing was changed." : $"Saved. Changed {string.Join(", ", EngagementChanges.Between(before, after, money))}{(released == 0 ? "" : $". Released {Ui.Text.Count(released, "booking")} from tomorrow on")}";
    }

    private static async Task<ChangedMeanwhile> StaleAsync(Change change, string key, int seen, JsonElement now, bool money)
    {
        var then = await RowAsync(change, "select to_jsonb(h)::text from history.engagements h where engagement = @key and version = @version limit 1", key, seen);
        var what = then is { } before ? EngagementChanges.Between(before, now, money) : [];
        return new ChangedMeanwhile(EngagementChanges.By(now), what.Count == 0 ? "some of its fields" : string.Join(", ", what));
    }

    private static async Task<JsonElement?> RowAsync(Change change, string sql, string key, int version) =>
        await change.QuerySingleOrDefaultAsync<string>(sql, new { key, version }) is { } row ? JsonDocument.Parse(row).RootElement : null;

    private static object Values(string key, EngagementForm form, bool money) => new
    {
        key, name = form.Name!.Trim(), form.Status, internalHealth = Null(form.InternalHealth), customerHealth = Null(form.CustomerHealth),
        manager = Null(form.ProjectManager), coordinator = Null(form.Coordinator), start = EngagementForm.Day(form.StartDate), expires = EngagementForm.Day(form.Expires), kickoff = EngagementForm.Day(form.KickoffDate), money,
        value = EngagementForm.Number(form.ContractValue), budget = EngagementForm.Number(form.BudgetHours),
    };

    internal static string? Null(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    // A row that stays as it is gets no new version.
    private const string Sql =
        """
        update engagements set name = @name, status = @Status, internal_health = @internalHealth, customer_health = @customerHealth, project_manager = @manager,
          coordinator = @coordinator, start_date = @start, expires = @expires, kickoff_date = @kickoff,
          contract_value = case when @money then @value else contract_value end, budget_hours = case when @money then @budget else budget_hours end
        where engagement = @key and (name, status, internal_health, customer_health, project_manager, coordinator, start_date, expires, kickoff_date)
          is distinct from (@name, @Status, @internalHealth, @customerHealth, @manager, @coordinator, @start, @expires, @kickoff)
          or engagement = @key and @money and (contract_value, budget_hours) is distinct from (@value, @budget)
        """;
}
