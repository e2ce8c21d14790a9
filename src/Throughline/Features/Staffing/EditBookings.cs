using Npgsql;
using Throughline.Data;
using Throughline.Data.Mail;
using Throughline.Data.Recording;
using Throughline.Data.Staffing;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.People;
using Throughline.Domain.Policies;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>A booking with the version that the user saw.</summary>
public sealed record SeenBooking(BookingKey Key, int Version);

/// <summary>One row of a gesture: what stands (null makes it) and what it becomes (null releases it).</summary>
/// <param name="Origin">What a made row continues. Asking no more than that takes only the right to change.</param>
public sealed record BookingEdit(BookingKey Key, Booking? Before, BookingTerms? After, BookingTerms? Origin = null);

/// <summary>One row of a gesture as it was and as it is now.</summary>
public sealed record EditedBooking(BookingKey Key, Booking? Before, Booking? After);

/// <summary>What was done, in a sentence, and the step that takes it back; without a step nothing was different.</summary>
public sealed record Gesture(string Label, IReadOnlyList<EditedBooking> Rows, long? Step)
{
    /// <summary>The first row as it stands now, or as it was when it was released.</summary>
    public Booking Booking => (Rows[0].After ?? Rows[0].Before!) with { Step = Step };
}

/// <summary>How a gesture is told and judged.</summary>
/// <param name="Verb">Begins the sentence: <c>Moved</c>.</param>
/// <param name="Made">What the audit calls a row that was made.</param>
/// <param name="Undoing">A step is taken back or forth: it takes no more right than it took.</param>
/// <param name="Label">The sentence; made from the rows where it is null.</param>
public sealed record Deed(string Verb, string Made = "booking_made", bool Undoing = false, string? Label = null);

/// <summary>
/// The one way in which bookings change by hand: every row is checked for who may do it, against its engagement (R-216, P-02)
/// and the version that was seen, and all are written under the day ledger in one transaction, or none is.
/// </summary>
public sealed class EditBookings(Database database, PracticeSettings settings)
{
    private const string SmallPractice = "approval.same_person_below";

    private sealed record Standing(PolicyValues Policies, DateOnly Today, bool Alone);

    private sealed record Approved(IReadOnlyList<BookingEdit> Edits, Role? Role, bool SamePerson, IReadOnlyDictionary<PersonKey, string> Names);

    /// <param name="user">Who asks.</param>
    /// <param name="deed">What it is called.</param>
    /// <param name="seen">The bookings that change, as they were seen.</param>
    /// <param name="plan">Decides what becomes of them, in the order of <paramref name="seen"/>.</param>
    /// <param name="stop">Ends the work.</param>
    /// <param name="first">Further writes of the same transaction, before the rows; a problem refuses everything.</param>
    public async Task<Result<Gesture>> RunAsync(
        CurrentUser user, Deed deed, IReadOnlyList<SeenBooking> seen, Func<IReadOnlyList<Booking>, Result<IReadOnlyList<BookingEdit>>> plan,
        CancellationToken stop, Func<Change, Task<Problem?>>? first = null)
    {
        var policies = await settings.PoliciesAsync(stop);
        var today = await settings.TodayAsync(stop);
        var decided = await database.ReadAsync(async connection =>
        {
            var alone = await AloneAsync(connection, user, policies, today);
            return await DecideAsync(connection, user, deed, seen, plan, new Standing(policies, today, alone));
        }, stop);
        if (!decided.Succeeded(out var approved, out var refused))
            return refused;

        return approved.Edits.Count == 0
            ? await UnchangedAsync(seen, stop)
            : await database.WriteAsync<Gesture>(user.ToActor(approved.Role), change => ActAsync(change, user, deed, approved, first, stop), stop);
    }

    private async Task<Result<Gesture>> UnchangedAsync(IReadOnlyList<SeenBooking> seen, CancellationToken stop)
    {
        var found = await database.ReadAsync(connection => BookingStore.FindAsync(connection, seen.Select(one => one.Key)), stop);
        return new Gesture("Nothing was different, so nothing was changed", [.. found.Values.Select(booking => new EditedBooking(booking.Key, booking, booking))], null);
    }

