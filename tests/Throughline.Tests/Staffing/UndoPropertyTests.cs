using Throughline.Data.Bundles;
using Throughline.Data.Records;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using Throughline.Features.Staffing;
using Throughline.Platform.Records;
using Throughline.Testing;
using static Throughline.Tests.Staffing.StaffingWorld;

namespace Throughline.Tests.Staffing;

/// <summary>Whatever planners do in whatever order, the ledger equals the bookings, and all of it can be taken back.</summary>
public sealed class UndoPropertyTests(TestDatabases databases)
{
    private static readonly string[] People = ["tomas", "ines", "kirsten"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task The_ledger_equals_the_bookings_after_any_sequence_and_undo_of_everything_restores_the_rows(int seed)
    {
        await using var world = await StartAsync(databases);
        var random = new Random(seed);
        await world.RunAsync("update people set calendar = 'es' where person in ('ines', 'tomas')");
        await world.BookedAsync(Hard with { HoursPerDay = "4" });
        await world.BookedAsync(Form with { Person = "ines", Engagement = "SOW-2" });
        await world.RunAsync("delete from booking_steps");
        var before = await world.PlanAsync();
        var daysOff = new List<(string File, RecordKey Key)>();

        for (var i = 0; i < 60; i++)
        {
            await ActAsync(world, random, daysOff);
            if (i % 6 == 5)
                await world.LedgerAgreesAsync();
        }

        // With the days back that calendars and time off took, every former state fits again.
        foreach (var (file, key) in daysOff)
            Assert.True((await new RemoveRecord(world.Database).RunAsync(BundleFiles.Named(file), key, null, world.Coordinator, Stop)).Succeeded(out _, out var problem), problem?.Message);

        for (var result = await world.TakeBackAsync(world.Coordinator); ; result = await world.TakeBackAsync(world.Coordinator))
        {
            if (result.Succeeded(out _, out var end))
                continue;

            Assert.IsType<NothingToTurn>(end);
            break;
        }

        Assert.Equal(before, await world.PlanAsync());
        await world.LedgerAgreesAsync();
    }

    private static async Task ActAsync(StaffingWorld world, Random random, List<(string File, RecordKey Key)> daysOff)
    {
        var planner = world.Coordinator;
        var standing = await StandingAsync(world);
        var one = standing.Count == 0 ? null : standing[random.Next(standing.Count)];
        var person = new PersonKey(People[random.Next(People.Length)]);
        switch (random.Next(one is null ? 3 : 14))
        {
            case 0 or 1 or 2:
                var start = Day("2026-03-02").AddDays(random.Next(20));
                await world.BookAsync(planner, Form with
                {
                    Person = person.Value, Kind = random.Next(2) == 0 ? "hard" : "soft", HoursPerDay = DailyHours.Write(random.Next(1, 9) * 30),
                    Start = Throughline.Ui.Text.Iso(start), End = Throughline.Ui.Text.Iso(start.AddDays(random.Next(12))), Engagement = random.Next(2) == 0 ? "SOW-1" : "SOW-2",
                });
                break;
            case 3 or 4:
                await world.MoveAsync(planner, one!, random.Next(-7, 8), random.Next(3) == 0 ? person.Value : null);
                break;
            case 5:
                await new ResizeBooking(world.Database, world.Settings).RunAsync(planner, Seen(one!), null, one!.Terms.Days.First.AddDays(random.Next(15)), Stop);
                break;
            case 6:
                await new SplitBooking(world.Database, world.Settings).AtAsync(planner, Seen(one!), one!.Terms.Days.First.AddDays(random.Next(6)), Stop);
                break;
            case 7:
                await new SplitBooking(world.Database, world.Settings).BetweenAsync(planner, Seen(one!), person, 30, Stop);
                break;
            case 8:
                await new CopyBooking(world.Database, world.Settings).RunAsync(planner, Seen(one!), random.Next(-10, 10), null, Stop);
                break;
            case 9:
                await new ShiftBookings(world.Database, world.Settings).RunAsync(
                    planner, [.. standing.Where(_ => random.Next(2) == 0).Append(one!).DistinctBy(booking => booking.Key).Select(Seen)], random.Next(-5, 6), Stop);
                break;
            case 10:
                await world.ReleaseAsync(planner, one!);
                break;
            case 11:
                await new ChangeCommitment(world.Database, world.Settings).RunAsync(
                    planner, [Seen(one!)], random.Next(2) == 0 ? Commitment.Hard : Commitment.Soft, "Not sure any more", Stop);
                break;
            case 12:
                await TakeDaysAsync(world, random, person, daysOff);
                break;
            case 13:
                await world.TakeBackAsync(planner, redo: random.Next(3) == 0);
                await world.TakeBackAsync(planner, redo: random.Next(2) == 0);
                break;
        }
    }

    private static async Task TakeDaysAsync(StaffingWorld world, Random random, PersonKey person, List<(string File, RecordKey Key)> daysOff)
    {
        var day = Throughline.Ui.Text.Iso(Day("2026-03-02").AddDays(random.Next(25)));
        var (file, values, key) = random.Next(2) == 0
            ? ("calendars", new Dictionary<string, string?> { ["calendar"] = "es", ["date"] = day, ["name"] = "Late", ["hours"] = random.Next(2) == 0 ? "0" : "3" }, new RecordKey("es", day))
            : ("time_off", new() { ["person"] = person.Value, ["start"] = day, ["end"] = day }, new RecordKey(person.Value, day, day, "pto"));
        var saved = await new SaveRecord(world.Database).RunAsync(BundleFiles.Named(file), values, null, null, world.Coordinator, Stop);
        if (saved.Succeeded(out _, out var problem))
            daysOff.Add((file, key));
        else
            Assert.Contains(problem.Rule, (string[])["duplicate_key", "key_taken"]);
    }

    private static async Task<IReadOnlyList<Booking>> StandingAsync(StaffingWorld world)
    {
        var keys = await world.Database.ReadAsync(
            async connection => (await Dapper.SqlMapper.QueryAsync<string>(connection, "select booking from bookings order by start_date, booking")).Select(key => new BookingKey(key)).ToList(), Stop);
        return [.. (await world.Database.ReadAsync(connection => BookingStore.FindAsync(connection, keys), Stop)).Values.OrderBy(booking => booking.Terms.Days.First).ThenBy(booking => booking.Key)];
    }
}
