using Throughline.Domain.Timekeeping;
using Throughline.Ui;

namespace Throughline.Features.Timekeeping;

/// <summary>Every sum of the week by the name it carries in the page, so that a saved cell changes them without a new page.</summary>
internal static class WeekTotals
{
    public static Dictionary<string, string> Of(WeekSheet sheet)
    {
        var totals = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["week"] = Text.Hours(sheet.Entered),
            ["entered"] = Text.Hours(sheet.Entered),
            ["to-go"] = ToGo(sheet),
            ["billable"] = Text.Hours(sheet.Billable),
            ["share"] = Share(sheet),
            ["unsubmitted"] = Text.Hours(sheet.Unsubmitted),
            ["unsubmitted-says"] = Unsubmitted(sheet),
        };
        foreach (var row in sheet.Rows)
            totals["row:" + row.Key] = Sum(row);
        for (var day = 0; day < 7; day++)
        {
            totals["day:" + Text.Iso(sheet.Days.First.AddDays(day))] = Text.Hours(sheet.EnteredOn(day));
            totals["over:" + Text.Iso(sheet.Days.First.AddDays(day))] = Over(sheet, day);
        }

        return totals;
    }

    public static string Sum(WeekRow row) => row.Hours == 0m ? "" : Text.Hours(row.Hours);

    public static string ToGo(WeekSheet sheet) => (sheet.Expected - sheet.Entered) switch
    {
        > 0m and var missing => $"{Text.Hours(missing)} h to go",
        < 0m and var over => $"{Text.Hours(-over)} h over",
        _ => "as expected",
    };

    /// <summary>Hours above what the day expects; empty when there are none.</summary>
    public static string Over(WeekSheet sheet, int day) =>
        sheet.EnteredOn(day) - sheet.Capacity[day] / 60m is > 0m and var over ? $"+{Text.Hours(over)}" : "";

    /// <summary>When the week is due, on the person's own clock.</summary>
    public static string Due(WeekSheet sheet) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{TimeZoneInfo.ConvertTime(sheet.Due, sheet.Terms.Zone):dddd d MMMM, HH:mm} in {sheet.Terms.Zone.Id.Split('/')[^1].Replace('_', ' ')}");

    public static string Share(WeekSheet sheet) => sheet.Entered == 0m ? "nothing entered yet" : $"{Text.Percent(sheet.Billable / sheet.Entered, 1)} of entered";

    public static string Unsubmitted(WeekSheet sheet) => sheet.State switch
    {
        WeekState.Empty => "nothing to hand in",
        WeekState.Open => "not handed in yet",
        var state => $"the week is {state.InWords()}",
    };

    /// <summary>What is read out for a cell.</summary>
    public static string Says(WeekCell cell)
    {
        var planned = cell.PlannedMinutes == 0 ? "" : $"{Text.Hours(cell.PlannedMinutes / 60m)} hours planned";
        if (cell.State is not { } state)
            return cell.Locked is { } locked ? "empty, " + locked : planned.Length > 0 ? planned + ", nothing entered" : cell.TakesTime ? "empty" : "empty, takes no more time";

        var count = cell.Entries.Count > 1 ? $" in {cell.Entries.Count} entries" : "";
        return $"{Text.Hours(cell.Hours)} hours{count}, {state.Look().Word}{(cell.HasNote ? ", has a note" : "")}{(planned.Length > 0 ? ", " + planned : "")}{(cell.Locked is null ? "" : ", " + cell.Locked)}";
    }
}
