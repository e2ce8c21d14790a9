using Microsoft.AspNetCore.Http.HttpResults;
using Throughline.Domain;
using Throughline.Domain.Staffing;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Staffing;

/// <summary>
/// The gestures of the plan, each a form that is posted. Who asks for data is told what was done, what stands now and how it
/// is taken back; a browser goes back to the grid with the same in a toast. A refusal is a page with its rule, which the grid
/// shows in the drawer.
/// </summary>
internal static class GestureEndpoints
{
    public const string Undo = "/staffing/undo";
    public const string Redo = "/staffing/redo";
    private const string One = "/staffing/bookings/{key}";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost(One + "/move", (HttpContext http, string key, IFormCollection form, CurrentUser user, MoveBooking use) =>
            RunAsync(http, form, read => (read.Seen(Key(key)), Days: read.Number("days") ?? 0, Person: read.Person()), (it, stop) => use.RunAsync(user, it.Item1, it.Days, it.Person, stop)));
        app.MapPost(One + "/resize", (HttpContext http, string key, IFormCollection form, CurrentUser user, ResizeBooking use) =>
            RunAsync(http, form, read => (read.Seen(Key(key)), First: read.Day("start"), Last: read.Day("end")), (it, stop) => use.RunAsync(user, it.Item1, it.First, it.Last, stop)));
        app.MapPost(One + "/extend", (HttpContext http, string key, IFormCollection form, CurrentUser user, ExtendBooking use) =>
            RunAsync(http, form, read => (read.Seen(Key(key)), Last: read.Must("end", "new last day")), (it, stop) => use.RunAsync(user, it.Item1, it.Last, stop)));
        app.MapPost(One + "/copy", (HttpContext http, string key, IFormCollection form, CurrentUser user, CopyBooking use) =>
            RunAsync(http, form, read => (read.Seen(Key(key)), Days: read.Number("days") ?? 0, Person: read.Person()), (it, stop) => use.RunAsync(user, it.Item1, it.Days, it.Person, stop)));
        app.MapPost(One + "/split", (HttpContext http, string key, IFormCollection form, CurrentUser user, SplitBooking use) => form["person"].ToString().Length > 0
            ? RunAsync(http, form, read => (read.Seen(Key(key)), Other: read.Person()!.Value, Minutes: read.Hours("hours")), (it, stop) => use.BetweenAsync(user, it.Item1, it.Other, it.Minutes, stop))
            : RunAsync(http, form, read => (read.Seen(Key(key)), At: read.Must("at", "day on which the second part begins")), (it, stop) => use.AtAsync(user, it.Item1, it.At, stop)));
        app.MapPost(One + "/commitment", (HttpContext http, string key, IFormCollection form, CurrentUser user, ChangeCommitment use) =>
            RunAsync(http, form, read => (read.Seen(Key(key)), Kind: read.Kind(), Reason: read.Text("reason")), (it, stop) => use.RunAsync(user, [it.Item1], it.Kind, it.Reason, stop)));
        app.MapPost(One + "/name", (HttpContext http, string key, IFormCollection form, CurrentUser user, NameResource use) =>
            RunAsync(http, form, read => (read.Seen(Key(key)), Person: read.Person() ?? default), (it, stop) => use.RunAsync(user, it.Item1, it.Person, stop)));
        app.MapPost(One + "/release", (HttpContext http, string key, IFormCollection form, CurrentUser user, ReleaseBooking use) =>
            RunAsync(http, form, read => read.Seen(Key(key)), (seen, stop) => use.RunAsync(user, [seen], stop)));
        app.MapPost(One + "/keep", (HttpContext http, string key, IFormCollection form, CurrentUser user, KeepSoft use) =>
            RunAsync(http, form, read => (read.Seen(Key(key)), Until: read.Must("expires", "last day it stands")), (it, stop) => use.RunAsync(user, it.Item1, it.Until, stop)));
        app.MapPost(One + "/wait", (HttpContext http, string key, IFormCollection form, CurrentUser user, WaitInLine use) =>
            RunAsync(http, form, read => (read.Seen(Key(key)), Waits: read.Text("waits") != "false"), (it, stop) => use.RunAsync(user, it.Item1, it.Waits, stop)));
        app.MapPost(One + "/fit", (HttpContext http, string key, IFormCollection form, CurrentUser user, TakeFitting use) =>
            RunAsync(http, form, read => read.Seen(Key(key)), (seen, stop) => use.RunAsync(user, seen, stop)));
        app.MapPost("/staffing/quick", (HttpContext http, IFormCollection form, CurrentUser user, QuickBook use) =>
            RunAsync(http, form, read => read.Text("line"), (line, stop) => use.RunAsync(user, line, stop)));
        app.MapPost("/staffing/notices/done", DismissAsync);
        MapMany(app);
    }

    // Only takes it off the list of whoever was told.
    private static async Task<IResult> DismissAsync(IFormCollection form, CurrentUser user, Data.Database database, CancellationToken stop)
    {
        if (new GestureForm(form).Number("notice") is { } number)
        {
            string[] me = [user.Email, user.Person?.Value ?? user.Email];
            await database.WriteAsync<bool>(user.ToActor(), async change => await Data.Mail.Notices.DismissAsync(change, number, me), stop);
        }

        return Results.Redirect(BookingAnswer.Back(form["back"]));
    }

    private static void MapMany(IEndpointRouteBuilder app)
    {
        app.MapPost("/staffing/shift", (HttpContext http, IFormCollection form, CurrentUser user, ShiftBookings use) =>
            RunAsync(http, form, read => (Seen: read.AllSeen(), Days: read.Number("days") ?? 0), (it, stop) => use.RunAsync(user, it.Seen, it.Days, stop)));
        app.MapPost("/staffing/release", (HttpContext http, IFormCollection form, CurrentUser user, ReleaseBooking use) =>
            RunAsync(http, form, read => read.AllSeen(), (seen, stop) => use.RunAsync(user, seen, stop)));
        app.MapPost("/staffing/commitment", (HttpContext http, IFormCollection form, CurrentUser user, ChangeCommitment use) =>
            RunAsync(http, form, read => (Seen: read.AllSeen(), Kind: read.Kind(), Reason: read.Text("reason")), (it, stop) => use.RunAsync(user, it.Seen, it.Kind, it.Reason, stop)));
        app.MapPost(Undo, (HttpContext http, IFormCollection form, CurrentUser user, TakeBack use) =>
            RunAsync(http, form, read => (long?)read.Number("step"), (step, stop) => use.RunAsync(user, step, redo: false, stop), Redo));
        app.MapPost(Redo, (HttpContext http, IFormCollection form, CurrentUser user, TakeBack use) =>
            RunAsync(http, form, read => (long?)read.Number("step"), (step, stop) => use.RunAsync(user, step, redo: true, stop)));
    }

    private static async Task<IResult> RunAsync<T>(
        HttpContext http, IFormCollection form, Func<GestureForm, T> read, Func<T, CancellationToken, Task<Result<Gesture>>> act, string turn = Undo)
    {
        var fields = new GestureForm(form);
        var asked = read(fields);
        var back = BookingAnswer.Back(form["back"]);
        var done = fields.Invalid is { } invalid ? invalid : await act(asked, http.RequestAborted);
        if (!done.Succeeded(out var gesture, out var problem))
            return Refused(http, problem, back);

        var undo = BookingAnswer.Undo(gesture.Step, back);
        if (WantsData(http))
            return Results.Json(Answer(gesture, undo, turn));

        http.Say(new ToastInfo(gesture.Label + ".", undo is null ? null : turn, undo));
        return Results.Redirect(back);
    }

    private static object Answer(Gesture gesture, IReadOnlyDictionary<string, string>? undo, string turn) => new
    {
        message = gesture.Label + ".",
        step = gesture.Step,
        undo = undo is null ? null : new { action = turn, fields = undo },
        bookings = gesture.Rows.Select(row => row.After is null
            ? (object)new { booking = row.Key.Value, released = true }
            : new
            {
                booking = row.Key.Value, version = row.After.Version, engagement = row.After.Terms.Engagement.Value, person = row.After.Terms.Person?.Value,
                role = row.After.Terms.Role, start = Text.Iso(row.After.Terms.Days.First), end = Text.Iso(row.After.Terms.Days.Last),
                minutesPerDay = row.After.Terms.MinutesPerDay, kind = row.After.Terms.Commitment.Text(),
            }),
    };

    private static IResult Refused(HttpContext http, Problem problem, string back)
    {
        var status = BookingAnswer.StatusOf(problem);
        return http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? new RazorComponentResult<GestureRefused>(new { Problem = problem, Back = back }) { StatusCode = status }
            : Results.Json(new { message = problem.Message, rule = problem.Rule }, statusCode: status);
    }

    private static bool WantsData(HttpContext http) =>
        http.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase);

    // The server leaves slashes inside a part of the path as they were written.
    private static string Key(string part) => part.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
