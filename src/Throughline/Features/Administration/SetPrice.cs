using Throughline.Data.Bundles;
using Throughline.Domain;
using Throughline.Platform;
using Throughline.Platform.Records;

namespace Throughline.Features.Administration;

/// <summary>Either what must be confirmed first, or the record that was stored.</summary>
internal sealed record PriceAnswer(RateSheet? ToConfirm, SavedRecord? Saved);

/// <summary>Stores a price, a cost or an exchange rate, once whoever states it has seen what it touches.</summary>
internal sealed class SetPrice(RatePreview preview, SaveRecord save)
{
    /// <param name="file">Which kind of price.</param>
    /// <param name="values">The record's fields.</param>
    /// <param name="confirmed">The mark of what was shown before; null the first time.</param>
    /// <param name="user">Who states it.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<Result<PriceAnswer>> RunAsync(
        BundleFile file, IReadOnlyDictionary<string, string?> values, string? confirmed, CurrentUser user, CancellationToken stop)
    {
        if (!(await preview.RunAsync(file, values, user, stop)).Succeeded(out var sheet, out var problem))
            return problem;
        if (sheet.Touches && sheet.Mark != confirmed)
            return new PriceAnswer(sheet, null);

        return (await save.RunAsync(file, values, sheet.Standing is null ? null : sheet.Key, sheet.Standing?.Version, user, stop)).Succeeded(out var saved, out problem)
            ? new PriceAnswer(null, saved)
            : problem;
    }
}
