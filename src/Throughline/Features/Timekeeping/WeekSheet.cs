using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Timekeeping;

namespace Throughline.Features.Timekeeping;

/// <summary>An entry of the week, and who sent it back why, where somebody did.</summary>
internal sealed record WeekEntry(TimeEntry Entry, string? SentBackBy = null, string? Reason = null);

/// <summary>One row on one day: usually no entry or one, sometimes several.</summary>
/// <param name="PlannedMinutes">What firm bookings foresee.</param>
internal sealed record WeekCell(WeekRowKey Row, DateOnly Day, IReadOnlyList<WeekEntry> Entries, int PlannedMinutes, bool TakesTime)
{
    public decimal Hours => Entries.Sum(entry => entry.Entry.Terms.Hours);

    /// <summary>The state that needs most attention, where several entries differ; null without any.</summary>
    public TimeState? State => Entries.Count == 0
        ? null
        : Attention.First(state => Entries.Any(entry => entry.Entry.State == state));

    /// <summary>The approved entry that the cell holds, with its corrections and nothing else; null otherwise.</summary>
    public CorrectedTime? Corrected => CorrectedTime.Of(Entries.Select(entry => entry.Entry));

    /// <summary>Typed over directly: nothing there yet, one entry that is still its owner's, or approved hours, which are corrected by it.</summary>
    public bool IsEditable => TakesTime
        && ((Locked is null && (Entries.Count == 0 || (Entries.Count == 1 && Entries[0].Entry.State.IsOpen()))) || Corrected is not null);

    /// <summary>Why the day's hours stay as they are; null when they may change. What corrects approved hours is booked after the lock.</summary>
    public string? Locked { get; init; }

    /// <summary>What the same row held on the same weekday a week earlier, to be copied; 0 for time off.</summary>
    public decimal LastWeek { get; init; }

    public bool HasNote => Entries.Any(entry => entry.Entry.Terms.Note is not null);

    private static readonly TimeState[] Attention = [TimeState.Rejected, TimeState.Draft, TimeState.Submitted, TimeState.Approved];
}

internal sealed record WeekRow(WeekRowKey Key, string Title, string Of, IReadOnlyList<WeekCell> Cells)
{
    public decimal Hours => Cells.Sum(cell => cell.Hours);

    /// <summary>Kept at the top of every week.</summary>
    public bool Pinned { get; init; }

    public decimal StillPlanned => Cells.Where(cell => cell.Entries.Count == 0).Sum(cell => cell.PlannedMinutes) / 60m;

    public IEnumerable<WeekEntry> SentBack =>
        Cells.SelectMany(cell => cell.Entries).Where(entry => entry.Entry.State is TimeState.Rejected);
}

/// <summary>What a further row may be for.</summary>
internal sealed record WeekChoice(WeekRowKey Key, string Label);

/// <summary>The timer that runs for the person.</summary>
internal sealed record WeekTimer(WeekRowKey Row, DateTimeOffset StartedAt);

/// <summary>A person's week: seven days from Monday, one row for each thing they work on.</summary>
/// <param name="Capacity">Minutes the person has on each of the seven days.</param>
/// <param name="OpenWeeks">Mondays of earlier weeks, a quarter back, that still hold drafts or time that was sent back.</param>
internal sealed record WeekSheet(
    PersonFact Person, DateRange Days, IReadOnlyList<WeekRow> Rows, IReadOnlyList<int> Capacity, IReadOnlyList<DateOnly> OpenWeeks,
    IReadOnlyList<WeekChoice> Choices)
{
    /// <summary>The current day in the person's own zone.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>P-19 and P-22 for the person in this week.</summary>
    public required WeekTerms Terms { get; init; }

    /// <summary>What is expected, entered, stated and missing.</summary>
    public required Completeness Time { get; init; }

    public IReadOnlyList<NoWorkFact> Stated { get; init; } = [];

    /// <summary>Minutes of a day that holidays and time off take.</summary>
    public IReadOnlyList<int> Away { get; init; } = [];

    public WeekTimer? Timer { get; init; }

    public DateTimeOffset Due => Terms.Due(Days.First);

    /// <summary>What was said of the whole week; null when nothing was.</summary>
    public NoWorkFact? StatedWhole => Stated.FirstOrDefault(statement => statement.Days == Days);

    /// <summary>Hours of last week that empty cells could take over.</summary>
    public decimal ToCopy => Rows.SelectMany(row => row.Cells).Where(cell => cell.Entries.Count == 0).Sum(cell => cell.LastWeek);

    private IEnumerable<TimeEntry> Entries => Rows.SelectMany(row => row.Cells).SelectMany(cell => cell.Entries).Select(entry => entry.Entry);

    /// <summary>How far the week has come; it follows from its entries.</summary>
    public WeekState State => WeekStates.Of(
        from cell in Rows.SelectMany(row => row.Cells) from entry in cell.Entries select new WeekLine(entry.Entry.State, cell.Locked is not null));

    public decimal Expected => Capacity.Sum() / 60m;
    public decimal Entered => Entries.Sum(entry => entry.Terms.Hours);
    public decimal Billable => Entries.Where(entry => entry.Terms.Billable is true).Sum(entry => entry.Terms.Hours);

    /// <summary>Drafts and what was sent back.</summary>
    public decimal Unsubmitted => Entries.Where(entry => entry.State.IsOpen()).Sum(entry => entry.Terms.Hours);

    /// <summary>What is planned in cells that hold nothing yet.</summary>
    public decimal StillPlanned => Rows.Sum(row => row.StillPlanned);

    public decimal EnteredOn(int day) => Rows.Sum(row => row.Cells[day].Hours);

    public WeekCell? Find(WeekRowKey row, DateOnly day) =>
        Rows.FirstOrDefault(it => it.Key == row)?.Cells.FirstOrDefault(cell => cell.Day == day);
}
