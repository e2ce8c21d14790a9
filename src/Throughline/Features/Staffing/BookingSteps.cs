using System.Text.Json;
using Dapper;
using Npgsql;
using Throughline.Data.Recording;

namespace Throughline.Features.Staffing;

/// <summary>A row of a step before and after it; null where it did not stand.</summary>
internal sealed record StepImage(string Key, BookingRow? Before, BookingRow? After);

/// <summary>A gesture that its maker may take back, or do again once it is taken back.</summary>
internal sealed record BookingStep(long Step, string Label, DateTimeOffset At, bool Undone, IReadOnlyList<StepImage> Images);

/// <summary>Keeps gestures for undo and redo, by account. What is done anew after an undo makes what was undone unreachable.</summary>
internal static class BookingSteps
{
    private sealed record Row(long Step, string Label, DateTimeOffset At, bool Undone, string Images);

    public static async Task<long> KeepAsync(Change change, Guid account, string label, IReadOnlyList<EditedBooking> rows)
    {
        var images = rows.Select(row => new StepImage(
            row.Key.Value, row.Before is null ? null : BookingRow.Of(row.Before), row.After is null ? null : BookingRow.Of(row.After)));
        return (await change.QueryAsync<long>(
            """
            with past as (delete from booking_steps where account = @account and undone_at is not null)
            insert into booking_steps (account, at, label, images) values (@account, @at, @label, @images::jsonb) returning step
            """,
            new { account, at = change.At, label, images = JsonSerializer.Serialize(images) }))[0];
    }

    /// <summary>The step, or without a number the next one to take back or forth; null when there is none of the account.</summary>
    public static async Task<BookingStep?> FindAsync(NpgsqlConnection connection, Guid account, long? step, bool redo)
    {
        var order = redo ? "step" : "step desc";
        var row = await connection.QueryFirstOrDefaultAsync<Row>(
            $"""
            select step, label, at, undone_at is not null as undone, images::text from booking_steps
            where account = @account and (step = @step or @step is null) and (undone_at is not null) = @redo order by {order} limit 1
            """,
            new { account, step, redo });
        return row is null ? null : new BookingStep(row.Step, row.Label, row.At, row.Undone, JsonSerializer.Deserialize<List<StepImage>>(row.Images)!);
    }

    /// <summary>The latest steps of the account, newest first, without their rows.</summary>
    public static async Task<IReadOnlyList<BookingStep>> ListAsync(NpgsqlConnection connection, Guid account) =>
        [.. (await connection.QueryAsync<Row>(
            "select step, label, at, undone_at is not null as undone, '[]' as images from booking_steps where account = @account order by step desc limit 30", new { account }))
            .Select(row => new BookingStep(row.Step, row.Label, row.At, row.Undone, []))];

    /// <summary>False when it was taken back or forth a moment ago.</summary>
    public static async Task<bool> TurnAsync(Change change, long step, bool redo) => await change.ExecuteAsync(
        "update booking_steps set undone_at = @to where step = @step and (undone_at is not null) = @redo",
        new { step, redo, to = redo ? (DateTimeOffset?)null : change.At }) == 1;
}
