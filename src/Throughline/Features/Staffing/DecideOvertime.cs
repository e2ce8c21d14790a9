using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Recording;
using Throughline.Data.Reports;
using Throughline.Data.Staffing;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>
/// Approves overtime, which the person's days hold from then on, or rejects it with a reason. Nobody decides on their own or
/// on what they asked for. Whoever asked may withdraw the request.
/// </summary>
public sealed class DecideOvertime(Database database, PracticeSettings settings)
{
    private const string SmallPractice = "approval.same_person_below";

    private sealed record Asked(string Person, DateOnly StartDate, DateOnly EndDate, decimal HoursPerDay, string Reason, string AskedBy, string Status);

    public Task<Result<string>> ApproveAsync(CurrentUser user, string key, string? comment, CancellationToken stop) => RunAsync(user, key, "approved", comment, stop);

    public Task<Result<string>> RejectAsync(CurrentUser user, string key, string? comment, CancellationToken stop) => string.IsNullOrWhiteSpace(comment)
        ? Task.FromResult<Result<string>>(new InvalidFields("comment", "Say why; whoever asked will read it."))
        : RunAsync(user, key, "rejected", comment, stop);

    public Task<Result<string>> WithdrawAsync(CurrentUser user, string key, CancellationToken stop) => RunAsync(user, key, "withdrawn", null, stop);

    private async Task<Result<string>> RunAsync(CurrentUser user, string key, string verdict, string? comment, CancellationToken stop)
    {
        var policies = await settings.PoliciesAsync(stop);
        var today = await settings.TodayAsync(stop);
        var role = user.Decide(Act.SetOvertime).Role;
        return await database.WriteAsync<string>(user.ToActor(verdict == "withdrawn" ? null : role), async change =>
        {
            // Gather
            var asked = await change.QuerySingleOrDefaultAsync<Asked>(
                "select person, start_date, end_date, hours_per_day, reason, asked_by, status from overtime_requests where overtime_request = @key for update", new { key });
            if (asked is null || (user.Reach(Act.SetOvertime) == Relation.None && asked.AskedBy != user.Email))
                return new NoSuchRecord($"There is no overtime request {key}.");

            // Decide
            var alone = policies.Answer(SmallPractice, today).WholeNumber is > 0 and var least
                && await change.QuerySingleOrDefaultAsync<int>("select count(*)::int from people") < least;
            var own = asked.AskedBy == user.Email || asked.Person == user.Person?.Value;
            if (Refuse(user, asked, verdict, own && !alone) is { } refused)
                return refused;

            // Act
            var said = string.IsNullOrWhiteSpace(comment) ? null : comment.Trim();
            if (verdict == "approved" && await WriteAsync(change, user, asked, PolicyReader.WeekendsOn(policies, today), stop) is { } no)
                return no;

            await NoteAsync(change, user, key, verdict, said, own && verdict != "withdrawn");
            return key;
        }, stop);
    }

    private static Problem? Refuse(CurrentUser user, Asked asked, string verdict, bool own)
    {
        if (asked.Status != "asked")
            return new OvertimeDecided(asked.Status);
        if (verdict == "withdrawn")
            return asked.AskedBy == user.Email ? null : new NotAllowed("R-096", "Only whoever asked withdraws a request. Reject it instead.");

        return own
            ? new NotAllowed("separation_of_duties", "Nobody decides on overtime that they asked for, or on their own. Ask another coordinator or operations.")
            : user.Decide(Act.SetOvertime).Problem;
    }

    // What was approved before stays; this comes on top.
    private static async Task<Problem?> WriteAsync(Change change, CurrentUser user, Asked asked, Weekends weekends, CancellationToken stop)
    {
        var person = new PersonKey(asked.Person);
        var range = new DateRange(asked.StartDate, asked.EndDate);
        var ledger = await LedgerKeeper.HoldAsync(change, [person], range, stop);
        var facts = await PracticeReader.ReadAsync(
            change.Connection, new PracticeQuery(FactSet.People | FactSet.WorkingTime) { People = [person] }, stop, change.Transaction);
        var capacity = new Capacity(range, facts.People, facts.CalendarDays, facts.TimeOff, facts.Overtime, weekends).Of(person);
        var days = OvertimeDays.Of(range, capacity);
        if (days.FirstOrDefault(day => capacity.OvertimeOn(day) + (asked.HoursPerDay * 60m) > 24 * 60) is var long24 && long24 != default)
            return new DayTooLong(long24);

        await change.ExecuteAsync(
            """
            insert into overtime (person, date, kind, hours, reason, approved_by)
            select @person, day, 'approved', @hours, @reason, @by from unnest(@days) day
            on conflict (person, date, kind) do update set hours = overtime.hours + excluded.hours, reason = excluded.reason, approved_by = excluded.approved_by
            """,
            new { person = asked.Person, hours = asked.HoursPerDay, asked.Reason, by = user.Person?.Value ?? user.Email, days = days.ToArray() });
        return await ledger.SettleAsync([person], stop) is [var overbooked, ..] ? overbooked : null;
    }

    private static async Task NoteAsync(Change change, CurrentUser user, string key, string verdict, string? comment, bool samePerson)
    {
        var note = new { key, verdict, by = user.Email, role = change.Actor.Role, at = change.At, comment, samePerson, id = Guid.CreateVersion7(), policy = SmallPractice };
        await change.ExecuteAsync("update overtime_requests set status = @verdict, decided_by = @by, decided_at = @at, comment = @comment where overtime_request = @key", note);
        if (verdict != "withdrawn")
            await change.ExecuteAsync(
                """
                insert into decisions (decision, subject, verdict, decided_by, role, at, comment, policy, same_person)
                values (@id, @key, @verdict, @by, @role, @at, @comment, case when @samePerson then @policy end, @samePerson)
                """,
                note);

        await change.AuditAsync("overtime_" + verdict, key, new { comment });
        await change.TellAsync("overtime_requests", key);
        if (verdict == "approved")
            await change.TellAsync("overtime", key);
    }
}
