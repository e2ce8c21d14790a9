using Throughline.Data.Acceptance;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Features.Acceptance;
using Throughline.Testing;

namespace Throughline.Tests.Acceptance;

/// <summary>The small practice, where Laura Benning of Meridian was asked on Monday 9 March 2026 to accept milestone M3 of SOW-1042; five business days.</summary>
internal static class AskedCustomer
{
    public const string Request = "A-1";

    private static readonly DateTimeOffset Sent = new(2026, 3, 9, 15, 4, 5, TimeSpan.Zero);

    public static async Task<PracticeServer> StartAsync(TestDatabases databases)
    {
        var server = await PracticeServer.StartAsync(databases);
        await AskAsync(server, Request, "SOW-1042", "M3", "Three depots moved to the new platform.", "Processing log.txt");
        return server;
    }

    /// <summary>Another asking, as it is stored when the project manager has asked.</summary>
    public static async Task AskAsync(PracticeServer server, string request, string engagement, string milestone, string statement, string file)
    {
        await WriteAsync<bool>(server, async change =>
        {
            await change.ExecuteAsync(
                """
                insert into acceptance_requests (acceptance_request, engagement, milestone, attempt, sent_at, sent_by, recipient_name, recipient_email, subject, statement, days, zone, day1, last_day, deadline, recorded_on)
                values (@request, @engagement, @milestone, 1, @Sent, 'ana@practice.example', 'Laura Benning', 'laura@meridian.example', 'Please accept', @statement, 5, 'America/Chicago',
                  '2026-03-09', '2026-03-13', '2026-03-14T05:00:00Z', '2026-03-13')
                """,
                new { request, engagement, milestone, statement, Sent });
            await change.ExecuteAsync("update milestones set sign_off_sent = '2026-03-09' where engagement = @engagement and milestone = @milestone", new { engagement, milestone });
            await AcceptanceRows.AddPointsAsync(change, request, ["All shipments are processed for two days.", "Labels print in less than 3 seconds."]);
            await AcceptanceRows.AddFileAsync(change, request, "document", new AcceptanceDocument(file, "text/plain", "8 March: 1,204 shipments.\n"u8.ToArray()));
            await Evidence.AppendAsync(change, request, "requested", new { to = "laura@meridian.example" });
            return true;
        });
    }

    /// <summary>The path of a new link of Laura's.</summary>
    public static Task<string> LinkAsync(PracticeServer server, string request = Request, string name = "Laura Benning", string email = "laura@meridian.example") =>
        WriteAsync<string>(server, async change => await server.Get<AcceptanceLinks>().MakeAsync(change, request, name, email));

    public static async Task<T> WriteAsync<T>(PracticeServer server, Func<Change, Task<Result<T>>> act) where T : notnull =>
        (await server.Database.WriteAsync(new Actor("ana@practice.example", Guid.CreateVersion7()), act, TestContext.Current.CancellationToken)).Succeeded(out var value, out var problem)
            ? value
            : throw new InvalidOperationException(problem.Message);
}
