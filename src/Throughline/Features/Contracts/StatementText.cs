using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Throughline.Domain;
using Throughline.Domain.Contracts;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlScalar = YamlDotNet.Core.Events.Scalar;

namespace Throughline.Features.Contracts;

/// <summary>Writes readings as JSON and as a YAML draft that a person corrects, and reads both back.</summary>
public static class StatementText
{
    private const int DeepestNode = 12;
    private const int MostNodes = 200_000;

    private const string Preface =
        """
        # What was read from the statement of work. Correct a value after "value:", or write it straight after the name of its field.
        # Fill in what is null, delete what is wrong, then import this file. "source" and "confidence" tell where a value came from;
        # "seal" shows the program which values you changed, leave it as it is.

        """;

    /// <summary>An array with one object per reading, each field null or {value, source: {line, text}, confidence}.</summary>
    public static string ToJson(IEnumerable<StatementReading> readings)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartArray();
            foreach (var reading in readings)
                Write(writer, StatementForm.Of(reading, @sealed: false));
            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>A draft to correct. Reading it back gives the same reading; a value that was changed gets confidence 1 and its line in the draft.</summary>
    public static string ToYaml(StatementReading reading)
    {
        using var text = new StringWriter { NewLine = "\n" };
        text.Write(Preface.ReplaceLineEndings("\n"));
        var emitter = new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 128));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, StatementForm.Of(reading, @sealed: true), flow: false);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    public static Result<StatementReading> FromYaml(string yaml)
    {
        try
        {
            var parser = new Parser(new StringReader(yaml));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
                return new UnreadableForm("The file is empty.");

            var nodes = 0;
            var root = Node(parser, 0, ref nodes);
            parser.Consume<DocumentEnd>();
            return parser.TryConsume<StreamEnd>(out _) ? StatementForm.Read(root) : new UnreadableForm("The file holds several statements of work: put each in a file of its own.");
        }
        catch (YamlException broken)
        {
            return new UnreadableForm(FormattableString.Invariant($"Line {broken.Start.Line}: this is not YAML that can be read; look for a missing quote, colon or space."));
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException or OverflowException or NullReferenceException)
        {
            return new UnreadableForm("The file is not YAML that can be read.");
        }
    }

    public static Result<StatementReading> FromJson(byte[] json)
    {
        try
        {
            var content = json.AsSpan();
            var reader = new Utf8JsonReader(content.StartsWith("\uFEFF"u8) ? content[3..] : content, new JsonReaderOptions { MaxDepth = DeepestNode, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            reader.Read();
            var lines = new LineCounter(content.StartsWith("\uFEFF"u8) ? json[3..] : json);
            var root = Node(ref reader, lines);
            while (reader.Read())
            {
            }

            return StatementForm.Read(root);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            var line = broken is JsonException { LineNumber: { } at } ? at + 1 : 1;
            return new UnreadableForm(FormattableString.Invariant($"Line {line}: this is not JSON that can be read."));
        }
    }

    private static void Write(Utf8JsonWriter writer, StatementNode node)
    {
        switch (node)
        {
            case Map map:
                writer.WriteStartObject();
                foreach (var (name, value) in map.Fields)
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case Many many:
                writer.WriteStartArray();
                foreach (var item in many.Items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case Scalar { Text: null }:
                writer.WriteNullValue();
                break;
            case Scalar { Plain: true, Text: var raw }:
                writer.WriteRawValue(raw!);
                break;
            case Scalar { Text: var text }:
                writer.WriteStringValue(text);
                break;
        }
    }

    // Sources and short pairs go on one line, so that the draft reads as a list of fields.
    private static void Emit(Emitter emitter, StatementNode node, bool flow)
    {
        switch (node)
        {
            case Map map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, flow ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (name, value) in map.Fields)
                {
                    emitter.Emit(new YamlScalar(name));
                    Emit(emitter, value, flow || name == "source");
                }

                emitter.Emit(new MappingEnd());
                break;
            case Many many:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, many.Items.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in many.Items)
                    Emit(emitter, item, flow);
                emitter.Emit(new SequenceEnd());
                break;
            case Scalar { Text: null }:
                emitter.Emit(new YamlScalar("null"));
                break;
            case Scalar scalar:
                emitter.Emit(new YamlScalar(AnchorName.Empty, TagName.Empty, scalar.Text!, scalar.Plain ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted, isPlainImplicit: scalar.Plain, isQuotedImplicit: !scalar.Plain));
                break;
        }
    }

    private static StatementNode Node(Parser parser, int depth, ref int nodes)
    {
        if (depth > DeepestNode || ++nodes > MostNodes)
            throw new YamlException(parser.Current!.Start, parser.Current.End, "too deep or too long");

        var line = (int)parser.Current!.Start.Line;
        if (parser.TryConsume<YamlScalar>(out var scalar))
        {
            var nothing = scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL";
            return new Scalar(nothing && scalar.Style == ScalarStyle.Plain ? null : scalar.Value, line, scalar.Style == ScalarStyle.Plain);
        }

        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<StatementNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
                items.Add(Node(parser, depth + 1, ref nodes));
            return new Many(items, line);
        }

        // An alias could stand for a great deal: none is needed here, so none is read.
        parser.Consume<MappingStart>();
        var fields = new List<KeyValuePair<string, StatementNode>>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var name = parser.Consume<YamlScalar>().Value;
            fields.Add(KeyValuePair.Create(name, Node(parser, depth + 1, ref nodes)));
        }

        return new Map(fields, line);
    }

    private static StatementNode Node(ref Utf8JsonReader reader, LineCounter lines)
    {
        var line = lines.At(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var fields = new List<KeyValuePair<string, StatementNode>>();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    fields.Add(KeyValuePair.Create(name, Node(ref reader, lines)));
                }

                return new Map(fields, line);
            case JsonTokenType.StartArray:
                var items = new List<StatementNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(Node(ref reader, lines));
                return new Many(items, line);
            case JsonTokenType.Null:
                return new Scalar(null, line);
            case JsonTokenType.String:
                return new Scalar(reader.GetString(), line);
            default:
                return new Scalar(Encoding.UTF8.GetString(reader.ValueSpan), line, Plain: true);
        }
    }

    /// <summary>Tells the line of a byte; asked for places that only go forward.</summary>
    private sealed class LineCounter(byte[] content)
    {
        private long passed;
        private int line = 1;

        public int At(long index)
        {
            for (; passed < index; passed++)
            {
                if (content[passed] == (byte)'\n')
                    line++;
            }

            return line;
        }
    }
}