    private static async Task<Result<Approved>> DecideAsync(
        NpgsqlConnection connection, CurrentUser user, Deed deed, IReadOnlyList<SeenBooking> seen,
        Func<IReadOnlyList<Booking>, Result<IReadOnlyList<BookingEdit>>> plan, Standing standing)
    {
        // What stands, and whether the user may touch it.
        var found = seen.Count == 0 ? new Dictionary<BookingKey, Booking>() : await BookingStore.FindAsync(connection, seen.Select(one => one.Key));
        if (seen.FirstOrDefault(one => !found.ContainsKey(one.Key)) is { } gone)
            return BookingStore.Unknown(gone.Key);

        var bookings = seen.Select(one => found[one.Key]).ToList();
        var before = await BookingGround.ReadAsync(connection, user, [.. bookings.Select(booking => booking.Terms)]);
        var (role, names) = ((Role?)null, new Dictionary<PersonKey, string>());
        for (var i = 0; i < bookings.Count; i++)
        {
            if (!user.Sees(Act.SeeBookings, before[i].Relation))
                return BookingStore.Unknown(bookings[i].Key);

            var decision = user.Decide(bookings[i].Terms.ToChange, before[i].Relation);
            if (decision.Problem is { } refused)
                return refused;
            if (bookings[i].Version != seen[i].Version)
                return await BookingStore.StaleAsync(connection, bookings[i], seen[i].Version);

            role = decision.Role;
            before[i].NameTo(names);
        }

        // What becomes of it.
        if (!plan(bookings).Succeeded(out var edits, out var problem))
            return problem;

        var changing = edits.Where(edit => edit.After is null || edit.After != edit.Before?.Terms).ToList();
        var after = await BookingGround.ReadAsync(connection, user, [.. changing.Select(edit => edit.After).OfType<BookingTerms>()]);
        var samePerson = false;
        for (int i = 0, at = 0; i < changing.Count; i++)
        {
            if (changing[i].After is not { } stated)
                continue;

            var ground = after[at++];
            if (ground.Unknown(stated) is { } unknown)
                return unknown;

            var edit = changing[i] with { After = deed.Undoing ? stated : Whole(user, ground.WithRole(stated)) };
            var verdict = Judge(user, deed, edit, ground, standing);
            if (verdict.Problem is { } no)
                return no;

            (changing[i], role, samePerson) = (edit, verdict.Role ?? role, samePerson || verdict.SamePerson);
            ground.NameTo(names);
        }

        return new Approved(changing, role, samePerson, names);
    }

    private static (Problem? Problem, Role? Role, bool SamePerson) Judge(CurrentUser user, Deed deed, BookingEdit edit, BookingGround ground, Standing standing)
    {
        var (terms, origin) = (edit.After!, edit.Before?.Terms ?? edit.Origin);
        if (!deed.Undoing && edit.Before is { } before && SoftNeedsReason.Check(before.Terms, terms) is { } unsaid)
            return (unsaid, null, false);
        if (origin is not null && !terms.AsksMoreThan(origin))
            return (null, null, false);

        var (act, relation) = (deed.Undoing ? terms.ToChange : terms.ToBook, ground.Relation);
        var samePerson = act is Act.BookHard && standing.Alone && relation.HasFlag(Relation.Own);
        var decision = user.Decide(act, samePerson ? relation & ~Relation.Own : relation);
        var problem = Hinted(user, act, decision) ?? ground.Closed(terms, standing.Policies, standing.Today);
        return (problem, decision.Role, samePerson);
    }

    // Whoever may not promise may still ask for the promise.
    private static NotAllowed? Hinted(CurrentUser user, Act act, AccessDecision decision) =>
        decision.Problem is { Rule: not "separation_of_duties" } no && act is Act.BookHard && user.Reach(Act.RequestBooking) != Relation.None
            ? no with { Message = $"{no.Message} Or book softly and request the hard booking: the coordinator's approval makes it hard." }
            : decision.Problem;

    // Somebody answers for each soft booking: who made it, unless somebody else is named.
    private static BookingTerms Whole(CurrentUser user, BookingTerms terms) => Owned(terms, user.Person?.Value ?? user.Email);

