using System.Text.RegularExpressions;
using Npgsql;
using Throughline.Data;
using Throughline.Domain.Policies;

namespace Throughline.Tests.Architecture;

/// <summary>A refusal links to its rule; the page must be there.</summary>
public partial class RuleCodeTests
{
    [Fact]
    public void Every_rule_that_a_refusal_names_can_be_looked_up() =>
        Assert.Empty(Sources().SelectMany(source => Codes(source.Text).Where(IsUnknown).Select(code => $"{source.File}: {code}")));

    [Fact]
    public void The_check_sees_a_code_that_is_in_no_catalog() => Assert.Equal(
        ["soft_floor", "R-999"],
        Codes("record Soft() : Problem(\n  \"soft_floor\", \"No.\"); return late ? new(\"R-999\", \"No.\") : new NotAllowed(\"scope\", \"No.\");").Where(IsUnknown));

    [Theory]
    [InlineData(PostgresErrorCodes.UniqueViolation)]
    [InlineData(PostgresErrorCodes.ForeignKeyViolation)]
    [InlineData(PostgresErrorCodes.CheckViolation)]
    [InlineData(PostgresErrorCodes.NotNullViolation)]
    [InlineData(PostgresErrorCodes.NumericValueOutOfRange)]
    [InlineData(PostgresErrorCodes.StringDataRightTruncation)]
    [InlineData(PostgresErrorCodes.UntranslatableCharacter)]
    public void What_the_database_refuses_can_be_looked_up(string state) =>
        Assert.NotNull(RuleCatalog.Find(DatabaseRefusal.From(new PostgresException("no", "ERROR", "ERROR", state))!.Rule));

    private static bool IsUnknown(string code) => RuleCatalog.Find(code) is null;

    private static IEnumerable<string> Codes(string text) => Code().Matches(text).Select(match => match.Groups["code"].Value);

    private static IEnumerable<(string File, string Text)> Sources()
    {
        var folder = Path.Combine(DirectionTests.SourceRoot(), "src");
        return from file in Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories)
               where Path.GetExtension(file) is ".cs" or ".razor"
               select (Path.GetRelativePath(folder, file), File.ReadAllText(file));
    }

    // What is handed to a refusal as its rule, and everything that is written like the number of a requirement or policy.
    [GeneratedRegex("""(?:\b\w*(?:Problem|Refused|NotAllowed|Refusal)\(\s*|\bRule\s*(?:[:=]|is|==)\s*)"(?<code>[a-z]\w*(?:\.[\w-]+)?)"|"(?<code>[RP]-\d{2,3}b?)"|, "(?<code>separation_of_duties)"\)""")]
    private static partial Regex Code();
}
