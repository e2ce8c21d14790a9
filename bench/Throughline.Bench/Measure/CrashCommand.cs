using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Throughline.Bench.Generate;

namespace Throughline.Bench.Measure;

/// <summary><c>crash</c>: hard bookings stay right when the server and its PostgreSQL are killed while a hundred people book.</summary>
internal static class CrashCommand
{
    public static async Task<int> RunAsync(Options options, CancellationToken stop)
    {
        var work = Directory.CreateTempSubdirectory("throughline-crash-").FullName;
        File.SetUnixFileMode(work, File.GetUnixFileMode(work) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var installation = new Installation(Path.GetFullPath(options.Text("--program") ?? "./throughline"), Path.Combine(work, "data"));
        try
        {
            var results = await new CrashTest(installation, options.Whole("--writers", 100), work).RunAsync(stop);
            Run.Of("five people", results).Report(options.Text("--out"));
            return results.All(result => result.IsKept) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}

/// <summary>A hundred writers book the same five people hard while the server, then PostgreSQL, is ended with kill -9.</summary>
internal sealed class CrashTest(Installation installation, int writers, string work)
{
    private const string Section = "Killed while a hundred people book";
    private const int People = 5;
    private const int Tokens = 10;
    private const int DayMinutes = 480;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Asked> acknowledged = new();
    private readonly ConcurrentDictionary<string, Asked> refused = new();
    private readonly DateOnly firstDay = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(7);
    private int unknown;
    private string oddity = "";

    private sealed record Asked(string Booking, string Person, DateOnly Start, DateOnly End, decimal HoursPerDay);

    public async Task<IReadOnlyList<Result>> RunAsync(CancellationToken stop)
    {
        var tokens = await PrepareAsync(stop);
        await installation.ServeAsync(stop);
        var clients = tokens.Select(token => Client.OfProgram(installation.Url, token)).ToList();
        using (var done = CancellationTokenSource.CreateLinkedTokenSource(stop))
        {
            var booking = Enumerable.Range(0, writers).Select(writer => BookAsync(clients[writer % clients.Count], writer, done.Token)).ToList();
            await KillBothAsync(stop);
            await done.CancelAsync();
            await Task.WhenAll(booking);
        }

        if (!await installation.IsHealthyAsync(stop))
            await RestartAsync(stop);

        var results = await JudgeAsync(clients[0], stop);
        clients.ForEach(client => client.Dispose());
        await installation.StopAsync(stop);
        return results;
    }

    private async Task<IReadOnlyList<string>> PrepareAsync(CancellationToken stop)
    {
        var bundle = Path.Combine(work, "bundle-crash");
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        new PracticeWriter(new DataSet("crash", People, 20, 100, 100, 0), seed: 1, today, bundle).Write();
        // Plain days: eight hours for everybody, no holidays, nobody away.
        File.Delete(Path.Combine(bundle, "time_off.csv"));
        var people = Enumerable.Range(0, People).Select(person => $"{PracticeWriter.Person(person)},Person {person + 1},engineer,40\n");
        await File.WriteAllTextAsync(Path.Combine(bundle, "people.csv"), "person,name,role,weekly_hours\n" + string.Concat(people), stop);
        (await installation.RunAsync(["import", bundle, "--quiet"], "", stop)).MustSucceed("import");
        return await installation.MakeAccountAsync(Tokens, null, stop);
    }

    private async Task KillBothAsync(CancellationToken stop)
    {
        await Task.Delay(Between, stop);
        await installation.KillServerAsync(stop);
        await installation.ServeAsync(stop);
        await Task.Delay(Between, stop);
        installation.KillPostgres();
        for (var i = 0; i < 20 && !await installation.IsHealthyAsync(stop); i++)
            await Task.Delay(500, stop);
        if (!await installation.IsHealthyAsync(stop))
            await RestartAsync(stop);
        await Task.Delay(Between, stop);
    }

    private async Task RestartAsync(CancellationToken stop)
    {
        oddity = "the server did not bring its PostgreSQL back and was started again";
        await installation.KillServerAsync(stop);
        await installation.ServeAsync(stop);
    }

    private async Task BookAsync(Client client, int writer, CancellationToken stop)
    {
        var random = new Random(writer);
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var start = firstDay.AddDays(random.Next(120));
            var asked = new Asked(
                string.Create(CultureInfo.InvariantCulture, $"w{writer:000}-{i:00000}"), PracticeWriter.Person(random.Next(People)), start, start.AddDays(random.Next(5)),
                1 + random.Next(5));
            try
            {
                using var answer = await client.PostAsync(Routes.Bookings, Body(asked, random.Next(20)), stop);
                await RecordAsync(asked, answer);
            }
            catch (Exception lost) when (lost is HttpRequestException or TaskCanceledException or IOException)
            {
                Interlocked.Increment(ref unknown);
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }

    private async Task RecordAsync(Asked asked, HttpResponseMessage answer)
    {
        switch (answer.StatusCode)
        {
            case HttpStatusCode.Created:
                acknowledged[asked.Booking] = asked;
                break;
            case HttpStatusCode.Conflict:
                refused[asked.Booking] = asked;
                break;
            case >= HttpStatusCode.InternalServerError:
                Interlocked.Increment(ref unknown);
                await Task.Delay(50);
                break;
            case HttpStatusCode.TooManyRequests:
                await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
                break;
            default:
                oddity = $"a booking was answered {(int)answer.StatusCode}";
                await Task.Delay(100);
                break;
        }
    }

    private async Task<IReadOnlyList<Result>> JudgeAsync(Client client, CancellationToken stop)
    {
        Result Fault(string name, double count, string note = "") => new(Section, name, count, "", 0, Note: note);

        List<JsonElement> stored;
        try
        {
            stored = await client.AllAsync(Routes.Bookings, stop);
        }
        catch (HttpRequestException broken)
        {
            return [new Result(Section, "Acknowledged bookings that are gone", null, "", 0, Note: broken.Message)];
        }

        var keys = stored.Select(booking => booking.GetProperty("booking").GetString()!).ToHashSet();
        var doctor = await installation.RunAsync(["doctor"], "", stop);
        return
        [
            new Result(Section, "Bookings acknowledged", acknowledged.Count, "", 1, AtLeast: true, Note: oddity),
            new Result(Section, "Bookings refused", refused.Count, "", 1, AtLeast: true),
            new Result(Section, "Requests without an answer", unknown, "", 1, AtLeast: true, Note: "may or may not be stored"),
            Fault("Acknowledged bookings that are gone", acknowledged.Keys.Count(key => !keys.Contains(key))),
            Fault("Refused bookings that are there", refused.Keys.Count(keys.Contains)),
            Fault("Days overfilled", OverfilledDays(stored)),
            Fault("doctor", doctor.Exit, doctor.Exit == 0 ? "" : doctor.Output.ReplaceLineEndings(" ")),
        ];
    }

    private static int OverfilledDays(IEnumerable<JsonElement> bookings)
    {
        var held = new Dictionary<(string, DateOnly), int>();
        foreach (var booking in bookings.Where(booking => booking.GetProperty("kind").GetString() == "hard"))
        {
            var minutes = (int)(decimal.Parse(booking.GetProperty("hoursPerDay").ToString(), CultureInfo.InvariantCulture) * 60);
            var end = DateOnly.Parse(booking.GetProperty("end").GetString()!, CultureInfo.InvariantCulture);
            for (var day = DateOnly.Parse(booking.GetProperty("start").GetString()!, CultureInfo.InvariantCulture); day <= end; day = day.AddDays(1))
            {
                if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                    held[(booking.GetProperty("person").GetString()!, day)] = held.GetValueOrDefault((booking.GetProperty("person").GetString()!, day)) + minutes;
            }
        }

        return held.Values.Count(minutes => minutes > DayMinutes);
    }

    private static object Body(Asked asked, int engagement) => new
    {
        booking = asked.Booking,
        engagement = PracticeWriter.Engagement(engagement),
        person = asked.Person,
        role = "engineer",
        start = Routes.Iso(asked.Start),
        end = Routes.Iso(asked.End),
        hoursPerDay = asked.HoursPerDay.ToString(CultureInfo.InvariantCulture),
        kind = "hard",
    };
}
