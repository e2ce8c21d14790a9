using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Data.Files;
using Throughline.Data.Records;
using Throughline.Platform;

namespace Throughline.Features.Acceptance;

/// <summary>The team's pages of acceptance: the list, a milestone's page, and what leads there.</summary>
internal static class AcceptancePages
{
    public static IServiceCollection AddAcceptancePages(this IServiceCollection services) => services.AddScoped<AcceptanceList>().AddScoped<MilestoneSheet>();

    public static void MapAcceptancePages(this WebApplication app)
    {
        // Mails and notices name the request.
        app.MapGet("/acceptance/{request}", async (string request, CurrentUser user, Database database, MilestoneSheet sheet, CancellationToken stop) =>
            await FindAsync(request, user, database, sheet, stop) is { } found ? Results.Redirect(AcceptanceWording.PageOf(found.Engagement, found.Milestone)) : Results.NotFound())
            .RequireAuthorization().ExcludeFromDescription();

        app.MapGet("/acceptance/requests/{request}/files/{number:int}", async (string request, int number, CurrentUser user, Database database, MilestoneSheet sheet, FileStore files, CancellationToken stop) =>
            await FindAsync(request, user, database, sheet, stop) is not null
                && (await database.ReadAsync(connection => AcceptanceRows.FilesAsync(connection, request), stop)).FirstOrDefault(file => file.Number == number) is { } file
                && await files.OpenReadAsync(file.Sha256, stop) is { } content
                ? Results.Stream(content, "application/octet-stream", file.Name)
                : Results.NotFound()).RequireAuthorization().ExcludeFromDescription();
    }

    // Null where the reader does not see the milestone.
    private static async Task<AcceptanceRequest?> FindAsync(string request, CurrentUser user, Database database, MilestoneSheet sheet, CancellationToken stop) =>
        await database.ReadAsync(connection => AcceptanceRows.FindAsync(connection, request), stop) is { } found
            && await sheet.RunAsync(new RecordKey(found.Engagement, found.Milestone), user, stop) is not null ? found : null;
}
