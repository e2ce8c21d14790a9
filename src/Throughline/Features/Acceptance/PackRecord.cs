using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Throughline.Data.Acceptance;
using Throughline.Domain.Acceptance;

namespace Throughline.Features.Acceptance;

/// <summary>A file of the pack as its record lists it.</summary>
internal sealed record PackFile(string Path, string Kind, string Name, string Type, long Length, string Sha256, string? AddedBy, DateTimeOffset? AddedAt);

/// <summary>Everything that a pack tells.</summary>
/// <param name="Amount">Null for a reader who may not see it.</param>
/// <param name="Files">Those of the request.</param>
internal sealed record PackFacts(
    string Practice, PracticeKey Key, string EngagementName, string Customer, string Title, decimal? Amount, string Currency, AcceptanceRequest Request,
    IReadOnlyList<AcceptanceHold> Holds, IReadOnlyList<AcceptancePoint> Points, IReadOnlyList<PackFile> Files, IReadOnlyList<AcceptanceReply> Replies,
    IReadOnlyList<EvidenceEntry> Chain)
{
    /// <summary>The days that count, and those between the first and the last that do not.</summary>
    public (IReadOnlyList<DateOnly> Counted, IReadOnlyList<DateOnly> LeftOut) Days()
    {
        var counted = Request.CountingDays(Holds);
        return counted.Count == 0 ? ([], []) : (counted, [.. Enumerable.Range(0, counted[^1].DayNumber - counted[0].DayNumber).Select(counted[0].AddDays).Except(counted)]);
    }
}

/// <summary><c>evidence.json</c>: the pack for programs. The same facts make the same bytes.</summary>
internal static class PackRecord
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="facts">What it tells.</param>
    /// <param name="others">The files besides the request's own: what the pack says in other words, and the key.</param>
    public static byte[] Of(PackFacts facts, IEnumerable<PackFile> others)
    {
        PackFile[] files = [.. others, .. facts.Files];

        // Once without the digests: they are of the text of the parts, which stands the same in both.
        using var draft = JsonDocument.Parse(Write(facts, files, null));
        return Write(facts, files, draft.RootElement);
    }

    private static byte[] Write(PackFacts facts, IReadOnlyList<PackFile> files, JsonElement? draft)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, Readable))
        {
            json.WriteStartObject();
            json.WriteString("format", PackSeal.Format);
            WriteParts(json, facts, files);
            json.WriteStartObject("digests");
            foreach (var part in draft?.EnumerateObject().Where(part => part.Name is not ("format" or "digests")) ?? [])
                json.WriteString(part.Name, PackText.DigestOf(part.Value));

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return memory.ToArray();
    }

    private static void WriteParts(Utf8JsonWriter json, PackFacts facts, IReadOnlyList<PackFile> files)
    {
        var request = facts.Request;
        var (counted, leftOut) = facts.Days();
        Part(json, "practice", ("name", facts.Practice), ("key", facts.Key.Fingerprint));
        Part(json, "engagement", ("key", request.Engagement), ("name", facts.EngagementName), ("customer", facts.Customer));
        Part(json, "milestone", [("key", request.Milestone), ("title", facts.Title), .. facts.Amount is { } amount ? new (string, object?)[] { ("amount", amount), ("currency", facts.Currency) } : []]);
        Part(json, "request", ("key", request.Key), ("attempt", request.Attempt), ("sentAt", request.SentAt), ("sentBy", request.SentBy), ("recipientName", request.RecipientName),
            ("recipientEmail", request.RecipientEmail), ("copies", request.Copies.Split(';', StringSplitOptions.RemoveEmptyEntries)), ("subject", request.Subject));
        json.WriteStartObject("delivery");
        json.WriteString("statement", request.Statement);
        List(json, "points", facts.Points, point => [("number", point.Point), ("text", point.Text), ("objection", point.Objection)]);
        json.WriteEndObject();
        Part(json, "terms", ("silenceAccepts", request.Days is not null), ("days", request.Days), ("unit", request.Unit), ("dayOffStart", request.DayOffStart), ("recordedDate", request.RecordedDate),
            ("calendar", request.CalendarOf), ("zone", request.Zone), ("daysUsedBefore", request.DaysUsed), ("weekend", request.Weekend.Split(';', StringSplitOptions.RemoveEmptyEntries)));
        Part(json, "clock", ("day1", request.Day1), ("lastDay", request.LastDay), ("deadline", request.Deadline), ("recordedOn", request.RecordedOn), ("counted", counted), ("leftOut", leftOut));
        List(json, "holds", facts.Holds, hold => [("kind", hold.Kind), ("start", hold.Start), ("end", hold.End), ("reason", hold.Reason), ("agreedWith", hold.AgreedWith), ("heldBy", hold.HeldBy)]);
        List(json, "replies", facts.Replies, reply =>
            [("sender", reply.Sender), ("sentAt", reply.SentAt), ("text", reply.Text), ("word", reply.Word), ("state", reply.State), ("enteredBy", reply.EnteredBy), ("enteredAt", reply.EnteredAt), ("settledBy", reply.SettledBy), ("settledAt", reply.SettledAt)]);
        Part(json, "decision", ("state", request.State), ("at", request.DecidedAt), ("on", request.DecidedOn), ("by", request.DecidedBy), ("via", request.DecidedVia), ("remarks", request.Remarks));
        List(json, "chain", facts.Chain, step => [("number", step.Number), ("at", step.At), ("actor", step.Actor), ("kind", step.Kind), ("detail", step.Detail), ("hash", step.Hash)]);
        List(json, "files", files, file => [("path", file.Path), ("kind", file.Kind), ("name", file.Name), ("type", file.Type), ("length", file.Length), ("sha256", file.Sha256), ("addedBy", file.AddedBy), ("addedAt", file.AddedAt)]);
    }

    private static void List<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Func<T, (string, object?)[]> members)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            Members(json, members(item));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Part(Utf8JsonWriter json, string name, params (string Name, object? Value)[] members)
    {
        json.WriteStartObject(name);
        Members(json, members);
        json.WriteEndObject();
    }

    private static void Members(Utf8JsonWriter json, (string Name, object? Value)[] members)
    {
        foreach (var (name, value) in members)
        {
            json.WritePropertyName(name);
            if (value is IEnumerable<DateOnly> or string[])
            {
                json.WriteStartArray();
                foreach (var item in (System.Collections.IEnumerable)value)
                    json.WriteStringValue(Text(item));

                json.WriteEndArray();
            }
            else
                WriteValue(json, value);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int or long:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case decimal amount:
                // Without the noughts that the database fills up with.
                json.WriteNumberValue(amount / 1.0000000000000000000000000000m);
                break;
            default:
                json.WriteStringValue(Text(value));
                break;
        }
    }

    // Instants with every digit that the chain's hashes are made of.
    private static string Text(object value) => value switch
    {
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        _ => (string)value,
    };
}
