using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Tests.Accounts;

public sealed class TwoFactorTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Ana = "ana.kovac@example.org";
    private RunningServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await RunningServer.StartAsync(databases);
        await server.AddAsync(Ana, Role.Finance);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task With_a_second_step_the_password_alone_opens_nothing_and_a_code_works_once()
    {
        var (key, _) = await TurnOnAsync();
        using var browser = server.Open();
        var asked = await browser.SignInAsync(Ana, path: "/sign-in?returnUrl=%2Faccount");
        var before = await browser.GetAsync("/");
        var code = Code(key, step: 1);

        var wrong = await browser.SubmitAsync(asked.GoesTo!, ("Code", "000000"));
        var right = await browser.SubmitAsync(asked.GoesTo!, ("Code", code.Insert(3, " ")));

        Assert.Equal("/sign-in/two-factor?returnUrl=%2Faccount", asked.GoesTo);
        Assert.Equal(HttpStatusCode.Redirect, before.Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal("/account", right.GoesTo);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).Status);

        using var again = server.Open();
        await again.SignInAsync(Ana);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await again.SubmitAsync("/sign-in/two-factor", ("Code", code))).Status);
    }

    [Fact]
    public async Task A_recovery_code_works_once()
    {
        var (_, codes) = await TurnOnAsync();

        HttpStatusCode[] answers = [await TryAsync(codes[0].ToLowerInvariant()), await TryAsync(codes[0]), await TryAsync(codes[1])];

        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.UnprocessableEntity, HttpStatusCode.Redirect], answers);
        Assert.Equal(8, await server.ReadAsync<int>("select cardinality(recovery_codes) from account_secrets"));
        Assert.Contains($"recovery_code_used {Ana}", await server.AuditAsync());
    }

    [Fact]
    public async Task Wrong_codes_lock_the_account_like_wrong_passwords()
    {
        var (_, codes) = await TurnOnAsync();
        for (var attempt = 0; attempt < 5; attempt++)
            await TryAsync("000000");

        using var browser = server.Open();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SignInAsync(Ana)).Status);
        server.Clock.Move(TimeSpan.FromMinutes(16));
        Assert.Equal(HttpStatusCode.Redirect, await TryAsync(codes[0]));
    }

    [Fact]
    public async Task The_key_is_stored_encrypted_and_the_codes_as_hashes_and_turning_it_off_needs_the_password()
    {
        var (key, codes) = await TurnOnAsync();
        var stored = await server.ReadAsync<string>("select row_to_json(account_secrets)::text from account_secrets");
        using var browser = server.Open();
        await browser.SignInAsync(Ana);
        await browser.SubmitAsync("/sign-in/two-factor", ("Code", codes[0]));

        var refused = await browser.SubmitAsync("/account/two-factor", ("Wanted", "off"), ("Password", "not the password"));
        var off = await browser.SubmitAsync("/account/two-factor", ("Wanted", "off"), ("Password", RunningServer.Password));

        Assert.DoesNotContain(key, stored, StringComparison.Ordinal);
        Assert.All(codes, code => Assert.DoesNotContain(code, stored, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(HttpStatusCode.OK, off.Status);
        Assert.Contains($"two_factor_off {Ana}", await server.AuditAsync());
        using var plain = server.Open();
        Assert.Equal("/", (await plain.SignInAsync(Ana)).GoesTo);
    }

    private async Task<HttpStatusCode> TryAsync(string code)
    {
        using var browser = server.Open();
        await browser.SignInAsync(Ana);
        return (await browser.SubmitAsync("/sign-in/two-factor", ("Code", code))).Status;
    }

    private async Task<(string Key, IReadOnlyList<string> Codes)> TurnOnAsync()
    {
        using var browser = server.Open();
        await browser.SignInAsync(Ana);
        var begun = await browser.SubmitAsync("/account/two-factor", ("BeginPassword", RunningServer.Password));
        var key = begun.Document.QuerySelector("code")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
        Assert.NotNull(begun.Document.QuerySelector("[role=img] svg"));

        var wrong = await browser.SendAsync("/account/two-factor", begun, ("Code", "000000"));
        var on = await browser.SendAsync("/account/two-factor", wrong, ("Code", Code(key, step: 0)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains($"two_factor_on {Ana}", await server.AuditAsync());
        return (key, [.. on.Document.QuerySelectorAll("li code").Select(code => code.TextContent)]);
    }

    // RFC 6238 with SHA-1, half-minute steps and six digits, written from the text of the standard.
    private static string Code(string base32, int step)
    {
        var bits = string.Concat(base32.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(at => Convert.ToByte(bits.Substring(at * 8, 8), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30 + step);
#pragma warning disable CA5350 // The standard's own algorithm, which every authenticator app speaks.
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var value = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (value % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
