using Microsoft.AspNetCore.Mvc;
using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Timekeeping;

/// <summary>The small forms of the week: the timer, rows kept at the top, and what is said of days without work. Each leads back to the week.</summary>
internal static class WeekEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/my-week/timer", TimerAsync).ExcludeFromDescription();
        app.MapPost("/my-week/pin", PinAsync).ExcludeFromDescription();
        app.MapPost("/my-week/no-work", StateAsync).ExcludeFromDescription();
        app.MapPost("/my-week/no-work/withdraw", WithdrawAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> TimerAsync(
        [FromForm] string act, [FromForm] string? row, [FromForm] string? person, [FromForm] string? week, HttpContext http, CurrentUser user, RowTimer timer, CancellationToken stop)
    {
        if (WeekAccess.PersonOf(user, person) is not { } who || (act == "start" && WeekRowKey.Parse(row) is null))
            return Results.NotFound();

        var result = act == "start" ? await timer.StartAsync(user, who, WeekRowKey.Parse(row)!.Value, stop) : await timer.StopAsync(user, who, act == "stop", stop);
        return Back(http, user, who, week, result, stopped => act switch
        {
            "start" => stopped.Says is { } said ? $"The timer runs. {said}" : "The timer runs",
            "stop" => stopped.Says ?? "No timer was running",
            _ => "The timer is stopped; nothing was logged",
        });
    }

    private static async Task<IResult> PinAsync(
        [FromForm] string row, [FromForm] string? person, [FromForm] string? week, HttpContext http, CurrentUser user, Database database, CancellationToken stop)
    {
        if (WeekAccess.PersonOf(user, person) is not { } who || WeekRowKey.Parse(row) is not { } key)
            return Results.NotFound();

        var pinned = await database.WriteAsync<bool>(user.ToActor(), async change =>
        {
            var named = new { person = who.Value, subject = key.ToString() };
            if (await change.ExecuteAsync("delete from week_pins where person = @person and subject = @subject", named) > 0)
                return false;

            await change.ExecuteAsync("insert into week_pins (person, subject) values (@person, @subject) on conflict do nothing", named);
            return true;
        }, stop);
        return Back(http, user, who, week, pinned, kept => kept ? "The row stays at the top of every week" : "The row is no longer kept");
    }

    private static async Task<IResult> StateAsync(
        [FromForm] string days, [FromForm] string? reason, [FromForm] string? person, [FromForm] string? week, HttpContext http, CurrentUser user, StateNoWork state, CancellationToken stop)
    {
        if (WeekAccess.PersonOf(user, person) is not { } who || Days(days) is not { } said)
            return Results.NotFound();

        return Back(http, user, who, week, await state.RunAsync(user, who, said, reason, stop), _ => said.Length == 1
            ? $"Noted: nothing worked on {Text.WeekDay(said.First)}"
            : "Noted: that is all for this week");
    }

    private static async Task<IResult> WithdrawAsync(
        [FromForm] string days, [FromForm] string? person, [FromForm] string? week, HttpContext http, CurrentUser user, WithdrawNoWork withdraw, CancellationToken stop)
    {
        if (WeekAccess.PersonOf(user, person) is not { } who || Days(days) is not { } said)
            return Results.NotFound();

        return Back(http, user, who, week, await withdraw.RunAsync(user, who, said, stop), _ => "Taken back");
    }

    private static IResult Back<T>(HttpContext http, CurrentUser user, PersonKey person, string? week, Result<T> result, Func<T, string> words)
        where T : notnull
    {
        http.Say(result.Succeeded(out var value, out var problem) ? new ToastInfo(words(value)) : new ToastInfo(problem.Message, Bad: true));
        return Results.Redirect(IsoWeek.Monday(week ?? "") is { } monday ? WeekAccess.Address(user, person, monday) : "/my-week");
    }

    // A day, or a week by its Monday: 2026-03-10, 2026-03-09/2026-03-15.
    private static DateRange? Days(string text)
    {
        var ends = text.Split('/');
        return DateOnly.TryParseExact(ends[0], "yyyy-MM-dd", out var first) && DateOnly.TryParseExact(ends[^1], "yyyy-MM-dd", out var last)
            && (first == last || (first == Periods.Monday(first) && last == first.AddDays(6))) && first.Year is > 1900 and < 9000
                ? new DateRange(first, last)
                : null;
    }
}
