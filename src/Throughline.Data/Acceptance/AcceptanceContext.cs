using Dapper;
using Npgsql;
using Throughline.Domain.Acceptance;
using Throughline.Domain.Policies;

namespace Throughline.Data.Acceptance;

/// <summary>An engagement as far as asking for acceptance goes: whose it is, who leads it, its clause of silence and its calendars.</summary>
public sealed record AcceptanceContext(
    string Engagement, string Name, string Customer, string CustomerName, string? Region, string? ProjectManager, string? ManagerEmail, int? Days, string? Unit, string? CustomerZone,
    IReadOnlyList<DateOnly> CustomerDaysOff, IReadOnlyList<DateOnly> ManagerDaysOff)
{
    // As far as a count may reach: a year of days, with room for holds.
    private const int Reach = 800;

    /// <summary>Null when there is no such engagement. One statement; days off from the day on.</summary>
    public static async Task<AcceptanceContext?> ReadAsync(NpgsqlConnection connection, string engagement, DateOnly from)
    {
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            """
            select e.engagement, e.name, e.customer, c.name as customer_name, e.region, e.project_manager, p.email as manager_email, e.passive_acceptance_days as days, e.passive_acceptance_unit as unit,
              c.time_zone as customer_zone,
              (select string_agg(to_char(date, 'YYYY-MM-DD'), ';') from calendar_days d where d.calendar = c.calendar and d.hours = 0 and d.date between @from::date and @from::date + @Reach) as customer_days,
              (select string_agg(to_char(date, 'YYYY-MM-DD'), ';') from calendar_days d where d.calendar = p.calendar and d.hours = 0 and d.date between @from::date and @from::date + @Reach) as manager_days
            from engagements e join customers c using (customer) left join people p on p.person = e.project_manager where e.engagement = @engagement
            """,
            new { engagement, from, Reach });
        return row is null ? null : new AcceptanceContext(
            row.Engagement, row.Name, row.Customer, row.CustomerName, row.Region, row.ProjectManager, row.ManagerEmail, row.Days, row.Unit, row.CustomerZone, Dates(row.CustomerDays), Dates(row.ManagerDays));
    }

    /// <summary>What a request is counted by, as the policies stand on the day.</summary>
    public AcceptanceGround Ground(PolicyValues policies, DateOnly day) => AcceptanceGround.Of(
        new AcceptanceFacts(Engagement, Region, Days, Unit == "calendar_days", CustomerZone, CustomerDaysOff, ManagerDaysOff), policies, day);

    private static IReadOnlyList<DateOnly> Dates(string? days) => [.. (days ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(day => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))];

    private sealed record Row(
        string Engagement, string Name, string Customer, string CustomerName, string? Region, string? ProjectManager, string? ManagerEmail, int? Days, string? Unit, string? CustomerZone,
        string? CustomerDays, string? ManagerDays);
}
