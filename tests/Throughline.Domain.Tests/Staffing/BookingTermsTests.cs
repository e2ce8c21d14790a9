using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;

namespace Throughline.Domain.Tests.Staffing;

public class BookingTermsTests
{
    private static readonly BookingTerms Week = new(
        new EngagementKey("SOW-1"), new PersonKey("tomas"), "engineer", new DateRange(new(2026, 3, 2), new(2026, 3, 6)), 360, Commitment.Soft);

    public static TheoryData<string, bool> Changes => new()
    {
        { "move", false }, { "shorter", false }, { "fewer hours", false }, { "note", false }, { "role", false },
        { "longer", true }, { "more hours", true }, { "hard", true }, { "person", true }, { "engagement", true },
    };

    [Theory]
    [Trait("rule", "R-107")]
    [MemberData(nameof(Changes))]
    public void A_change_that_promises_something_new_takes_the_right_to_book(string change, bool more) => Assert.Equal(more, (change switch
    {
        "move" => Week with { Days = new DateRange(new(2026, 3, 9), new(2026, 3, 13)) },
        "shorter" => Week with { Days = new DateRange(new(2026, 3, 2), new(2026, 3, 5)) },
        "fewer hours" => Week with { MinutesPerDay = 60 },
        "note" => Week with { Note = "new" },
        "role" => Week with { Role = "architect" },
        "longer" => Week with { Days = new DateRange(new(2026, 3, 2), new(2026, 3, 9)) },
        "more hours" => Week with { MinutesPerDay = 361 },
        "hard" => Week with { Commitment = Commitment.Hard },
        "person" => Week with { Person = null },
        _ => Week with { Engagement = new EngagementKey("SOW-2") },
    }).AsksMoreThan(Week));

    [Fact]
    public void Making_a_booking_soft_asks_for_nothing_new() =>
        Assert.False(Week.AsksMoreThan(Week with { Commitment = Commitment.Hard }));

    [Fact]
    [Trait("rule", "R-107")]
    public void Hard_and_soft_bookings_take_different_rights()
    {
        Assert.Equal((Act.BookSoft, Act.ChangeSoftBooking), (Week.ToBook, Week.ToChange));
        var hard = Week with { Commitment = Commitment.Hard };
        Assert.Equal((Act.BookHard, Act.ChangeHardBooking), (hard.ToBook, hard.ToChange));
    }

    [Theory]
    [Trait("rule", "R-216")]
    [InlineData(EngagementStatus.Completed, true)]
    [InlineData(EngagementStatus.Cancelled, true)]
    [InlineData(EngagementStatus.Prospect, false)]
    [InlineData(EngagementStatus.Active, false)]
    [InlineData(EngagementStatus.Closed, false)]
    public void Nobody_is_booked_on_what_is_completed_or_cancelled(EngagementStatus status, bool over) =>
        Assert.Equal(over, EngagementOver.Check(new EngagementKey("SOW-1"), status) is { Message: var message } && message.Contains(status.Text(), StringComparison.Ordinal));
}
