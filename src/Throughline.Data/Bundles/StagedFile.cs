namespace Throughline.Data.Bundles;

/// <summary>The SQL that carries one file from its staging table into the practice's own.</summary>
/// <param name="file">The file.</param>
/// <param name="present">The columns that its header names; the others keep what is stored.</param>
internal sealed class StagedFile(BundleFile file, IReadOnlyList<BundleColumn> present)
{
    public BundleFile File => file;

    /// <summary>Where the good rows wait, with the line they came from.</summary>
    public string Stage => "stage_" + file.Name;

    public string CreateStage =>
        $"create temp table {Stage} (line integer, {string.Join(", ", file.Columns.Select(column => $"{column.Stored} {column.Type.SqlType}"))})";

    public string Copy => $"copy {Stage} (line, {Stored(file.Columns)}) from stdin";

    /// <summary>What must come before the rows: the calendars that the days belong to.</summary>
    public string? InsertOwners => file.Owner is { } owner
        ? $"insert into {file.NamedTable} ({owner}) select distinct {owner} from {Stage} on conflict do nothing"
        : null;

    public string Update => Changing.Count == 0
        ? ""
        : $"""
           update {file.Table} t set {string.Join(", ", Changing.Select(column => $"{column.Stored} = s.{column.Stored}"))}
           from {Stage} s where {SameKey} and {Differs}
           """;

    public string Insert =>
        $"""
         insert into {file.Table} ({Stored(file.Columns)}) select {Stored(file.Columns, "s.")}
         from {Stage} s where not exists (select 1 from {file.Table} t where {SameKey})
         """;

    /// <summary>Joins each staged row to the stored one of the same key, if there is one.</summary>
    public string Joined => $"{Stage} s left join {file.Table} t on {SameKey}";

    /// <summary>True of a joined row that is not stored yet.</summary>
    public string IsNew => $"t.{file.Column(file.KeyColumn).Stored} is null";

    /// <summary>True of a joined row that would change something.</summary>
    public string IsNewOrDiffers => $"({IsNew} or {Differs})";

    public string Count => $"select count(*) filter (where {IsNew})::int, count(*) filter (where not {IsNew} and {Differs})::int from {Joined}";

    /// <summary>Each row that would be created or changed: is it new, its key columns, then old and new of every other column.</summary>
    public string Differences =>
        $"""
         select {IsNew}, {string.Join(", ", file.Key.Select(name => Show("s", file.Column(name))))}
           {string.Concat(Others.Select(column => $", {Show("t", column)}, {Merged(column)}"))}
         from {Joined} where {IsNewOrDiffers} order by s.line
         """;

    /// <summary>The columns beside the key, in the order in which <see cref="Differences"/> has them.</summary>
    public IReadOnlyList<BundleColumn> Others => [.. file.Columns.Where(column => !file.Key.Contains(column.Name))];

    private List<BundleColumn> Changing => [.. present.Where(column => !file.Key.Contains(column.Name))];

    private string Differs => Changing.Count == 0 ? "false" : $"({Stored(Changing, "t.")}) is distinct from ({Stored(Changing, "s.")})";

    private string SameKey => string.Join(" and ", file.Key.Select(file.Column).Select(column => MayBeMissing(column)
        ? $"{Comparable("t", column)} = {Comparable("s", column)}"
        : $"t.{column.Stored} = s.{column.Stored}"));

    /// <summary>Rules that need the stored row because the file lacks one of their columns: line, and the two values.</summary>
    public IEnumerable<(BundleRule Rule, string Sql)> RulesAcross() =>
        from rule in file.Rules
        let first = file.Column(rule.First)
        let second = file.Column(rule.Second)
        where !present.Contains(first) || !present.Contains(second)
        select (rule, $"""
            select s.line, coalesce({Merged(first)}, ''), coalesce({Merged(second)}, '') from {Joined} where {IsNewOrDiffers} and {Breaks(rule, first, second)}
            """);

    /// <summary>References that need the stored row for the same reason: line, and the values of their columns.</summary>
    public IEnumerable<(BundleReference Reference, string Sql)> ReferencesAcross() =>
        from reference in file.References
        let columns = reference.Columns.Select(file.Column).ToList()
        where reference.When is null && columns.Exists(column => !present.Contains(column)) && columns.Exists(column => present.Contains(column))
        select (reference, $"""
            select s.line, {string.Join(", ", columns.Select(column => $"coalesce({Merged(column)}, '')"))} from {Joined}
            where {IsNewOrDiffers} and {Merged(columns[^1])} is not null
              and ({string.Join(", ", columns.Select(Merged))}) is distinct from ({string.Join(", ", columns.Select(column => Show("t", column)))})
            """);

    /// <summary>
    /// For a trial of a bundle that has errors: removes the rows whose own references were not good and are therefore not there.
    /// </summary>
    public IEnumerable<string> DropOrphans() =>
        from reference in file.References
        where reference.When is null && reference.To != file.Name
        let to = BundleFiles.Named(reference.To)
        let match = string.Join(" and ", to.Named.Zip(reference.Columns, (theirs, ours) => $"p.{to.Column(theirs).Stored} = s.{file.Column(ours).Stored}"))
        select $"delete from {Stage} s where s.{file.Column(reference.Named).Stored} is not null and not exists (select 1 from {to.NamedTable} p where {match})";

    private string Breaks(BundleRule rule, BundleColumn first, BundleColumn second) => rule.Rule switch
    {
        RowRule.NotAfter => $"{MergedRaw(first)} > {MergedRaw(second)}",
        RowRule.ExactlyOne => $"num_nonnulls({MergedRaw(first)}, {MergedRaw(second)}) <> 1",
        RowRule.NegativeOnlyBeside => $"{MergedRaw(first)} < 0 and {MergedRaw(second)} is null",
    };

    // What the row will hold: a column that the file lacks keeps what is stored, or the default in a new row.
    private string MergedRaw(BundleColumn column) => present.Contains(column)
        ? $"s.{column.Stored}"
        : $"case when {IsNew} then s.{column.Stored} else t.{column.Stored} end";

    private string Merged(BundleColumn column) => column.Type.Shown($"({MergedRaw(column)})");

    private static string Show(string row, BundleColumn column) => column.Type.Shown($"{row}.{column.Stored}");

    private static bool MayBeMissing(BundleColumn column) => !column.Required && column.Default is null;

    // Equal where both are missing, and still a comparison that the planner can hash.
    private static string Comparable(string row, BundleColumn column) => column.Type is DateType
        ? $"coalesce({row}.{column.Stored}, '-infinity')"
        : $"coalesce({row}.{column.Stored}, '')";

    private static string Stored(IEnumerable<BundleColumn> columns, string before = "") =>
        string.Join(", ", columns.Select(column => before + column.Stored));
}
