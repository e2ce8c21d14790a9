using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;

namespace Throughline.Domain.Staffing;

/// <summary>A line of a spreadsheet by the number that the program shows beside it.</summary>
public sealed record SheetRow(int Number, IReadOnlyList<string> Cells)
{
    /// <summary>Trimmed; empty where the row is shorter or nothing is chosen.</summary>
    public string this[int? column] => column is { } at && at < Cells.Count ? Cells[at].Trim() : "";
}

/// <summary>A sheet with its heads; dates in cells are written <c>2026-03-02</c>.</summary>
public sealed record SheetTable(IReadOnlyList<string> Columns, IReadOnlyList<SheetRow> Rows);

/// <summary>What is wrong with a row; the column is empty when the row as a whole is meant.</summary>
public sealed record SheetError(int Row, string Column, string Message);

/// <summary>A booking that a row asks for.</summary>
public sealed record ScheduledBooking(
    int Row, BookingKey Booking, EngagementKey Engagement, PersonKey? Person, string Role, DateRange Days, int MinutesPerDay, Commitment Commitment, string? Note);

/// <summary>What a sheet says under a mapping; with errors nothing of it should be taken in.</summary>
public sealed record ScheduleReading(IReadOnlyList<ScheduledBooking> Bookings, IReadOnlyList<SheetError> Errors, int LeftOut);

/// <summary>The people, engagements and roles that a sheet can name.</summary>
public sealed record ScheduleNames(
    IReadOnlyList<(PersonKey Key, string Name, string? Email, string Role)> People,
    IReadOnlyList<(EngagementKey Key, string Name)> Engagements,
    IReadOnlyList<string> Roles);

/// <summary>
/// Turns a schedule kept in a spreadsheet into bookings: a row names who works on what, with dates and hours, or with
/// hours in a column for each week or each day. Keys come from engagement, person and first day, so the same sheet read again changes nothing.
/// </summary>
public sealed class ScheduleSheet(ScheduleNames names, IReadOnlyCollection<DayOfWeek> weekend)
{
    internal ScheduleNames Names => names;

    internal IReadOnlyCollection<DayOfWeek> Weekend => weekend;

    public ScheduleReading Read(SheetTable table, ScheduleMapping mapping)
    {
        var (bookings, errors, leftOut) = (new List<ScheduledBooking>(), new List<SheetError>(), 0);
        if (mapping.Missing(table) is { } missing)
            return new ScheduleReading([], [new SheetError(0, "", missing)], 0);

        var columns = mapping.ColumnsOf(table);
        foreach (var row in table.Rows.Where(row => row.Cells.Any(cell => cell.Trim().Length > 0)))
        {
            if (mapping.SkipUnknown && Find(row[mapping.Engagement]) is null)
            {
                leftOut++;
                continue;
            }

            var reading = new ScheduleRow(this, table, mapping, row, errors);
            bookings.AddRange(mapping.ByDates ? reading.ByDates() : reading.ByColumns(columns));
        }

        return new ScheduleReading(Numbered(bookings), errors, leftOut);
    }

    // Two rows of the same engagement, person and first day are two bookings.
    private static List<ScheduledBooking> Numbered(List<ScheduledBooking> bookings) =>
    [
        .. bookings.GroupBy(booking => booking.Booking).SelectMany(same => same.Select((booking, i) =>
            i == 0 ? booking : booking with { Booking = new BookingKey(FormattableString.Invariant($"{booking.Booking}-{i + 1}")) }))
            .OrderBy(booking => booking.Row).ThenBy(booking => booking.Days.First),
    ];

    internal EngagementKey? Find(string text)
    {
        var byKey = names.Engagements.Where(known => known.Key.Value == text).Select(known => (EngagementKey?)known.Key).FirstOrDefault();
        return byKey ?? (names.Engagements.Where(known => Same(known.Name, text)).Take(2).ToList() is [var one] ? one.Key : null);
    }

    internal static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
