using System.Globalization;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;

namespace Throughline.Domain.Staffing;

/// <summary>Reads one row of a schedule; what is wrong with it goes to the errors, and then it asks for nothing.</summary>
internal sealed class ScheduleRow(ScheduleSheet sheet, SheetTable table, ScheduleMapping mapping, SheetRow row, List<SheetError> errors)
{
    private static readonly string[] Nobody = ["", "-", "tbd", "tba", "open", "unnamed", "n.n.", "nn", "?", "unassigned"];
    private static readonly string[] Firm = ["hard", "firm", "confirmed", "scheduled", "booked"];
    private static readonly string[] Hoped = ["soft", "tentative", "planned", "proposed", "unconfirmed", "hold"];

    private readonly int before = errors.Count;

    private bool IsFine => errors.Count == before;

    public IEnumerable<ScheduledBooking> ByDates()
    {
        var (engagement, person, role, commitment) = Who();
        var (start, end) = (Date(mapping.Start), mapping.End is null ? null : Date(mapping.End));
        var hours = Hours(row[mapping.Hours], mapping.Hours);
        if (start is { } first && mapping.End is null)
            end = first;
        if (end < start)
            Refuse(mapping.End, FormattableString.Invariant($"{end:yyyy-MM-dd} is before the start, {start:yyyy-MM-dd}"));
        if (!IsFine || hours is null)
            return Refused(hours is null ? mapping.Hours : null, "says no hours");

        var days = new DateRange(start!.Value, end!.Value);
        var parts = Parts(days, hours.Value);
        return IsFine ? [.. parts.Select(part => Booking(engagement!.Value, person, role!, commitment, part.Days, part.Minutes))] : [];
    }

    // A cell is a booking of its own, so that a sheet read again changes what changed in it and nothing else.
    public IEnumerable<ScheduledBooking> ByColumns(IReadOnlyList<(int Column, DateOnly First)> columns)
    {
        var (engagement, person, role, commitment) = Who();
        var found = new List<ScheduledBooking>();
        var (length, parts, unit) = mapping.Layout is SheetLayout.Days ? (1, 1m, "a day") : (7, 5m, "a week");
        foreach (var (column, first) in columns)
        {
            if (Hours(row[column], column) is not { } hours || hours == 0m)
                continue;

            if (PerDay(hours / parts, column, unit) is { } minutes && IsFine)
                found.Add(Booking(engagement!.Value, person, role!, commitment, new DateRange(first, first.AddDays(length - 1)), minutes));
        }

        return IsFine ? found : [];
    }

    private (EngagementKey? Engagement, PersonKey? Person, string? Role, Commitment Commitment) Who()
    {
        var engagement = sheet.Find(row[mapping.Engagement]);
        if (engagement is null)
            Refuse(mapping.Engagement, Unknown("engagement", row[mapping.Engagement], sheet.Names.Engagements.SelectMany(known => new[] { known.Key.Value, known.Name })));

        var person = Person();
        return (engagement, person?.Key, Role(person?.Role), Kind());
    }

    private (PersonKey Key, string Role)? Person()
    {
        var text = row[mapping.Person];
        if (Nobody.Contains(text, StringComparer.OrdinalIgnoreCase))
            return null;

        var people = sheet.Names.People;
        var found = people.Where(known => known.Key.Value == text).ToList();
        if (found.Count == 0)
            found = [.. people.Where(known => ScheduleSheet.Same(known.Name, text) || (known.Email is { } email && ScheduleSheet.Same(email, text)))];
        if (found.Count == 1)
            return (found[0].Key, found[0].Role);

        Refuse(mapping.Person, found.Count > 1
            ? $"names several people ({string.Join(", ", found.Select(one => one.Key))}); write the key of the one that is meant"
            : Unknown("person", text, people.SelectMany(known => new[] { known.Key.Value, known.Name })));
        return null;
    }

    private string? Role(string? own)
    {
        var text = row[mapping.Role];
        if (text.Length == 0 && own is not null)
            return own;

        var code = text.Replace(' ', '_');
        var role = sheet.Names.Roles.FirstOrDefault(known => ScheduleSheet.Same(known, code));
        if (role is null && IsFine)
            Refuse(mapping.Role, text.Length == 0 ? "is empty, and without a person a booking needs its role" : Unknown("role", text, sheet.Names.Roles));

        return role;
    }

