using Microsoft.AspNetCore.Mvc;
using Throughline.Data.Work;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Timekeeping;

/// <summary>Saves one cell of the week as it is left, and puts a deleted entry back.</summary>
internal static class CellEndpoint
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/my-week/cells", SaveAsync).ExcludeFromDescription();
        app.MapPost("/my-week/undo", UndoAsync).ExcludeFromDescription();
    }

    // The key makes a cell take effect once, however often it is sent: from a queue that was kept without a network, or after an
    // answer that was lost. The entry and the version seen stand in the field's name; who is overtaken is told both values.
    private static async Task<IResult> SaveAsync(
        [FromForm] string cell, [FromForm] string? value, [FromForm] string? person, HttpContext http, CurrentUser user, SaveCell save, MyWeek week,
        TimeProvider clock, CancellationToken stop)
    {
        if (WeekField.Parse(cell) is not { } field || WeekAccess.PersonOf(user, person) is not { } who)
            return Results.NotFound();

        var typed = (value ?? "").Trim();
        OnceOnlyRequests.Begin(http, user, $"{cell}\n{typed}\n{who}");
        if (field.IsNew && typed.Length > 0 && await week.IsTakenAsync(who, field, stop))
            return await ConflictAsync(user, who, field, typed, week, clock, stop);

        Problem? problem = null;
        SavedCell? saved = null;
        try
        {
            (await save.RunAsync(user, who, field, typed, stop)).Succeeded(out saved, out problem);
        }
        catch (AnsweredBeforeException)
        {
            // Stored when it came the first time: what stands now is the answer.
        }
        catch (KeyReusedException reused)
        {
            return Results.Json(new { message = reused.Message, rule = "idempotency_key" }, statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        if (problem is StaleRecord or SavedBefore || (problem is NoSuchRecord && !field.IsNew))
            return await ConflictAsync(user, who, field, typed, week, clock, stop);

        return problem is null
            ? await SavedAsync(user, who, field, saved, week, clock, stop)
            : Results.Json(new { message = problem.Message, rule = problem.Rule }, statusCode: StatusOf(problem));
    }

    private static async Task<IResult> SavedAsync(
        CurrentUser user, PersonKey who, WeekField field, SavedCell? saved, MyWeek week, TimeProvider clock, CancellationToken stop)
    {
        var touched = saved is null || saved.Entry is not null || saved.Before is not null;
        var sheet = await week.RunAsync(who, Periods.Monday(field.Day), [field.Row], touched || TimeAccess.ToLog(user, who).Anywhere, stop);
        if (sheet?.Find(field.Row, field.Day) is not { } now)
            return Results.NotFound();

        var next = WeekField.Of(now, clock.GetUtcNow());
        var on = On(field);
        return Results.Json(new
        {
            name = next.ToString(),
            value = next.Was,
            text = next.Was,
            state = now.State?.Text() ?? "",
            say = WeekTotals.Says(now),
            message = now.Entries.Count == 0 ? $"Cleared {on}" : field.IsNew ? $"Saved {next.Was} h on {on}" : $"Saved. {on} changed from {field.Was} to {next.Was} h",
            totals = WeekTotals.Of(sheet),
            undo = saved?.Before is { } gone ? new { action = "/my-week/undo", fields = Fields(gone) } : null,
        });
    }

    // Both values, and the field under which the writer's own may still be saved. Who wants what stands there already is not asked.
    private static async Task<IResult> ConflictAsync(
        CurrentUser user, PersonKey who, WeekField field, string typed, MyWeek week, TimeProvider clock, CancellationToken stop)
    {
        var sheet = await week.RunAsync(who, Periods.Monday(field.Day), [field.Row], TimeAccess.ToLog(user, who).Anywhere, stop);
        if (sheet?.Find(field.Row, field.Day) is not { } now)
            return Results.NotFound();
        if (HoursText.Read(typed.Length == 0 ? "0" : typed).Succeeded(out var wanted, out _) && typed is not ['+' or '-', ..] && wanted == now.Hours)
            return await SavedAsync(user, who, field, null, week, clock, stop);

        var next = WeekField.Of(now, clock.GetUtcNow());
        var latest = now.Entries.MaxBy(entry => entry.Entry.RecordedAt)?.Entry.ChangedBy;
        var by = latest is null ? "Somebody" : latest == user.Email ? "You, in another place," : latest;
        var theirs = now.Entries.Count == 0 ? "" : Text.Hours(now.Hours);
        return Results.Json(new
        {
            message = theirs.Length == 0 ? $"{by} cleared {On(field)} meanwhile" : $"{by} put {theirs} h on {On(field)} meanwhile",
            rule = "stale_version",
            conflict = new { name = next.ToString(), mine = typed, theirs, by, on = On(field), state = now.State?.Text() ?? "", say = WeekTotals.Says(now), editable = now.IsEditable },
        }, statusCode: StatusCodes.Status409Conflict);
    }

    private static string On(WeekField field) => $"{Text.WeekDay(field.Day)}, {field.Row.Engagement ?? TimeCategories.Words(field.Row.Category ?? "")}";

    private static async Task<IResult> UndoAsync([FromForm] UndoForm form, HttpContext http, CurrentUser user, LogTime logTime, CancellationToken stop)
    {
        var logged = await logTime.RunAsync(user, form.ToForm(), stop);
        http.Say(logged.Succeeded(out var entry, out var problem)
            ? new ToastInfo($"Put back: {Text.Hours(entry.Terms.Hours)} h on {Text.WeekDay(entry.Terms.Date)}")
            : new ToastInfo(problem.Message, Bad: true));
        var day = entry?.Terms.Date ?? (DateOnly.TryParse(form.Date, System.Globalization.CultureInfo.InvariantCulture, out var asked) ? asked : default);
        return Results.Redirect(WeekAccess.Address(user, new(form.Person ?? ""), day == default ? day : Periods.Monday(day)));
    }

    /// <summary>What must be sent to log an entry again as it was.</summary>
    public static Dictionary<string, string> Fields(TimeEntry entry) => new()
    {
        ["Entry"] = entry.Entry,
        ["Person"] = entry.Terms.Person.Value,
        ["Date"] = Text.Iso(entry.Terms.Date),
        ["Engagement"] = entry.Terms.Engagement?.Value ?? "",
        ["Category"] = entry.Terms.Category ?? "",
        ["Activity"] = entry.Terms.Activity ?? "",
        ["Hours"] = entry.Terms.Hours.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture),
        ["Billable"] = entry.Terms.Billable is true ? "true" : "false",
        ["Note"] = entry.Terms.Note ?? "",
    };

    /// <summary>The status a refusal answers with, on pages and for scripts.</summary>
    public static int StatusOf(Problem problem) => problem switch
    {
        InvalidFields => StatusCodes.Status422UnprocessableEntity,
        NotAllowed => StatusCodes.Status403Forbidden,
        NoSuchRecord => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status409Conflict,
    };

    internal sealed record UndoForm(
        string? Entry, string? Person, string? Date, string? Engagement, string? Category, string? Activity, string? Hours, string? Billable, string? Note)
    {
        public TimeForm ToForm() => new()
        {
            Entry = Entry, Person = Person, Date = Date, Engagement = Engagement, Category = Category, Activity = Activity, Hours = Hours,
            Billable = Billable, Note = Note,
        };
    }
}
