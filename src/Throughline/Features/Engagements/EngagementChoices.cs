using Dapper;
using Throughline.Data;
using Throughline.Ui;

namespace Throughline.Features.Engagements;

/// <summary>What the form of an engagement offers to choose from.</summary>
internal sealed class EngagementChoices(Database database)
{
    public async Task<(IReadOnlyList<Choice> Managers, IReadOnlyList<Choice> Coordinators, IReadOnlyList<Choice> Customers)> LoadAsync(CancellationToken stop)
    {
        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<(string Kind, string Key, string Name)>(
                """
                select 'manager', person, name from people where role = 'project_manager' or person in (select project_manager from engagements)
                union all select 'coordinator', person, name from people where role = 'coordinator' or person in (select coordinator from engagements)
                  or person in (select a.person from accounts a join account_roles r using (account) where r.role = 'coordinator')
                union all select 'customer', customer, name from customers order by 3
                """),
            stop);
        var byKind = rows.ToLookup(row => row.Kind, row => new Choice(row.Key, row.Name));
        return ([.. byKind["manager"]], [.. byKind["coordinator"]], [.. byKind["customer"]]);
    }

    /// <summary>The form filled with the engagement as it stands; money only for those who may see it.</summary>
    public Task<EngagementForm?> FormAsync(string key, bool money, CancellationToken stop) => database.ReadAsync(
        async connection =>
        {
            var form = await connection.QuerySingleOrDefaultAsync<EngagementForm>(
                """
                select engagement, name, status, internal_health, customer_health, project_manager, coordinator, start_date::text, expires::text, kickoff_date::text,
                  case when @money then round(contract_value, 2)::text end as contract_value, case when @money then round(budget_hours, 2)::text end as budget_hours,
                  version, @money as with_money
                from engagements where engagement = @key
                """,
                new { key, money });
            return form;
        },
        stop);
}
