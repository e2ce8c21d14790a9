using Npgsql;
using NpgsqlTypes;
using Throughline.Domain.Accounts;

namespace Throughline.Platform.Records;

/// <summary>How somebody stands to engagements, people and customers, as far as the records of one file ask.</summary>
public sealed class RecordStanding
{
    private const string Engagements =
        """
        select 'engagement', 4, engagement from engagements where project_manager = $1
        union all select distinct 'engagement', 8, engagement from bookings where person = $1
        union all select distinct 'engagement', 8, engagement from issues where assignee = $1
        union all select 'engagement', 16, engagement from engagements where customer = $2
        """;

    private const string OwnAndTeam =
        "select 'person', 1, $1 where $1 is not null union all select 'person', 2, person from people where manager = $1";

    private const string Colleagues =
        """
        select distinct 'person', 4, b.person from engagements e join bookings b using (engagement) where e.project_manager = $1 and b.person is not null
        union all select distinct 'person', 8, b.person from bookings b
          where b.person is not null and b.engagement in (select engagement from bookings where person = $1)
        """;

    private const string Customers =
        $"select distinct 'customer', own.relation, e.customer from ({Engagements}) own (kind, relation, engagement) join engagements e using (engagement)";

    private readonly Dictionary<(string Column, string Key), Relation> relations = [];

    /// <summary>Stands in no relation to anything.</summary>
    public static RecordStanding None { get; } = new();

    /// <summary>One statement; none for an account that is nobody's.</summary>
    public static async Task<RecordStanding> ReadAsync(NpgsqlConnection connection, CurrentUser user, RecordTie tie, CancellationToken stop)
    {
        if (tie == RecordTie.None || (user.Person is null && user.Customer is null))
            return None;

        await using var command = new NpgsqlCommand(Sql(tie), connection);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)user.Person?.Value ?? DBNull.Value });
        if (tie != RecordTie.Person)
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)user.Customer?.Value ?? DBNull.Value });

        var standing = new RecordStanding();
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
        {
            var subject = (row.GetString(0), row.GetString(2));
            standing.relations[subject] = standing.relations.GetValueOrDefault(subject) | (Relation)row.GetInt32(1);
        }

        return standing;
    }

    /// <summary>The relation to the engagement, person or customer of this key.</summary>
    public Relation To(string column, string? key) => key is null ? Relation.None : relations.GetValueOrDefault((column, key));

    /// <summary>The keys to which one of the relations holds.</summary>
    public IReadOnlyCollection<string> Keys(string column, Relation reach) =>
        [.. relations.Where(known => known.Key.Column == column && (known.Value & reach) != 0).Select(known => known.Key.Key)];

    private static string Sql(RecordTie tie) => tie switch
    {
        RecordTie.Person => OwnAndTeam + " union all " + Colleagues,
        RecordTie.Customer => Customers,
        RecordTie.PersonAndEngagement => Engagements + " union all " + OwnAndTeam,
        RecordTie.Engagement or RecordTie.None => Engagements,
    };
}
