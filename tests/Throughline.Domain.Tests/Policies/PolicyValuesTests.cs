using Throughline.Domain.Dates;
using Throughline.Domain.Policies;

namespace Throughline.Domain.Tests.Policies;

public class PolicyValuesTests
{
    private static readonly DateOnly March = new(2026, 3, 2);

    [Fact]
    public void Where_nothing_was_decided_the_default_answers_and_says_so()
    {
        var answer = PolicyValues.Defaults.Answer("P-05", March);

        Assert.Equal(0.925m, answer.Number);
        Assert.Equal("default", answer.Version.Origin);
        Assert.Equal("P-05 = 0.925 (default)", answer.Version.ToString());
    }

    [Fact]
    public void The_narrowest_scope_wins_whatever_a_wider_one_says_later()
    {
        var values = new PolicyValues(
        [
            Row("6", PolicyScope.Organisation, "", new(2026, 3, 1)),
            Row("7", PolicyScope.Region, "EMEA", new(2026, 1, 1)),
            Row("8", PolicyScope.Role, "engineer", null),
            Row("9", PolicyScope.Engagement, "SOW-1042", null),
        ]);

        Assert.Equal("9", values.Answer(new("P-26", March, "SOW-1042", "EMEA", "engineer")).Text);
        Assert.Equal("8", values.Answer(new("P-26", March, "SOW-1", "EMEA", "engineer")).Text);
        Assert.Equal("7", values.Answer(new("P-26", March, "SOW-1", "EMEA")).Text);
        Assert.Equal("6", values.Answer(new("P-26", March, "SOW-1", "APAC")).Text);
        Assert.Equal("5", values.Answer(new("P-26", new(2026, 2, 1), "SOW-1", "APAC")).Text);
    }

    [Fact]
    public void In_one_scope_the_latest_value_in_force_answers_from_its_first_day_on()
    {
        var values = new PolicyValues(
        [
            Row("6", PolicyScope.Organisation, "", null),
            Row("7", PolicyScope.Organisation, "", new(2026, 3, 2)),
            Row("8", PolicyScope.Organisation, "", new(2026, 6, 1)),
        ]);

        Assert.Equal("6", values.Answer("P-26", March.AddDays(-1)).Text);
        Assert.Equal("7", values.Answer("P-26", March).Text);
        Assert.Equal("8", values.Answer("P-26", new(2027, 1, 1)).Text);
    }

    [Fact]
    [Trait("rule", "R-291")]
    public void An_answer_names_the_row_it_came_from_and_a_changed_row_is_another_version()
    {
        var before = new PolicyValues([Row("10", PolicyScope.Region, "EMEA", new(2026, 1, 1))]);
        var after = new PolicyValues([Row("12", PolicyScope.Region, "EMEA", new(2026, 1, 1))]);
        var question = new PolicyQuestion("P-26", March, Region: "EMEA");

        Assert.Equal("P-26 = 10 (region EMEA since 2026-01-01)", before.Answer(question).Version.ToString());
        Assert.NotEqual(before.Answer(question).Version, after.Answer(question).Version);
        Assert.Equal("organisation", new PolicyValues([Row("7", PolicyScope.Organisation, "", null)]).Answer("P-26", March).Version.Origin);
    }

    [Theory]
    [InlineData("project_manager", 70, "default for role project_manager")]
    [InlineData("engineer", 70, "default for role engineer")]
    [InlineData("architect", 55, "default for role architect")]
    [InlineData("trainer", 65, "default for role trainer")]
    [InlineData("coordinator", null, "default")]
    public void Each_role_has_its_own_utilisation_target(string role, int? percent, string origin)
    {
        var answer = PolicyValues.Defaults.Answer(new("utilisation.target", March, Role: role));

        Assert.Equal(percent, answer.NumberOrNull);
        Assert.Equal(origin, answer.Version.Origin);
    }

    [Fact]
    public void A_target_set_for_the_practice_beats_the_defaults_of_its_roles()
    {
        var values = new PolicyValues([new("utilisation.target", "60", PolicyScope.Organisation, "", null)]);

        Assert.Equal(60m, values.Answer(new("utilisation.target", March, Role: "architect")).NumberOrNull);
    }

