using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Contracts;

namespace Throughline.Features.Contracts;

/// <summary>A draft and the version of it that a person saw.</summary>
public sealed record KeptDraft(Guid Statement, int Version);

/// <summary>A draft that is no draft any more cannot be corrected, discarded or stored.</summary>
public sealed record NotADraft(string Message) : Problem("statement_status", Message);

/// <summary>A statement's row, held until the change ends.</summary>
internal sealed class HeldStatement
{
    public string FileName { get; init; } = "";
    public string Status { get; init; } = "";
    public string? Engagement { get; init; }
    public string Reading { get; init; } = "";
    public string Choices { get; init; } = "";
    public int Version { get; init; }
    public string ChangedBy { get; init; } = "";
    public string ChangedByName { get; init; } = "";
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>The row, locked; null when there is none that the sight reaches.</summary>
    public static Task<HeldStatement?> TakeAsync(Change change, Guid statement, StatementSight sight) => change.QuerySingleOrDefaultAsync<HeldStatement>(
        $"""
        select s.file_name, s.status, s.engagement, s.reading::text as reading, s.choices::text as choices, s.version, s.changed_by,
          coalesce(a.name, s.changed_by) as changed_by_name, s.recorded_at
        from statements s
          left join engagements e on e.engagement = s.engagement
          left join accounts a on a.normalized_email = upper(s.changed_by)
        where s.statement = @statement and {StatementSight.Filter}
        for update of s
        """,
        new { statement, sight.Everything, sight.Email, sight.Person });

    /// <summary>Null when the version is the one that was seen; else who changed what since.</summary>
    public async Task<StaleRecord?> StaleAsync(Change change, KeptDraft seen)
    {
        if (Version == seen.Version)
            return null;

        var then = await change.QuerySingleOrDefaultAsync<string>(
            "select reading::text from history.statements where statement = @Statement and version = @Version order by recorded_at desc limit 1", seen);
        return new StaleRecord($"the draft of {FileName}", Version, ChangedByName, RecordedAt, then is null ? [] : Differences(then, Reading));
    }

    private static List<FieldDifference> Differences(string then, string now)
    {
        var (before, after) = (StatementSheet.Of(KeptReading.Of(then)), StatementSheet.Of(KeptReading.Of(now)));
        return [.. from field in StatementShape.Fields
                   let was = Words(before, field)
                   let stands = Words(after, field)
                   where was != stands
                   select new FieldDifference(field.Label.ToLowerInvariant(), was, stands)];
    }

    private static string Words(StatementSheet sheet, FieldShape field)
    {
        if (field.IsList)
            return sheet.Items(field) is { Count: > 0 } items ? string.Join(", ", items.Select(item => item.Texts[field.Parts[0].Name])) : "nothing";

        var words = string.Join(' ', field.Parts.Select(part => sheet[field.Control(part)]).Where(text => text.Length > 0));
        return words.Length == 0 ? "nothing" : words;
    }
}

/// <summary>A reading as the database keeps it.</summary>
internal static class KeptReading
{
    public static string ToJson(StatementReading reading) => StatementText.ToJson([reading]);

    public static StatementReading Of(string json) => StatementText.FromJson(System.Text.Encoding.UTF8.GetBytes(json)).Succeeded(out var reading, out var broken)
        ? reading : throw new InvalidOperationException($"A kept reading cannot be read back: {broken.Message}");
}
