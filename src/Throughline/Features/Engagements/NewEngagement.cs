using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Engagements;

/// <summary>Enters an engagement by hand; the other way is to read its statement of work.</summary>
internal sealed class NewEngagement(Database database)
{
    public async Task<Result<string>> RunAsync(EngagementForm form, CurrentUser user, CancellationToken stop)
    {
        var decision = user.Decide(Act.CreateEngagement);
        if (decision.Problem is { } refused)
            return refused;

        var key = form.Engagement!.Trim();
        return await database.WriteAsync<string>(user.ToActor(decision.Role), async change =>
        {
            await change.ExecuteAsync(
                """
                insert into engagements (engagement, customer, name, type, billing, currency, contract_value, budget_hours, start_date, expires, kickoff_date, status,
                  project_manager, coordinator, region)
                values (@key, @Customer, @name, @Type, @Billing, @Currency, @value, @budget, @start, @expires, @kickoff, @Status, @manager, @coordinator,
                  (select region from customers where customer = @Customer))
                """,
                new
                {
                    key, form.Customer, name = form.Name!.Trim(), form.Type, form.Billing, form.Currency, value = EngagementForm.Number(form.ContractValue),
                    budget = EngagementForm.Number(form.BudgetHours), start = EngagementForm.Day(form.StartDate), expires = EngagementForm.Day(form.Expires),
                    kickoff = EngagementForm.Day(form.KickoffDate), form.Status, manager = ChangeEngagement.Null(form.ProjectManager), coordinator = ChangeEngagement.Null(form.Coordinator),
                });
            await change.AuditAsync("engagement_created", key, new { reason = form.NeedsReason ? form.Reason : null });
            await change.TellAsync("engagements", key);
            return key;
        }, stop);
    }
}
