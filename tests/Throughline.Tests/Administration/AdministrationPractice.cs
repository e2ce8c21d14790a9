using Throughline.Domain.Accounts;
using Throughline.Features.Accounts;
using Throughline.Testing;
using Throughline.Tests.Accounts;

namespace Throughline.Tests.Administration;

/// <summary>A small practice with an account for each role, named after it.</summary>
internal static class AdministrationPractice
{
    private const string Sql =
        """
        insert into calendars (calendar) values ('de');
        insert into calendar_days (calendar, date, name) values ('de', '2026-12-25', 'Christmas Day');
        insert into people (person, name, email, role, region, calendar, weekly_hours, cost_rate, cost_currency)
        values ('p1', 'Ana <b>Kovač</b>', 'ana@example.org', 'engineer', 'EMEA', 'de', 40, 61.5, 'EUR'), ('p2', 'Kim', null, 'engineer', 'AMER', null, 40, null, null);
        insert into customers (customer, name) values ('c1', 'Meridian');
        insert into engagements (engagement, customer, name, type, billing, currency, contract_value, start_date, expires, status)
        values ('SOW-1', 'c1', 'Migration', 'consulting', 'tm', 'EUR', 100000, '2026-01-01', '2027-12-31', 'active');
        """;

    public static async Task<PracticeServer> StartAsync(TestDatabases databases)
    {
        var server = await PracticeServer.StartAsync(databases, Sql);
        foreach (var role in Roles.All)
        {
            await server.AddAsync(new NewAccount(
                Email(role.Role), role.Code, [role.Role], PracticeServer.PasswordHash.Value, Customer: role.Role is Role.Customer ? "c1" : null));
        }

        return server;
    }

    public static async Task<Browser> SignedInAsync(this PracticeServer server, Role role)
    {
        var browser = new Browser(server.Address, null);
        await browser.SignInAsync(Email(role));
        return browser;
    }

    private static string Email(Role role) => $"{Roles.Name(role).Code}@example.org";
}
