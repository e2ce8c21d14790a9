using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Throughline.Bench.Measure;

/// <summary>One's week as a browser holds it: the cells that can be typed into, and what its forms must send along.</summary>
internal sealed partial class WeekPage
{
    private const string Path = "/my-week";

    private readonly Client browser;
    private readonly Dictionary<string, string> hidden;
    private readonly string[] cells, values;

    private WeekPage(Client browser, string html)
    {
        this.browser = browser;
        Person = PersonOf().Match(html).Groups[1].Value;
        var inputs = Input().Matches(html).Select(match => match.Value).ToList();
        cells = [.. inputs.Select(input => Client.Attribute(input, "name")).Where(name => name.StartsWith("cell|", StringComparison.Ordinal))];
        values = [.. inputs.Where(input => Client.Attribute(input, "name").StartsWith("cell|", StringComparison.Ordinal)).Select(input => Client.Attribute(input, "value"))];
        var form = FormOf().Match(html).Value;
        hidden = Input().Matches(form).Select(match => match.Value).Where(input => Client.Attribute(input, "type") == "hidden" && Client.Attribute(input, "name").Length > 0)
            .GroupBy(input => Client.Attribute(input, "name")).ToDictionary(group => group.Key, group => Client.Attribute(group.First(), "value"));
    }

    public string Person { get; }

    /// <summary>Null when the page has no cells to type into.</summary>
    public static async Task<WeekPage?> OpenAsync(Client browser, CancellationToken stop)
    {
        using var answer = await browser.GetPlainAsync(Path, stop);
        var page = answer.StatusCode == HttpStatusCode.OK ? new WeekPage(browser, await answer.Content.ReadAsStringAsync(stop)) : null;
        return page?.cells.Length > 0 ? page : null;
    }

    /// <summary>Types into one of the cells as the script of the page does; false when it was not stored.</summary>
    public async Task<bool> SaveAsync(int turn, string text, CancellationToken stop)
    {
        var at = turn % cells.Length;
        var fields = new Dictionary<string, string> { ["cell"] = cells[at], ["value"] = text, ["person"] = Person };
        using var answer = await browser.PostFormAsync(Path + "/cells", fields, hidden.GetValueOrDefault("__RequestVerificationToken", ""), stop);
        if (answer.StatusCode != HttpStatusCode.OK)
            return false;

        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop));
        cells[at] = body.RootElement.GetProperty("name").GetString()!;
        values[at] = body.RootElement.GetProperty("value").GetString()!;
        return true;
    }

    /// <summary>Presses the button that hands the week in, with every cell as it stands.</summary>
    public async Task<bool> SubmitAsync(CancellationToken stop)
    {
        var fields = new Dictionary<string, string>(hidden) { ["act"] = "submit" };
        for (var i = 0; i < cells.Length; i++)
            fields[cells[i]] = values[i];

        using var answer = await browser.PostFormAsync(Path, fields, "", stop);
        return (int)answer.StatusCode is >= 300 and < 400;
    }

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Input();

    [GeneratedRegex("data-person=\"([^\"]*)\"")]
    private static partial Regex PersonOf();

    [GeneratedRegex("<form id=\"week\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex FormOf();
}
