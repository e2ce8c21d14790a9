using System.Globalization;
using System.IO.Compression;
using Dapper;
using Throughline.Data;
using Throughline.Data.Bundles;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Bundles;

/// <summary>What a schedule would do, or did: its bookings, what is wrong by row of the sheet, and the import's own answer.</summary>
/// <param name="Reading">What the rows say.</param>
/// <param name="Errors">Of the sheet, or of the import when the sheet itself is in order.</param>
/// <param name="TotalErrors">All of them, also those not listed.</param>
/// <param name="Result">Null while the sheet has errors.</param>
internal sealed record ScheduleTaken(ScheduleReading Reading, IReadOnlyList<SheetError> Errors, int TotalErrors, ImportResult? Result);

/// <summary>
/// Takes a schedule in as bookings: they go through the same import as a bundle, wholly or not at all, under the same ledger.
/// </summary>
internal sealed class TakeInSchedule(Database database, PracticeSettings settings)
{
    private const string Header = "booking,engagement,person,role,start,end,hours_per_day,kind,note\n";

    /// <summary>A sheet books whatever stands in it, so it is for those who book softly on every engagement.</summary>
    public static bool MayStart(CurrentUser user) => user.Reach(Act.BookSoft).HasFlag(Relation.Any);

    /// <param name="table">The sheet.</param>
    /// <param name="mapping">What its columns mean.</param>
    /// <param name="actor">Who it counts as.</param>
    /// <param name="options">Whether anything is stored.</param>
    /// <param name="stop">Ends the work.</param>
    /// <param name="user">Whose rights hold: hard rows take the right to book hard, and nobody books themselves firmly (R-107). Null for the operator at the command line.</param>
    public async Task<Result<ScheduleTaken>> RunAsync(
        SheetTable table, ScheduleMapping mapping, Actor actor, ImportOptions options, CancellationToken stop, CurrentUser? user = null)
    {
        // Gather
        var today = await settings.TodayAsync(stop);
        var weekend = (await settings.PoliciesAsync(stop)).Answer("weekend", today).DaysOff;
        var names = await database.ReadAsync(NamesAsync, stop);

        // Decide
        var reading = new ScheduleSheet(names, [.. weekend]).Read(table, mapping);
        if (reading.Errors.Count > 0 || reading.Bookings.Count == 0)
            return new ScheduleTaken(reading, reading.Errors, reading.Errors.Count, null);

        if (user is not null && Refused(user, reading) is { Count: > 0 } refused)
            return new ScheduleTaken(reading, refused, refused.Count, null);

        // Act
        using var source = BundleSource.Open("schedule.zip", Packed(reading.Bookings));
        var taken = await TakeInBundle.RunAsync(database, source, actor, options, stop);
        return taken.Succeeded(out var result, out var problem)
            ? new ScheduleTaken(reading, [.. result.Errors.Select(error => Placed(error, reading))], result.TotalErrors, result)
            : problem;
    }

    private static List<SheetError> Refused(CurrentUser user, ScheduleReading reading) =>
    [
        .. from booking in reading.Bookings
           let act = booking.Commitment is Commitment.Hard ? Act.BookHard : Act.BookSoft
           let problem = user.Decide(act, booking.Person is { } person && person == user.Person ? Relation.Own : Relation.None).Problem
           where problem is not null
           select new SheetError(booking.Row, "", problem.Message),
    ];

    // Line 1 is the head, and each booking has one line.
    private static SheetError Placed(BundleError error, ScheduleReading reading) =>
        error.Line >= 2 && error.Line - 2 < reading.Bookings.Count
            ? new SheetError(reading.Bookings[error.Line - 2].Row, "", error.Message)
            : new SheetError(0, "", error.Message);

    private static MemoryStream Packed(IReadOnlyList<ScheduledBooking> bookings)
    {
        var content = new MemoryStream();
        using (var archive = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        using (var writer = new StreamWriter(archive.CreateEntry("bookings.csv").Open()))
        {
            writer.Write(Header);
            foreach (var booking in bookings)
            {
                string[] cells =
                [
                    booking.Booking.Value, booking.Engagement.Value, booking.Person?.Value ?? "", booking.Role, Iso(booking.Days.First), Iso(booking.Days.Last),
                    Math.Round(booking.MinutesPerDay / 60m, 6, MidpointRounding.AwayFromZero).ToString("0.######", CultureInfo.InvariantCulture), booking.Commitment.Text(), booking.Note ?? "",
                ];
                writer.Write(string.Join(',', cells.Select(cell => $"\"{cell.ReplaceLineEndings(" ").Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n");
            }
        }

        content.Position = 0;
        return content;
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static async Task<ScheduleNames> NamesAsync(Npgsql.NpgsqlConnection connection)
    {
        var people = (await connection.QueryAsync<(string Person, string Name, string? Email, string Role)>("select person, name, email, role from people order by person")).ToList();
        var engagements = await connection.QueryAsync<(string Engagement, string Name)>("select engagement, name from engagements order by engagement");
        var roles = await connection.QueryAsync<string>("select role from people union select role from rates union select role from bookings order by 1");
        return new ScheduleNames(
            [.. people.Select(person => (new PersonKey(person.Person), person.Name, person.Email, person.Role))],
            [.. engagements.Select(engagement => (new EngagementKey(engagement.Engagement), engagement.Name))],
            [.. roles]);
    }
}
