using System.Text;
using Dapper;
using Throughline.Data;
using Throughline.Data.Bundles;
using Throughline.Data.Recording;
using Throughline.Features.Accounts;
using Throughline.Features.Bundles;
using Throughline.Features.Contracts;

namespace Throughline.Platform.Demo;

/// <summary>Fills an empty database with the sample practice: a bundle, and one engagement made of a statement of work.</summary>
internal static class Sample
{
    /// <summary>Loads it once; a database that is a sample already only gets fresh links. Another practice's database is refused.</summary>
    public static async Task<IReadOnlyList<DemoLink>> LoadAsync(Database database, Actor actor, Action<string> note, CancellationToken stop)
    {
        var (sample, empty) = await database.ReadAsync(
            connection => connection.QuerySingleAsync<(bool, bool)>(
                """
                select exists (select from instance where name = 'demo'),
                  not exists (select from customers) and not exists (select from people) and not exists (select from accounts)
                """),
            stop);
        if (!sample && !empty)
            throw new CommandLine.UsageException("serve: --demo needs an empty database; this one holds a practice. Choose another --data folder.");

        if (!sample)
        {
            note("Loading the sample practice…");
            await FillAsync(database, actor, stop);
        }

        return await SignInLinks.ForDemoAsync(
            database,
            [.. DemoAccounts.All.Select(persona => new DemoAccount(persona.Email, persona.Name, Domain.Accounts.Roles.Find(persona.Role)!.Value, persona.Person, persona.Customer))],
            stop);
    }

    // A past quarter's end can be looked back to, and last Monday.
    private static readonly int[] PastWeeks = [8, 1];

    private static async Task TakeInAsync(Database database, DateOnly today, DateOnly? known, DateTimeOffset? recordedAt, Actor actor, CancellationToken stop)
    {
        using var zip = new MemoryStream();
        DemoPractice.WriteZip(today, zip, known);
        zip.Position = 0;
        using var source = BundleSource.Open("sample.zip", zip);
        var outcome = await TakeInBundle.RunAsync(database, source, actor, new ImportOptions { RecordedAt = recordedAt }, stop);
        if (!outcome.Succeeded(out var result, out var problem))
            throw new InvalidOperationException(problem.Message);
        if (result.TotalErrors > 0)
            throw new InvalidOperationException(result.Errors[0].ToString());
    }

    private static async Task FillAsync(Database database, Actor actor, CancellationToken stop)
    {
        var today = DateOnly.FromDateTime(database.Clock.GetUtcNow().UtcDateTime);
        foreach (var week in PastWeeks)
        {
            var monday = new DemoDays(today).Monday(-week);
            await TakeInAsync(database, today, monday.AddDays(-1), DemoDays.At(monday, 6), actor, stop);
        }

        await TakeInAsync(database, today, known: null, recordedAt: null, actor, stop);
        if (!ReadStatement.Run(DemoStatement.FileName, Encoding.UTF8.GetBytes(DemoStatement.Text(today))).Succeeded(out var reading, out var problem))
            throw new InvalidOperationException(problem.Message);

        var stored = await new StoreStatement(database).RunAsync([new AcceptedStatement(DemoStatement.FileName, reading, DemoStatement.Customer)], actor, stop);
        if (!stored.Succeeded(out _, out problem))
            throw new InvalidOperationException(problem.Message);

        await DemoAcceptance.LoadAsync(database, actor, stop);
        await DemoRevenue.FillAsync(database, today, stop);
        await database.ReadAsync(connection => connection.ExecuteAsync("insert into instance (name, value) values ('demo', 'true')"), stop);
    }
}
