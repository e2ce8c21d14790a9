using System.Globalization;
using Throughline.Domain.Dates;

namespace Throughline.Domain.Staffing;

/// <summary>What the hours of a row with dates mean.</summary>
public enum HoursMeaning { PerDay, PerWeek, Total }

/// <summary>How 03/04/2026 is meant.</summary>
public enum DayOrder { DayFirst, MonthFirst }

/// <summary>Where the hours of a sheet stand: beside dates in the row, or in a column for each week or each day, whose head is a date.</summary>
public enum SheetLayout { Dates, Weeks, Days }

public static class SheetLayouts
{
    public static readonly Wording<SheetLayout> Words = new(Text);

    public static string Text(this SheetLayout layout) => layout switch
    {
        SheetLayout.Dates => "dates",
        SheetLayout.Weeks => "weeks",
        SheetLayout.Days => "days",
    };
}

/// <summary>Which column of a schedule says what, by index; null where none does.</summary>
public sealed record ScheduleMapping
{
    public int? Person { get; init; }
    public int? Engagement { get; init; }
    public int? Role { get; init; }
    public int? Start { get; init; }

    /// <summary>Without it each row is of one day.</summary>
    public int? End { get; init; }
    public int? Hours { get; init; }
    public int? Kind { get; init; }
    public int? Note { get; init; }

    /// <summary>Where hours stand in columns, start, end and hours are not read.</summary>
    public SheetLayout Layout { get; init; }
    public bool ByDates => Layout is SheetLayout.Dates;
    public HoursMeaning Meaning { get; init; }
    public DayOrder Order { get; init; }

    /// <summary>What a row is that does not say whether it is soft or hard.</summary>
    public Commitment Otherwise { get; init; }

    /// <summary>Rows that name no known engagement are left out instead of refused: internal tasks, titles, sums.</summary>
    public bool SkipUnknown { get; init; }

    private static readonly string[] PersonWords = ["person", "resource", "name", "who", "member", "employee", "consultant", "engineer", "assignee"];
    private static readonly string[] EngagementWords = ["engagement", "sow", "project", "customerproject", "customer"];
    private static readonly string[] RoleWords = ["role", "jobrole", "position"];
    private static readonly string[] StartWords = ["start", "startdate", "from", "begin", "firstday", "date"];
    private static readonly string[] EndWords = ["end", "enddate", "to", "until", "finish", "lastday"];
    private static readonly string[] HoursWords = ["hours", "hoursperday", "hoursaday", "hoursperweek", "hoursaweek", "hoursplanned", "plannedhours", "allocation", "h"];
    private static readonly string[] KindWords = ["kind", "status", "type", "booking", "softhard"];
    private static readonly string[] NoteWords = ["note", "notes", "comment", "task", "taskname", "description"];

    /// <summary>A first guess from the heads and what stands below them, for somebody to correct.</summary>
    public static ScheduleMapping Propose(SheetTable table)
    {
        var heads = table.Columns.Select(Plain).ToList();
        var taken = new HashSet<int>();
        var order = SheetDates.OrderOf(table.Columns.Concat(table.Rows.SelectMany(row => row.Cells)));
        var days = table.Columns.Select(head => SheetDates.Read(head, order)).OfType<DateOnly>().ToList();
        var layout = days.Count < 2 ? SheetLayout.Dates : days.GroupBy(Periods.Monday).Any(week => week.Distinct().Count() > 1) ? SheetLayout.Days : SheetLayout.Weeks;
        var inColumns = layout is not SheetLayout.Dates;
        var hours = inColumns ? null : Take(HoursWords);
        return new ScheduleMapping
        {
            Engagement = Take(EngagementWords),
            Person = Take(PersonWords),
            Role = Take(RoleWords),
            Start = inColumns ? null : Take(StartWords),
            End = inColumns ? null : Take(EndWords),
            Hours = hours,
            Kind = Take(KindWords),
            Note = Take(NoteWords),
            Layout = layout,
            Meaning = hours is not { } column ? HoursMeaning.PerDay
                : heads[column].Contains("week", StringComparison.Ordinal) ? HoursMeaning.PerWeek
                : heads[column].Contains("total", StringComparison.Ordinal) || heads[column].Contains("planned", StringComparison.Ordinal) ? HoursMeaning.Total
                : HoursMeaning.PerDay,
            Order = order,
        };

        // The whole head before a part of it, and no column twice.
        int? Take(string[] words)
        {
            foreach (var fits in new Func<string, string, bool>[] { (head, word) => head == word, (head, word) => word.Length > 3 && head.Contains(word, StringComparison.Ordinal) })
            {
                foreach (var word in words)
                {
                    var free = Enumerable.Range(0, heads.Count).Where(i => fits(heads[i], word) && !taken.Contains(i)).ToList();
                    if (free.Count > 0 && taken.Add(free[0]))
                        return free[0];
                }
            }

            return null;
        }
    }

