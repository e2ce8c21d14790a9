using Dapper;
using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>Books what was typed in one line; see <see cref="QuickBooking"/>. Who is meant may be a key, a name, or <c>~role</c> for a resource still to be named.</summary>
public sealed class QuickBook(Database database, PracticeSettings settings)
{
    private sealed record Found(IReadOnlyList<string> Engagements, IReadOnlyList<(string Person, string Name)> People);

    public async Task<Result<Gesture>> RunAsync(CurrentUser user, string? line, CancellationToken stop)
    {
        if (BookPerson.Refuse(user) is { } refused)
            return refused;
        if (!QuickBooking.Read(line).Succeeded(out var asked, out var problem) || !(await NamedAsync(asked, stop)).Succeeded(out var named, out problem))
            return problem;

        var form = named.Form with
        {
            Start = Ui.Text.Iso(asked.Days.First), End = Ui.Text.Iso(asked.Days.Last), Kind = asked.Commitment.Text(), HoursPerDay = asked.Way is EntryWay.PerDay ? asked.Value : null,
        };
        if (asked.Way is not EntryWay.PerDay)
            return await new BookSeries(database, settings).RunAsync(user, form, asked.Way.Text(), asked.Value, stop);

        if (!(await new BookPerson(database, settings).RunAsync(user, form, stop)).Succeeded(out var booking, out problem))
            return problem;

        EditedBooking[] rows = [new(booking.Key, null, booking)];
        return new Gesture(GestureWords.Label("Booked", rows, named.Names), rows, booking.Step);
    }

    // One word is an engagement; the others together are the person, by key or name or a part of it that only one has.
    private async Task<Result<(BookingForm Form, IReadOnlyDictionary<PersonKey, string> Names)>> NamedAsync(QuickBooking asked, CancellationToken stop)
    {
        var found = await database.ReadAsync(async connection =>
        {
            await using var all = await connection.QueryMultipleAsync(
                "select engagement from engagements where lower(engagement) = any(@words); select person, name from people order by person", new { words = asked.Rest.Select(word => word.ToLowerInvariant()).ToArray() });
            return new Found([.. await all.ReadAsync<string>()], [.. await all.ReadAsync<(string, string)>()]);
        }, stop);
        if (found.Engagements.Count != 1)
            return Wrong(found.Engagements.Count == 0 ? "No word of it is an engagement's number." : $"It names {found.Engagements.Count} engagements.");

        var engagement = found.Engagements[0];
        var who = string.Join(' ', asked.Rest.Where(word => !word.Equals(engagement, StringComparison.OrdinalIgnoreCase)));
        if (who is ['~', .. { Length: > 0 } role])
            return (new BookingForm { Engagement = engagement, Role = role }, new Dictionary<PersonKey, string>());

        var people = found.People.Where(person => person.Person.Equals(who, StringComparison.OrdinalIgnoreCase) || person.Name.Equals(who, StringComparison.OrdinalIgnoreCase)).ToList();
        if (people.Count == 0 && who.Length > 1)
            people = [.. found.People.Where(person => person.Name.Contains(who, StringComparison.OrdinalIgnoreCase))];

        return people switch
        {
            [var one] => (new BookingForm { Engagement = engagement, Person = one.Person }, new Dictionary<PersonKey, string> { [new PersonKey(one.Person)] = one.Name }),
            [] when who.Length == 0 => Wrong("Nobody is named."),
            [] => Wrong($"\"{who}\" is nobody here{(Nearest.To(who, found.People.SelectMany(person => new[] { person.Person, person.Name })) is { } near ? $"; the nearest is {near}" : "")}."),
            _ => Wrong($"\"{who}\" may be {string.Join(", ", people.Take(4).Select(person => $"{person.Name} ({person.Person})"))}. Write the key."),
        };
    }

    private static InvalidFields Wrong(string what) => new("line", $"{what} Write person, engagement, hours and days like: {QuickBooking.Example}");
}
