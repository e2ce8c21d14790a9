using Throughline.Data.Recording;

namespace Throughline.Data.Bundles;

/// <summary>
/// Lets many rows into an empty table at once: its indexes are built and its foreign keys checked after them, for all rows
/// together, which takes a third of the time. Until the import ends nobody reads the table, which has nothing to read, nor
/// those that it refers to: seconds for a hundred thousand rows, once in the life of a practice.
/// </summary>
internal static class FirstLoad
{
    private const int WorthIt = 5_000;

    private sealed record Part(string Drop, string Make);

    /// <summary>Runs the insert; the rows that it brought.</summary>
    public static async Task<int> InsertAsync(Change change, StagedFile one, Func<string, Task<int>> run)
    {
        if (!await change.QuerySingleOrDefaultAsync<bool>(
            $"select (select count(*) from {one.Stage}) >= {WorthIt} and not exists (select from {one.File.Table})"))
            return await run(one.Insert);

        // A table that waits for a check at the end of the change cannot be altered: what waits is checked now.
        var parts = await change.QueryAsync<Part>(Parts, new { table = one.File.Table });
        await run("set constraints all immediate");
        foreach (var part in parts)
            await run(part.Drop);

        var rows = await run(one.Insert);
        foreach (var part in parts.Reverse())
            await run(part.Make);

        await run("set constraints all deferred");
        return rows;
    }

    // The primary key stays: rows that come twice must meet it.
    private const string Parts =
        """
        select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
          format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as make
        from pg_constraint where conrelid = @table::regclass and contype = 'f'
        union all
        select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
        from pg_index i where indrelid = @table::regclass and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
        """;
}
