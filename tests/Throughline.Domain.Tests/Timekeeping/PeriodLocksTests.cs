using Throughline.Domain.Dates;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Tests.Timekeeping;

[Trait("rule", "R-217")]
public class PeriodLocksTests
{
    private static readonly DateRange February = new(new(2026, 2, 1), new(2026, 2, 28));
    private static readonly DateOnly Inside = new(2026, 2, 27), Outside = new(2026, 3, 1);
    private static readonly DateTimeOffset Now = new(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly LockedWork Work = LockedWork.Of(new("p1"), new("SOW-1"), "de-gmbh", null);

    [Fact]
    public void A_lock_holds_its_own_days_and_not_the_rest_of_the_week()
    {
        var locks = new PeriodLocks([Lock()], []);

        Assert.Equal(Inside, locks.Refuse(Work, Inside, Now)!.Day);
        Assert.Null(locks.Refuse(Work, Outside, Now));
        Assert.Contains("February is billed", locks.Refuse(Work, Inside, Now)!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, null, true)]
    [InlineData("practice", null, null, true)]
    [InlineData("de-gmbh", null, null, false)]
    [InlineData(null, "SOW-1", null, true)]
    [InlineData(null, "SOW-2", null, false)]
    [InlineData(null, null, "p1", true)]
    [InlineData(null, null, "p2", false)]
    [InlineData("practice", "SOW-1", "p1", true)]
    [InlineData("practice", "SOW-1", "p2", false)]
    public void A_lock_holds_what_all_its_parts_name(string? entity, string? engagement, string? person, bool holds) =>
        Assert.Equal(holds, new PeriodLocks([Lock(entity, engagement, person)], []).Refuse(Work, Inside, Now) is not null);

    [Fact]
    public void Internal_time_is_in_the_books_of_the_person_s_legal_entity() =>
        Assert.Equal("de-gmbh", LockedWork.Of(new("p1"), null, "de-gmbh", "us-inc").LegalEntity);

    [Fact]
    public void A_ticket_opens_the_days_of_one_person_and_closes_itself_at_its_instant()
    {
        var locks = new PeriodLocks([Lock()], [Ticket(TicketState.Approved)]);

        Assert.Null(locks.Refuse(Work, Inside, Now));
        Assert.NotNull(locks.Refuse(Work, Inside.AddDays(-1), Now));
        Assert.NotNull(locks.Refuse(Work with { Person = new("p2") }, Inside, Now));
        Assert.Null(locks.Refuse(Work, Inside, Now.AddHours(1).AddTicks(-1)));
        Assert.NotNull(locks.Refuse(Work, Inside, Now.AddHours(1)));
        Assert.NotNull(new PeriodLocks([Lock()], [Ticket(TicketState.Asked)]).Refuse(Work, Inside, Now));
        Assert.NotNull(new PeriodLocks([Lock()], [Ticket(TicketState.Declined)]).Refuse(Work, Inside, Now));
    }

    [Fact]
    public void A_correction_of_locked_hours_is_booked_on_the_first_day_after_all_locks()
    {
        var march = Lock() with { Days = new(new(2026, 3, 1), new(2026, 3, 15)) };

        Assert.Equal(new DateOnly(2026, 3, 16), new PeriodLocks([march, Lock()], []).FirstOpen(Work, Inside, Now));
        Assert.Equal(Outside, PeriodLocks.None.FirstOpen(Work, Outside, Now));
    }

    [Fact]
    public void A_ticket_is_asked_with_a_reason_for_a_time_to_come_and_decided_once_by_somebody_else()
    {
        var asked = Ticket(TicketState.Asked);

        Assert.Null(asked.Refuse());
        Assert.Equal("reason", (asked with { Reason = " " }).Refuse()!.Errors[0].Field);
        Assert.Equal("until", (asked with { Until = asked.AskedAt }).Refuse()!.Errors[0].Field);
        Assert.Null(asked.RefuseDecision("cy@example.org", Now));
        Assert.Equal("separation_of_duties", asked.RefuseDecision("ana@example.org", Now)!.Rule);
        Assert.Equal("R-217", Ticket(TicketState.Approved).RefuseDecision("cy@example.org", Now)!.Rule);
        Assert.Equal("R-217", asked.RefuseDecision("cy@example.org", asked.Until)!.Rule);
        Assert.All(Enum.GetValues<TicketState>(), state => Assert.Equal(state, TicketStates.Words.Parse(state.Text())));
    }

    private static PeriodLock Lock(string? entity = null, string? engagement = null, string? person = null) => new(
        "l1", February, entity, engagement is null ? null : new(engagement), person is null ? null : new(person), "February is billed");

    private static UnlockTicket Ticket(TicketState state) =>
        new("u1", new("p1"), new(Inside, Inside), "Forgot a day", Now.AddHours(1), state, "ana@example.org", Now.AddHours(-1));
}
