using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Throughline.Browser.Tests;

/// <summary>What keeps somebody from using a page, as far as a machine can find it: the accessibility rules, and a page wider than its window.</summary>
internal static class Barriers
{
    private static readonly AxeRunOptions Contrast = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } };

    /// <summary>
    /// Looks at the page as it stands open on a desk and on a phone, light and dark: every rule on the light desk and the
    /// dark phone, and what dark alone changes, contrast, on the dark desk. Leaves the light desk behind.
    /// </summary>
    /// <param name="page">The page as it stands open.</param>
    /// <param name="what">How a finding names it.</param>
    public static async Task<IReadOnlyList<string>> InEveryLookAsync(IPage page, string what)
    {
        List<string> found = [];
        await LookAsync(ColorScheme.Light, 1280, null);
        await LookAsync(ColorScheme.Dark, 1280, Contrast);
        await LookAsync(ColorScheme.Dark, 390, null);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(1280, 800);
        return found;

        async Task LookAsync(ColorScheme scheme, int width, AxeRunOptions? rules)
        {
            // Colours that are on their way to others would be measured in between.
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await page.SetViewportSizeAsync(width, 800);
            await KeepAsync(page, what, scheme, width);
            found.AddRange(await OfAsync(page, FormattableString.Invariant($"{what}, {scheme} {width}"), rules));
        }
    }

    /// <summary>The same of the page as its window is.</summary>
    public static async Task<IEnumerable<string>> OfAsync(IPage page, string what, AxeRunOptions? rules = null)
    {
        var result = await page.RunAxe(rules);
        var found = result.Violations.Select(violation => $"{what}: {violation.Id} at {string.Join(", ", violation.Nodes.Take(3).Select(node => node.Html))}");
        return await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
            ? found.Append($"{what}: scrolls sideways")
            : found;
    }

    // For whoever wants to look: a folder named in the environment gets pictures of what the tests see.
    private static async Task KeepAsync(IPage page, string what, ColorScheme scheme, int width)
    {
        if (Environment.GetEnvironmentVariable("THROUGHLINE_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { FullPage = true, Path = Path.Combine(folder, string.Concat(what.Select(sign => char.IsLetterOrDigit(sign) ? sign : '-')) + $"-{scheme}-{width}.png") });
    }
}