    private Commitment Kind()
    {
        var text = row[mapping.Kind];
        if (text.Length == 0)
            return mapping.Otherwise;
        if (Firm.Contains(text, StringComparer.OrdinalIgnoreCase))
            return Commitment.Hard;
        if (!Hoped.Contains(text, StringComparer.OrdinalIgnoreCase))
            Refuse(mapping.Kind, $"\"{text}\" is neither soft nor hard");

        return Commitment.Soft;
    }

    private DateOnly? Date(int? column)
    {
        if (SheetDates.Read(row[column], mapping.Order) is { } day)
            return day;

        Refuse(column, row[column].Length == 0 ? "says no date" : $"\"{row[column]}\" is not a date; write one like 2026-03-02");
        return null;
    }

    private decimal? Hours(string text, int? column)
    {
        if (text.Length == 0)
            return null;

        // A comma alone is a decimal comma; beside a point it would be a thousands separator, which is not taken.
        var plain = text.Contains('.', StringComparison.Ordinal) ? text : text.Replace(',', '.');
        if (decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours) && hours < 100_000m)
            return hours;

        Refuse(column, $"\"{text}\" is not a number of hours");
        return null;
    }

    private IReadOnlyList<(DateRange Days, int Minutes)> Parts(DateRange days, decimal hours) => mapping.Meaning switch
    {
        HoursMeaning.PerDay => PerDay(hours, mapping.Hours, "a day") is { } minutes ? [(days, minutes)] : [],
        HoursMeaning.PerWeek => PerDay(hours / 5m, mapping.Hours, "a week") is { } minutes ? [(days, minutes)] : [],
        HoursMeaning.Total => Spread(days, hours),
    };

    // Shares of whole minutes that add up: the first days take one minute more until the rest is given out.
    private IReadOnlyList<(DateRange Days, int Minutes)> Spread(DateRange days, decimal hours)
    {
        var working = days.Days().Where(day => !sheet.Weekend.Contains(day.DayOfWeek)).ToList();
        var total = hours * 60m;
        if (working.Count == 0)
            Refuse(mapping.Start, "has no working day until the end");
        else if (total != decimal.Truncate(total) || total <= 0m)
            Refuse(mapping.Hours, $"{hours:0.####} h are not whole minutes above 0");
        else if (total > 24m * 60m * working.Count)
            Refuse(mapping.Hours, FormattableString.Invariant($"{hours:0.####} h do not fit {working.Count} working days"));
        if (!IsFine)
            return [];

        var (each, rest) = ((int)total / working.Count, (int)total % working.Count);
        if (rest == 0)
            return [(days, each)];

        var until = working[rest - 1];
        var parts = new List<(DateRange, int)> { (new DateRange(days.First, until), each + 1) };
        if (each > 0)
            parts.Add((new DateRange(until.AddDays(1), days.Last), each));

        return parts;
    }

    private int? PerDay(decimal hours, int? column, string unit)
    {
        var minutes = hours * 60m;
        if (minutes is > 0m and <= 1440m && minutes == decimal.Truncate(minutes))
            return (int)minutes;

        Refuse(column, minutes is <= 0m or > 1440m
            ? FormattableString.Invariant($"is above 0 and at most {(unit == "a day" ? 24 : 120)} hours {unit}, or empty")
            : FormattableString.Invariant($"{row[column]} h {unit} are not whole minutes a day; write a multiple of {(unit == "a day" ? "one sixtieth" : "one twelfth")}"));
        return null;
    }

    private ScheduledBooking Booking(EngagementKey engagement, PersonKey? person, string role, Commitment commitment, DateRange days, int minutes) => new(
        row.Number, new BookingKey(FormattableString.Invariant($"sheet-{engagement}-{person?.Value ?? "~" + role}-{days.First:yyyyMMdd}")),
        engagement, person, role, days, minutes, commitment, row[mapping.Note] is { Length: > 0 } note ? note : null);

    private List<ScheduledBooking> Refused(int? column, string message)
    {
        if (IsFine)
            Refuse(column, message);

        return [];
    }

    private void Refuse(int? column, string message) =>
        errors.Add(new SheetError(row.Number, column is { } at && at < table.Columns.Count ? table.Columns[at] : "", message));

    private static string Unknown(string kind, string text, IEnumerable<string> known) => text.Length == 0
        ? $"names no {kind}"
        : Nearest.To(text, known) is { } near ? $"\"{text}\" is no {kind} here; the nearest is {near}" : $"\"{text}\" is no {kind} here";
}
