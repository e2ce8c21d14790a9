namespace Throughline.Domain.Reports;

public sealed record UnknownReport(string Name, IReadOnlyList<string> Known)
    : Problem("report", $"There is no report \"{Name}\". Reports are {string.Join(", ", Known)}.");

public sealed record UnknownColumn(string Report, string Name, IReadOnlyList<string> Known)
    : Problem("report_column", $"The report {Report} has no column \"{Name}\". Its columns are {string.Join(", ", Known)}.");

public sealed record UnknownDirection(string Direction)
    : Problem("report_sort", $"\"{Direction}\" is no direction. Write the column alone, or the column followed by :desc.");

public sealed record NothingToExplain(string Report, string Name, IReadOnlyList<string> Known)
    : Problem("report_explain", Known.Count == 0
        ? $"{Name} does not open. The report {Report} has nothing to open."
        : $"{Name} does not open. In the report {Report} you can explain {string.Join(", ", Known)}.");

public sealed record NoSuchRow(string Report, IReadOnlyList<string> Known)
    : Problem("report_row", $"The report {Report} has no row with these values. Look it up in the report and name one by {string.Join(", ", Known)}.");

public sealed record SeveralFigures(string Report, string Name, IReadOnlyList<string> Known)
    : Problem("report_row", $"These values fit several rows of the report {Report}, whose {Name} do not add up. Name one row by {string.Join(", ", Known)}.");

public sealed record RangeBackwards(DateOnly First, DateOnly Last)
    : Problem("report_range", FormattableString.Invariant($"The range begins on {First:yyyy-MM-dd}, after it ends on {Last:yyyy-MM-dd}. Give both days, the earlier first."));

public sealed record RangeTooLong(DateOnly First, DateOnly Last)
    : Problem("report_range", FormattableString.Invariant($"The range from {First:yyyy-MM-dd} to {Last:yyyy-MM-dd} is longer than {ReportRequest.MostYears} years. Give days that are closer together."));

public sealed record DayTooFar(DateOnly Day, int FirstYear, int LastYear)
    : Problem("report_range", FormattableString.Invariant($"{Day:yyyy-MM-dd} is too far away for a report. Give a day in the years {FirstYear} to {LastYear}."));
