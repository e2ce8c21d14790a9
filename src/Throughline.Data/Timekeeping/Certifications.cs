using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;
using Throughline.Data.Recording;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Timekeeping;

namespace Throughline.Data.Timekeeping;

/// <summary>A certification as it stands, with the name of its person and who decided last.</summary>
public sealed record CertificationRow(Certification Certification, string Name, string? LastBy);

/// <summary>Puts quarters together, keeps what was certified, and files the record that a delivery manager's approval leaves.</summary>
public static class Certifications
{
    /// <summary>What a decision's subject begins with; the certification's key follows.</summary>
    public const string DecisionSubject = "certification/";

    private const string Columns =
        "c.certification, c.quarter, c.person, c.start_date, c.end_date, c.state, c.hours, c.counted_hours, c.adjusted_hours, c.adjustment_reason, c.content, c.fingerprint, c.generated_by, c.generated_at";

    // Who approved the level that it stands on.
    private const string LastBy = "case c.state when 'manager_approved' then c.manager_by when 'head_approved' then c.head_by when 'finance_approved' then c.finance_by end as last_by";

    public static string Fingerprint(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    /// <summary>Stores what was put together, over what nobody has approved yet; how many these were.</summary>
    public static async Task<int> GenerateAsync(Change change, IReadOnlyList<Certification> made)
    {
        var stored = await change.ExecuteAsync(
            """
            insert into certifications (certification, quarter, person, start_date, end_date, hours, counted_hours, content, fingerprint, generated_by, generated_at)
            select * from unnest(@keys, @quarters, @people, @firsts, @lasts, @hours, @counted, @contents, @fingerprints, @bys, @ats)
            on conflict (certification) do update set hours = excluded.hours, counted_hours = excluded.counted_hours, content = excluded.content,
              fingerprint = excluded.fingerprint, generated_by = excluded.generated_by, generated_at = excluded.generated_at
            where certifications.state = 'generated' and certifications.fingerprint <> excluded.fingerprint
            """,
            new
            {
                keys = made.Select(one => one.Key).ToArray(), quarters = made.Select(one => one.Quarter).ToArray(), people = made.Select(one => one.Person.Value).ToArray(),
                firsts = made.Select(one => one.Days.First).ToArray(), lasts = made.Select(one => one.Days.Last).ToArray(), hours = made.Select(one => one.Hours).ToArray(),
                counted = made.Select(one => one.CountedHours).ToArray(), contents = made.Select(one => one.Content).ToArray(),
                fingerprints = made.Select(one => one.Fingerprint).ToArray(), bys = made.Select(one => one.GeneratedBy).ToArray(), ats = made.Select(one => one.GeneratedAt).ToArray(),
            });
        if (made.Count > 0)
            await change.AuditAsync("certifications_generated", made[0].Quarter, new { stored });

        return stored;
    }

    /// <summary>Those of a quarter, by name.</summary>
    public static async Task<IReadOnlyList<CertificationRow>> ListAsync(NpgsqlConnection connection, string quarter) =>
        [.. (await connection.QueryAsync<Row>(
            $"select {Columns}, p.name, {LastBy} from certifications c join people p on p.person = c.person where c.quarter = @quarter order by p.name, c.certification", new { quarter })).Select(row => row.Of())];

    public static async Task<IReadOnlyList<CertificationRow>> LockAsync(Change change, IReadOnlyCollection<string> keys) =>
        [.. (await change.QueryAsync<Row>(
            $"select {Columns}, p.name, {LastBy} from certifications c join people p on p.person = c.person where c.certification = any(@keys) order by c.certification for update of c",
            new { keys = keys.ToArray() })).Select(row => row.Of())];

    /// <summary>Takes it to another state with the decision; the delivery manager's approval leaves its record .</summary>
    public static async Task DecideAsync(Change change, Certification before, CertificationState to, string? comment, string? policy)
    {
        var approved = to > before.State;
        await change.ExecuteAsync(
            """
            update certifications set state = @state,
              manager_by = case @state when 'generated' then null when 'manager_approved' then coalesce(manager_by, @by) else manager_by end,
              head_by = case @state when 'head_approved' then coalesce(head_by, @by) when 'finance_approved' then head_by end,
              finance_by = case @state when 'finance_approved' then @by end
            where certification = @Key
            """,
            new { state = to.Code(), by = change.Actor.Name, before.Key });
        await change.ExecuteAsync(
            "insert into decisions (decision, subject, verdict, decided_by, role, at, comment, policy) values (@id, @subject, @verdict, @by, @role, @at, @comment, @policy)",
            new
            {
                id = Guid.CreateVersion7(), subject = DecisionSubject + before.Key, verdict = approved ? "approved" : "rejected", by = change.Actor.Name, role = change.Actor.Role,
                at = change.At, comment, policy,
            });
        if (before.State is CertificationState.Generated && approved)
            await change.ExecuteAsync(
                "insert into certified_timesheets (certified_timesheet, certification, fingerprint, certified_by, certified_at) values (@id, @Key, @Fingerprint, @by, @at)",
                new { id = Guid.CreateVersion7().ToString("N"), before.Key, before.Fingerprint, by = change.Actor.Name, at = change.At });

        await change.AuditAsync("certification_" + (approved ? "approved" : "rejected"), before.Key, new { comment });
    }

    public static async Task AdjustAsync(Change change, Certification before, decimal hours, string reason)
    {
        await change.ExecuteAsync("update certifications set adjusted_hours = @hours, adjustment_reason = @reason where certification = @Key", new { hours, reason, before.Key });
        await change.AuditAsync("certification_adjusted", before.Key, new { hours, reason });
    }

    private sealed record Row(
        string Certification, string Quarter, string Person, DateOnly StartDate, DateOnly EndDate, string State, decimal Hours, decimal CountedHours, decimal? AdjustedHours,
        string? AdjustmentReason, string Content, string Fingerprint, string GeneratedBy, DateTimeOffset GeneratedAt, string Name, string? LastBy)
    {
        public CertificationRow Of() => new(
            new Certification(
                Certification, Quarter, new PersonKey(Person), new DateRange(StartDate, EndDate), CertificationFlow.Words.Parse(State), Hours, CountedHours, AdjustedHours, AdjustmentReason,
                Content, Fingerprint, GeneratedBy, GeneratedAt),
            Name, LastBy);
    }
}
