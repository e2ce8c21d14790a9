using System.Text.Json;
using Throughline.Data;
using Throughline.Data.Bundles;
using Throughline.Data.Work;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Staffing;
using Throughline.Features.Staffing;

namespace Throughline.Api;

/// <summary>What is done to several bookings at once, and taken back; moving, resizing and releasing one is changing it.</summary>
internal static class BookingActCalls
{
    private const string Tag = "Bookings";

    public static void Map(ApiRoutes routes)
    {
        routes.Post("/bookings:shift", new ApiOperation("shiftBookings", Tag, "Move many bookings by the same days", Scope.Staffing, "BookingsDone")
        {
            Body = "BookingShift", Refusals = [404, 409], Description = "All of them are moved, or none. They are taken as they stand.",
        }, ShiftAsync);
        routes.Post("/bookings:undo", new ApiOperation("undoBookings", Tag, "Take your newest change of the plan back", Scope.Staffing, "BookingsDone")
        {
            Refusals = [409], Description = "Through the same rules as any change; refused where somebody has worked over it since.",
        }, call => TurnAsync(call, redo: false));
        routes.Post("/bookings:redo", new ApiOperation("redoBookings", Tag, "Do again what you took back last", Scope.Staffing, "BookingsDone")
        {
            Refusals = [409],
        }, call => TurnAsync(call, redo: true));
    }

    private static async Task<IResult> ShiftAsync(ApiCall call)
    {
        if (!(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out var body, out var problem))
            return Problems.Of(problem);

        var errors = body.EnumerateObject().Where(member => member.Name is not ("bookings" or "days")).Select(member => JsonBody.Unknown(member.Name, ["bookings", "days"])).ToList();
        if (!body.TryGetProperty("days", out var said) || said.ValueKind is not JsonValueKind.Number || !said.TryGetInt32(out var days))
            errors.Add(new("days", "must be a whole number of days"));
        if (!body.TryGetProperty("bookings", out var keys) || keys.ValueKind is not JsonValueKind.Array || keys.EnumerateArray().Any(key => key.ValueKind is not JsonValueKind.String))
            errors.Add(new("bookings", "must be a list of the bookings' codes"));
        if (errors.Count > 0)
            return Problems.Of(new InvalidFields(errors));

        var asked = keys.EnumerateArray().Select(key => new BookingKey(key.GetString()!)).ToList();
        var found = await call.Get<Database>().ReadAsync(connection => BookingStore.FindAsync(connection, asked), call.Stop);
        var seen = asked.Select(key => new SeenBooking(key, found.TryGetValue(key, out var booking) ? booking.Version : 0)).ToList();
        Render();
        return Answer(await call.Get<ShiftBookings>().RunAsync(call.User, seen, said.GetInt32(), call.Stop));
    }

    private static async Task<IResult> TurnAsync(ApiCall call, bool redo)
    {
        Render();
        return Answer(await call.Get<TakeBack>().RunAsync(call.User, null, redo, call.Stop));
    }

    private static void Render()
    {
        if (OnceOnly.Current is { } once)
            once.Render = (_, done) => Task.FromResult(Done((Gesture)done).Stored);
    }

    private static IResult Answer(Result<Gesture> result) => result.Succeeded(out var done, out var problem) ? Done(done) : Problems.Of(problem);

    private static ApiAnswer Done(Gesture done) => new(StatusCodes.Status200OK, Cells.Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("message", done.Label + ".");
        json.WriteStartArray("bookings");
        foreach (var row in done.Rows.Where(row => row.After is not null))
            Cells.Write(json, BundleFiles.Named("bookings"), BookingCalls.Values(row.After!));

        json.WriteEndArray();
        json.WriteStartArray("released");
        foreach (var row in done.Rows.Where(row => row.After is null))
            json.WriteStringValue(row.Key.Value);

        json.WriteEndArray();
        json.WriteEndObject();
    }));
}
