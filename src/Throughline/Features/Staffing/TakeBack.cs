using Dapper;
using Npgsql;
using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>There is nothing of one's own to take back, or to do again.</summary>
public sealed record NothingToTurn(bool Redo)
    : Problem("access", Redo ? "There is nothing to do again: nothing was taken back since your last change." : "There is nothing of yours to take back.");

/// <summary>Somebody changed a booking of the step since; taking the step back would undo their work.</summary>
/// <param name="What">What is different, in words.</param>
public sealed record ChangedSince(BookingKey Booking, string By, string What)
    : Problem("stale_version", $"{By} changed booking {Booking} since: {What}. So this step stays as it is; change the booking as it stands now.");

/// <summary>
/// Takes one's newest step on the plan back, or the step last taken back forth, rows and all: a new act through the same
/// rules, refused where a row is not as the step left it.
/// </summary>
public sealed class TakeBack(Database database, PracticeSettings settings)
{
    /// <param name="user">Whose step.</param>
    /// <param name="step">A certain one; null takes the next in turn.</param>
    /// <param name="redo">Does again what was taken back.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>What was done, with the step that was turned.</returns>
    public async Task<Result<Gesture>> RunAsync(CurrentUser user, long? step, bool redo, CancellationToken stop)
    {
        var (found, edits, changed) = await database.ReadAsync(connection => FindAsync(connection, user, step, redo), stop);
        if (found is null)
            return new NothingToTurn(redo);
        if (changed is not null)
            return changed;

        var terms = edits.SelectMany(edit => new[] { edit.Before?.Terms, edit.After }).OfType<BookingTerms>().ToList();
        var done = await new EditBookings(database, settings).RunAsync(
            await new OwnInternalTime(database, settings).ActingAsync(user, terms, stop), new Deed(redo ? "Did again" : "Took back", "booking_restored", Undoing: true, Label: (redo ? "Did again: " : "Took back: ") + Lower(found.Label)),
            [.. edits.Select(edit => edit.Before).OfType<Booking>().Select(booking => new SeenBooking(booking.Key, booking.Version))],
            _ => Result.Of(edits), stop,
            async change => await BookingSteps.TurnAsync(change, found.Step, redo) ? null : new NothingToTurn(redo));
        return done.Succeeded(out var gesture, out var problem) ? gesture with { Step = found.Step } : problem;
    }

    private static async Task<(BookingStep? Found, IReadOnlyList<BookingEdit> Edits, Problem? Changed)> FindAsync(NpgsqlConnection connection, CurrentUser user, long? step, bool redo)
    {
        if (await BookingSteps.FindAsync(connection, user.Account, step, redo) is not { } found)
            return (null, [], null);

        var now = await BookingStore.FindAsync(connection, found.Images.Select(image => new BookingKey(image.Key)));
        return (found, Plan(found, now, redo), await ChangedAsync(connection, found, now, redo));
    }

    private static IReadOnlyList<BookingEdit> Plan(BookingStep step, IReadOnlyDictionary<BookingKey, Booking> now, bool redo) =>
    [
        .. from image in step.Images
           let key = new BookingKey(image.Key)
           let standing = now.GetValueOrDefault(key)
           let wanted = (redo ? image.After : image.Before)?.Terms
           where standing is not null || wanted is not null
           select new BookingEdit(key, standing, wanted),
    ];

    private static async Task<Problem?> ChangedAsync(NpgsqlConnection connection, BookingStep step, IReadOnlyDictionary<BookingKey, Booking> now, bool redo)
    {
        foreach (var image in step.Images)
        {
            var key = new BookingKey(image.Key);
            var left = (redo ? image.Before : image.After)?.Terms;
            var standing = now.GetValueOrDefault(key);
            if (left == standing?.Terms)
                continue;

            var what = (left, standing) switch
            {
                (not null, null) => "it was released",
                (null, not null) => "it stands again",
                _ => string.Join("; ", BookingWords.Differences(left!, standing!.Terms).Select(one => $"{one.Field} from {one.Seen} to {one.Now}")),
            };
            return new ChangedSince(key, await WhoAsync(connection, key, standing), what);
        }

        return null;
    }

    private static async Task<string> WhoAsync(NpgsqlConnection connection, BookingKey key, Booking? standing)
    {
        var by = standing?.ChangedBy ?? await connection.QueryFirstOrDefaultAsync<string>(
            "select actor from audit where subject = @key and action = 'booking_released' order by at desc limit 1", new { key = key.Value });
        return await connection.QuerySingleOrDefaultAsync<string>("select name from accounts where normalized_email = upper(@by)", new { by }) ?? by ?? "Somebody";
    }

    private static string Lower(string label) => char.ToLowerInvariant(label[0]) + label[1..];
}
