using Dapper;
using Throughline.Data;
using Throughline.Data.Bundles;
using Throughline.Domain.People;

namespace Throughline.Features.People;

/// <summary>A qualification as it is stored, with the version that a change must name.</summary>
internal sealed class QualificationRow
{
    public string Kind { get; init; } = "";
    public string Qualification { get; init; } = "";
    public DateOnly? Obtained { get; init; }
    public DateOnly? Expires { get; init; }
    public string? Note { get; init; }
    public int Version { get; init; }

    public QualificationFact Of(PersonKey person) => new(person, Qualification, QualificationKinds.Words.Parse(Kind), Obtained, Expires, Note);
}

/// <summary>What is known of a person's skills beside the person's record, and the names that others' have.</summary>
internal sealed record PersonQualifications(IReadOnlyList<QualificationRow> Rows, IReadOnlyList<string> KnownNames);

/// <summary>Reads qualifications for the pages of people.</summary>
internal sealed class Qualifications(Database database)
{
    /// <summary>How long before its end a qualification is pointed at.</summary>
    public const int NoticeDays = 60;

    public static readonly BundleFile File = BundleFiles.Named("qualifications");

    public Task<PersonQualifications> RunAsync(PersonKey person, CancellationToken stop) => database.ReadAsync(
        async connection =>
        {
            using var all = await connection.QueryMultipleAsync(
                """
                select kind, qualification, obtained, expires, note, version from qualifications where person = @person
                order by case kind when 'skill' then 1 when 'certification' then 2 else 3 end, qualification;
                select distinct qualification from qualifications order by qualification limit 500
                """,
                new { person = person.Value });
            return new PersonQualifications((await all.ReadAsync<QualificationRow>()).AsList(), (await all.ReadAsync<string>()).AsList());
        },
        stop);

    /// <summary>A level in a word.</summary>
    public static string LevelWords(int? level) => level switch
    {
        1 => "learning",
        2 => "with help",
        3 => "on their own",
        4 => "leads others",
        5 => "teaches others",
        _ => "no level said",
    };
}
