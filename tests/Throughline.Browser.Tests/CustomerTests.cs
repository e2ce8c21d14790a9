using Microsoft.Playwright;
using Throughline.Testing;
using Throughline.Tests.Acceptance;

namespace Throughline.Browser.Tests;

/// <summary>A customer with a phone: no account, a link in a mail, a decision to make.</summary>
public sealed class CustomerTests(TestDatabases databases) : IAsyncLifetime
{
    private PracticeServer server = null!;
    private Chromium browser = null!;

    public async ValueTask InitializeAsync()
    {
        server = await AskedCustomer.StartAsync(databases);
        await AskedCustomer.AskAsync(server, "A-2", "SOW-1042", "M4", "Wave 1 runs on the new platform.", "Report.txt");
        browser = await Chromium.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task One_customer_accepts_with_remarks_and_another_rejects_with_reasons_on_a_phone_and_no_page_stands_in_their_way()
    {
        var barriers = new List<string>();
        var phone = await PhoneAsync(ColorScheme.Light);
        await phone.GotoAsync(await AskedCustomer.LinkAsync(server));
        barriers.AddRange(await Barriers.OfAsync(phone, "customer, light, phone"));
        await phone.TapAsync("text=Decide, open until Friday");
        await phone.TapAsync("button:has-text('Send my decision')");
        Assert.Equal("open", await server.ReadAsync<string>("select state from acceptance_requests where acceptance_request = 'A-1'"));
        await phone.TapAsync("label:has-text('Accept with remarks')");
        await phone.FillAsync("[name=remarks]", "The printer in depot 2 is slow.");
        await phone.TapAsync("button:has-text('Send my decision')");
        await phone.WaitForSelectorAsync("text=Thank you. It is accepted");
        barriers.AddRange(await Barriers.OfAsync(phone, "thanks, light, phone"));
        Assert.Equal(("accepted", "The printer in depot 2 is slow."), await server.ReadAsync<(string, string)>("select state, remarks from acceptance_requests where acceptance_request = 'A-1'"));

        var dark = await PhoneAsync(ColorScheme.Dark);
        var link = await AskedCustomer.LinkAsync(server, "A-2");
        await dark.GotoAsync(link);
        await dark.TapAsync("label.ch:has-text('Reject')");
        await dark.TapAsync("button:has-text('Send my decision')");
        await dark.WaitForSelectorAsync(".errs:has-text('Say which points are not met')");
        barriers.AddRange(await Barriers.OfAsync(dark, "customer with an error, dark, phone"));
        await dark.TapAsync("label.pt:has-text('Labels print')");
        await dark.FillAsync("[name=reason-2]", "4.2 seconds in depot 2.");
        await dark.FillAsync("[name=other]", "The manual is missing.");
        await dark.TapAsync("button:has-text('Send my decision')");
        await dark.WaitForSelectorAsync("text=Thank you. We have your reasons");
        barriers.AddRange(await Barriers.OfAsync(dark, "thanks, dark, phone"));
        await dark.GotoAsync(link);
        await dark.WaitForSelectorAsync("text=This page is not open any more");
        barriers.AddRange(await Barriers.OfAsync(dark, "closed, dark, phone"));

        Assert.Equal(
            ["4.2 seconds in depot 2.", "The manual is missing."],
            await server.ListAsync<string>("select objection from acceptance_points where acceptance_request = 'A-2' and objection is not null order by point"));
        Assert.Empty(barriers);
    }

    private Task<IPage> PhoneAsync(ColorScheme scheme) => browser.Browser.NewPageAsync(new()
    {
        BaseURL = server.Address, ColorScheme = scheme, ViewportSize = new() { Width = 390, Height = 844 }, HasTouch = true, IsMobile = true,
    });
}
