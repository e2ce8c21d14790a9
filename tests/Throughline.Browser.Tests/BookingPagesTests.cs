using Microsoft.Playwright;
using Throughline.Testing;
using Throughline.Tests.Staffing;
using static Throughline.Tests.Staffing.StaffingWorld;

namespace Throughline.Browser.Tests;

/// <summary>The pages beside the grid: entering hours, gestures as forms, steps, overtime and notices.</summary>
public sealed class BookingPagesTests(TestDatabases databases) : IAsyncLifetime
{
    private StaffingWorld world = null!;
    private PracticeServer server = null!;
    private Chromium chromium = null!;
    private IPage page = null!;

    public async ValueTask InitializeAsync()
    {
        world = await StaffingWorld.StartAsync(databases);
        server = await world.ServeAsync();
        chromium = await Chromium.StartAsync();
        page = await chromium.SignedInAsync(server, "priya@example.org");
        page.SetDefaultTimeout(20_000);
    }

    public async ValueTask DisposeAsync()
    {
        await chromium.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task They_have_no_accessibility_fault_and_fit_their_width()
    {
        var soft = await world.BookedAsync(Form with { Expires = "2026-03-31", Reason = "The customer has not confirmed the dates" });
        await world.BookedAsync(Hard with { Person = "ines" });
        await world.RunAsync(
            $"""
            insert into notices (kind, recipient, subject, at, detail) values ('soft_expiring', 'priya@example.org', '{soft.Key}', now(), json_build_object()),
              ('soft_released', 'priya@example.org', 'gone', now(), json_build_object('said', 'The soft booking of Ines Moreau on SOW-2 stood until 2026-02-27 and was released.'));
            insert into overtime_requests (overtime_request, person, start_date, end_date, hours_per_day, engagement, reason, asked_by, asked_at, status, decided_by, decided_at, comment) values
              ('o1', 'tomas', '2026-03-07', '2026-03-08', 4, 'SOW-1', 'Cutover on the weekend', 'ana@example.org', now(), 'asked', null, null, null),
              ('o2', 'ines', '2026-02-07', '2026-02-08', 4, 'SOW-1', 'Rehearsal', 'ana@example.org', now(), 'approved', 'priya@example.org', now(), 'Once');
            """);
        await LookAsync("/staffing/overtime");
        await LookAsync("/staffing/steps");
        await LookAsync("/inbox");
        await LookAsync($"/staffing/bookings/{soft.Key}", async () => await page.EvaluateAsync("document.querySelectorAll('main details').forEach(one => one.open = true)"));
        await LookAsync("/staffing/book?person=tomas&engagement=SOW-1&from=2026-03-02&to=2026-03-06", async () =>
        {
            await page.SelectOptionAsync("[name=way]", "total");
            await page.FillAsync("[name=hoursPerDay]", "20:01");
            await page.ClickAsync("button[name=preview]");
            await page.WaitForSelectorAsync("[aria-label=Preview]");
        });
    }

    [Fact]
    public async Task A_booking_is_split_in_the_drawer_and_taken_back_from_the_toast()
    {
        var booking = await world.BookedAsync(Form);
        await page.GotoAsync("/staffing?from=2026-03-02&weeks=13&everybody=1&open=tomas");
        await page.ClickAsync($"[data-bar='{booking.Key}']");
        await page.ClickAsync("#drawer summary:has-text('Move, extend, split or copy')");
        await page.FillAsync("#drawer [name=at]", "2026-03-04");
        await page.ClickAsync("#drawer button:has-text('Split at that day')");
        await page.Locator("#toasts").GetByText("Split Tomás Rivera on SOW-1").WaitForAsync();
        Assert.Equal(2, await world.ReadAsync<int>("select count(*)::int from bookings"));

        await page.ClickAsync("#toasts [data-undo] button");
        await page.Locator("#toasts").GetByText("Took back: split Tomás Rivera on SOW-1").WaitForAsync();
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from bookings"));
    }

    private async Task LookAsync(string address, Func<Task>? act = null)
    {
        await page.GotoAsync(address);
        if (act is not null)
            await act();

        Assert.Equal("", string.Join('\n', await Barriers.InEveryLookAsync(page, address)));
    }
}
