namespace Throughline.Tests.Contracts;

/// <summary>A practice with two customers, three people and one engagement, SOW-1001.</summary>
internal static class ContractsPractice
{
    public const string Sql =
        """
        insert into people (person, name, role, weekly_hours, email) values
          ('p001', 'Ana Kovač', 'project_manager', 40, 'ana@practice.example'), ('p002', 'Tomás Rivera', 'engineer', 40, 'tomas@practice.example'), ('p003', 'Claire Dubois', 'architect', 40, null);
        insert into customers (customer, name) values ('sablewood', 'Sablewood Clinics, Inc.'), ('meridian', 'Meridian Freight');
        insert into engagements (engagement, customer, name, type, billing, currency, contract_value, start_date, expires, status, passive_acceptance_days, passive_acceptance_unit) values
          ('SOW-1001', 'meridian', 'Platform migration', 'consulting', 'ff', 'USD', 412000, '2026-01-12', '2026-06-30', 'active', 5, 'business_days');
        """;
}
