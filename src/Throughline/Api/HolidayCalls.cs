using System.Globalization;
using System.Text;
using System.Text.Json;
using Throughline.Data.Work;
using Throughline.Domain.Accounts;
using Throughline.Domain.People;
using Throughline.Features.People;

namespace Throughline.Api;

/// <summary>/calendars:import: holidays of a file or of a ready calendar into one calendar.</summary>
internal static class HolidayCalls
{
    public static void Map(ApiRoutes routes) => routes.Post("/calendars:import", new ApiOperation("importHolidays", "Calendars", "Take holidays into a calendar", Scope.Admin, "HolidayImport")
    {
        FileTypes = ["text/calendar", "text/csv"],
        MostBytes = TakeInHolidays.MostBytes,
        Description = "Send an iCalendar file or a table (date,name and perhaps hours) as the body, or name a ready calendar. Lines that are not understood are left out and told.",
        Query =
        [
            new("calendar", "The calendar to fill; one that is not there is made.") { Required = true, Example = "DE-BY" },
            new("ready", "A calendar that comes with the program, in place of a body.") { Choices = [.. ReadyCalendars.All.Select(ready => ready.Key)] },
            new("from", "The first year of a ready calendar; this year when not said.", "number") { Example = "2026" },
            new("to", "The last year of a ready calendar; the first one when not said.", "number") { Example = "2027" },
            new("dryRun", "Says what would change, and stores nothing.", "truth"),
        ],
        Refusals = [409],
    }, ImportAsync);

    private static async Task<IResult> ImportAsync(ApiCall call)
    {
        if (call.User.Decide(Act.EditCalendars).Problem is { } refused)
            return Problems.Of(refused);

        var query = call.Http.Request.Query;
        if (query["dryRun"].ToString() is not ("" or "true" or "false"))
            return Problems.Of(new BadParameter("dryRun", "dryRun is true or false."));
        if (await ReadingAsync(call) is not { } reading)
            return Problems.Of(new BadParameter("ready", $"There is no such ready calendar, or its years are not numbers like 2026. There are {string.Join(", ", ReadyCalendars.All.Select(ready => ready.Key))}."));

        var (calendar, holidays) = (query["calendar"].ToString().Trim(), call.Get<TakeInHolidays>());
        if (TakeInHolidays.Refuse(calendar, reading.Days) is { } invalid)
            return Problems.Of(invalid);

        var preview = await holidays.PreviewAsync(calendar, reading, call.Stop);
        if (query["dryRun"] == "true")
            return Answer(preview, preview.Changes.Count(change => change.Standing is null), preview.Changes.Count(change => change.Standing is not null));

        if (OnceOnly.Current is { } once)
            once.Render = (_, taken) => Task.FromResult(Answer(preview, ((TakenHolidays)taken).Created, ((TakenHolidays)taken).Changed).Stored);

        return (await holidays.RunAsync(call.User, calendar, reading.Days, call.Stop)).Succeeded(out var done, out var problem)
            ? Answer(preview, done.Created, done.Changed)
            : Problems.Of(problem);
    }

    private static async Task<HolidayReading?> ReadingAsync(ApiCall call)
    {
        var query = call.Http.Request.Query;
        if (query["ready"].ToString() is not { Length: > 0 } ready)
        {
            using var reader = new StreamReader(call.Http.Request.Body, Encoding.UTF8);
            return await call.Get<TakeInHolidays>().ReadAsync(await reader.ReadToEndAsync(call.Stop), call.Stop);
        }

        var first = Year(query["from"], (await call.Get<Platform.PracticeSettings>().TodayAsync(call.Stop)).Year);
        return ReadyCalendars.Find(ready) is not null && first is { } from && Year(query["to"], from) is { } to
            ? new HolidayReading(ReadyCalendars.Days(ready, from, to), [])
            : null;
    }

    private static int? Year(string? text, int usual) =>
        string.IsNullOrEmpty(text) ? usual : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is > 0 and < 9999 ? year : null;

    private static ApiAnswer Answer(HolidayPreview preview, int created, int changed) => new(StatusCodes.Status200OK, Cells.Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("calendar", preview.Calendar);
        json.WriteNumber("created", created);
        json.WriteNumber("changed", changed);
        json.WriteNumber("same", preview.Same);
        json.WriteStartArray("leftOut");
        foreach (var line in preview.LeftOut)
        {
            json.WriteStartObject();
            json.WriteNumber("line", line.Line);
            json.WriteString("reason", line.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTouched(json, preview);
        json.WriteEndObject();
    }));

    private static void WriteTouched(Utf8JsonWriter json, HolidayPreview preview)
    {
        json.WriteStartArray("touched");
        foreach (var one in preview.Effect.Touched)
        {
            json.WriteStartObject();
            json.WriteString("booking", one.Booking.Booking.Value);
            json.WriteString("engagement", one.Booking.Engagement.Value);
            json.WriteString("person", one.Person.Value);
            json.WriteNumber("days", one.Days);
            json.WriteString("hours", Cells.Number(one.Minutes / 60m));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