    internal static BookingTerms Owned(BookingTerms terms, string owner) =>
        terms.Commitment is Commitment.Soft && terms.Owner is null ? terms with { Owner = owner } : terms.Settled();

    // A practice too small for two pairs of eyes decides on its own acts, and each is marked.
    private static async Task<bool> AloneAsync(NpgsqlConnection connection, CurrentUser user, PolicyValues policies, DateOnly today) =>
        user.Person is not null && policies.Answer(SmallPractice, today).WholeNumber is > 0 and var least
            && await Dapper.SqlMapper.ExecuteScalarAsync<int>(connection, "select count(*)::int from people") < least;

    private static async Task<Result<Gesture>> ActAsync(
        Change change, CurrentUser user, Deed deed, Approved approved, Func<Change, Task<Problem?>>? first, CancellationToken stop)
    {
        if (first is not null && await first(change) is { } no)
            return no;
        if (!(await WriteAsync(change, approved.Edits, deed.Made, stop)).Succeeded(out var rows, out var refused))
            return refused;

        if (approved.SamePerson)
            await MarkAsync(change, user, rows);

        var label = deed.Label ?? GestureWords.Label(deed.Verb, rows, approved.Names);
        return new Gesture(label, rows, deed.Undoing ? null : await BookingSteps.KeepAsync(change, user.Account, label, rows));
    }

    /// <summary>Writes rows that were judged already, with all that follows from them: the audit, notices that are settled, and word to whoever waits for the days.</summary>
    /// <param name="change">The transaction of their cause.</param>
    /// <param name="edits">All are written, or none is.</param>
    /// <param name="made">What the audit calls a row that was made.</param>
    /// <param name="stop">Ends the work.</param>
    internal static async Task<Result<IReadOnlyList<EditedBooking>>> WriteAsync(Change change, IReadOnlyList<BookingEdit> edits, string made, CancellationToken stop)
    {
        if (!(await BookingStore.ApplyAsync(change, edits, stop)).Succeeded(out var rows, out var refused))
            return refused;

        foreach (var row in rows)
        {
            var action = row.After is null ? "booking_released" : row.Before is null ? made : "booking_changed";
            await BookingStore.TellAsync(change, action, row.Key, (row.After ?? row.Before!).Terms);
        }

        await CloseNoticesAsync(change, rows);
        await WaitingLine.TellAsync(change, [.. rows.SelectMany(Freed).Distinct()]);
        return Result.Of(rows);
    }

    private static Task<int> MarkAsync(Change change, CurrentUser user, IReadOnlyList<EditedBooking> rows) => change.ExecuteAsync(
        """
        insert into decisions (decision, subject, verdict, decided_by, role, at, policy, same_person)
        select gen_random_uuid(), subject, 'booked', @by, @role, @at, @policy, true from unnest(@subjects) subject
        """,
        new { by = user.Email, role = change.Actor.Role, at = change.At, policy = SmallPractice, subjects = rows.Select(row => row.Key.Value).ToArray() });

    // What a notice asked for was done, or no longer matters.
    private static async Task CloseNoticesAsync(Change change, IReadOnlyList<EditedBooking> rows)
    {
        await Notices.CloseAsync(change, [.. from row in rows where row.Before?.Terms.Expires is not null && row.After?.Terms.Expires != row.Before.Terms.Expires select row.Key.Value], "soft_expiring");
        await Notices.CloseAsync(change, [.. from row in rows where row.Before?.Terms.WaitingSince is not null && !StillWaits(row) select row.Key.Value], "room_made");
    }

    private static bool StillWaits(EditedBooking row) => row.Before!.Terms is var before && row.After?.Terms is { WaitingSince: not null } after
        && after.Person == before.Person && after.Days == before.Days && after.MinutesPerDay == before.MinutesPerDay;

    // Whose days may have room now that had none.
    private static IEnumerable<PersonKey> Freed(EditedBooking row) =>
        row.Before?.Terms is { Commitment: Commitment.Hard, Person: { } person } before && row.After?.Terms is var after
            && (after is null || after.Person != person || after.Commitment is Commitment.Soft || after.MinutesPerDay < before.MinutesPerDay || after.Days != before.Days)
            ? [person]
            : [];
}
