using System.Globalization;
using Throughline.Data.Bundles;
using Throughline.Data.Work;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Staffing;
using Throughline.Features.Staffing;

namespace Throughline.Api;

/// <summary>/bookings: read like every record, written under the rules of staffing and the day ledger.</summary>
internal sealed class BookingCalls
{
    private static readonly BundleFile File = BundleFiles.Named("bookings");
    private readonly RecordResource resource = new("/bookings", File, "Bookings");

    public void Map(ApiRoutes routes)
    {
        resource.MapReading(routes);
        routes.Post(resource.Path, resource.Describe("create", "Book a person or an unnamed resource", "Booking") with
        {
            Scope = Scope.Staffing, Body = "BookingNew", Success = 201, Tagged = true, Refusals = [409],
            Description = "A hard booking that does not fit into the person's days is refused with the rule `day_ledger`; each error names the day, the hours held and the bookings that hold them, and `choices` the ways out.",
        }, CreateAsync);
        routes.Patch(resource.Single, resource.Describe("change", "Change a booking", "Booking") with
        {
            Scope = Scope.Staffing, Body = "BookingChange", Guarded = true, Tagged = true, Refusals = [404, 409],
        }, ChangeAsync);
        routes.Delete(resource.Single, resource.Describe("release", "Release a booking", null) with
        {
            Scope = Scope.Staffing, Success = 204, Guarded = true, Refusals = [404, 409],
        }, ReleaseAsync);
    }

    private static async Task<IResult> CreateAsync(ApiCall call)
    {
        if (!(await ReadAsync(call)).Succeeded(out var cells, out var problem))
            return Problems.Of(problem);

        if (OnceOnly.Current is { } once)
            once.Render = (_, made) => Task.FromResult(Created(((Gesture)made).Booking).Stored);

        return (await call.Get<BookPerson>().RunAsync(call.User, Form(cells), call.Stop)).Succeeded(out var made, out problem)
            ? Created(made)
            : await ClashAsync(call, Form(cells), problem);
    }

    // A clash also tells the ways out of it.
    private static async Task<IResult> ClashAsync(ApiCall call, BookingForm form, Problem problem)
    {
        var said = Problems.Of(problem);
        return problem is Overbooked && form.Read().Succeeded(out var terms, out _) && await call.Get<ClashView>().RunAsync(call.User, terms, null, call.Stop) is { } choices
            ? said with { Members = new Dictionary<string, object?> { ["choices"] = Choices(choices) } }
            : said;
    }

    private static object Choices(ClashChoices choices) => new
    {
        nextSpan = choices.NextSpan is { } next ? new { start = Cells.Date(next.First), end = Cells.Date(next.Last) } : null,
        shorterHoursPerDay = choices.ShorterMinutes is { } shorter ? Cells.Hours(shorter) : null,
        split = choices.Split is { } split ? new { hoursPerDay = Cells.Hours(split.OwnMinutes), other = split.Other.Value, otherHoursPerDay = Cells.Hours(split.OtherMinutes) } : null,
        others = choices.Others.Select(other => new { person = other.Person.Value, name = other.Name, sharedSkills = other.Shared, freeHours = Cells.Hours(other.FreeMinutes) }).ToArray(),
        overtime = choices.Overtime.Select(day => new { date = Cells.Date(day.Day), hours = Cells.Hours(day.Minutes) }).ToArray(),
        waitingList = new { kind = "soft" },
    };

    private static async Task<IResult> ChangeAsync(ApiCall call)
    {
        if (!Versions.Seen(call.Http.Request).Succeeded(out var seen, out var problem)
            || !(await ReadAsync(call)).Succeeded(out var cells, out problem)
            || !StatedCells.SameKey(cells, "booking", call.Route("booking")).Succeeded(out var key, out problem)
            || !(await SeenAsync(call, seen)).Succeeded(out var version, out problem))
            return Problems.Of(problem);

        return (await call.Get<ChangeBooking>().RunAsync(call.User, new BookingKey(key), Form(cells), version, call.Stop)).Succeeded(out var changed, out problem)
            ? Answer(StatusCodes.Status200OK, changed)
            : Problems.Of(problem);
    }

