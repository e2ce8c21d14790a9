using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Tests.Timekeeping;

[Trait("rule", "R-214")]
public class CertificationTests
{
    private static readonly Certification Quarter = new(
        "FY27-Q1.p1", "FY27-Q1", new("p1"), new(new(2026, 2, 1), new(2026, 4, 30)), CertificationState.Generated, 400m, 300m, null, null, "", "", "op@example.org", default);

    [Fact]
    public void Three_levels_follow_one_another_and_sending_back_goes_one_back()
    {
        Assert.Equal([CertificationLevel.DeliveryManager, CertificationLevel.HeadOfServices, CertificationLevel.Finance, null],
            Enum.GetValues<CertificationState>().Select(CertificationFlow.Next));
        Assert.Equal([CertificationState.ManagerApproved, CertificationState.HeadApproved, CertificationState.FinanceApproved, CertificationState.FinanceApproved],
            Enum.GetValues<CertificationState>().Select(CertificationFlow.After));
        Assert.Equal([CertificationState.Generated, CertificationState.Generated, CertificationState.ManagerApproved, CertificationState.HeadApproved],
            Enum.GetValues<CertificationState>().Select(CertificationFlow.Before));
        Assert.All(Enum.GetValues<CertificationState>(), state => Assert.Equal(state, CertificationFlow.Words.Parse(state.Code())));
        Assert.Equal(["delivery manager", "head of services", "finance"], Enum.GetValues<CertificationLevel>().Select(CertificationFlow.InWords));
    }

    [Fact]
    public void Each_level_is_somebody_else_s_and_what_finance_certified_stays()
    {
        var managed = Quarter with { State = CertificationState.ManagerApproved };

        Assert.Null(CertificationFlow.Refuse(managed, "head", "manager", true, null));
        Assert.Equal("separation_of_duties", CertificationFlow.Refuse(managed, "manager", "manager", true, null)!.Rule);
        Assert.Equal("R-291", CertificationFlow.Refuse(managed, "head", "manager", false, " ")!.Rule);
        Assert.Null(CertificationFlow.Refuse(managed, "head", "manager", false, "Leave is missing"));
        Assert.Equal("R-214", CertificationFlow.Refuse(Quarter, "manager", null, false, "Wrong")!.Rule);
        Assert.Equal("R-214", CertificationFlow.Refuse(Quarter with { State = CertificationState.FinanceApproved }, "head", null, true, null)!.Rule);
    }

    [Fact]
    public void The_head_of_services_alone_lets_other_hours_count_and_says_why()
    {
        var managed = Quarter with { State = CertificationState.ManagerApproved };

        Assert.Null(CertificationFlow.RefuseAdjustment(managed, 320m, "Product work counts this quarter"));
        Assert.IsType<InvalidFields>(CertificationFlow.RefuseAdjustment(managed, 401m, "Too many"));
        Assert.IsType<InvalidFields>(CertificationFlow.RefuseAdjustment(managed, 320m, ""));
        Assert.IsType<CertificationRefused>(CertificationFlow.RefuseAdjustment(Quarter, 320m, "Too early"));
    }

    [Fact]
    [Trait("rule", "R-213")]
    public void The_kept_text_lists_the_days_in_order_and_is_the_same_for_the_same_hours()
    {
        CertifiedLine[] lines = [new(new(2026, 2, 3), null, "mentoring", 1.5m, true), new(new(2026, 2, 2), new("SOW-1"), null, 8m, true)];

        Assert.Equal("date,engagement,category,hours,counts\n2026-02-02,SOW-1,,8,true\n2026-02-03,,mentoring,1.5,true\n", CertificationFlow.Text(lines));
        Assert.Equal(CertificationFlow.Text(lines), CertificationFlow.Text(lines.Reverse()));
        Assert.Equal("FY27-Q1.p1", Certification.KeyOf("FY27-Q1", new("p1")));
    }
}
