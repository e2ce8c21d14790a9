using Throughline.Domain.Accounts;
using Throughline.Domain.Policies;

namespace Throughline.Domain.Tests.Policies;

public class RuleCatalogTests
{
    private static readonly string[] OwnRules =
    [
        "day_ledger", "stale_version", "idempotency_key", "duplicate_key", "unknown_reference", "access",
        "value_range", "value_missing", "not_stored", "recorded_at", "export", "not_found", "parameter",
        "body", "if_match", "clock", "separation_of_duties", "scope", "token", "sign_in", "mail",
        "sign_in_limit", "password", "link", "email", "report", "report_column", "report_sort", "report_currency", "worksheet",
        "report_range", "report_parameter", "report_explain", "report_row", "statement", "statement_status",
        "rate_missing", "cost_rate_missing", "exchange_rate_missing", "feed", "schedule", "time_sheet", "saved_view",
    ];

    [Fact]
    public void Every_rule_stands_in_the_catalog_once_and_none_is_missing()
    {
        var requirements = Enumerable.Range(1, 297).Select(number => $"R-{number:000}");
        var expected = requirements.Concat(OwnRules).Concat(PolicyCatalog.All.Select(policy => policy.Id));

        Assert.Equal(expected, RuleCatalog.All.Select(rule => rule.Id));
    }

    [Fact]
    public void Every_rule_is_one_sentence_with_a_subject_and_a_source() => Assert.All(RuleCatalog.All, rule =>
    {
        Assert.EndsWith(".", rule.Sentence, StringComparison.Ordinal);
        Assert.True(char.IsUpper(rule.Sentence[0]), rule.Id);
        Assert.NotEmpty(rule.Area);
        Assert.NotEmpty(rule.Source);
        Assert.DoesNotContain("[", rule.Sentence + rule.Source, StringComparison.Ordinal);
    });

    [Fact]
    public void No_two_rules_say_the_same() =>
        Assert.Equal(RuleCatalog.All.Count, RuleCatalog.All.Select(rule => rule.Sentence).Distinct().Count());

    [Fact]
    public void A_policy_that_a_sentence_names_exists()
    {
        var named = RuleCatalog.All
            .SelectMany(rule => rule.Sentence.Split(' ', '(', ')', ',', '.'))
            .Where(word => word.StartsWith("P-", StringComparison.Ordinal));

        Assert.All(named, id => Assert.NotNull(PolicyCatalog.Find(id)));
    }

    [Theory]
    [InlineData("R-108", RuleKind.Rule, "Forecast and upside", "000:73; public practice page")]
    [InlineData("day_ledger", RuleKind.Database, "Database and interface", "analyst's decision")]
    [InlineData("P-26", RuleKind.Policy, "Acceptance", "000:191")]
    public void A_rule_is_found_by_its_id(string id, RuleKind kind, string area, string source)
    {
        var rule = RuleCatalog.Find(id)!;

        Assert.Equal((kind, area, source), (rule.Kind, rule.Area, rule.Source));
    }

    [Fact]
    [Trait("rule", "separation_of_duties")]
    public void Every_answer_of_the_access_table_names_a_rule_that_can_be_looked_up() => Assert.All(
        from act in Enum.GetValues<Act>()
        from relation in Enum.GetValues<Relation>()
        from scopes in (IReadOnlySet<Scope>?[])[null, new HashSet<Scope>()]
        select DefaultAccess.Table.Decide([Role.Member, Role.PracticeManager], scopes, act, relation).Rule,
        rule => Assert.True(RuleCatalog.Find(rule) is not null, rule));

    [Fact]
    public void An_unknown_id_is_not_found() => Assert.Null(RuleCatalog.Find("R-298"));

    [Fact]
    public void A_search_finds_the_rules_that_hold_every_word_in_any_case()
    {
        Assert.Contains(RuleCatalog.Search("SILENCE day 1"), rule => rule.Id == "R-228");
        Assert.Contains(RuleCatalog.Search("r-228"), rule => rule.Id == "R-228");
        Assert.Contains(RuleCatalog.Search("raid"), rule => rule is { Id: "R-163", Area: "RAID" });
        Assert.Empty(RuleCatalog.Search("silence xyzzy"));
        Assert.Equal(RuleCatalog.All, RuleCatalog.Search(" "));
    }
}
