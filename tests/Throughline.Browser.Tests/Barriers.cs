using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Throughline.Browser.Tests;

/// <summary>What keeps somebody from using a page, as far as a machine can find it: the accessibility rules, and a page wider than its window.</summary>
internal static class Barriers
{
    /// <param name="page">The page as it stands open.</param>
    /// <param name="what">How a finding names it.</param>
    /// <param name="width">Of the window, in pixels.</param>
    public static async Task<IEnumerable<string>> OfAsync(IPage page, string what, int width)
    {
        var result = await page.RunAxe();
        var found = result.Violations.Select(violation => $"{what}: {violation.Id} at {string.Join(", ", violation.Nodes.Take(3).Select(node => node.Html))}");
        return await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
            ? found.Append($"{what}: scrolls sideways at {width} pixels")
            : found;
    }
}
