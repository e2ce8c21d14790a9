using Microsoft.Playwright;
using Throughline.Testing;

namespace Throughline.Browser.Tests;

/// <summary>The browser of the machine, for one test class: the one named by THROUGHLINE_CHROMIUM, else the first that stands where it usually does.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Usual =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ];

    private readonly IPlaywright playwright;

    private Chromium(IPlaywright playwright, IBrowser browser) => (this.playwright, Browser) = (playwright, browser);

    public IBrowser Browser { get; }

    public static async Task<Chromium> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new Chromium(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("THROUGHLINE_CHROMIUM") ?? Usual.First(File.Exists),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        }));
    }

    /// <summary>A page of somebody who has just signed in; its addresses may begin with a slash.</summary>
    public async Task<IPage> SignedInAsync(PracticeServer server, string email, ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 800)
    {
        var page = await Browser.NewPageAsync(new() { BaseURL = server.Address, ColorScheme = scheme, ViewportSize = new() { Width = width, Height = height } });
        await page.GotoAsync("/sign-in");
        await page.FillAsync("[name=Email]", email);
        await page.FillAsync("[name=Password]", PracticeServer.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(address => !address.Contains("/sign-in", StringComparison.Ordinal));
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright.Dispose();
    }
}
