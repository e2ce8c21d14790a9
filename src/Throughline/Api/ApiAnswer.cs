using Throughline.Data.Bundles;
using Throughline.Data.Work;

namespace Throughline.Api;

/// <summary>An answer whose bytes are made: what is sent now is what is sent again for the same idempotency key.</summary>
internal sealed class ApiAnswer(int status, byte[] body) : IResult
{
    public const string Json = "application/json";

    private readonly Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = Json };

    /// <summary>One record of a file with its version.</summary>
    public static ApiAnswer OfRecord(int status, BundleFile file, IReadOnlyDictionary<string, string?> values, int version) =>
        new ApiAnswer(status, Cells.Json(json => Cells.Write(json, file, values))).WithETag(version);

    public static ApiAnswer Of(StoredAnswer stored)
    {
        var answer = new ApiAnswer(stored.Status, stored.Body);
        foreach (var (name, value) in stored.Headers)
            answer.headers[name] = value;

        return answer;
    }

    /// <summary>The same answer with the version of the resource.</summary>
    public ApiAnswer WithETag(int version) => With("ETag", Versions.ETag(version));

    public ApiAnswer With(string header, string value)
    {
        headers[header] = value;
        return this;
    }

    public StoredAnswer Stored => new(status, headers, body);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.Headers.CacheControl = "private, no-cache";
        foreach (var (name, value) in headers)
            response.Headers[name] = value;

        if (status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
        {
            response.Headers.Remove("Content-Type");
            return Task.CompletedTask;
        }

        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body).AsTask();
    }
}
