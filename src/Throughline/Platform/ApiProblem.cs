using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Throughline.Platform;

/// <summary>One wrong field or refused day of a problem; further facts stand beside field and message.</summary>
public sealed record ApiError(string Field, string Message, IReadOnlyDictionary<string, object?>? Facts = null);

/// <summary>What the API answers instead of a result: problem details (RFC 9457) with the rule that said no and every wrong field.</summary>
public sealed record ApiProblem(int Status, string? Detail = null, string? Rule = null) : IResult
{
    public const string MediaType = "application/problem+json";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A few words for the kind of problem; those of the status when null.</summary>
    public string? Title { get; init; }

    public IReadOnlyList<ApiError> Errors { get; init; } = [];

    /// <summary>Members beside the usual ones: counts of a refused import.</summary>
    public IReadOnlyDictionary<string, object?> Members { get; init; } = new Dictionary<string, object?>();

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        httpContext.Response.ContentType = MediaType;
        httpContext.Response.Headers.CacheControl = "no-store";
        var body = ToJson();
        httpContext.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(httpContext.Request.Method) ? Task.CompletedTask : httpContext.Response.Body.WriteAsync(body).AsTask();
    }

    private ReadOnlyMemory<byte> ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("type", Rule is null ? "about:blank" : "/rules/" + Uri.EscapeDataString(Rule));
            json.WriteString("title", Title ?? ReasonPhrases.GetReasonPhrase(Status));
            json.WriteNumber("status", Status);
            json.WriteString("detail", Detail ?? Usual(Status));
            json.WriteString("rule", Rule);
            json.WriteStartArray("errors");
            foreach (var error in Errors)
                Write(json, error);

            json.WriteEndArray();
            foreach (var (name, value) in Members)
                Write(json, name, value);

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, ApiError error)
    {
        json.WriteStartObject();
        json.WriteString("field", error.Field);
        json.WriteString("message", error.Message);
        foreach (var (name, value) in error.Facts ?? new Dictionary<string, object?>())
            Write(json, name, value);

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        JsonSerializer.Serialize(json, value);
    }

    private static string Usual(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request cannot be understood.",
        StatusCodes.Status401Unauthorized => "Send Authorization: Bearer and a token that is valid. Your account page makes one, or throughline token create.",
        StatusCodes.Status403Forbidden => "Your roles or the token's scopes do not allow this.",
        StatusCodes.Status404NotFound => "There is nothing at this address, or nothing that you may see.",
        StatusCodes.Status405MethodNotAllowed => "This address does not take this method; the header Allow names those it takes.",
        StatusCodes.Status413PayloadTooLarge => "The request is larger than this address takes.",
        StatusCodes.Status415UnsupportedMediaType => "Send the body as application/json.",
        StatusCodes.Status503ServiceUnavailable => "The database does not answer. Try again in a moment.",
        >= 500 => "Something went wrong here. It has been noted; try again in a moment.",
        _ => "The request was refused.",
    };
}
