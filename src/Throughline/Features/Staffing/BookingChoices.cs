using Dapper;
using Throughline.Data;
using Throughline.Domain.Accounts;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Staffing;

/// <summary>What a booking's form offers: one round trip.</summary>
public sealed record BookingLists(
    IReadOnlyList<Choice> People, IReadOnlyList<Choice> Engagements, IReadOnlyList<Choice> Roles, IReadOnlyList<Choice> Activities)
{
    public static BookingLists None { get; } = new([], [], [], []);

    public string? NameOf(string? person) => People.FirstOrDefault(choice => choice.Value == person)?.Label;

    public string? Title(string? engagement) => Engagements.FirstOrDefault(choice => choice.Value == engagement)?.Label;
}

internal sealed class BookingChoices(Database database)
{
    private const string Sql =
        """
        select person as value, name as label from people where @only::text[] is null or person = @me order by name, person;
        select e.engagement as value, e.engagement || ' ' || e.name || ', ' || c.name as label
        from engagements e join customers c using (customer)
        where (e.engagement = @engagement and @known) or (e.status not in ('completed', 'cancelled') and (@everywhere or e.project_manager = @me or e.engagement = any(@only)))
        order by e.engagement;
        select role as value, role as label from (select role from people union select role from rates union select role from bookings where person is null) roles order by role;
        select activity as value, activity || ' ' || title as label from activities a where engagement = @engagement
          and (@known or @everywhere or engagement = any(@only) or exists (select from engagements e where e.engagement = a.engagement and e.project_manager = @me)) order by activity;
        """;

    /// <param name="user">Who books: project managers find their own engagements, planners all that are not over.</param>
    /// <param name="engagement">The one chosen already, whose activities are offered.</param>
    /// <param name="known">The user sees a booking of it already; else it is offered only where they may book.</param>
    /// <param name="stop">Ends the work.</param>
    /// <param name="only">For whoever enters nothing but their own internal time: the engagements of it.</param>
    public Task<BookingLists> RunAsync(CurrentUser user, string? engagement, bool known, CancellationToken stop, IReadOnlyList<string>? only = null) => database.ReadAsync(async connection =>
    {
        var everywhere = ((user.Reach(Act.BookSoft) | user.Reach(Act.BookHard)) & Relation.Any) != 0;
        await using var lists = await connection.QueryMultipleAsync(Sql, new { engagement, known, everywhere, me = user.Person?.Value, only = only?.ToArray() });
        return new BookingLists(await NextAsync(lists), await NextAsync(lists), await NextAsync(lists), await NextAsync(lists));
    }, stop);

    private static async Task<IReadOnlyList<Choice>> NextAsync(SqlMapper.GridReader lists) =>
        [.. (await lists.ReadAsync<(string Value, string Label)>()).Select(row => new Choice(row.Value, row.Label))];
}
