using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Throughline.Data.Bundles;
using Throughline.Data.Recording;

namespace Throughline.Data.Records;

/// <summary>Reads and writes single rows of a bundle's table, whichever it is.</summary>
public sealed class RecordTable(BundleFile file)
{
    /// <summary>The values in the form of an export, then who wrote them when; of the row <c>t</c>.</summary>
    private readonly string shown =
        string.Join(", ", file.Columns.Select(column => column.Type.Shown("t." + column.Stored))) + ", t.version, t.changed_by, t.recorded_at";

    public BundleFile File => file;

    /// <summary>The record of the key; null when there is none.</summary>
    public async Task<StoredRecord?> FindAsync(NpgsqlConnection connection, RecordKey key, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        command.CommandText = $"select {shown} from {file.Table} t where {Is(command, key)}";
        return await OneAsync(command, stop);
    }

    /// <summary>The same under a lock that ends with the change.</summary>
    public async Task<StoredRecord?> LockAsync(Change change, RecordKey key, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand { Connection = change.Connection, Transaction = change.Transaction };
        command.CommandText = $"select {shown} from {file.Table} t where {Is(command, key)} for no key update";
        return await OneAsync(command, stop);
    }

    /// <summary>The record as it stood in a former version; null when that is not known.</summary>
    public async Task<StoredRecord?> FormerAsync(Change change, RecordKey key, int version, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand { Connection = change.Connection, Transaction = change.Transaction };
        command.CommandText =
            $"select {shown} from history.{file.Table} t where {Is(command, key)} and t.version = {Add(command, NpgsqlDbType.Integer, version)} order by t.recorded_until desc limit 1";
        return await OneAsync(command, stop);
    }

    public async Task<StoredRecord> InsertAsync(Change change, StatedRecord stated, CancellationToken stop)
    {
        if (file.Owner is { } owner)
            await change.ExecuteAsync($"insert into {file.NamedTable} ({owner}) values (@owner) on conflict do nothing", new { owner = stated.Cells[owner] });

        await using var command = new NpgsqlCommand { Connection = change.Connection, Transaction = change.Transaction };
        var places = file.Columns.Select(column => Add(command, column, stated.Values[column.Name])).ToList();
        command.CommandText =
            $"insert into {file.Table} as t ({string.Join(", ", file.Columns.Select(column => column.Stored))}) values ({string.Join(", ", places)}) returning {shown}";
        return (await OneAsync(command, stop))!;
    }

    /// <summary>Writes the columns of a record that the change has locked.</summary>
    public async Task<StoredRecord> UpdateAsync(
        Change change, RecordKey key, StatedRecord stated, IEnumerable<BundleColumn> columns, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand { Connection = change.Connection, Transaction = change.Transaction };
        var sets = columns.Select(column => $"{column.Stored} = {Add(command, column, stated.Values[column.Name])}").ToList();
        command.CommandText = $"update {file.Table} t set {string.Join(", ", sets)} where {Is(command, key)} returning {shown}";
        return (await OneAsync(command, stop))!;
    }

