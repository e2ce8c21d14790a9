using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Throughline.Data.Bundles;

namespace Throughline.Api;

/// <summary>Records as JSON: the bundle's values under camelCase names; decimals, dates and instants are texts.</summary>
internal static class Cells
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Date(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    public static string Hours(int minutes) => decimal.Round(minutes / 60m, 6).ToString("0.######", CultureInfo.InvariantCulture);

    public static string Number(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>An answer of any shape.</summary>
    public static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Plain))
            write(json);

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The record; columns that it does not carry are left out.</summary>
    public static void Write(Utf8JsonWriter json, BundleFile file, IReadOnlyDictionary<string, string?> values)
    {
        json.WriteStartObject();
        foreach (var column in file.Columns)
        {
            if (values.TryGetValue(column.Name, out var cell))
                Write(json, column, cell);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BundleColumn column, string? cell)
    {
        if (cell is null)
            json.WriteNull(column.ApiName);
        else if (column.Type is TruthType)
            json.WriteBoolean(column.ApiName, cell == "true");
        else if (column.Type is WholeType)
            json.WriteNumber(column.ApiName, int.Parse(cell, CultureInfo.InvariantCulture));
        else
            json.WriteString(column.ApiName, cell);
    }
}
