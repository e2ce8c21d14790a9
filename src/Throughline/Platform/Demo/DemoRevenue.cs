using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Features.Revenue;
using Throughline.Features.Timekeeping;

namespace Throughline.Platform.Demo;

/// <summary>
/// Three months of revenue as the sample's coordinator and finance would have taken them to the books: the first is released,
/// invoiced and closed, the second released, the third waits for finance.
/// </summary>
internal static class DemoRevenue
{
    public static async Task FillAsync(Database database, DateOnly today, CancellationToken stop)
    {
        var settings = new PracticeSettings(database);
        var (coordinator, finance) = (User("Kim Aldous", Role.Coordinator), User("Ingrid Solheim", Role.Finance));
        foreach (var back in (int[])[3, 2, 1])
        {
            var month = Month.Of(today.AddMonths(-back)).ToString();
            var consolidate = new ConsolidateTime(database, settings);
            Must(await consolidate.RunAsync(coordinator, month, stop));
            Must(await consolidate.ReceiveAsync(finance, month, stop));
            if (!(await new PrepareRelease(database, settings).RunAsync(coordinator, month, stop)).Succeeded(out var batch, out _) || back == 1)
                continue;

            Must(await new ReviewRelease(database).RunAsync(finance, batch.Batch, stop));
            Must(await new ReleaseRevenue(database).RunAsync(finance, batch.Batch, stop));
            if (back == 3)
            {
                Must(await new DraftInvoicesOfMonth(database, settings).RunAsync(coordinator, month, stop));
                Must(await new ClosePeriod(database, settings).RunAsync(finance, month, null, stop));
            }
        }
    }

    private static CurrentUser User(string name, Role role)
    {
        var person = DemoPeople.Named(name);
        return new CurrentUser(Guid.CreateVersion7(), person.Email, person.Name, new PersonKey(person.Key), null, [role], null, null, DefaultAccess.Table, Guid.CreateVersion7());
    }

    private static T Must<T>(Result<T> result) where T : notnull =>
        result.Succeeded(out var value, out var problem) ? value : throw new InvalidOperationException(problem.Message);
}
