using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Npgsql;
using NpgsqlTypes;
using Throughline.Data;
using Throughline.Data.Timekeeping;
using Throughline.Domain.Accounts;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Timekeeping;

/// <summary>What a list of entries is narrowed to; empty parts let everything through.</summary>
internal sealed record TimeFilter(
    IReadOnlyCollection<string> People, IReadOnlyCollection<string> Engagements, IReadOnlyCollection<string> States, DateOnly? From, DateOnly? To, bool OldestFirst)
{
    public static readonly IReadOnlyList<string> Names = ["person", "engagement", "state", "from", "to"];

    public static TimeFilter Of(Address address) => new(
        Some(address, "person"), Some(address, "engagement"), Some(address, "state"), Day(address["from"]), Day(address["to"]),
        address[Address.SortName] == "date");

    private static string[] Some(Address address, string name) => [.. address.All(name).Where(value => value.Length > 0)];

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

/// <summary>One entry as the list shows it.</summary>
internal sealed record TimeListRow(TimeEntry Entry, string Person, string? Engagement, string? Activity);

internal sealed record TimeListAnswer(IReadOnlyList<TimeListRow> Rows, string? Next, IReadOnlyList<Choice> People, IReadOnlyList<Choice> Engagements);

/// <summary>The entries somebody may see, newest day first, a page at a time.</summary>
internal sealed class TimeList(Database database)
{
    public const int PageSize = 50;

    // What is chosen has its name at once; everything that could be is listed only while somebody chooses from it.
    private const string People = "select person, name from people {0} order by name, person";
    private const string Engagements = "select engagement, name from engagements {0} order by engagement";

    public async Task<TimeListAnswer> RunAsync(CurrentUser user, TimeFilter filter, string? after, string? choose, CancellationToken stop)
    {
        await using var connection = await database.OpenAsync(stop);
        await using var batch = new NpgsqlBatch(connection);
        var reach = user.Reach(Act.SeeTime);
        batch.BatchCommands.Add(Rows(user, filter, after));
        // Who sees everybody's time may narrow it to anybody; the others' own lists are short.
        if (reach.HasFlag(Relation.Any))
        {
            batch.BatchCommands.Add(Choices(People, "person", filter.People, choose));
            batch.BatchCommands.Add(Choices(Engagements, "engagement", filter.Engagements, choose));
        }

        await using var row = await batch.ExecuteReaderAsync(stop);
        var rows = new List<TimeListRow>(PageSize + 1);
        while (await row.ReadAsync(stop))
            rows.Add(new TimeListRow(TimeRows.Read(row), row.GetString(18), row.IsDBNull(19) ? null : row.GetString(19), row.IsDBNull(20) ? null : row.GetString(20)));

        var next = rows.Count > PageSize ? Cursor(rows[PageSize - 1].Entry) : null;
        return new TimeListAnswer([.. rows.Take(PageSize)], next, await ChoicesAsync(row, stop), await ChoicesAsync(row, stop));
    }

    private static NpgsqlBatchCommand Choices(string sql, string column, IReadOnlyCollection<string> chosen, string? choose) => choose == column
        ? new(string.Format(CultureInfo.InvariantCulture, sql, ""))
        : new(string.Format(CultureInfo.InvariantCulture, sql, $"where {column} = any($1)"))
        {
            Parameters = { new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = chosen.ToArray() } },
        };

    /// <summary>What somebody may see of what they filter for, as a condition on <c>time_entries t</c>; its values go to the parameters.</summary>
    internal static string Where(CurrentUser user, TimeFilter filter, NpgsqlParameterCollection parameters)
    {
        var (where, reach) = (new StringBuilder("true"), user.Reach(Act.SeeTime));
        void Narrow(string condition, NpgsqlDbType type, object value)
        {
            parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value });
            where.Append(CultureInfo.InvariantCulture, $" and {condition.Replace("$", "$" + parameters.Count, StringComparison.Ordinal)}");
        }

        // One value walks its index in the order of days; several must be gathered and sorted.
        void NarrowTo(string column, IReadOnlyCollection<string> values)
        {
            if (values.Count == 1)
                Narrow($"{column} = $", NpgsqlDbType.Text, values.First());
            else if (values.Count > 1)
                Narrow($"{column} = any($)", NpgsqlDbType.Array | NpgsqlDbType.Text, values.ToArray());
        }

        if (!reach.HasFlag(Relation.Any))
            Narrow(Visible(reach), NpgsqlDbType.Text, user.Person?.Value ?? "");
        NarrowTo("t.person", filter.People);
        NarrowTo("t.engagement", filter.Engagements);
        NarrowTo("t.state", filter.States);
        if (filter.From is { } from)
            Narrow("t.date >= $", NpgsqlDbType.Date, from);
        if (filter.To is { } to)
            Narrow("t.date <= $", NpgsqlDbType.Date, to);

        return where.ToString();
    }

    private static NpgsqlBatchCommand Rows(CurrentUser user, TimeFilter filter, string? after)
    {
        var command = new NpgsqlBatchCommand();
        var where = Where(user, filter, command.Parameters);
        if (Position(after) is { } position)
        {
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Date, Value = position.Day });
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = position.Entry });
            where += string.Create(CultureInfo.InvariantCulture, $" and (t.date, t.entry) {(filter.OldestFirst ? '>' : '<')} (${command.Parameters.Count - 1}, ${command.Parameters.Count})");
        }

        var order = filter.OldestFirst ? "t.date, t.entry" : "t.date desc, t.entry desc";
        command.CommandText =
            $"""
            select {TimeRows.Columns}, p.name, e.name, a.title
            from (select * from time_entries t where {where} order by {order} limit {PageSize + 1}) t
            join people p on p.person = t.person left join engagements e on e.engagement = t.engagement
            left join activities a on a.engagement = t.engagement and a.activity = t.activity
            order by {order}
            """;
        return command;
    }

    // The relations of the access table as conditions; without any nothing is seen.
    private static string Visible(Relation reach)
    {
        List<string> ways = [];
        if (reach.HasFlag(Relation.Own))
            ways.Add("t.person = $");
        if (reach.HasFlag(Relation.Team))
            ways.Add("t.person in (select m.person from people m where m.manager = $)");
        if (reach.HasFlag(Relation.Led))
            ways.Add("t.engagement in (select l.engagement from engagements l where l.project_manager = $)");

        return ways.Count == 0 ? "$ is null" : $"({string.Join(" or ", ways)})";
    }

    private static string Cursor(TimeEntry entry) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes($"{Text.Iso(entry.Terms.Date)} {entry.Entry}"));

    private static (DateOnly Day, string Entry)? Position(string? cursor)
    {
        try
        {
            var text = Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(cursor ?? ""));
            return text.Length > 11 && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? (day, text[11..])
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static async Task<IReadOnlyList<Choice>> ChoicesAsync(NpgsqlDataReader row, CancellationToken stop)
    {
        var choices = new List<Choice>();
        if (!await row.NextResultAsync(stop))
            return choices;

        while (await row.ReadAsync(stop))
            choices.Add(new Choice(row.GetString(0), row.GetString(1) is var name && row.GetName(0) == "engagement" ? $"{row.GetString(0)} {name}" : name));

        return choices;
    }
}
