using Throughline.Domain.Acceptance;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Acceptance;

/// <summary>Sent on Monday 2 June 2025 under a clause of five business days.</summary>
[Trait("rule", "R-228")]
public class AcceptanceCountdownTests
{
    private static readonly AcceptanceTerms Five = new(5);
    private static readonly BusinessCalendar Calendar = new([DayOfWeek.Saturday, DayOfWeek.Sunday], []);

    private static readonly AcceptanceRequestFact Asked = new("A-1", new EngagementKey("SOW-1"), "m1", 1, "open")
    {
        SentOn = Day("2025-06-02"), Recipient = "Laura Benning", Terms = Five, Calendar = Calendar, NoticesSent = 1,
        Clock = PassiveAcceptance.Start(new DateTimeOffset(2025, 6, 2, 10, 0, 0, TimeSpan.Zero), TimeZoneInfo.Utc, Five, Calendar),
    };

    private static readonly PracticeFacts Practice = Reports.Given.Practice with { Engagements = [FixedFee()], Milestones = [Milestone(null)], AcceptanceRequests = [Asked] };

    private static List<AcceptanceCountdownRow> Of(PracticeFacts facts, string today) => [.. AcceptanceCountdown.Of(facts, Request(today: today))];

    [Theory]
    [InlineData("2025-06-02", 1)]
    [InlineData("2025-06-04", 3)]
    [InlineData("2025-06-06", 5)]
    [InlineData("2025-06-09", 5)]
    public void A_request_counts_its_days_until_the_last(string today, int day) => Assert.Equal(day, Assert.Single(Of(Practice, today)).Day);

    [Fact]
    public void The_report_says_day_n_of_N_and_by_which_day()
    {
        Assert.True(ReportCatalog.Find("acceptance-clock").Succeeded(out var report, out _));

        Assert.Equal(
            ["SOW-1", "m1", "Title of m1", "40000.00", "2025-06-02", "3", "5", "2025-06-06", "Laura Benning", "1", "false", "USD"],
            Assert.Single(report.Build(Practice, Request(today: "2025-06-04")).Rows).Cells.Select(cell => cell.Canonical));
    }

    [Theory]
    [InlineData("2025-06-05", null, 2, true)]
    [InlineData("2025-06-04", "2025-06-04", 2, true)]
    [InlineData("2025-06-05", "2025-06-04", 3, false)]
    public void While_it_is_held_the_count_stands_still(string today, string? end, int day, bool held)
    {
        var row = Assert.Single(Of(Practice with { AcceptanceHolds = [new AcceptanceHoldFact("A-1", Day("2025-06-04"), end is null ? null : Day(end))] }, today));

        Assert.Equal((day, held), (row.Day, row.Held));
    }

    [Fact]
    public void Without_a_clause_of_silence_there_is_no_count()
    {
        var row = Assert.Single(Of(Practice with { AcceptanceRequests = [Asked with { Terms = null, Clock = null }] }, "2025-06-30"));

        Assert.Equal((null, false), (row.Day, row.Held));
    }

    [Fact]
    public void What_is_answered_not_sent_yet_or_not_sold_is_left_out()
    {
        Assert.Empty(Of(Practice, "2025-06-01"));
        Assert.Empty(Of(Practice with { AcceptanceRequests = [Asked with { State = "accepted" }] }, "2025-06-04"));
        Assert.Empty(Of(Practice with { Engagements = [FixedFee() with { Status = EngagementStatus.Cancelled }] }, "2025-06-04"));
    }
}
