using Dapper;
using Throughline.Data;

namespace Throughline.Features.Administration;

/// <summary>A price from a day on, of a role or of a person.</summary>
public sealed class RateRow
{
    public string? Role { get; init; }
    public string? Person { get; init; }
    public string? Name { get; init; }
    public string Currency { get; init; } = "";
    public string? Engagement { get; init; }
    public decimal Rate { get; init; }
    public DateOnly From { get; init; }
    public int Version { get; init; }

    /// <summary>Whose rate it is, in words.</summary>
    public string Whose => Person is null ? Role!.Replace('_', ' ') : Name ?? Person;
}

/// <summary>A price of one currency in another, from a day on.</summary>
public sealed record ExchangeRow(string Currency, string ToCurrency, decimal Rate, DateOnly From, int Version);

/// <summary>The rates, general ones and one page of those that engagements have of their own.</summary>
internal sealed record RateView(
    IReadOnlyList<RateRow> General, IReadOnlyList<RateRow> Own, string? Next, IReadOnlyList<string> Roles, IReadOnlyList<string> Currencies,
    IReadOnlyList<(string Person, string Name)> People);

/// <summary>What a person's hour costs from a day on; without a day, what stands with the person.</summary>
public sealed record PersonCostRow(string Person, string Name, decimal CostRate, string? CostCurrency, DateOnly? From, int? Version);

/// <summary>What a role costs in a year from a day on.</summary>
public sealed record RoleCostRow(string Role, string Currency, decimal AnnualPay, decimal AnnualBenefits, decimal AnnualHours, DateOnly From, int Version)
{
    public decimal HourlyCost => (AnnualPay + AnnualBenefits) / AnnualHours;
}

/// <summary>What people and roles cost, and who has no cost at all.</summary>
internal sealed record CostView(
    IReadOnlyList<PersonCostRow> People, IReadOnlyList<RoleCostRow> Roles, IReadOnlyList<(string Person, string Name)> Without,
    IReadOnlyList<(string Person, string Name)> Everybody, IReadOnlyList<string> RoleNames, IReadOnlyList<string> Currencies);

/// <summary>Prices and costs over time.</summary>
internal sealed class RateBoard(Database database)
{
    private const int Size = 50;
    private const char Joint = '\u001f';

    private const string Currencies =
        "select distinct currency from (select currency from engagements union select currency from rates union select currency from exchange_rates union select cost_currency from people) c where currency is not null order by currency";

    /// <param name="engagement">Only rates of its own, where one is named.</param>
    /// <param name="after">Where the page before ended.</param>
    /// <param name="stop">Ends the reading.</param>
    public Task<RateView> RunAsync(string? engagement, string? after, CancellationToken stop) => database.ReadAsync(
        async connection =>
        {
            var last = after?.Split(Joint);
            using var all = await connection.QueryMultipleAsync(
                $"""
                with priced as (
                  select role, null::text as person, null::text as name, currency, engagement, hourly_rate, effective_from, version from rates
                  union all select null, person, p.name, r.currency, r.engagement, r.hourly_rate, r.effective_from, r.version from person_rates r join people p using (person))
                select role, person, name, currency, engagement, hourly_rate as rate, effective_from as "from", version from priced where engagement is null
                order by role nulls last, name, person, currency, effective_from;
                with priced as (
                  select role, ''::text as person, null::text as name, currency, engagement, hourly_rate, effective_from, version from rates where engagement is not null
                  union all select '', person, p.name, r.currency, r.engagement, r.hourly_rate, r.effective_from, r.version from person_rates r join people p using (person) where r.engagement is not null)
                select nullif(role, '') as role, nullif(person, '') as person, name, currency, engagement, hourly_rate as rate, effective_from as "from", version from priced
                where (@engagement::text is null or engagement = @engagement)
                  and (@e::text is null or (engagement, role, person, currency, effective_from) > (@e, @r, @p, @c, @d::date))
                order by engagement, priced.role, priced.person, currency, effective_from limit @limit;
                select distinct role from people order by role;
                {Currencies};
                select person, name from people order by name, person
                """,
                new { engagement, limit = Size + 1, e = last?[0], r = last?[1], p = last?[2], c = last?[3], d = last is null ? (DateOnly?)null : DateOnly.Parse(last[4], System.Globalization.CultureInfo.InvariantCulture) });
            var general = (await all.ReadAsync<RateRow>()).AsList();
            var own = (await all.ReadAsync<RateRow>()).AsList();
            var next = own.Count > Size ? string.Join(Joint, own[Size - 1].Engagement, own[Size - 1].Role, own[Size - 1].Person, own[Size - 1].Currency, Ui.Text.Iso(own[Size - 1].From)) : null;
            return new RateView(
                general, [.. own.Take(Size)], next, (await all.ReadAsync<string>()).AsList(), (await all.ReadAsync<string>()).AsList(), (await all.ReadAsync<(string, string)>()).AsList());
        },
        stop);

    public Task<CostView> CostsAsync(CancellationToken stop) => database.ReadAsync(
        async connection =>
        {
            using var all = await connection.QueryMultipleAsync(
                $"""
                select person, name, cost_rate, cost_currency, null::date as "from", null::int as version from people where cost_rate is not null
                union all select c.person, p.name, c.cost_rate, c.cost_currency, c.effective_from, c.version from cost_rates c join people p using (person)
                order by name, person, "from" nulls first;
                select role, currency, annual_pay, annual_benefits, annual_hours, effective_from as "from", version from role_costs order by role, effective_from;
                select person, name from people p where cost_rate is null and not exists (select from cost_rates c where c.person = p.person)
                  and not exists (select from role_costs r where r.role = p.role) order by name, person;
                select person, name from people order by name, person;
                select distinct role from people order by role;
                {Currencies}
                """);
            return new CostView(
                (await all.ReadAsync<PersonCostRow>()).AsList(), (await all.ReadAsync<RoleCostRow>()).AsList(), (await all.ReadAsync<(string, string)>()).AsList(),
                (await all.ReadAsync<(string, string)>()).AsList(), (await all.ReadAsync<string>()).AsList(), (await all.ReadAsync<string>()).AsList());
        },
        stop);

    public Task<(IReadOnlyList<ExchangeRow> Rates, IReadOnlyList<string> Currencies)> ExchangeAsync(CancellationToken stop) => database.ReadAsync(
        async connection =>
        {
            using var all = await connection.QueryMultipleAsync(
                $"""
                select currency, to_currency, rate, effective_from as "from", version from exchange_rates order by currency, to_currency, effective_from desc;
                {Currencies}
                """);
            return ((IReadOnlyList<ExchangeRow>)(await all.ReadAsync<ExchangeRow>()).AsList(), (IReadOnlyList<string>)(await all.ReadAsync<string>()).AsList());
        },
        stop);
}
