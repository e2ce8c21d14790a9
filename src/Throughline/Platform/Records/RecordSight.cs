using Npgsql;
using Throughline.Data.Bundles;
using Throughline.Data.Records;
using Throughline.Domain.Accounts;

namespace Throughline.Platform.Records;

/// <summary>What one user sees of the records of a file: which of them, and which of their columns.</summary>
public sealed class RecordSight
{
    private readonly BundleFile file;
    private readonly CurrentUser user;
    private readonly RecordStanding standing;
    private readonly string[] ties;

    private RecordSight(BundleFile file, CurrentUser user, RecordStanding standing)
    {
        (this.file, this.user, this.standing) = (file, user, standing);
        Access = RecordAccess.Of(file);
        ties = Access.Tie switch
        {
            RecordTie.Engagement => ["engagement"],
            RecordTie.Person => ["person"],
            RecordTie.Customer => ["customer"],
            RecordTie.PersonAndEngagement => ["person", "engagement"],
            RecordTie.None => [],
        };
    }

    public RecordAccess Access { get; }
    public BundleFile File => file;

    /// <summary>Reads how the user stands to the records, if anything depends on it.</summary>
    public static async Task<RecordSight> ReadAsync(NpgsqlConnection connection, BundleFile file, CurrentUser user, CancellationToken stop)
    {
        var access = RecordAccess.Of(file);
        var acts = access.Closed.Values.Append(access.Create).Append(access.Edit).Append(access.See ?? access.Edit);
        var everywhere = acts.All(act => Reach(user, act) is Relation.None || Reach(user, act).HasFlag(Relation.Any));
        var standing = everywhere && !Separated(access) ? RecordStanding.None : await RecordStanding.ReadAsync(connection, user, access.Tie, stop);
        return new RecordSight(file, user, standing);
    }

    public Relation RelationTo(IReadOnlyDictionary<string, string?> values) =>
        ties.Aggregate(Relation.None, (relation, tie) => relation | standing.To(tie, values.GetValueOrDefault(tie)));

    /// <summary>The same for whoever would change it: what is not one's own to change is nobody's of one's own.</summary>
    public Relation RelationToChange(IReadOnlyDictionary<string, string?> values) =>
        Access.OwnOnly is { } only && values.GetValueOrDefault(only.Column) != only.Value ? RelationTo(values) & ~Relation.Own : RelationTo(values);

    /// <summary>Why nothing of this file may be read at all; null when some of it may.</summary>
    public NotAllowed? RefuseReading()
    {
        if (user.TokenScopes?.Contains(Scope.Read) == false)
            return new NotAllowed("scope", "This token lacks the scope read. Make one that has it.");

        if (Access.See is not { } see)
            return user.IsOutside ? new NotAllowed("R-296", "This is only for people of the practice.") : null;

        return user.Reach(see) != Relation.None || (Access.SeeOutside is { } outside && user.Reach(outside) != Relation.None) ? null : user.Decide(see).Problem;
    }

    /// <summary>Whether the user may know of the record. A token's scopes do not count: one that only writes may still name what its owner sees.</summary>
    public bool Sees(IReadOnlyDictionary<string, string?> values)
    {
        if (Access.See is not { } see)
            return !user.IsOutside;

        var relation = RelationTo(values);
        return Covers(Reach(user, see) & ~Access.Except, relation, values)
            || (Access.SeeOutside is { } outside && values.GetValueOrDefault("internal") != "true" && Covers(Reach(user, outside), relation, values));
    }

    /// <summary>What a list is narrowed to; nothing when it is not.</summary>
    public (IReadOnlyList<RecordWithin> Within, IReadOnlyList<RecordFilter> Filters) Narrowing()
    {
        if (Access.See is not { } see || ties.Length == 0)
            return ([], []);

        var reach = Reach(user, see) & ~Access.Except;
        var outside = reach == Relation.None && Access.SeeOutside is not null;
        reach = outside ? Reach(user, Access.SeeOutside!.Value) : reach;
        if (reach.HasFlag(Relation.Any))
            return ([], outside ? [NotInternal] : []);

        var columns = ties.Select(tie => (file.Column(tie), standing.Keys(tie, reach))).ToList();
        return ([new(columns, Access.General ? file.Column("engagement") : null)], outside ? [NotInternal] : []);
    }

    /// <summary>The columns whose values the user may see in this record.</summary>
    public IEnumerable<BundleColumn> Open(IReadOnlyDictionary<string, string?> values)
    {
        var relation = RelationTo(values);
        return file.Columns.Where(column => !Access.Closed.TryGetValue(column.Name, out var act) || user.May(act, relation));
    }

    /// <summary>Whether the user may see the column in every record, and so may sort and filter by it.</summary>
    public bool IsOpen(BundleColumn column) =>
        !Access.Closed.TryGetValue(column.Name, out var act) || user.Reach(act).HasFlag(Relation.Any);

    private RecordFilter NotInternal => new(file.Column("internal"), false);

    private bool Covers(Relation reach, Relation relation, IReadOnlyDictionary<string, string?> values) =>
        (reach & (relation | Relation.Any)) != 0 || (Access.General && reach != Relation.None && values.GetValueOrDefault("engagement") is null);

    private static Relation Reach(CurrentUser user, Act act) => user.Access.Reach(user.Roles, null, act);

    private static bool Separated(RecordAccess access) => Acts.Name(access.Edit).Never != Relation.None || access.Approval is not null;
}
