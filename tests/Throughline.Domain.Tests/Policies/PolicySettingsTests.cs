using Throughline.Domain.Policies;

namespace Throughline.Domain.Tests.Policies;

[Trait("rule", "R-287")]
public class PolicySettingsTests
{
    [Fact]
    public void A_good_row_is_read_with_its_value_in_one_form()
    {
        var (setting, problems) = PolicySettings.Read("P-26", " 10 ", "region", "EMEA", new DateOnly(2026, 1, 1));

        Assert.Empty(problems);
        Assert.Equal(new PolicySetting("P-26", "10", PolicyScope.Region, "EMEA", new DateOnly(2026, 1, 1)), setting);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("organisation")]
    public void Without_a_scope_a_row_is_for_the_whole_organisation(string? kind) =>
        Assert.Equal(new PolicySetting("P-05", "0.925", PolicyScope.Organisation, "", null), PolicySettings.Read("P-05", "0.925", kind, null, null).Setting);

    [Theory]
    [InlineData("P-5", "P-05")]
    [InlineData("forecast.other_wieght", "forecast.other_weight")]
    [InlineData("WEEKEND", "weekend")]
    public void An_unknown_policy_is_refused_and_the_nearest_one_named(string given, string nearest)
    {
        var problem = Assert.Single(PolicySettings.Read(given, "1", null, null, null).Problems);

        Assert.Equal("policy", problem.Column);
        Assert.Equal($"there is no policy \"{given}\"; the nearest is {nearest}", problem.Message);
    }

    [Fact]
    public void A_bad_value_is_refused_and_what_it_must_be_is_said()
    {
        var problem = Assert.Single(PolicySettings.Read("P-04", "40%", null, null, null).Problems);

        Assert.Equal("value", problem.Column);
        Assert.Equal("\"40%\" is not a value of P-04 (Weight of soft bookings); it must be a number from 0 to 1", problem.Message);
    }

    [Fact]
    public void A_policy_of_the_whole_practice_cannot_be_set_for_one_region()
    {
        var problem = Assert.Single(PolicySettings.Read("P-10", "UTC", "region", "EMEA", null).Problems);

        Assert.Equal("scope_kind", problem.Column);
        Assert.Equal("P-10 (Practice time zone) cannot be set for one region; it can be set for organisation", problem.Message);
    }

    [Fact]
    public void Everything_wrong_with_a_row_is_said_at_once()
    {
        var (setting, problems) = PolicySettings.Read("P-26", "soon", "planet", "Mars", null);

        Assert.Null(setting);
        Assert.Equal(["value", "scope_kind"], problems.Select(problem => problem.Column));
    }

    [Theory]
    [InlineData("engagement", "")]
    [InlineData("region", null)]
    [InlineData("organisation", "EMEA")]
    [InlineData("", "EMEA")]
    public void A_scope_is_named_exactly_when_the_row_is_not_for_everyone(string kind, string? scope) =>
        Assert.Equal("scope", Assert.Single(PolicySettings.Read("P-26", "5", kind, scope, null).Problems).Column);
}
