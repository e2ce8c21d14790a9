using System.Text.RegularExpressions;

namespace Throughline.Tests.Architecture;

/// <summary>A record is found by its key, whatever the key is: no page of ours may stand where one record's page would be.</summary>
public partial class RouteTests
{
    // An e-mail address, a day and a report's name are never a word like "new".
    private static readonly string[] NoKeys = ["/admin/users/{Email}", "/my-week/{MondayText}", "/reports/{Name}"];

    [Fact]
    public void No_page_stands_where_the_page_of_a_record_would_be() => Assert.Empty(Clashes(
        Directory.GetFiles(Path.Combine(DirectionTests.SourceRoot(), "src", "Throughline"), "*.razor", SearchOption.AllDirectories)
            .SelectMany(file => Route().Matches(File.ReadAllText(file))).Select(route => route.Groups["route"].Value)));

    [Fact]
    public void The_check_sees_a_page_in_the_place_of_a_record() =>
        Assert.Equal(["/a/new in place of /a/{Key}"], Clashes(["/a", "/a/new", "/a/{Key}", "/a/{Key}/edit", "/b/new", "/b/{Id:guid}"]));

    private static IEnumerable<string> Clashes(IEnumerable<string> routes)
    {
        var all = routes.ToList();
        return from plain in all
               where !plain.Contains('{', StringComparison.Ordinal)
               from keyed in all.Except(NoKeys)
               where keyed != plain && Answers(keyed.Split('/'), plain.Split('/'))
               select $"{plain} in place of {keyed}";
    }

    private static bool Answers(string[] keyed, string[] plain) =>
        keyed.Length == plain.Length && keyed.Zip(plain).All(pair => pair.First == pair.Second || AnyWord().IsMatch(pair.First));

    [GeneratedRegex("^@page \"(?<route>[^\"]*)\"", RegexOptions.Multiline)]
    private static partial Regex Route();

    [GeneratedRegex(@"^\{\w+\}$")]
    private static partial Regex AnyWord();
}