    private static async Task<IResult> ReleaseAsync(ApiCall call)
    {
        if (!Versions.Seen(call.Http.Request).Succeeded(out var seen, out var problem)
            || !(await SeenAsync(call, seen)).Succeeded(out var version, out problem))
            return Problems.Of(problem);

        return (await call.Get<ReleaseBooking>().RunAsync(call.User, new BookingKey(call.Route("booking")), version, call.Stop)).Succeeded(out _, out problem)
            ? new ApiAnswer(StatusCodes.Status204NoContent, [])
            : Problems.Of(problem);
    }

    private static Task<Result<int>> SeenAsync(ApiCall call, SeenVersion seen) => StatedCells.VersionAsync(call, File, call.Route("booking"), seen);

    private static BookingForm Form(IReadOnlyDictionary<string, string?> cells) => new()
    {
        Booking = cells.GetValueOrDefault("booking"),
        Engagement = cells.GetValueOrDefault("engagement"),
        Person = cells.GetValueOrDefault("person"),
        Role = cells.GetValueOrDefault("role"),
        Start = cells.GetValueOrDefault("start"),
        End = cells.GetValueOrDefault("end"),
        HoursPerDay = cells.GetValueOrDefault("hoursPerDay"),
        Kind = cells.GetValueOrDefault("kind"),
        Activity = cells.GetValueOrDefault("activity"),
        WorkAtRisk = cells.GetValueOrDefault("workAtRisk"),
        Note = cells.GetValueOrDefault("note"),
        Owner = cells.GetValueOrDefault("owner"),
        Reason = cells.GetValueOrDefault("reason"),
        Expires = cells.GetValueOrDefault("expires"),
        Skills = cells.GetValueOrDefault("skills"),
    };

    /// <summary>What the program keeps of a booking and nobody states.</summary>
    public static readonly string[] Kept = ["series", "waiting_since"];

    private static async Task<Result<IReadOnlyDictionary<string, string?>>> ReadAsync(ApiCall call)
    {
        var read = await StatedCells.ReadAsync(call, File);
        if (!read.Succeeded(out var cells, out _))
            return read;

        var errors = File.Columns.Where(column => Kept.Contains(column.Name) && cells.ContainsKey(column.ApiName))
            .Select(column => JsonBody.Unknown(column.ApiName, File.Columns.Where(known => !Kept.Contains(known.Name)).Select(known => known.ApiName))).ToList();
        return errors.Count > 0 ? new InvalidFields(errors) : read;
    }

    private static ApiAnswer Created(Booking booking) => Answer(StatusCodes.Status201Created, booking)
        .With("Location", $"{ApiRoutes.Base}/bookings/{Uri.EscapeDataString(booking.Key.Value)}");

    private static ApiAnswer Answer(int status, Booking booking) => ApiAnswer.OfRecord(status, File, Values(booking), booking.Version);

    internal static Dictionary<string, string?> Values(Booking booking) => new(StringComparer.Ordinal)
    {
        ["booking"] = booking.Key.Value,
        ["engagement"] = booking.Terms.Engagement.Value,
        ["person"] = booking.Terms.Person?.Value,
        ["role"] = booking.Terms.Role,
        ["start"] = booking.Terms.Days.First.ToString("O", CultureInfo.InvariantCulture),
        ["end"] = booking.Terms.Days.Last.ToString("O", CultureInfo.InvariantCulture),
        ["hours_per_day"] = Cells.Hours(booking.Terms.MinutesPerDay),
        ["kind"] = booking.Terms.Commitment.Text(),
        ["activity"] = booking.Terms.Activity,
        ["work_at_risk"] = booking.Terms.WorkAtRisk,
        ["note"] = booking.Terms.Note,
        ["series"] = booking.Terms.Series,
        ["owner"] = booking.Terms.Owner,
        ["reason"] = booking.Terms.Reason,
        ["expires"] = booking.Terms.Expires?.ToString("O", CultureInfo.InvariantCulture),
        ["skills"] = booking.Terms.Skills,
        ["waiting_since"] = booking.Terms.WaitingSince is { } since ? Cells.Instant(since) : null,
    };
}
