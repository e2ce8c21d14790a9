using System.Text.Json;
using Throughline.Data.Bundles;
using Throughline.Data.Work;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Features.Staffing;

namespace Throughline.Api;

/// <summary>/booking-series: bookings stated as percent, hours a week, a total or single weeks.</summary>
internal sealed class BookingSeriesCalls
{
    private static readonly string[] Fields =
        ["engagement", "person", "role", "start", "end", "kind", "activity", "workAtRisk", "note", "reason", "expires", "way", "value"];

    private readonly RecordResource resource = new("/booking-series", BundleFiles.Named("booking_series"), "Bookings");

    public void Map(ApiRoutes routes)
    {
        resource.MapReading(routes);
        routes.Post(resource.Path, resource.Describe("create", "Book by percent, hours a week, a total or single weeks", "BookingSeriesMade") with
        {
            Scope = Scope.Staffing, Body = "BookingSeriesNew", Success = 201, Refusals = [409],
            Description = "The hours become bookings of whole minutes a day, one for each run of days with equal minutes; they add up to what was stated. All of them are made, or none.",
        }, CreateAsync);
    }

    private static async Task<IResult> CreateAsync(ApiCall call)
    {
        if (!(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out var body, out var problem))
            return Problems.Of(problem);

        var errors = body.EnumerateObject().Where(member => !Fields.Contains(member.Name)).Select(member => JsonBody.Unknown(member.Name, Fields))
            .Concat(body.EnumerateObject().Where(member => member.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False)
                .Select(member => new FieldError(member.Name, "must be a text or a number"))).ToList();
        var columns = BundleFiles.Named("bookings").Columns.Where(column => Fields.Contains(column.ApiName));
        errors.AddRange(columns.Select(column => Cell(body, column.ApiName) is { Length: > 0 } cell && column.Read(cell, out _) is { } refusal ? new FieldError(column.ApiName, refusal) : null).OfType<FieldError>());
        if (errors.Count > 0)
            return Problems.Of(new InvalidFields(errors));

        if (OnceOnly.Current is { } once)
            once.Render = (_, made) => Task.FromResult(Created((Gesture)made).Stored);

        return (await call.Get<BookSeries>().RunAsync(call.User, Form(body), Cell(body, "way"), Cell(body, "value"), call.Stop)).Succeeded(out var gesture, out problem)
            ? Created(gesture)
            : Problems.Of(problem);
    }

    private static BookingForm Form(JsonElement body) => new()
    {
        Engagement = Cell(body, "engagement"), Person = Cell(body, "person"), Role = Cell(body, "role"), Start = Cell(body, "start"), End = Cell(body, "end"),
        Kind = Cell(body, "kind"), Activity = Cell(body, "activity"), WorkAtRisk = Cell(body, "workAtRisk"), Note = Cell(body, "note"),
        Reason = Cell(body, "reason"), Expires = Cell(body, "expires"),
    };

    private static string? Cell(JsonElement body, string name) => body.TryGetProperty(name, out var value)
        ? value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.Number => value.GetRawText(), _ => null }
        : null;

    private static ApiAnswer Created(Gesture made)
    {
        var series = made.Booking.Terms.Series!;
        var answer = Cells.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("series", series);
            json.WriteStartArray("bookings");
            foreach (var row in made.Rows)
                Cells.Write(json, BundleFiles.Named("bookings"), BookingCalls.Values(row.After!));

            json.WriteEndArray();
            json.WriteEndObject();
        });
        return new ApiAnswer(StatusCodes.Status201Created, answer).With("Location", $"{ApiRoutes.Base}/booking-series/{Uri.EscapeDataString(series)}");
    }
}
