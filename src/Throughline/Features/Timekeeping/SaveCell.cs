using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.People;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Timekeeping;

/// <summary>What a cell of the week became: an entry, or nothing any more.</summary>
/// <param name="Before">What was taken away; null when something stands.</param>
internal sealed record SavedCell(TimeEntry? Entry, TimeEntry? Before = null);

/// <summary>
/// Takes what was typed into a cell: logs, changes or deletes the entry behind it. Hours that are approved are corrected: what
/// was typed is the total that shall stand, and what it differs by becomes an entry of its own.
/// </summary>
internal sealed class SaveCell(LogTime logTime, ChangeTime changeTime, DeleteTime deleteTime, CorrectTime correctTime)
{
    public async Task<Result<SavedCell>> RunAsync(CurrentUser user, PersonKey person, WeekField field, string typed, CancellationToken stop)
    {
        if (typed.Length == 0 && field.IsNew)
            return new SavedCell(null);

        var saved = await WriteAsync(user, person, field, typed, stop);
        return !saved.Succeeded(out _, out var problem) && problem is EntryClosed { State: TimeState.Approved }
            ? await CorrectAsync(user, field, typed.Length == 0 ? "0" : typed, stop)
            : saved;
    }

    private async Task<Result<SavedCell>> WriteAsync(CurrentUser user, PersonKey person, WeekField field, string typed, CancellationToken stop)
    {
        if (typed.Length == 0)
            return await DeleteAsync(user, field, stop);

        // On top of what the writer saw: an empty cell counts as nothing.
        var saved = field.IsNew
            ? await logTime.RunAsync(user, Form(person, field, typed), stop)
            : await changeTime.RunAsync(user, field.Entry, field.Version, new TimeForm { Hours = typed }, stop);
        return saved.Succeeded(out var entry, out var problem) ? new SavedCell(entry)
            : problem is DatabaseRefusal { Rule: "duplicate_key" } ? new SavedBefore() : problem;
    }

    private async Task<Result<SavedCell>> DeleteAsync(CurrentUser user, WeekField field, CancellationToken stop) =>
        (await deleteTime.RunAsync(user, field.Entry, field.Version, stop)).Succeeded(out var before, out var problem)
            ? new SavedCell(null, before)
            : problem;

    private async Task<Result<SavedCell>> CorrectAsync(CurrentUser user, WeekField field, string total, CancellationToken stop)
    {
        var seen = HoursText.Read(field.Was).Succeeded(out var hours, out _) ? hours : (decimal?)null;
        return (await correctTime.RunAsync(user, new CorrectionForm(field.Entry) { Total = total, Seen = seen }, stop)).Succeeded(out var entry, out var problem)
            ? new SavedCell(entry)
            : problem;
    }

    private static TimeForm Form(PersonKey person, WeekField field, string typed) => new()
    {
        Entry = field.Entry, Person = person.Value, Date = Ui.Text.Iso(field.Day), Hours = typed,
        Engagement = field.Row.Engagement, Activity = field.Row.Activity, Category = field.Row.Category,
    };
}

/// <summary>The same cell was sent a moment ago, from here or from another window.</summary>
internal sealed record SavedBefore() : Problem("duplicate_key", "This cell was filled in a moment ago. Look at the week as it stands now.");
