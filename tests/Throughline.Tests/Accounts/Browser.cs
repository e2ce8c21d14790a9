using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Throughline.Tests.Accounts;

/// <summary>An answer with its page read.</summary>
public sealed record Page(HttpStatusCode Status, string Html, Uri? Location, IHtmlDocument Document)
{
    /// <summary>Where the answer sends the browser: path and query.</summary>
    public string? GoesTo => Location is null ? null : Location.IsAbsoluteUri ? Location.PathAndQuery : Location.OriginalString;
}

/// <summary>A browser without script: cookies, forms, and redirects one at a time.</summary>
public sealed class Browser : IDisposable
{
    private readonly HttpClient http;

    public Browser(string address, string? from)
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = new Uri(address) };
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        http.DefaultRequestHeaders.Add("User-Agent", "Test browser");
        if (from is not null)
            http.DefaultRequestHeaders.Add("Test-From", from);
    }

    public CookieContainer Cookies { get; } = new();
    public HttpClient Http => http;

    public async Task<Page> GetAsync(string path) => await ReadAsync(await http.GetAsync(new Uri(path, UriKind.Relative)));

    /// <summary>Fills in the form that has the field and sends it, with its hidden fields.</summary>
    public async Task<Page> SubmitAsync(string path, params (string Name, string Value)[] fields) => await SendAsync(path, await GetAsync(path), fields);

    public async Task<Page> SendAsync(string path, Page page, params (string Name, string Value)[] fields)
    {
        var form = page.Document.Forms.First(form => form.QuerySelector($"[name='{fields[0].Name}']") is not null);
        var hidden = form.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>().Select(input => (input.Name!, input.Value));
        return await PostAsync(form.GetAttribute("action") is { Length: > 0 } action ? action : path, [.. hidden, .. fields]);
    }

    public async Task<Page> PostAsync(string path, params (string Name, string Value)[] fields) => await ReadAsync(await http.PostAsync(
        new Uri(path, UriKind.Relative), new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)))));

    public Task<Page> SignInAsync(string email, string password = RunningServer.Password, string path = "/sign-in") =>
        SubmitAsync(path, ("Email", email), ("Password", password));

    public void Dispose() => http.Dispose();

    private static async Task<Page> ReadAsync(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync();
        return new(answer.StatusCode, html, answer.Headers.Location, new HtmlParser().ParseDocument(html));
    }
}
