using System.Globalization;
using System.IO.Compression;
using Throughline.Data;
using Throughline.Data.Bundles;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Bundles;

/// <summary>The whole practice as one archive.</summary>
internal static class ExportDownload
{
    public const string Path = "/admin/export/bundle.zip";

    public static async Task<IResult> RunAsync(CurrentUser user, Database database, PracticeSettings practice, CancellationToken stop)
    {
        var decision = user.Decide(Act.Export);
        if (!decision.Allowed)
            return Results.NotFound();

        var folder = Directory.CreateTempSubdirectory("throughline-export");
        try
        {
            var exported = await new ExportBundle(database).RunAsync(folder.FullName, new ExportOptions(), stop);
            if (!exported.Succeeded(out var written, out var problem))
                return Results.Problem(problem.Message, statusCode: StatusCodes.Status409Conflict);

            await database.WriteAsync<bool>(user.ToActor(decision.Role), async change =>
            {
                await change.AuditAsync("export", "bundle", new { rows = written.Rows });
                return true;
            }, stop);
            var today = await practice.TodayAsync(stop);
            return Results.File(Packed(folder.FullName), "application/zip", string.Create(CultureInfo.InvariantCulture, $"throughline-{today:yyyy-MM-dd}.zip"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Gone when it has been sent, or when the connection breaks.
    private static FileStream Packed(string folder)
    {
        var archive = new FileStream(
            System.IO.Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        ZipFile.CreateFromDirectory(folder, archive, CompressionLevel.Optimal, includeBaseDirectory: false);
        archive.Position = 0;
        return archive;
    }
}
