using Throughline.Domain.Dates;

namespace Throughline.Platform.Demo;

/// <summary>Change orders, work at risk and work exceptions, each in every state it can be in.</summary>
internal static class DemoChanges
{
    // number | key | kind | amount | hours | new expiration | status | completes
    private const string OrderTable = """
        1009 | CO-9  | funds         | 28000  | 170 |      | sent      | 6.4
        1017 | CO-2  | funds         | 60000  | 260 |      | signed    |
        1024 | CO-6  | funds         | 32000  | 150 |      | rejected  |
        1026 | CO-5  | extension     | 38400  | 160 | 24.4 | draft     | 21.4
        1029 | CO-3  | funds         | 24000  | 110 |      | in_review | 12.4
        1031 | CO-4  | discretionary | -12000 | -50 |      | signed    |
        1033 | CO-8  | billing_type  | 0      |     |      | draft     |
        1035 | CO-10 | extension     | 8000   | 50  | 9.4  | signed    |
        1036 | CO-1  | extension     | 0      |     | 36.4 | withdrawn |
        1042 | CO-7  | funds         | 18500  | 80  |      | sent      | 7.4
        """;

    // number | key | status | hours | expected signature | approved on | signed on | weeks whose work it covers
    private const string AtRiskTable = """
        1023 | WAR-5  | lapsed    | 40  | -11   | -12.1 |       | -12..-11
        1028 | WAR-6  | closed    | 60  | -14   | -15.1 | -14.3 |
        1031 | WAR-7  | converted | 96  | -13   | -15.3 | -12.2 | -14..-13
        1047 | WAR-11 | submitted | 64  | 1.4   |       |       |
        1053 | WAR-12 | approved  | 30  | 2.4   | -1.0  |       | 1..3
        1054 | WAR-13 | rejected  | 120 | 5.4   |       |       |
        """;

    // number | key | status | labels | hours | amount | approved on | weeks in which it is used
    private const string ExceptionTable = """
        1009 | WE-21 | approved  | WE-product;WE-time | 120 | 18600 | -5.2 | -4..0
        1024 | WE-20 | submitted | WE-scoping         | 80  | 14400 |      |
        1026 | WE-17 | closed    | WE-ps              | 40  | 8600  | -9.1 | -8..-6
        1034 | WE-22 | approved  | WE-scoping         | 24  |       | -2.3 | -1..0
        1037 | WE-19 | rejected  | WE-time            | 60  | 12000 |      |
        """;

    private const string Approver = "Sofia Lindgren";

    /// <summary>The share of an engagement's entries that an exception pays for while it is in use.</summary>
    private const double UsedShare = 0.2;

    private static readonly Dictionary<string, (string Key, int From, int To)> AtRiskWeeks = Weeks(AtRiskTable);

    private static readonly Dictionary<string, (string Key, int From, int To)> ExceptionWeeks = Weeks(ExceptionTable);

    public static string? WorkAtRiskOf(DemoStint stint) =>
        AtRiskWeeks.TryGetValue(stint.Engagement.Key, out var risk) && stint.Hard && risk.From <= stint.FromWeek && stint.ToWeek <= risk.To ? risk.Key : null;

    /// <summary>What the work of a week was done at the risk of.</summary>
    public static string? WorkAtRiskIn(DemoEngagement engagement, int week) =>
        AtRiskWeeks.TryGetValue(engagement.Key, out var risk) && risk.From <= week && week <= risk.To ? risk.Key : null;

    /// <summary>The exception that an entry of a week is logged on, for some entries of these weeks.</summary>
    public static string? WorkExceptionIn(DemoEngagement engagement, int week, string entry) =>
        ExceptionWeeks.TryGetValue(engagement.Key, out var use) && use.From <= week && week <= use.To && Dice.Roll("exception", entry) < UsedShare
            ? use.Key
            : null;

    public static void WriteOrders(CsvRows rows, DemoDays days)
    {
        foreach (var row in DemoTable.Rows(OrderTable))
        {
            rows.Write(
                DemoEngagements.Of(row[0]).Key, row[1], row[2], DemoTable.Number(row[3]), NumberOrNone(row[4]), days.DayOrNone(row[5]), row[6],
                days.DayOrNone(row[7]));
        }
    }

    public static void WriteAtRisk(CsvRows rows, DemoDays days)
    {
        foreach (var row in DemoTable.Rows(AtRiskTable))
        {
            rows.Write(
                DemoEngagements.Of(row[0]).Key, row[1], row[2], DemoTable.Number(row[3]), days.Day(row[4]), ApproverOf(row[5]),
                days.DayOrNone(row[5]), days.DayOrNone(row[6]));
        }
    }

    public static void WriteExceptions(CsvRows rows, DemoDays days)
    {
        var quarterEnd = Periods.Whole(days.Today, PeriodKind.Quarter, fiscalYearStartMonth: 2).Last;
        foreach (var row in DemoTable.Rows(ExceptionTable))
        {
            rows.Write(
                DemoEngagements.Of(row[0]).Key, row[1], row[2], row[3], DemoTable.Number(row[4]), NumberOrNone(row[5]), ApproverOf(row[6]),
                days.DayOrNone(row[6]), quarterEnd);
        }
    }

    private static string? ApproverOf(string approvedOn) => approvedOn.Length == 0 ? null : DemoPeople.Key(Approver);

    private static decimal? NumberOrNone(string cell) => cell.Length == 0 ? null : DemoTable.Number(cell);

    private static Dictionary<string, (string Key, int From, int To)> Weeks(string table) =>
        (from row in DemoTable.Rows(table)
         where row[^1].Length > 0
         let weeks = DemoTable.Span(row[^1])
         select (Engagement: "SOW-" + row[0], Weeks: (row[1], weeks.From, weeks.To))).ToDictionary(each => each.Engagement, each => each.Weeks);
}
