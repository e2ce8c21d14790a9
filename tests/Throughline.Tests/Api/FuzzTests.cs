using System.Text;
using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Tests.Api;

public sealed class FuzzTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly string[] Posts =
    [
        "/people", "/customers", "/engagements", "/activities", "/milestones", "/calendars", "/rates", "/time-off", "/policies", "/issues", "/bookings", "/time-entries",
        "/time-entries:submit", "/time-entries:approve", "/time-entries:reject", "/milestones/SOW-1042/M4/acceptance", "/statements-of-work:read", "/imports", "/clock",
    ];

    private PracticeServer server = null!;
    private ApiClient admin = null!;

    public async ValueTask InitializeAsync()
    {
        server = await PracticeServer.StartAsync(databases);
        admin = await ApiClient.OpenAsync(server, "root@practice.example", [Role.Administrator]);
    }

    public async ValueTask DisposeAsync()
    {
        admin.Dispose();
        await server.DisposeAsync();
    }

    public static TheoryData<string> Bodies() =>
    [
        "", "null", "[]", "7", "\"text\"", "{", "{\"name\":\"a\",\"name\":\"b\"}", "{\"name\":{\"a\":[1]}}", "{\"name\":[]}", "{\"weeklyHours\":1e999}", "{\"weeklyHours\":" + new string('9', 400) + "}",
        "{\"name\":true,\"amount\":false}", new string('[', 5_000), "{\"a\":" + new string('[', 100) + new string(']', 100) + "}", "{\"name\":\"\\u0000\",\"entries\":[\"\\u0000\"],\"person\":\"\\u0000\",\"week\":\"\\u0000\",\"reason\":\"\\u0000\"}",
        "{\"name\":\"\\ud800\"}", "{\"\\ud800\":1}", "{\"\":\"\"}", "{\"entries\":[1,null,{}]}", "{\"entries\":[]}", "{\"to\":\"9999-12-31T23:59:59Z\"}", "{\"date\":\"0001-01-01\",\"start\":\"0001-01-01\",\"end\":\"9999-12-31\"}",
        "{\"engagement\":\"SOW-1042\",\"person\":\"p003\",\"date\":\"9999-12-31\",\"hours\":1,\"category\":\"meeting\"}",
        "{\"engagement\":\"SOW-1042\",\"person\":\"p003\",\"start\":\"9999-12-01\",\"end\":\"9999-12-31\",\"hoursPerDay\":1,\"kind\":\"hard\"}",
        "{\"person\":\"p003\",\"start\":\"0001-01-01\",\"end\":\"9999-12-31\"}",
        "{\"person\":\"p003\",\"date\":\"0001-01-01\",\"hours\":1,\"category\":\"meeting\"}",
        "{\"calendar\":\"x\",\"date\":\"9999-12-31\",\"name\":\"End\"}", "{\"policy\":\"weekend\",\"value\":\"Friday\"}",
        "{\"person\":\"p003\",\"week\":\"9999-12-31\",\"reason\":\"x\"}", "{\"person\":\"p003\",\"week\":\"0001-01-01\",\"reason\":\"x\"}",
        "{\"name\":\"\\ud83d\\ude00\",\"role\":\"\\u202e\",\"weeklyHours\":\"40\"}",
    ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task No_body_makes_the_service_fail(string body)
    {
        foreach (var path in Posts)
        {
            var answer = await admin.PostAsync(path, body);
            Assert.True(answer.Status < 500, $"POST {path}: {answer.Status} {answer.Body}");
        }

        foreach (var path in (string[])["/people/p003", "/engagements/SOW-1042", "/bookings/b1", "/time-entries/t5", "/milestones/SOW-1042/M4"])
        {
            var answer = await admin.SendAsync(HttpMethod.Patch, path, ApiClient.Json(body), ("If-Match", "*"));
            Assert.True(answer.Status < 500, $"PATCH {path}: {answer.Status} {answer.Body}");
        }
    }

    [Fact]
    public async Task Bytes_that_are_no_text_and_texts_too_long_are_refused()
    {
        using var bytes = new ByteArrayContent([.. Encoding.UTF8.GetBytes("{\"name\":\""), 0xC3, 0x28, .. Encoding.UTF8.GetBytes("\"}")]);
        bytes.Headers.ContentType = new("application/json");
        var long10 = "{\"name\":\"" + new string('x', 10 << 20) + "\",\"role\":\"r\",\"weeklyHours\":40}";
        var long2 = "{\"name\":\"" + new string('x', 2 << 20) + "\",\"role\":\"r\",\"weeklyHours\":40}";
        using var plain = new StringContent("{}", Encoding.UTF8, "text/plain");

        Assert.Equal(400, (await admin.SendAsync(HttpMethod.Post, "/people", bytes)).Status);
        Assert.Equal(413, (await admin.PostAsync("/people", long10)).Status);
        Assert.Equal(413, (await admin.PostAsync("/people", long10, ("Idempotency-Key", "long"))).Status);
        Assert.Equal(422, (await admin.PostAsync("/people", long2)).Status);
        Assert.Equal(415, (await admin.SendAsync(HttpMethod.Post, "/people", plain)).Status);
        Assert.Equal(400, (await admin.PostAsync("/people", new { }, ("Idempotency-Key", new string('k', 300)))).Status);
    }

    [Theory]
    [InlineData("/people/%F0%9F%98%80")]
    [InlineData("/time-off/p003/never/2026-01-01/pto")]
    [InlineData("/rates/engineer/USD/-/0001-01-01")]
    [InlineData("/reports/forecast?from=0001-01-01&to=9999-12-31")]
    [InlineData("/reports/allocation?from=0001-01-01&to=9999-12-31")]
    [InlineData("/reports/utilisation?from=0001-01-01&to=9999-12-31&period=week")]
    [InlineData("/reports/forecast?today=9999-12-31")]
    [InlineData("/reports/forecast?today=0001-01-01")]
    [InlineData("/reports/forecast?recordedAt=0001-01-01T00:00:00Z")]
    [InlineData("/reports/forecast?filter.engagement=%00&sort=engagement:up")]
    [InlineData("/reports/forecast/explain?column=%00")]
    [InlineData("/engagements?start=0001-01-01&sort=-kickoffDate")]
    [InlineData("/bookings?from=9999-12-31&to=0001-01-01&person=")]
    public async Task No_address_makes_the_service_fail(string path)
    {
        var answer = await admin.GetAsync(path);

        Assert.True(answer.Status < 500, $"{path}: {answer.Status} {answer.Body}");
    }
}
