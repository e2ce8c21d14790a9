using Dapper;
using Npgsql;
using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Revenue;
using Throughline.Data.Timekeeping;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Policies;
using Throughline.Domain.Revenue;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Revenue;

/// <summary>A month on its way to the books.</summary>
/// <param name="Locks">Those that close it, of the practice or of one legal entity.</param>
public sealed record PeriodRow(Month Month, PeriodStage Stage, PeriodDates Dates, IReadOnlyList<PeriodLock> Locks, string? ConsolidatedBy, string? Batch);

/// <param name="Entities">Legal entities that engagements name; the practice itself among them.</param>
public sealed record PeriodSheet(IReadOnlyList<PeriodRow> Periods, IReadOnlyList<PeriodReopening> Tickets, IReadOnlyList<string> Entities);

/// <summary>The billing periods up to the current month, the newest first, with their stages and the tickets that ask for one to be opened (4.24).</summary>
public sealed class PeriodBoard(Database database, PracticeSettings settings)
{
    private const int Months = 15;

    public async Task<Result<PeriodSheet>> RunAsync(CurrentUser user, CancellationToken stop)
    {
        if (user.Decide(Act.SeeRelease).Problem is { } refused)
            return refused;

        var (today, zone, policies) = (await settings.TodayAsync(stop), await settings.ZoneAsync(stop), await settings.PoliciesAsync(stop));
        return await database.ReadAsync(async connection =>
        {
            var known = await KnownAsync(connection, Month.Of(today.AddMonths(1 - Months)));
            var locks = (await PeriodLockRows.ReadAsync(connection, new DateRange(today.AddMonths(-Months), today), stop)).Locks.Where(one => one.ClosesMonths).ToList();
            return new PeriodSheet(
                [.. Enumerable.Range(0, Months).Select(back => Row(Month.Of(new DateOnly(today.Year, today.Month, 1).AddMonths(-back))))],
                await ReopeningRows.LatestAsync(connection), known.Entities);

            PeriodRow Row(Month month)
            {
                var dates = DatesOf(month, policies, zone);
                var own = locks.FindAll(one => one.Days.First <= month.Days.First && one.Days.Last >= month.Days.Last);
                var closed = own.Exists(one => one.LegalEntity is null) || (own.Count > 0 && known.Entities.All(entity => own.Exists(one => one.LegalEntity == entity)));
                var (by, received) = known.Consolidated.GetValueOrDefault(month.ToString());
                var batch = known.Undecided.GetValueOrDefault(month.ToString());
                var facts = new PeriodFacts(by is not null, received || batch is not null, closed);
                return new PeriodRow(month, BillingPeriods.StageOf(dates, facts, database.Clock.GetUtcNow()), dates, own, by, batch);
            }
        }, stop);
    }

    internal static PeriodDates DatesOf(Month month, PolicyValues policies, TimeZoneInfo zone)
    {
        var day = month.Days.Last;
        return BillingPeriods.DatesOf(
            month, policies.Answer("billing_period.close_business_days", day).WholeNumber, policies.Answer("billing_period.time_cut_off", day).WeeklyTime,
            policies.Answer("billing_period.approval_cut_off", day).WeeklyTime, new BusinessCalendar(PolicyReader.WeekendsOn(policies, day).Usual, []), zone);
    }

    private static async Task<Known> KnownAsync(NpgsqlConnection connection, Month first)
    {
        await using var rows = await connection.QueryMultipleAsync(
            """
            select month, consolidated_by, received_by is not null from time_consolidations where month >= @first;
            select month, max(batch) from release_batches where state in ('submitted', 'reviewed') group by month;
            select coalesce(legal_entity, @practice) as entity from engagements group by 1 order by 1;
            """,
            new { first = first.ToString(), practice = LockedWork.Practice });
        return new Known(
            (await rows.ReadAsync<(string Month, string By, bool Received)>()).ToDictionary(row => row.Month, row => ((string?)row.By, row.Received), StringComparer.Ordinal),
            (await rows.ReadAsync<(string Month, string Batch)>()).ToDictionary(row => row.Month, row => row.Batch, StringComparer.Ordinal),
            (await rows.ReadAsync<string>()).AsList());
    }

    private sealed record Known(Dictionary<string, (string? By, bool Received)> Consolidated, Dictionary<string, string> Undecided, IReadOnlyList<string> Entities);
}