    [Fact]
    public void Answers_are_read_as_what_they_are()
    {
        var defaults = PolicyValues.Defaults;

        Assert.Equal(5, defaults.Answer("P-26", March).WholeNumber);
        Assert.Equal(50000m, defaults.Answer("P-48", March).NumberOrNull);
        Assert.True(defaults.Answer("P-52", March).IsOn);
        Assert.False(defaults.Answer("P-23", March).IsOn);
        Assert.Equal(["accepted", "approved"], defaults.Answer("P-29", March).Items);
        Assert.Equal([-30m, -14m, 0m], defaults.Answer("reminder.expiration_days", March).Numbers);
        Assert.Equal((14, "calendar_days"), defaults.Answer("P-31", March).Span);
        Assert.Equal(new WeeklyMinute(DayOfWeek.Monday, 660), defaults.Answer("P-08", March).WeeklyTime);
        Assert.Equal(new TimeOnly(12, 0), defaults.Answer("training.code_cut_off", March).TimeOfDay);
        Assert.Equal("America/New_York", defaults.Answer("P-10", March).Zone.Id);
        Assert.Equal(BusinessCalendar.SaturdayAndSunday, defaults.Answer("weekend", March).DaysOff);
        Assert.Empty(new PolicyValues([new("weekend", "none", PolicyScope.Organisation, "", null)]).Answer("weekend", March).DaysOff);
    }

    [Fact]
    [Trait("rule", "P-07")]
    public void The_tolerance_of_each_kind_of_project_is_found_by_its_name()
    {
        var tolerance = PolicyValues.Defaults.Answer("P-07", March);

        Assert.Equal(5m, tolerance.NumberOf("tm"));
        Assert.Equal(10m, tolerance.NumberOf("consulting_block"));
        Assert.Null(tolerance.NumberOf("sku"));
        Assert.Equal(4, tolerance.Pairs.Count);
    }

    [Fact]
    [Trait("rule", "R-209")]
    public void Every_internal_time_category_has_a_class()
    {
        var categories = PolicyValues.Defaults.Answer("time.categories", March);

        Assert.Equal(14, categories.Pairs.Count);
        Assert.Equal("creditable", categories.ValueOf("mentoring"));
        Assert.Equal("non_creditable", categories.ValueOf("travel"));
        Assert.Equal("time_off", categories.ValueOf("pto"));
    }

    [Fact]
    public void Asking_about_an_unknown_policy_or_reading_a_value_as_something_else_is_our_bug()
    {
        Assert.Throws<ArgumentException>(() => PolicyValues.Defaults.Answer("P-99", March));
        Assert.Throws<FormatException>(() => PolicyValues.Defaults.Answer("P-26", March).WeeklyTime);
        Assert.Throws<FormatException>(() => PolicyValues.Defaults.Answer("P-26", March).Zone);
        Assert.Throws<FormatException>(() => PolicyValues.Defaults.Answer("P-26", March).DaysOff);
        Assert.Throws<FormatException>(() => PolicyValues.Defaults.Answer("P-27", March).Number);
    }

    [Fact]
    public void The_answer_is_the_best_row_found_by_looking_at_all_of_them() => Property.Holds(random =>
    {
        var rows = Enumerable.Range(1, random.Next(12)).Select(number =>
        {
            var scope = (PolicyScope)random.Next(4);
            return Row($"{number}", scope, scope == PolicyScope.Organisation ? "" : "ab"[random.Next(2)].ToString(),
                random.Next(3) == 0 ? null : March.AddDays(random.Next(20) - 10));
        }).DistinctBy(row => (row.ScopeKind, row.Scope, row.EffectiveFrom)).ToList();

        var answer = new PolicyValues(rows).Answer(new("P-26", March, "a", "a", "a"));

        var best = rows
            .Where(row => row.Scope is "" or "a" && (row.EffectiveFrom ?? March) <= March)
            .MaxBy(row => ((int)row.ScopeKind, row.EffectiveFrom ?? DateOnly.MinValue));
        Assert.Equal(best, answer.Version.Setting);
        Assert.Equal(best?.Value ?? "5", answer.Text);
    });

    private static PolicySetting Row(string value, PolicyScope kind, string scope, DateOnly? from) =>
        new("P-26", value, kind, scope, from);
}
