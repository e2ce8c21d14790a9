using Dapper;
using Throughline.Data;

namespace Throughline.Features.Administration;

/// <summary>A price from a day on.</summary>
public sealed class RateRow
{
    public string Role { get; init; } = "";
    public string Currency { get; init; } = "";
    public string? Engagement { get; init; }
    public decimal Rate { get; init; }
    public DateOnly From { get; init; }
    public int Version { get; init; }
}

/// <summary>A price of one currency in another, from a day on.</summary>
public sealed record ExchangeRow(string Currency, string ToCurrency, decimal Rate, DateOnly From, int Version);

/// <summary>The rates, general ones and one page of those that engagements have of their own.</summary>
internal sealed record RateView(
    IReadOnlyList<RateRow> General, IReadOnlyList<RateRow> Own, string? Next, IReadOnlyList<ExchangeRow> Exchange,
    IReadOnlyList<string> Roles, IReadOnlyList<string> Currencies);

/// <summary>What a rate touches from a day on.</summary>
/// <param name="Current">The rate that stands in its place, with its version, when it is a change.</param>
internal sealed record RateTouch(int Engagements, decimal BookedHours, decimal ApprovedHours, RateRow? Current)
{
    public bool IsNothing => Engagements == 0 && Current is null;
}

/// <summary>Prices over time, and what a change of one means.</summary>
internal sealed class RateBoard(Database database)
{
    private const int Size = 50;
    private const char Joint = '\u001f';

    public Task<RateView> RunAsync(string? engagement, string? after, CancellationToken stop) => database.ReadAsync(
        async connection =>
        {
            var last = after?.Split(Joint);
            using var all = await connection.QueryMultipleAsync(
                """
                select role, currency, engagement, hourly_rate as rate, effective_from as "from", version from rates where engagement is null
                order by role, currency, effective_from;
                select role, currency, engagement, hourly_rate as rate, effective_from as "from", version from rates
                where engagement is not null and (@engagement::text is null or engagement = @engagement)
                  and (@e::text is null or (engagement, role, currency, effective_from) > (@e, @r, @c, @d::date))
                order by engagement, role, currency, effective_from limit @limit;
                select currency, to_currency, rate, effective_from as "from", version from exchange_rates order by currency, to_currency, effective_from desc;
                select distinct role from people order by role;
                select distinct currency from (select currency from engagements union select currency from rates union select currency from exchange_rates) c order by currency
                """,
                new { engagement, limit = Size + 1, e = last?[0], r = last?[1], c = last?[2], d = last is null ? (DateOnly?)null : DateOnly.Parse(last[3], System.Globalization.CultureInfo.InvariantCulture) });
            var general = (await all.ReadAsync<RateRow>()).AsList();
            var own = (await all.ReadAsync<RateRow>()).AsList();
            var next = own.Count > Size ? string.Join(Joint, own[Size - 1].Engagement, own[Size - 1].Role, own[Size - 1].Currency, Ui.Text.Iso(own[Size - 1].From)) : null;
            return new RateView(
                general, [.. own.Take(Size)], next, (await all.ReadAsync<ExchangeRow>()).AsList(),
                (await all.ReadAsync<string>()).AsList(), (await all.ReadAsync<string>()).AsList());
        },
        stop);

    /// <summary>
    /// Engagements whose work of the role is priced by this rate from the day on, until the next one begins: with hours that
    /// are booked (Monday to Friday) and hours that are approved. An engagement's own rate stands before a general one.
    /// </summary>
    public Task<RateTouch> TouchAsync(string role, string currency, string? engagement, DateOnly from, CancellationToken stop) => database.ReadAsync(
        async connection =>
        {
            using var both = await connection.QueryMultipleAsync(
                """
                with reach as (
                  select e.engagement, coalesce((select min(r.effective_from) - 1 from rates r
                    where r.role = @role and r.currency = @currency and r.effective_from > @from
                      and (r.engagement = e.engagement or (r.engagement is null and @engagement::text is null))), date '9999-12-31') as last
                  from engagements e
                  where e.currency = @currency and (@engagement::text is null or e.engagement = @engagement)
                    and (@engagement::text is not null or not exists (
                      select from rates r where r.engagement = e.engagement and r.role = @role and r.currency = @currency and r.effective_from <= @from))),
                booked as (
                  select b.engagement, sum(b.minutes_per_day / 60.0 * (
                    select count(*) from generate_series(greatest(b.start_date, @from), least(b.end_date, reach.last), interval '1 day') day
                    where extract(isodow from day) < 6)) as hours
                  from bookings b join reach using (engagement) where b.role = @role and b.end_date >= @from and b.start_date <= reach.last group by 1),
                logged as (
                  select t.engagement, sum(t.hours) as hours from time_entries t join reach using (engagement) join people p using (person)
                  where p.role = @role and t.state = 'approved' and t.billable and t.date between @from and reach.last group by 1)
                select count(distinct engagement)::int as engagements, coalesce(sum(booked), 0)::numeric(14, 1) as booked, coalesce(sum(approved), 0)::numeric(14, 2) as approved
                from (select engagement, hours as booked, 0 as approved from booked union all select engagement, 0, hours from logged) touched;
                select role, currency, engagement, hourly_rate as rate, effective_from as "from", version from rates
                where role = @role and currency = @currency and engagement is not distinct from @engagement and effective_from = @from
                """,
                new { role, currency, engagement, from });
            var (engagements, booked, approved) = await both.ReadSingleAsync<(int, decimal, decimal)>();
            return new RateTouch(engagements, booked, approved, await both.ReadSingleOrDefaultAsync<RateRow>());
        },
        stop);
}
