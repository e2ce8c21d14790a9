using Npgsql;
using NpgsqlTypes;
using Throughline.Data.Recording;
using Throughline.Domain.Policies;
using Throughline.Domain.Staffing;

namespace Throughline.Data.Policies;

/// <summary>Fetches what the practice has decided, now or as of an instant.</summary>
public static class PolicyReader
{
    public static async Task<PolicyValues> ReadAsync(
        NpgsqlConnection connection, DateTimeOffset? at, CancellationToken stop, NpgsqlTransaction? transaction = null)
    {
        var source = AsOf.Table("policies", "policy, value, scope_kind, scope, effective_from", at is not null);
        await using var command = new NpgsqlCommand($"select policy, value, scope_kind, scope, effective_from from {source} p", connection, transaction);
        if (at is { } instant)
            command.Parameters.Add(new NpgsqlParameter("at", NpgsqlDbType.TimestampTz) { Value = instant.ToUniversalTime() });

        var settings = new List<PolicySetting>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            settings.AddRange(Setting(reader) is { } setting ? [setting] : []);

        return new PolicyValues(settings);
    }

    /// <summary>The days off that the whole organisation has in force on the day.</summary>
    public static Weekends WeekendsOn(PolicyValues policies, DateOnly day) =>
        Weekends.SaturdayAndSunday with { Usual = policies.Answer("weekend", day).DaysOff };

    // Every row was read in its canonical form before it was stored; one of a policy that this version dropped is passed over.
    private static PolicySetting? Setting(NpgsqlDataReader row) => PolicySettings.Read(
        row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3),
        row.IsDBNull(4) ? null : row.GetFieldValue<DateOnly>(4)).Setting;
}
