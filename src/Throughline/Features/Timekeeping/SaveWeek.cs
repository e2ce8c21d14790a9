using Throughline.Domain;
using Throughline.Domain.People;
using Throughline.Platform;

namespace Throughline.Features.Timekeeping;

/// <summary>A cell that could not be saved as it was typed.</summary>
internal sealed record UnsavedCell(WeekField Field, string Typed, Problem Problem);

/// <summary>Saves every cell of a week's form that differs from what was seen. Each stands for itself: one that is refused holds up no other.</summary>
internal sealed class SaveWeek(SaveCell saveCell)
{
    public async Task<(int Saved, IReadOnlyList<UnsavedCell> Unsaved)> RunAsync(
        CurrentUser user, PersonKey person, IEnumerable<(WeekField Field, string Typed)> cells, CancellationToken stop)
    {
        var (saved, unsaved) = (0, new List<UnsavedCell>());
        foreach (var (field, typed) in cells.Where(cell => cell.Typed != cell.Field.Was))
        {
            if ((await saveCell.RunAsync(user, person, field, typed, stop)).Succeeded(out _, out var problem))
                saved++;
            else
                unsaved.Add(new UnsavedCell(field, typed, problem));
        }

        return (saved, unsaved);
    }
}
