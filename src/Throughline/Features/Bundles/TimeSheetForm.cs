using System.Globalization;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;
using Throughline.Ui;

namespace Throughline.Features.Bundles;

/// <summary>A time sheet's mapping as a form sends it: columns by field, then names of the sheet with what each means here.</summary>
internal static class TimeSheetForm
{
    public static TimeSheetPlan Read(SentForm sent)
    {
        var kind = sent["kind"] == "tasks" ? TimeSheetKind.Tasks : TimeSheetKind.Time;
        return new TimeSheetPlan
        {
            Source = sent["source"] is { Length: <= 40 } source ? source : "sheet",
            Kind = kind,
            Columns = TimeSheetPlan.Fields.Where(field => sent[Column(field.Field)] is not null).ToDictionary(field => field.Field, field => sent[Column(field.Field)]!, StringComparer.Ordinal),
            Dates = sent["dates"] == "month" ? DayOrder.MonthFirst : DayOrder.DayFirst,
            State = sent["state"] switch { "submitted" => TimeState.Submitted, "approved" => TimeState.Approved, _ => TimeState.Draft },
            LeaveOutUnknown = sent["unknown"] == "leave_out",
            SpreadLong = sent["long"] == "spread",
            DayWhenEmpty = DateOnly.TryParseExact(sent["dayWhenEmpty"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
            People = Names(sent, "person"),
            Projects = Names(sent, "project"),
            Tasks = Names(sent, "task"),
        };
    }

    public static string Column(string field) => "column." + field;

    // Pairs stand in the order of the form; what was left empty is not mapped.
    private static Dictionary<string, string> Names(SentForm sent, string kind)
    {
        var (names, meanings) = (sent.All($"{kind}.name"), sent.All($"{kind}.is"));
        return names.Zip(meanings).Where(pair => pair.Second.Trim().Length > 0)
            .GroupBy(pair => pair.First, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => pair.Last().Second.Trim(), StringComparer.Ordinal);
    }
}
