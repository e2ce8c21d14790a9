using System.Text.RegularExpressions;

namespace Throughline.Tests.Architecture;

/// <summary>Every form that changes something begins with <c>FormTop</c>: the antiforgery token and the key that makes it take effect once.</summary>
public partial class FormTests
{
    [Fact]
    public void Every_form_that_is_posted_begins_with_its_token_and_its_key() => Assert.Empty(
        Directory.GetFiles(Path.Combine(DirectionTests.SourceRoot(), "src", "Throughline"), "*.razor", SearchOption.AllDirectories)
            .SelectMany(file => WithoutTop(File.ReadAllText(file)).Select(form => $"{Path.GetFileName(file)}: {form}")));

    [Fact]
    public void The_check_sees_a_form_that_has_only_the_token() =>
        Assert.Single(WithoutTop("<form method=\"post\" action=\"/a\"><AntiforgeryToken /></form><form id=\"b\" method=\"post\"><FormTop /></form><form method=\"get\"></form>"));

    private static IEnumerable<string> WithoutTop(string markup) => Form().Matches(markup)
        .Where(form => form.Groups["tag"].Value.Contains("method=\"post\"", StringComparison.OrdinalIgnoreCase) && !form.Value.Contains("<FormTop", StringComparison.Ordinal))
        .Select(form => form.Groups["tag"].Value);

    [GeneratedRegex("(?<tag><form\\b[^\\n]*?>).*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();
}
