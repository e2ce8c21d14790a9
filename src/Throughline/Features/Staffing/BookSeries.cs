using Npgsql;
using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Recording;
using Throughline.Data.Reports;
using Throughline.Domain;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>What the hours become: the rows that would be made, each of whole minutes a day.</summary>
/// <param name="Minutes">What all of them take, in total.</param>
public sealed record SpreadPlan(BookingTerms Terms, StatedHours Stated, IReadOnlyList<Segment> Segments, int Minutes);

/// <summary>
/// Books by percent, hours a week, a total or single weeks: one row for each run of days with equal minutes. The rows share
/// a series, which keeps how they were entered.
/// </summary>
public sealed class BookSeries(Database database, PracticeSettings settings)
{
    // The weeks around the days must be days themselves.
    private static readonly DateOnly Latest = DateOnly.MaxValue.AddDays(-14);

    /// <param name="user">Who asks.</param>
    /// <param name="form">Whose days, and which; its hours a day are not looked at.</param>
    /// <param name="way">A word of <see cref="EntryWays"/>.</param>
    /// <param name="value">As it was typed.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<Result<Gesture>> RunAsync(CurrentUser user, BookingForm form, string? way, string? value, CancellationToken stop)
    {
        if (!(await PreviewAsync(user, form, way, value, stop)).Succeeded(out var plan, out var refused))
            return refused;

        var series = "s" + BookingKeys.New().Value[1..];
        if (form.Waits && plan.Terms is { Commitment: Commitment.Soft, Person: not null })
            plan = plan with { Terms = plan.Terms with { WaitingSince = database.Clock.GetUtcNow() } };

        return await new EditBookings(database, settings).RunAsync(
            user, BookPerson.Deed, [], _ => Result.Of<IReadOnlyList<BookingEdit>>([.. plan.Segments.Select(segment => new BookingEdit(
                BookingKeys.New(), null, plan.Terms with { Series = series, Days = segment.Days, MinutesPerDay = segment.MinutesPerDay }))]),
            stop, change => KeepAsync(change, series, plan, value!.Trim()));
    }

    /// <summary>The same without booking anything.</summary>
    public async Task<Result<SpreadPlan>> PreviewAsync(CurrentUser user, BookingForm form, string? way, string? value, CancellationToken stop)
    {
        if (BookPerson.Refuse(user) is { } refused)
            return refused;
        if (!(form with { HoursPerDay = "1" }).Read().Succeeded(out var terms, out var invalid))
            return invalid;
        if (terms.Days.Last > Latest)
            return new InvalidFields("end", "Choose an earlier last day.");
        if (!EnteredHours.Read(way, value, terms.Days).Succeeded(out var stated, out invalid))
            return invalid;

        var weekends = PolicyReader.WeekendsOn(await settings.PoliciesAsync(stop), await settings.TodayAsync(stop));
        if (await database.ReadAsync(connection => DaysAsync(connection, terms, weekends, stop), stop) is not { } days)
            return new InvalidFields("person", $"There is no person {terms.Person}.");

        return Spread.Of(stated, terms.Days, days, terms.Person is not null).Succeeded(out var segments, out var problem)
            ? new SpreadPlan(terms, stated, segments, segments.Sum(segment => days.BookedIn(segment.Days, segment.MinutesPerDay)))
            : problem;
    }

    // Whole weeks, because hours of a week that the days cut are shared by it. Null when there is no such person.
    private static async Task<PersonDays?> DaysAsync(NpgsqlConnection connection, BookingTerms terms, Weekends weekends, CancellationToken stop)
    {
        var weeks = new DateRange(Periods.Monday(terms.Days.First), Periods.Monday(terms.Days.Last).AddDays(6));
        var people = terms.Person is { } person ? new[] { person } : [];
        var facts = await PracticeReader.ReadAsync(connection, new PracticeQuery(FactSet.People | FactSet.WorkingTime) { People = people }, stop);
        return terms.Person is { } named && facts.People.All(known => known.Person != named)
            ? null
            : new Capacity(weeks, facts.People, facts.CalendarDays, facts.TimeOff, facts.Overtime, weekends).Of(terms.Person);
    }

    private static async Task<Problem?> KeepAsync(Change change, string series, SpreadPlan plan, string entered)
    {
        await change.ExecuteAsync(
            """
            insert into booking_series (series, engagement, person, way, entered, start_date, end_date)
            values (@series, @engagement, @person, @way, @entered, @first, @last)
            """,
            new
            {
                series, engagement = plan.Terms.Engagement.Value, person = plan.Terms.Person?.Value, way = plan.Stated.Way.Text(), entered,
                first = plan.Terms.Days.First, last = plan.Terms.Days.Last,
            });
        return null;
    }
}
