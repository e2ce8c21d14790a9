using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Dapper;
using Throughline.Data.Recording;
using Throughline.Domain.Accounts;
using Throughline.Features.Accounts;
using Throughline.Testing;

namespace Throughline.Tests.Api;

/// <summary>An answer of the API, read once.</summary>
internal sealed record ApiReply(int Status, JsonElement Body, HttpResponseMessage Message)
{
    public override string ToString() => $"{Status} {Body}";

    public string? ETag => Message.Headers.ETag?.Tag;
    public string? Rule => Body.GetProperty("rule").GetString();
    public string Detail => Body.GetProperty("detail").GetString()!;
    public string? this[string field] => Body.TryGetProperty(field, out var value) ? value.ToString() : null;
    public IReadOnlyList<JsonElement> Items => [.. Body.GetProperty("items").EnumerateArray()];
    public IReadOnlyList<string> Fields => [.. Body.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()!)];
    public string? Header(string name) => Message.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}

/// <summary>Calls the API over real HTTP with a token of its own.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient http;

    private ApiClient(HttpClient http) => this.http = http;

    public static async Task<ApiClient> OpenAsync(PracticeServer server, string email, IReadOnlyCollection<Role> roles, params Scope[] scopes)
    {
        if (roles.Count > 0)
            await server.AddAsync(email, [.. roles]);

        var account = await server.Database.ReadAsync(
            connection => connection.QuerySingleAsync<Guid>("select account from accounts where email = @email", new { email }), CancellationToken.None);
        var made = await Tokens.CreateAsync(
            server.Database, new Actor("tests", Guid.CreateVersion7()), account, "tests", scopes.Length == 0 ? Enum.GetValues<Scope>() : scopes, null, CancellationToken.None);
        Assert.True(made.Succeeded(out var token, out var problem), problem?.Message);
        var http = new HttpClient { BaseAddress = new Uri(server.Address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new ApiClient(http);
    }

    public Task<ApiReply> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<ApiReply> PostAsync(string path, object? body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, Json(body), headers);

    public Task<ApiReply> PatchAsync(string path, object body, string? seen) =>
        SendAsync(HttpMethod.Patch, path, Json(body), seen is null ? [] : [("If-Match", seen)]);

    public Task<ApiReply> DeleteAsync(string path, string? seen) => SendAsync(HttpMethod.Delete, path, null, seen is null ? [] : [("If-Match", seen)]);

    public async Task<ApiReply> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri("/api/v1" + path, UriKind.Relative)) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);

        var answer = await http.SendAsync(request);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var body = bytes.Length > 0 && answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true
            ? JsonDocument.Parse(bytes).RootElement
            : JsonDocument.Parse("{}").RootElement;
        return new ApiReply((int)answer.StatusCode, body, answer);
    }

    public static HttpContent? Json(object? body) => body switch
    {
        null => null,
        string text => new StringContent(text, Encoding.UTF8, "application/json"),
        _ => new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
    };

    public void Dispose() => http.Dispose();
}
