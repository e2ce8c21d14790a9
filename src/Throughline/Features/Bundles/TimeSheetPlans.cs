using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Timekeeping;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Throughline.Features.Bundles;

/// <summary>The mapping file is none that can be read.</summary>
public sealed record UnreadablePlan(string Message) : Problem("time_sheet", Message);

/// <summary>A mapping that is kept under a name.</summary>
internal sealed record KeptPlan(string Mapping, string Name, TimeSheetPlan Plan);

/// <summary>How time sheets are read: as JSON or YAML in a file, and kept in the practice under a name.</summary>
internal sealed class TimeSheetPlans(Database database)
{
    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public static string Write(TimeSheetPlan plan) => JsonSerializer.Serialize(plan, Form);

    /// <param name="text">JSON, or YAML of the same members.</param>
    public static Result<TimeSheetPlan> Read(string text)
    {
        try
        {
            var json = text.AsSpan().TrimStart().StartsWith("{") ? text : FromYaml(text);
            return JsonSerializer.Deserialize<TimeSheetPlan>(json, Form) is { Columns: not null, People: not null, Projects: not null, Tasks: not null, Source.Length: > 0 and <= 40 } plan
                ? plan
                : new UnreadablePlan("The mapping is empty, or its source has no name of at most 40 letters.");
        }
        catch (Exception broken) when (broken is JsonException or YamlException)
        {
            return new UnreadablePlan($"The mapping cannot be read: {broken.Message.ReplaceLineEndings(" ")}");
        }
    }

    public Task<IReadOnlyList<KeptPlan>> AllAsync(CancellationToken stop) => database.ReadAsync<IReadOnlyList<KeptPlan>>(
        async connection =>
        [
            .. from row in await connection.QueryAsync<(string Mapping, string Name, string Plan)>("select mapping, name, plan from time_mappings order by name, mapping")
               let plan = Read(row.Plan).Succeeded(out var read, out _) ? read : null
               where plan is not null
               select new KeptPlan(row.Mapping, row.Name, plan),
        ],
        stop);

    /// <summary>Keeps it under the name, in the place of one that is called so.</summary>
    public async Task<Problem?> KeepAsync(string name, TimeSheetPlan plan, Actor actor, CancellationToken stop)
    {
        var key = string.Concat(name.Trim().ToLowerInvariant().Select(letter => char.IsLetterOrDigit(letter) ? letter : '-'));
        if (key.Length is 0 or > 60)
            return new InvalidFields("saveAs", "Give it a name of at most 60 letters.");

        var kept = await database.WriteAsync<int>(actor, async change =>
        {
            await change.AuditAsync("time_mapping_kept", key);
            return await change.ExecuteAsync(
                """
                insert into time_mappings as m (mapping, name, plan) values (@key, @name, @plan)
                on conflict (mapping) do update set name = excluded.name, plan = excluded.plan where (m.name, m.plan) is distinct from (excluded.name, excluded.plan)
                """,
                new { key, name = name.Trim(), plan = Write(plan) });
        }, stop);
        return kept.Succeeded(out _, out var problem) ? null : problem;
    }

    private static string FromYaml(string text) => new SerializerBuilder().JsonCompatible().Build()
        .Serialize(new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(text));
}
