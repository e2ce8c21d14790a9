using Dapper;
using Throughline.Data;
using Throughline.Data.Timekeeping;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Timekeeping;

/// <summary>An entry with everything that corrects it, and what people call what it is for.</summary>
internal sealed record CorrectedEntrySheet(CorrectedTime Time, string Person, string Subject);

/// <summary>One entry as its page shows it; null when it is not there for the user.</summary>
internal sealed class CorrectedEntry(Database database)
{
    private const string Names =
        """
        select p.name, coalesce(e.engagement || ' ' || e.name, '') from people p left join engagements e on e.engagement = @engagement where p.person = @person
        """;

    public Task<CorrectedEntrySheet?> RunAsync(CurrentUser user, string entry, CancellationToken stop) => database.ReadAsync(async connection =>
    {
        if (await TimeCorrections.ReadAsync(connection, entry, stop) is not { } family || !user.MaySee(family.Root.Owner))
            return null;

        var terms = family.Time.Root.Terms;
        var (person, engagement) = await connection.QuerySingleAsync<(string, string)>(Names, new { engagement = terms.Engagement?.Value, person = terms.Person.Value });
        return new CorrectedEntrySheet(family.Time, person, engagement.Length > 0 ? engagement : TimeCategories.Words(terms.Category ?? ""));
    }, stop);
}
