using System.Globalization;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Data.Timekeeping;
using Throughline.Domain;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Policies;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Timekeeping;

/// <summary>The one timer of a person: started on a row, it runs on the server until it is stopped or another is started.</summary>
internal sealed class RowTimer(Database database, PracticeSettings settings)
{
    private sealed record Running(string Subject, DateTimeOffset StartedAt, string? TimeZone, string Role, string? Region);

    /// <summary>Starts it; one that runs on another row is stopped first and logged.</summary>
    /// <returns>What the one before became.</returns>
    public async Task<Result<StoppedTimer>> StartAsync(CurrentUser user, PersonKey person, WeekRowKey row, CancellationToken stop)
    {
        var (decision, anywhere) = TimeAccess.ToLog(user, person);
        if (decision.Problem is { } refused)
            return refused;

        var policies = await settings.PoliciesAsync(stop);
        var practice = await settings.ZoneAsync(stop);
        return await database.WriteAsync<StoppedTimer>(user.ToActor(decision.Role), async change =>
        {
            if (!(await StopAsync(change, person, anywhere, policies, practice, stop)).Succeeded(out var before, out var problem))
                return problem;

            // Whether the row takes time at all is asked before it runs, not when it stops.
            var probe = Terms(person, row, Zones.DayOf(change.At, practice), 0.5m);
            if (await TimeStore.LockDayAsync(change, probe, null, stop) is not { } ground)
                return new NoSuchRecord($"There is no person {person}.");
            if (!TimeRules.Accept(probe, ground with { OtherHours = 0m }, policies, anywhere).Succeeded(out _, out problem))
                return problem;

            await change.ExecuteAsync(
                "insert into timers (person, subject, started_at) values (@person, @subject, @at)",
                new { person = person.Value, subject = row.ToString(), at = change.At });
            return before;
        }, stop);
    }

    /// <summary>Stops it and logs what it ran; or, when it is not to be kept, only stops it.</summary>
    public async Task<Result<StoppedTimer>> StopAsync(CurrentUser user, PersonKey person, bool keep, CancellationToken stop)
    {
        var (decision, anywhere) = TimeAccess.ToLog(user, person);
        if (decision.Problem is { } refused)
            return refused;

        var policies = await settings.PoliciesAsync(stop);
        var practice = await settings.ZoneAsync(stop);
        return await database.WriteAsync<StoppedTimer>(user.ToActor(decision.Role), async change =>
        {
            if (keep)
                return await StopAsync(change, person, anywhere, policies, practice, stop);

            await change.ExecuteAsync("delete from timers where person = @person", new { person = person.Value });
            return StoppedTimer.Nothing;
        }, stop);
    }

    private static async Task<Result<StoppedTimer>> StopAsync(
        Change change, PersonKey person, bool anywhere, PolicyValues policies, TimeZoneInfo practice, CancellationToken stop)
    {
        var ran = await change.QuerySingleOrDefaultAsync<Running>(
            """
            with gone as (delete from timers where person = @person returning person, subject, started_at)
            select g.subject, g.started_at, p.time_zone, p.role, p.region from gone g join people p using (person)
            """,
            new { person = person.Value });
        if (ran is null || WeekRowKey.Parse(ran.Subject) is not { } row)
            return StoppedTimer.Nothing;

        var zone = ran.TimeZone is { } own && Zones.Find(own) is { } known ? known : practice;
        var day = Zones.DayOf(ran.StartedAt, zone);
        var step = policies.Answer(new PolicyQuestion("P-21", day, row.Engagement, ran.Region, ran.Role)).Number;
        var parts = TimerSplit.Of(ran.StartedAt, change.At, zone, step);
        foreach (var part in parts)
        {
            if (await AddAsync(change, Terms(person, row, part.Day, part.Hours), anywhere, policies, stop) is { } refused)
                return refused;
        }

        return new StoppedTimer(row, parts, step);
    }

    // On top of the cell's one open entry; else an entry of its own.
    private static async Task<Problem?> AddAsync(Change change, TimeTerms terms, bool anywhere, PolicyValues policies, CancellationToken stop)
    {
        var cell = await change.QueryAsync<string>(
            """
            select entry from time_entries where person = @person and date = @Date and engagement is not distinct from @engagement
              and activity is not distinct from @Activity and category is not distinct from @Category order by entry limit 2
            """,
            new { person = terms.Person.Value, terms.Date, engagement = terms.Engagement?.Value, terms.Activity, terms.Category });
        var open = cell is [var only] && await TimeMoves.LockAsync(change, only, stop) is { Entry: { Adjusts: null } entry } && entry.State.IsOpen() ? entry : null;
        var stated = open is null ? terms : open.Terms with { Hours = open.Terms.Hours + terms.Hours };
        if (await TimeStore.LockDayAsync(change, stated, open?.Entry, stop) is not { } ground)
            return new NoSuchRecord($"There is no person {terms.Person}.");
        if (!TimeRules.Accept(stated, ground, policies, anywhere).Succeeded(out var accepted, out var problem))
            return problem;

        _ = open is null
            ? await TimeStore.InsertAsync(change, EntryKeys.New(change.At), accepted, stop)
            : await TimeStore.UpdateAsync(change, open, accepted, stop);
        return null;
    }

    private static TimeTerms Terms(PersonKey person, WeekRowKey row, DateOnly day, decimal hours) => new(
        person, day, row.Engagement is { } engagement ? new EngagementKey(engagement) : null, row.Category, hours, row.Activity);
}

/// <summary>What a timer became: hours by civil day on the step; none when it ran for less than half of it.</summary>
internal sealed record StoppedTimer(WeekRowKey? Row, IReadOnlyList<(DateOnly Day, decimal Hours)> Parts, decimal Step)
{
    public static readonly StoppedTimer Nothing = new(null, [], 0m);

    /// <summary>Null when none ran.</summary>
    public string? Says => Row is null ? null : Parts.Count == 0
        ? string.Create(CultureInfo.InvariantCulture, $"The timer ran for less than half of {Step:0.##} h; nothing was logged")
        : "Logged " + string.Join(" and ", Parts.Select(part => $"{Ui.Text.Hours(part.Hours)} h on {Ui.Text.WeekDay(part.Day)}"));
}
