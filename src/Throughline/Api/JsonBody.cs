using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Throughline.Data.Bundles;
using Throughline.Domain;

namespace Throughline.Api;

/// <summary>What was sent is no JSON object, or not to be read at all.</summary>
internal sealed record UnreadableBody(int Status, string Message) : Problem("body", Message);

/// <summary>Reads the body of a request: one JSON object of plain values.</summary>
internal static class JsonBody
{
    /// <summary>The longest body of a single resource: a text may have 1 MB, escapes included it needs more.</summary>
    public const int MostBytes = 4 << 20;

    /// <summary>What is read, and thrown away, of a longer one before it is refused.</summary>
    public const int MostHeard = 64 << 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The object, its text valid throughout.</summary>
    public static async Task<Result<JsonElement>> ReadAsync(HttpRequest request, CancellationToken stop)
    {
        if (!IsJson(request.ContentType))
            return new UnreadableBody(StatusCodes.Status415UnsupportedMediaType, "Send the body as application/json.");

        if (await BytesAsync(request, stop) is not { } bytes)
            return new UnreadableBody(StatusCodes.Status413PayloadTooLarge, $"The body is longer than {MostBytes} bytes.");
        if (!Utf8.IsValid(bytes.Span))
            return new UnreadableBody(StatusCodes.Status400BadRequest, "The body is not UTF-8.");

        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
                return new UnreadableBody(StatusCodes.Status400BadRequest, "The body must be one JSON object.");

            return HasBrokenText(document.RootElement)
                ? new UnreadableBody(StatusCodes.Status400BadRequest, "A text of the body holds half a character (a lone surrogate).")
                : document.RootElement.Clone();
        }
        catch (InvalidOperationException)
        {
            return new UnreadableBody(StatusCodes.Status400BadRequest, "A name in the body holds half a character (a lone surrogate).");
        }
        catch (JsonException broken)
        {
            var at = broken.LineNumber is { } line ? FormattableString.Invariant($" (line {line + 1}, byte {broken.BytePositionInLine + 1})") : "";
            return new UnreadableBody(StatusCodes.Status400BadRequest, $"The body is not valid JSON{at}, names a member twice or is nested too deeply.");
        }
    }

    /// <summary>The members as cells of the file's columns. A number keeps its digits; null and an empty text mean no value.</summary>
    public static Result<IReadOnlyDictionary<string, string?>> Cells(JsonElement body, BundleFile file)
    {
        var cells = new Dictionary<string, string?>(StringComparer.Ordinal);
        var errors = new List<FieldError>();
        foreach (var member in body.EnumerateObject())
        {
            var column = file.Columns.FirstOrDefault(column => column.ApiName == member.Name);
            if (column is not null && WrongType(column, member.Value.ValueKind) is { } wrong)
                errors.Add(new(member.Name, wrong));
            else
                cells[column?.ApiName ?? "\u0001" + member.Name] = Text(member.Value);
        }

        // A column's own name in a bundle is no field of the API.
        errors.AddRange(cells.Keys.Where(name => name[0] == '\u0001').Select(name => Unknown(name[1..], file.Columns.Select(column => column.ApiName))));
        return errors.Count > 0 ? new InvalidFields(errors) : Result.Of<IReadOnlyDictionary<string, string?>>(cells);
    }

    /// <summary>Says which field was probably meant.</summary>
    public static FieldError Unknown(string name, IEnumerable<string> known)
    {
        var shown = name.Length <= 100 ? name : name[..100];
        return new(shown, $"There is no such field here; the nearest is {Nearest.To(shown, known)}.");
    }

    /// <summary>A text member; null when it is missing, null or of another type.</summary>
    public static string? Member(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "",
    };

    private static string? WrongType(BundleColumn column, JsonValueKind kind) => kind switch
    {
        JsonValueKind.Null or JsonValueKind.String => null,
        JsonValueKind.Number => column.Type.SqlType is "numeric" or "integer" ? null : "must be a text, not a number",
        JsonValueKind.True or JsonValueKind.False => column.Type is TruthType ? null : "must not be true or false",
        _ => "must be one value, not a list or an object",
    };

    private static bool HasBrokenText(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString() is null,
                JsonValueKind.Array => element.EnumerateArray().Any(HasBrokenText),
                JsonValueKind.Object => element.EnumerateObject().Any(member => member.Name is null || HasBrokenText(member.Value)),
                _ => false,
            };
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static bool IsJson(string? contentType)
    {
        var type = contentType.AsSpan();
        type = (type.IndexOf(';') is >= 0 and var end ? type[..end] : type).Trim();
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }

    // Null when it is too long. It is still read to its end: who hears no answer before the line breaks learns nothing.
    private static async Task<ReadOnlyMemory<byte>?> BytesAsync(HttpRequest request, CancellationToken stop)
    {
        using var memory = new MemoryStream(request.ContentLength is > 0 and <= MostBytes ? (int)request.ContentLength : 256);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 14);
        var length = 0L;
        try
        {
            for (int read; (read = await request.Body.ReadAsync(buffer, stop)) > 0;)
            {
                length += read;
                if (length <= MostBytes)
                    memory.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (length > MostBytes)
            return null;

        return memory.GetBuffer().AsMemory(0, (int)memory.Length);
    }
}