    public async Task DeleteAsync(Change change, RecordKey key, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand { Connection = change.Connection, Transaction = change.Transaction };
        command.CommandText = $"delete from {file.Table} t where {Is(command, key)}";
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Those references of the record that lead nowhere; one statement for all.</summary>
    public static async Task<IReadOnlyList<BundleReference>> DanglingAsync(
        Change change, StatedRecord stated, IReadOnlyList<BundleReference> references, CancellationToken stop)
    {
        if (references.Count == 0)
            return [];

        await using var command = new NpgsqlCommand { Connection = change.Connection, Transaction = change.Transaction };
        command.CommandText = "select " + string.Join(", ", references.Select(reference => Exists(command, stated, reference)));
        await using var row = await command.ExecuteReaderAsync(stop);
        await row.ReadAsync(stop);
        return [.. references.Where((_, i) => !row.GetBoolean(i))];
    }

    /// <summary>Records in an order, from where an earlier reading ended; at most one more than asked for, which says that there are more.</summary>
    public async Task<IReadOnlyList<StoredRecord>> ListAsync(NpgsqlConnection connection, RecordQuery query, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        var order = query.Order(file);
        var conditions = query.Filters.Select(filter => Matches(command, filter))
            .Concat(query.Within.Select(within => Covers(command, within)));
        if (query.After is { } after)
            conditions = conditions.Append(Follows(command, order, query.Descending, after));

        var where = conditions.ToList();
        var direction = query.Descending ? " desc" : "";
        command.CommandText =
            $"""
            select {shown} from {file.Table} t{(where.Count == 0 ? "" : " where " + string.Join(" and ", where))}
            order by {string.Join(", ", order.Select(column => Sorted(column) + direction))} limit {(query.Limit + 1).ToString(CultureInfo.InvariantCulture)}
            """;
        var records = new List<StoredRecord>();
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
            records.Add(Read(row));

        return records;
    }

    private static string Exists(NpgsqlCommand command, StatedRecord stated, BundleReference reference)
    {
        var to = BundleFiles.Named(reference.To);
        var matches = to.Named.Zip(reference.Columns, (theirs, ours) =>
            $"{to.Column(theirs).Stored} = {Add(command, to.Column(theirs), stated.Values[ours])}");
        return $"exists (select from {to.NamedTable} where {string.Join(" and ", matches)})";
    }

    private static string Matches(NpgsqlCommand command, RecordFilter filter)
    {
        var stored = "t." + filter.Column.Stored;
        return filter.Value is null ? $"{stored} is null" : filter.Match switch
        {
            FilterMatch.Is => $"{stored} = {Choice(filter) ?? Add(command, filter.Column, filter.Value)}",
            FilterMatch.AtLeast => $"{stored} >= {Add(command, filter.Column, filter.Value)}",
            FilterMatch.AtMost => $"{stored} <= {Add(command, filter.Column, filter.Value)}",
        };
    }

    // One of the few words that the column itself knows stands in the statement, so that an index of just these rows serves every time.
    private static string? Choice(RecordFilter filter) =>
        filter.Column.Type is ChoiceType type && type.Choices.FirstOrDefault(choice => choice.Equals(filter.Value)) is { } known ? $"'{known}'" : null;

    private static string Covers(NpgsqlCommand command, RecordWithin within)
    {
        var any = string.Join(" or ", within.Columns.Select(column => $"t.{column.Column.Stored} = any({AddKeys(command, column.Keys)})"));
        return within.OrEmpty is { } empty ? $"({any} or t.{empty.Stored} is null)" : $"({any})";
    }

    private static string Follows(NpgsqlCommand command, IReadOnlyList<BundleColumn> order, bool descending, IReadOnlyList<object?> after)
    {
        var last = order.Select((column, i) => after[i] is { } value ? Add(command, column, value) : Nothing(column));
        return $"({string.Join(", ", order.Select(Sorted))}) {(descending ? "<" : ">")} ({string.Join(", ", last)})";
    }

    // A column that may be empty sorts its empty rows first, by a value that comes before all others.
    private static string Sorted(BundleColumn column) =>
        column.Required || column.Default is not null ? "t." + column.Stored : $"coalesce(t.{column.Stored}, {Nothing(column)})";

    private static string Nothing(BundleColumn column) => column.Type.SqlType switch
    {
        "text" => "''",
        "boolean" => "false",
        "integer" => "-2147483648",
        var type => $"'-infinity'::{type}",
    };

    private string Is(NpgsqlCommand command, RecordKey key) => string.Join(" and ", file.Key.Zip(key.Parts, (name, cell) =>
    {
        var column = file.Column(name);
        column.Read(cell, out var value);
        return value is null ? $"t.{column.Stored} is null" : $"t.{column.Stored} = {Add(command, column, value)}";
    }));

    private async Task<StoredRecord?> OneAsync(NpgsqlCommand command, CancellationToken stop)
    {
        await using var row = await command.ExecuteReaderAsync(stop);
        return await row.ReadAsync(stop) ? Read(row) : null;
    }

    private StoredRecord Read(NpgsqlDataReader row)
    {
        var values = new Dictionary<string, string?>(file.Columns.Count, StringComparer.Ordinal);
        for (var i = 0; i < file.Columns.Count; i++)
            values[file.Columns[i].Name] = row.IsDBNull(i) ? null : row.GetString(i);

        var after = file.Columns.Count;
        return new StoredRecord(values, row.GetInt32(after), row.GetString(after + 1), row.GetFieldValue<DateTimeOffset>(after + 2));
    }

    private static string Add(NpgsqlCommand command, BundleColumn column, object? value) => Add(command, Kind(column), value);

    private static string AddKeys(NpgsqlCommand command, IReadOnlyCollection<string> keys) =>
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.Text, keys.ToArray());

    private static string Add(NpgsqlCommand command, NpgsqlDbType kind, object? value)
    {
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = kind, Value = value ?? DBNull.Value });
        return "$" + command.Parameters.Count.ToString(CultureInfo.InvariantCulture);
    }

    private static NpgsqlDbType Kind(BundleColumn column) => column.Type.SqlType switch
    {
        "date" => NpgsqlDbType.Date,
        "numeric" => NpgsqlDbType.Numeric,
        "integer" => NpgsqlDbType.Integer,
        "boolean" => NpgsqlDbType.Boolean,
        "timestamptz" => NpgsqlDbType.TimestampTz,
        _ => NpgsqlDbType.Text,
    };
}
