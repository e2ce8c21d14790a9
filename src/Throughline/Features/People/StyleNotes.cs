using Dapper;
using Throughline.Data;
using Throughline.Data.Bundles;
using Throughline.Domain.People;

namespace Throughline.Features.People;

/// <summary>A note on how somebody likes to work, with the version that a change must name.</summary>
/// <param name="AuthorName">The name of the account that wrote it; its e-mail where the account is gone.</param>
internal sealed record StyleNoteRow(string Note, string Text, string? Traits, string AuthorName, DateTimeOffset WrittenAt, int Version);

/// <summary>Reads notes on working style for the page of a person.</summary>
internal sealed class StyleNotes(Database database)
{
    public static readonly BundleFile File = BundleFiles.Named("style_notes");

    public Task<IReadOnlyList<StyleNoteRow>> RunAsync(PersonKey person, CancellationToken stop) => database.ReadAsync<IReadOnlyList<StyleNoteRow>>(
        async connection => (await connection.QueryAsync<StyleNoteRow>(
            """
            select n.note, n.text, n.traits, coalesce(a.name, n.author) as author_name, n.written_at, n.version
            from style_notes n left join accounts a on a.normalized_email = upper(n.author) where n.person = @person order by n.written_at desc, n.note
            """,
            new { person = person.Value })).AsList(),
        stop);
}
