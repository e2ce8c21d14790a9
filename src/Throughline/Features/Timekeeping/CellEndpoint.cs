using Microsoft.AspNetCore.Mvc;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
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

    private static async Task<IResult> SaveAsync(
        [FromForm] string cell, [FromForm] string? value, [FromForm] string? person, CurrentUser user, SaveCell save, MyWeek week, TimeProvider clock,
        CancellationToken stop)
    {
        if (WeekField.Parse(cell) is not { } field || WeekAccess.PersonOf(user, person) is not { } who)
            return Results.NotFound();
        if (!(await save.RunAsync(user, who, field, (value ?? "").Trim(), stop)).Succeeded(out var saved, out var problem))
            return Results.Json(new { message = problem.Message, rule = problem.Rule }, statusCode: StatusOf(problem));

        var touched = saved.Entry is not null || saved.Before is not null;
        var sheet = await week.RunAsync(who, Periods.Monday(field.Day), [field.Row], touched || TimeAccess.ToLog(user, who).Anywhere, stop);
        if (sheet?.Find(field.Row, field.Day) is not { } now)
            return Results.NotFound();

        var next = WeekField.Of(now, clock.GetUtcNow());
        var on = $"{Text.WeekDay(field.Day)}, {now.Row.Engagement ?? TimeCategories.Words(now.Row.Category ?? "")}";
        return Results.Json(new
        {
            name = next.ToString(),
            value = next.Was,
            text = next.Was,
            state = now.State?.Text() ?? "",
            say = WeekTotals.Says(now),
            message = saved.Entry is null ? $"Cleared {on}" : field.IsNew ? $"Saved {next.Was} h on {on}" : $"Saved. {on} changed from {field.Was} to {next.Was} h",
            totals = WeekTotals.Of(sheet),
            undo = saved.Before is { } gone ? new { action = "/my-week/undo", fields = Fields(gone) } : null,
        });
    }

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
