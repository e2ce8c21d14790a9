using System.Globalization;
using System.Text;
using Dapper;
using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Recording;
using Throughline.Data.Reports;
using Throughline.Data.Timekeeping;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Timekeeping;

/// <summary>A month's approved time as it was put together for finance; kept as it was, with its fingerprint.</summary>
/// <param name="RecordedAsOf">The month-end report as recorded at this instant shows the same.</param>
/// <param name="Content">The lines as text, which the fingerprint is of; left out of lists.</param>
public sealed record ConsolidatedMonth(
    string Month, DateTimeOffset RecordedAsOf, int Entries, decimal Hours, string Fingerprint, string ConsolidatedBy, string? ReceivedBy, DateTimeOffset? ReceivedAt,
    string Content);

/// <summary>A refusal of the month end (R-215).</summary>
public sealed record MonthRefused(string Rule, string Message) : Problem(Rule, Message);

/// <summary>The coordinator's month end: approved billable time put together for finance, once; finance takes it over (R-215).</summary>
public sealed class ConsolidateTime(Database database, PracticeSettings settings)
{
    private const string Columns = "month, recorded_as_of, entries, hours, fingerprint, consolidated_by, received_by, received_at, content";

    public async Task<Result<ConsolidatedMonth>> RunAsync(CurrentUser user, string? monthText, CancellationToken stop)
    {
        var decision = user.Decide(Act.ConsolidateTime);
        if (decision.Problem is { } refused)
            return refused;
        if (MonthOf(monthText) is not { } month)
            return new InvalidFields("month", "Give the month like 2026-03.");
        var today = await settings.TodayAsync(stop);
        if (today <= month.Days.Last)
            return new MonthRefused("R-215", $"{month} is not over yet. Put it together when it is.");

        var policies = await settings.PoliciesAsync(stop);
        return await database.WriteAsync<ConsolidatedMonth>(user.ToActor(decision.Role), async change =>
        {
            // Whoever approves now comes before or after as a whole: what is read here is what the instant shows.
            await change.ExecuteAsync("select pg_advisory_xact_lock(72800001)");
            if (await FindAsync(change, month) is { } standing)
                return new MonthRefused("R-215", $"{month} was put together by {standing.ConsolidatedBy} already, and is kept as it was. What was approved since belongs to a later month's correction.");

            var facts = await PracticeReader.ReadAsync(
                change.Connection, new PracticeQuery(FactSet.Engagements | FactSet.TimeEntries) { TimeDays = [month.Days] }, stop, change.Transaction);
            var request = new ReportRequest(month.Days, PeriodKind.Month, today, ReportPolicies.On(today, policies));
            List<TimeLine> lines = [.. MonthEndTime.Of(facts, request).Select(row => row.Entry)];
            var content = Text(lines);
            var made = new ConsolidatedMonth(
                month.ToString(), change.At.ToUniversalTime(), lines.Count, lines.Sum(line => line.Hours), Certifications.Fingerprint(content), change.Actor.Name, null, null, content);
            await change.ExecuteAsync(
                """
                insert into time_consolidations (month, recorded_as_of, entries, hours, content, fingerprint, consolidated_by)
                values (@Month, @RecordedAsOf, @Entries, @Hours, @Content, @Fingerprint, @ConsolidatedBy)
                """,
                new { made.Month, made.RecordedAsOf, made.Entries, made.Hours, made.Content, made.Fingerprint, made.ConsolidatedBy });
            await change.AuditAsync("time_consolidated", made.Month, new { made.Entries, made.Hours, made.Fingerprint });
            return made;
        }, stop);
    }

    /// <summary>Finance takes a month over.</summary>
    public async Task<Result<ConsolidatedMonth>> ReceiveAsync(CurrentUser user, string? monthText, CancellationToken stop)
    {
        var decision = user.Decide(Act.AcceptHours);
        if (decision.Problem is { } refused)
            return refused;

        return await database.WriteAsync<ConsolidatedMonth>(user.ToActor(decision.Role), async change =>
        {
            if (MonthOf(monthText) is not { } month || await FindAsync(change, month) is not { } standing)
                return new NoSuchRecord($"{monthText} has not been put together.");
            if (standing.ReceivedBy is not null)
                return standing;
            if (standing.ConsolidatedBy == user.Email)
                return new MonthRefused("separation_of_duties", "Nobody takes over for finance what they put together themselves.");

            var at = change.At.ToUniversalTime();
            await change.ExecuteAsync("update time_consolidations set received_by = @by, received_at = @at where month = @Month", new { by = user.Email, at, standing.Month });
            await change.AuditAsync("time_received", standing.Month);
            return standing with { ReceivedBy = user.Email, ReceivedAt = at };
        }, stop);
    }

    /// <summary>The latest months, the newest first.</summary>
    public Task<IReadOnlyList<ConsolidatedMonth>> ListAsync(CancellationToken stop) => database.ReadAsync<IReadOnlyList<ConsolidatedMonth>>(
        async connection => (await connection.QueryAsync<ConsolidatedMonth>($"select {Columns.Replace("content", "'' as content", StringComparison.Ordinal)} from time_consolidations order by month desc limit 36")).AsList(), stop);

    private static Task<ConsolidatedMonth?> FindAsync(Change change, Month month) =>
        change.QuerySingleOrDefaultAsync<ConsolidatedMonth>($"select {Columns} from time_consolidations where month = @month for update", new { month = month.ToString() });

    private static Month? MonthOf(string? text) =>
        DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && first.Year > 1900 ? Month.Of(first) : null;

    private static string Text(IEnumerable<TimeLine> lines)
    {
        var text = new StringBuilder("entry,engagement,person,date,hours,approved_by\n");
        foreach (var line in lines)
            text.Append(CultureInfo.InvariantCulture, $"{line.Entry},{line.Engagement},{line.Person},{line.Day:yyyy-MM-dd},{line.Hours:0.####},{line.ApprovedBy}\n");

        return text.ToString();
    }
}