    /// <summary>The columns whose heads are dates, each with the Monday of its week, or its day where each day has a column.</summary>
    public IReadOnlyList<(int Column, DateOnly First)> ColumnsOf(SheetTable table) =>
    [
        .. table.Columns.Select((head, column) => (Column: column, Day: SheetDates.Read(head, Order)))
            .Where(pair => pair.Day is not null).Select(pair => (pair.Column, Layout is SheetLayout.Days ? pair.Day!.Value : Periods.Monday(pair.Day!.Value))),
    ];

    /// <summary>What still has to be chosen before the sheet can be read, as a sentence; null when nothing.</summary>
    internal string? Missing(SheetTable table)
    {
        if (Engagement is null)
            return "Choose the column that names the engagement.";
        if (Person is null && Role is null)
            return "Choose the column that names the person, or the role where nobody is named.";
        if (ByDates)
            return Start is null ? "Choose the column of the first day." : Hours is null ? "Choose the column of the hours." : null;

        var columns = ColumnsOf(table);
        if (columns.Count == 0)
            return "No column has a date as its head. Choose dates in rows instead.";

        return columns.GroupBy(column => column.First).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? $"The columns {string.Join(" and ", twice.Select(column => table.Columns[column.Column]))} are of the same {(Layout is SheetLayout.Days ? "day. One column for each day is" : "week. One column for each week is")} read."
            : null;
    }

    private static string Plain(string head) => string.Concat(head.Where(char.IsLetter)).ToLowerInvariant();
}

/// <summary>Dates as people write them in sheets.</summary>
public static class SheetDates
{
    private static readonly string[] Before = ["week commencing", "week of", "week", "w/c", "wc", "wk"];
    private static readonly string[] Clear = ["yyyy-MM-dd", "yyyy/MM/dd", "d.M.yyyy", "d MMM yyyy", "d MMMM yyyy", "d-MMM-yyyy", "d-MMM-yy", "d MMM yy", "MMM d, yyyy", "MMMM d, yyyy", "d/MMM/yyyy"];
    private static readonly string[] DayFirst = ["d/M/yyyy", "d-M-yyyy", "d/M/yy"];
    private static readonly string[] MonthFirst = ["M/d/yyyy", "M-d-yyyy", "M/d/yy"];

    /// <summary>Which way round the days are written: two numbers with slashes decide it where one of them is above 12.</summary>
    public static DayOrder OrderOf(IEnumerable<string> cells)
    {
        foreach (var part in cells.Select(cell => cell.Trim().Split('/')).Where(parts => parts.Length == 3))
        {
            if (!int.TryParse(part[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first) || !int.TryParse(part[1], NumberStyles.None, CultureInfo.InvariantCulture, out var second))
                continue;
            if (first > 12 != second > 12)
                return first > 12 ? DayOrder.DayFirst : DayOrder.MonthFirst;
        }

        return DayOrder.DayFirst;
    }

    /// <summary>Null for what is no whole date; a word for "week" before it is passed over.</summary>
    public static DateOnly? Read(string text, DayOrder order)
    {
        var plain = text.Trim();
        if (Before.FirstOrDefault(word => plain.StartsWith(word, StringComparison.OrdinalIgnoreCase)) is { } word)
            plain = plain[word.Length..].TrimStart(' ', ':', '.');

        string[] formats = [.. Clear, .. order is DayOrder.DayFirst ? DayFirst : MonthFirst];
        return DateOnly.TryParseExact(plain, formats, CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite, out var day) && day.Year is > 1900 and < 9000 ? day : null;
    }
}
