using System.Globalization;
using Throughline.Domain.Staffing;
using Throughline.Ui;

namespace Throughline.Features.Bundles;

/// <summary>The mapping of a schedule's columns as a form sends it.</summary>
internal static class ScheduleForm
{
    /// <summary>Each choice of a column: the form's field, its label, and whether it counts only where hours stand beside dates.</summary>
    public static readonly IReadOnlyList<(string Field, string Label, bool ByDates)> Columns =
    [
        ("engagement", "Engagement, by number or name", false), ("person", "Person, by key, name or e-mail", false), ("role", "Role", false),
        ("start", "First day", true), ("end", "Last day", true), ("hours", "Hours", true), ("kind", "Soft or hard", false), ("note", "Note", false),
    ];

    public static ScheduleMapping Read(SentForm sent) => new()
    {
        Engagement = Column(sent["engagement"]),
        Person = Column(sent["person"]),
        Role = Column(sent["role"]),
        Start = Column(sent["start"]),
        End = Column(sent["end"]),
        Hours = Column(sent["hours"]),
        Kind = Column(sent["kind"]),
        Note = Column(sent["note"]),
        Layout = SheetLayouts.Words.Find(sent["layout"] ?? "") ?? SheetLayout.Dates,
        Meaning = sent["meaning"] switch { "week" => HoursMeaning.PerWeek, "total" => HoursMeaning.Total, _ => HoursMeaning.PerDay },
        Order = sent["order"] == "month" ? DayOrder.MonthFirst : DayOrder.DayFirst,
        Otherwise = sent["otherwise"] == "hard" ? Commitment.Hard : Commitment.Soft,
        SkipUnknown = sent["skip"] == "yes",
    };

    /// <summary>The fields that say the same again, for a form that only confirms.</summary>
    public static IEnumerable<(string Name, string Value)> Fields(ScheduleMapping mapping)
    {
        foreach (var (field, _, _) in Columns)
            yield return (field, Chosen(mapping, field) is { } column ? column.ToString(CultureInfo.InvariantCulture) : "");

        yield return ("layout", mapping.Layout.Text());
        yield return ("meaning", Word(mapping.Meaning));
        yield return ("order", mapping.Order is DayOrder.MonthFirst ? "month" : "day");
        yield return ("otherwise", mapping.Otherwise.Text());
        yield return ("skip", mapping.SkipUnknown ? "yes" : "");
    }

    public static int? Chosen(ScheduleMapping mapping, string field) => field switch
    {
        "engagement" => mapping.Engagement,
        "person" => mapping.Person,
        "role" => mapping.Role,
        "start" => mapping.Start,
        "end" => mapping.End,
        "hours" => mapping.Hours,
        "kind" => mapping.Kind,
        _ => mapping.Note,
    };

    public static string Word(HoursMeaning meaning) => meaning switch
    {
        HoursMeaning.PerDay => "day",
        HoursMeaning.PerWeek => "week",
        HoursMeaning.Total => "total",
    };

    private static int? Column(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var column) ? column : null;
}
