using Throughline.Domain.Acceptance;
using Throughline.Domain.Policies;

namespace Throughline.Domain.Tests.Acceptance;

public class AcceptanceGroundTests
{
    private static readonly DateOnly Day = new(2026, 3, 9), Theirs = new(2026, 3, 10), Ours = new(2026, 3, 11);
    private static readonly AcceptanceFacts Facts = new("SOW-1", "emea", 5, false, "Europe/Berlin", [Theirs], [Ours]);

    [Fact]
    [Trait("rule", "P-27c")]
    public void The_count_skips_the_days_off_of_the_calendar_the_practice_chose_and_goes_by_its_zone()
    {
        Assert.Equal(("vendor_region", "America/New_York", true, false), Of());
        Assert.Equal(("customer", "Europe/Berlin", false, true), Of(("P-27c", "customer")));
        Assert.Equal(("union", "Europe/Berlin", false, false), Of(("P-27c", "union")));

        (string, string, bool, bool) Of(params (string, string)[] said)
        {
            var ground = AcceptanceGround.Of(Facts, Said(said), Day);
            return (ground.CalendarOf switch { AcceptanceCalendar.Customer => "customer", AcceptanceCalendar.Union => "union", _ => "vendor_region" }, ground.Zone.Id, ground.Calendar.IsBusinessDay(Theirs), ground.Calendar.IsBusinessDay(Ours));
        }
    }

    [Fact]
    public void A_customer_without_a_zone_is_counted_by_the_practice_s() =>
        Assert.Equal("America/New_York", AcceptanceGround.Of(Facts with { CustomerZone = null }, Said(("P-27c", "customer")), Day).Zone.Id);

    [Fact]
    [Trait("rule", "R-229")]
    public void Without_a_clause_there_are_no_terms() => Assert.Null(AcceptanceGround.Of(Facts with { Days = null }, PolicyValues.Defaults, Day).Terms);

    [Fact]
    [Trait("rule", "P-27")]
    public void The_terms_are_the_contract_s_days_and_the_practice_s_ways()
    {
        var usual = AcceptanceGround.Of(Facts, PolicyValues.Defaults, Day);
        var other = AcceptanceGround.Of(
            Facts with { InCalendarDays = true },
            Said(("P-27", "same"), ("P-27b", "next_business_day"), ("acceptance.notice_days_left", "5;2"), ("acceptance.final_notice_days_left", "0"), ("acceptance.notice_time", "08:30"), ("acceptance.resubmission", "remaining")), Day);

        Assert.Equal(new AcceptanceTerms(5), usual.Terms);
        Assert.Equal(([3, 1], 1, new TimeOnly(9, 0), false), (usual.Notices.DaysLeft.ToArray(), usual.Notices.FinalDaysLeft, usual.Notices.At, usual.GoesOn), new Same());
        Assert.Equal(new AcceptanceTerms(5, AcceptanceUnit.CalendarDays, NonBusinessStart.Same, PassiveRecordedDate.NextBusinessDay), other.Terms);
        Assert.Equal(([5, 2], 0, new TimeOnly(8, 30), true), (other.Notices.DaysLeft.ToArray(), other.Notices.FinalDaysLeft, other.Notices.At, other.GoesOn), new Same());
    }

    private static PolicyValues Said(params (string Policy, string Value)[] said) =>
        new(said.Select(one => new PolicySetting(one.Policy, one.Value, PolicyScope.Organisation, "", null)));

    private sealed class Same : IEqualityComparer<(int[] Left, int Final, TimeOnly At, bool GoesOn)>
    {
        public bool Equals((int[] Left, int Final, TimeOnly At, bool GoesOn) x, (int[] Left, int Final, TimeOnly At, bool GoesOn) y) =>
            x.Left.SequenceEqual(y.Left) && (x.Final, x.At, x.GoesOn) == (y.Final, y.At, y.GoesOn);

        public int GetHashCode((int[] Left, int Final, TimeOnly At, bool GoesOn) obj) => obj.Final;
    }
}
