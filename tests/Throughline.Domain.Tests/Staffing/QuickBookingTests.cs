using Throughline.Domain.Staffing;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Staffing;

public sealed class QuickBookingTests
{
    [Theory]
    [InlineData("p017 SOW-1042 20h 2026-12-07..18 soft", EntryWay.Total, "20", "2026-12-07", "2026-12-18", Commitment.Soft)]
    [InlineData("2026-12-07..2026-12-18 HARD 6,5h/d p017 SOW-1042", EntryWay.PerDay, "6,5", "2026-12-07", "2026-12-18", Commitment.Hard)]
    [InlineData("p017 SOW-1042 30h/w 2026-12-07..01-08", EntryWay.PerWeek, "30", "2026-12-07", "2027-01-08", Commitment.Soft)]
    [InlineData("p017 SOW-1042 50% 2026-12-07", EntryWay.Percent, "50", "2026-12-07", "2026-12-07", Commitment.Soft)]
    public void A_line_says_who_what_how_much_and_when_in_any_order(string line, EntryWay way, string value, string first, string last, Commitment kind)
    {
        Assert.True(QuickBooking.Read(line).Succeeded(out var booking, out var problem), problem?.Message);
        Assert.Equal((way, value, Days(first, last), kind), (booking.Way, booking.Value, booking.Days, booking.Commitment));
        Assert.Equal(["p017", "SOW-1042"], booking.Rest);
    }

    [Theory]
    [InlineData("p017 SOW-1042 2026-12-07", "No hours are named.")]
    [InlineData("p017 SOW-1042 20h", "No days are named.")]
    [InlineData("p017 SOW-1042 20h 2026-12-07..01", "\"2026-12-07..01\" are no days.")]
    [InlineData(null, "No hours are named.")]
    public void What_a_line_lacks_is_said_with_an_example(string? line, string message)
    {
        Assert.False(QuickBooking.Read(line).Succeeded(out _, out var problem));
        Assert.Equal($"{message} Write person, engagement, hours and days like: {QuickBooking.Example}", Assert.Single(((InvalidFields)problem).Errors).Message);
    }
}
