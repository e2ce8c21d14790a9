using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Throughline.Bench.Measure;

/// <summary>Speaks to the server as a browser or as a program does; follows no redirect, so a page that sends one elsewhere is seen to.</summary>
internal sealed partial class Client : IDisposable
{
    private readonly HttpClient http;

    private Client(string url, bool browser)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = browser, MaxConnectionsPerServer = 256 };
        http = new HttpClient(handler) { BaseAddress = new Uri(url), Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Accept.ParseAdd(browser ? "text/html" : "application/json");
        http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, br");
    }

    public static Client OfProgram(string url, string token)
    {
        var client = new Client(url, browser: false);
        client.http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.http.DefaultRequestHeaders.AcceptEncoding.Clear();
        return client;
    }

    /// <summary>A browser that has signed in with a password or a demo's link; null, with the reason, where that fails.</summary>
    public static async Task<(Client? Browser, string Problem)> SignInAsync(string url, string? email, string? password, string? link, CancellationToken stop)
    {
        if (link is null && (email is null || password is null))
            return (null, "no --email and --password, and no --link");

        var client = new Client(url, browser: true);
        try
        {
            var problem = link is null ? await client.PostSignInAsync(email!, password!, stop) : await client.OpenAsync(link, stop);
            return problem.Length == 0 ? (client, "") : (null, problem);
        }
        catch (HttpRequestException broken)
        {
            return (null, $"sign-in failed: {broken.Message}");
        }
    }

    public Task<HttpResponseMessage> GetAsync(string path, CancellationToken stop) => http.GetAsync(path, HttpCompletionOption.ResponseContentRead, stop);

    /// <summary>The same, asking the server to count its statements, which costs it a little.</summary>
    public async Task<HttpResponseMessage> GetCountedAsync(string path, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Measure", "1");
        return await http.SendAsync(request, stop);
    }

    public async Task<HttpResponseMessage> PostAsync(string path, object body, CancellationToken stop)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        return await http.PostAsync(path, content, stop);
    }

    /// <summary>A form as a page of this server sends it.</summary>
    public async Task<HttpResponseMessage> PostFormAsync(string path, IReadOnlyDictionary<string, string> fields, string antiforgery, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Origin", http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        request.Headers.AcceptEncoding.ParseAdd("identity");
        if (antiforgery.Length > 0)
            request.Headers.Add("X-Antiforgery", antiforgery);

        return await http.SendAsync(request, stop);
    }

    /// <summary>An answer that is read as it comes and not kept.</summary>
    public Task<HttpResponseMessage> StreamAsync(string path, CancellationToken stop) => http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, stop);

    /// <summary>Every row of a list, page by page.</summary>
    public Task<List<JsonElement>> AllAsync(string path, CancellationToken stop) => SomeAsync(path, int.MaxValue, stop);

    /// <summary>The first rows of a list, page by page.</summary>
    public async Task<List<JsonElement>> SomeAsync(string path, int most, CancellationToken stop)
    {
        var items = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = path + (path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + "limit=200" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor));
            using var answer = await GetAsync(page, stop);
            answer.EnsureSuccessStatusCode();
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(stop);
            items.AddRange(body.GetProperty("items").EnumerateArray());
            cursor = body.GetProperty("next").GetString();
        }
        while (cursor is not null && items.Count < most);

        return items.Count > most ? items[..most] : items;
    }

    public void Dispose() => http.Dispose();

    // The form as the page has it: its own names for the two fields, and every hidden field sent back.
    private async Task<string> PostSignInAsync(string email, string password, CancellationToken stop)
    {
        using var page = await GetPlainAsync(Routes.SignIn, stop);
        if (page.StatusCode != HttpStatusCode.OK)
            return $"{Routes.SignIn} answers {(int)page.StatusCode}";

        var fields = new Dictionary<string, string>();
        foreach (Match input in Input().Matches(await page.Content.ReadAsStringAsync(stop)))
        {
            var name = Attribute(input.Value, "name");
            if (name.Length > 0)
                fields[name] = Attribute(input.Value, "type") switch { "email" => email, "password" => password, _ => Attribute(input.Value, "value") };
        }

        using var answer = await PostFormAsync(Routes.SignIn, fields, "", stop);
        return IsRedirect(answer) ? "" : $"sign-in answers {(int)answer.StatusCode}";
    }

    private async Task<string> OpenAsync(string link, CancellationToken stop)
    {
        using var answer = await GetPlainAsync(link, stop);
        return IsRedirect(answer) || answer.IsSuccessStatusCode ? "" : $"the link answers {(int)answer.StatusCode}";
    }

    public async Task<HttpResponseMessage> GetPlainAsync(string path, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.ParseAdd("identity");
        return await http.SendAsync(request, stop);
    }

    private static bool IsRedirect(HttpResponseMessage answer) => (int)answer.StatusCode is >= 300 and < 400;

    /// <summary>An attribute of a tag as it was meant; empty without it.</summary>
    public static string Attribute(string tag, string name) => WebUtility.HtmlDecode(Regex.Match(tag, $"\\b{name}=\"([^\"]*)\"").Groups[1].Value);

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Input();
}
