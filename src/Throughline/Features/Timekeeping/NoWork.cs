using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Platform;

namespace Throughline.Features.Timekeeping;

/// <summary>Somebody did not work on a day, or in a week not more than is entered: said, because missing is not zero.</summary>
internal sealed class StateNoWork(Database database)
{
    public const int LongestReason = 500;

    /// <param name="user">Who says it: the person, or whoever logs for them.</param>
    /// <param name="person">Whose day or week.</param>
    /// <param name="days">One day, or a week from Monday.</param>
    /// <param name="reason">Why; may be left out.</param>
    /// <param name="stop">Ends the work.</param>
    public Task<Result<NoWorkSaid>> RunAsync(CurrentUser user, PersonKey person, DateRange days, string? reason, CancellationToken stop)
    {
        var decision = TimeAccess.ToLog(user, person).Decision;
        if (decision.Problem is { } refused)
            return Task.FromResult<Result<NoWorkSaid>>(refused);
        if (reason?.Trim().Length > LongestReason)
            return Task.FromResult<Result<NoWorkSaid>>(new InvalidFields("reason", $"Say it in at most {LongestReason} characters."));

        var why = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        return database.WriteAsync<NoWorkSaid>(user.ToActor(decision.Role), async change =>
        {
            var entered = await change.QuerySingleOrDefaultAsync<decimal?>(
                "select sum(hours) from time_entries where person = @person and date = @first", new { person = person.Value, first = days.First });
            if (days.Length == 1 && entered > 0m)
                return new WorkedThatDay(days.First, entered.Value);

            await change.ExecuteAsync(
                """
                insert into no_work (person, start_date, end_date, reason) values (@person, @first, @last, @why)
                on conflict (person, start_date, end_date) do update set reason = excluded.reason where no_work.reason is distinct from excluded.reason
                """,
                new { person = person.Value, first = days.First, last = days.Last, why });
            await change.TellAsync("no_work", person.Value);
            return new NoWorkSaid(person, days, why);
        }, stop);
    }
}

internal sealed record NoWorkSaid(PersonKey Person, DateRange Days, string? Reason);

/// <summary>Takes a statement back, as long as the week's time is not approved as a whole.</summary>
internal sealed class WithdrawNoWork(Database database)
{
    public Task<Result<NoWorkSaid>> RunAsync(CurrentUser user, PersonKey person, DateRange days, CancellationToken stop)
    {
        var decision = TimeAccess.ToLog(user, person).Decision;
        if (decision.Problem is { } refused)
            return Task.FromResult<Result<NoWorkSaid>>(refused);

        return database.WriteAsync<NoWorkSaid>(user.ToActor(decision.Role), async change =>
        {
            var monday = Periods.Monday(days.First);
            if (await IsApprovedAsync(change, person, monday))
                return new WeekIsApproved(monday);

            var gone = await change.ExecuteAsync(
                "delete from no_work where person = @person and start_date = @first and end_date = @last",
                new { person = person.Value, first = days.First, last = days.Last });
            if (gone == 0)
                return new NoSuchRecord("Nothing is said about these days.");

            await change.TellAsync("no_work", person.Value);
            return new NoWorkSaid(person, days, null);
        }, stop);
    }

    private static async Task<bool> IsApprovedAsync(Change change, PersonKey person, DateOnly monday) =>
        await change.QuerySingleOrDefaultAsync<bool?>(
            "select bool_and(state = 'approved') from time_entries where person = @person and date between @monday and @sunday",
            new { person = person.Value, monday, sunday = monday.AddDays(6) }) ?? false;
}

/// <summary>Hours stand on the day that somebody says to be without work.</summary>
internal sealed record WorkedThatDay(DateOnly Day, decimal Hours) : Problem(
    "R-207", $"{Ui.Text.WeekDay(Day)} holds {Ui.Text.Hours(Hours)} h. Clear them first if you did not work, or say that the week is done as it is.");

internal sealed record WeekIsApproved(DateOnly Monday) : Problem(
    "R-217", $"The week of {Ui.Text.Day(Monday)} is approved, so what was said about it stays. Log what was worked as a further entry.");
