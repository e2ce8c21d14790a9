using System.Text;
using Throughline.CommandLine;
using Throughline.Data;
using Throughline.Data.Bundles;
using Throughline.Data.Work;
using Throughline.Domain.Accounts;
using Throughline.Domain.Contracts;
using Throughline.Features.Bundles;
using Throughline.Features.Contracts;
using Throughline.Platform;

namespace Throughline.Api;

/// <summary>Calls that take files: reading statements of work, taking in bundles.</summary>
internal static class FileCalls
{
    public const long BundleBytes = 256L << 20;
    private const long FormExtra = 64 << 10;
    private const int InMemory = 1 << 20;

    public static void Map(ApiRoutes routes)
    {
        routes.Post("/statements-of-work:read", new ApiOperation("readStatementOfWork", "Statements of work", "Read a statement of work", Scope.Delivery, "Readings")
        {
            FileTypes = ["text/markdown", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/yaml", "application/json", "multipart/form-data"],
            MostBytes = ReadStatement.MostBytes + FormExtra,
            Description = "Stores nothing. Send the file as the body with its media type, or files as form data. Every value comes with the place it was read from.",
        }, ReadAsync);
        routes.Post("/imports", new ApiOperation("importBundle", "Imports", "Take in a bundle, wholly or not at all", Scope.Admin, "ImportResult")
        {
            FileTypes = ["application/zip", "multipart/form-data"],
            MostBytes = BundleBytes,
            Query = [new("dryRun", "Says what would be created and changed, and stores nothing.", "truth")],
            Refusals = [409],
        }, ImportAsync);
    }

    private static async Task<IResult> ReadAsync(ApiCall call)
    {
        if (call.User.Reach(Act.ReadStatement) == Relation.None)
            return Problems.Of(call.User.Decide(Act.ReadStatement).Problem!);

        var readings = new List<StatementReading>();
        foreach (var (name, open) in await FilesAsync(call, StatementName(call.Http.Request)))
        {
            using var memory = new MemoryStream();
            await using (var content = open())
                await content.CopyToAsync(memory, call.Stop);

            if (!ReadStatement.Run(name, memory.ToArray()).Succeeded(out var reading, out var problem))
                return Problems.Of(problem);

            readings.Add(reading);
        }

        return readings.Count == 0
            ? new ApiProblem(StatusCodes.Status400BadRequest, "Send the file as the body, or as form data.")
            : new ApiAnswer(StatusCodes.Status200OK, Encoding.UTF8.GetBytes(StatementText.ToJson(readings)));
    }

    private static async Task<IResult> ImportAsync(ApiCall call)
    {
        var decision = call.User.Decide(Act.Import);
        if (decision.Problem is { } refused)
            return Problems.Of(refused);
        if (DryRun(call.Http.Request.Query) is not { } dryRun)
            return Problems.Of(new BadParameter("dryRun", "dryRun is true or false."));

        var files = await FilesAsync(call, "bundle.zip");
        if (files is not [var (name, open)])
            return new ApiProblem(StatusCodes.Status400BadRequest, "Send one bundle as a .zip.");

        if (OnceOnly.Current is { } once)
            once.Render = (_, result) => Task.FromResult(Answer((ImportResult)result, dryRun).Stored);

        using var source = BundleSource.Open(name, open());
        var outcome = await TakeInBundle.RunAsync(call.Get<Database>(), source, call.User.ToActor(decision.Role), new ImportOptions { DryRun = dryRun }, call.Stop);
        if (!outcome.Succeeded(out var result, out var problem))
            return Problems.Of(problem);

        return result.TotalErrors == 0 ? Answer(result, dryRun) : Refused(result);
    }

    private static ApiAnswer Answer(ImportResult result, bool dryRun) =>
        new(StatusCodes.Status200OK, ImportCommand.JsonBytes(result, dryRun));

    private static ApiProblem Refused(ImportResult result) => new(
        StatusCodes.Status422UnprocessableEntity, BundleErrors.Lines(result.Errors, result.TotalErrors).Last(), "import")
    {
        Title = "The bundle has errors",
        Errors = [.. result.Errors.Select(error => new ApiError(error.Column, error.Message, new Dictionary<string, object?>
        {
            ["file"] = error.File, ["line"] = error.Line, ["column"] = error.Column,
        }))],
        Members = new Dictionary<string, object?> { ["created"] = 0, ["changed"] = 0, ["totalErrors"] = result.TotalErrors },
    };

    private static async Task<IReadOnlyList<(string Name, Func<Stream> Open)>> FilesAsync(ApiCall call, string name)
    {
        var request = call.Http.Request;
        if (request.GetTypedHeaders().ContentType?.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) != true)
        {
            // A ZIP is read from its end: what arrives as a stream goes to a temporary file that ends with the request.
            request.EnableBuffering(InMemory, BundleBytes);
            await request.Body.DrainAsync(call.Stop);
            request.Body.Position = 0;
            return request.Body.Length > 0 ? [(name.Length > 0 ? name : Recognised(request.Body), () => request.Body)] : [];
        }

        var form = await request.ReadFormAsync(new Microsoft.AspNetCore.Http.Features.FormOptions { MultipartBodyLengthLimit = BundleBytes }, call.Stop);
        return [.. form.Files.Select(file => (Path.GetFileName(file.FileName), (Func<Stream>)file.OpenReadStream))];
    }

    private static bool? DryRun(IQueryCollection query) => query["dryRun"].ToString() switch
    {
        "" or "false" => false,
        "true" => true,
        _ => null,
    };

    // By how it begins: a .docx is a ZIP, JSON opens a bracket, anything else is read as text.
    private static string Recognised(Stream body)
    {
        Span<byte> start = stackalloc byte[4];
        var length = body.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        body.Position = 0;
        return start[..length] is [(byte)'P', (byte)'K', 3, 4] ? "statement.docx" : start[..length] is [(byte)'{' or (byte)'[', ..] ? "statement.json" : "statement.md";
    }

    // A file without a name is known by its media type; empty where that says nothing.
    private static string StatementName(HttpRequest request)
    {
        var named = Microsoft.Net.Http.Headers.ContentDispositionHeaderValue.TryParse(request.Headers.ContentDisposition.ToString(), out var disposition)
            ? (disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString().Trim('"')
            : "";
        if (named.Length > 0)
            return Path.GetFileName(named);

        return (request.ContentType ?? "").Split(';')[0].Trim().ToUpperInvariant() switch
        {
            "APPLICATION/VND.OPENXMLFORMATS-OFFICEDOCUMENT.WORDPROCESSINGML.DOCUMENT" => "statement.docx",
            "APPLICATION/YAML" or "APPLICATION/X-YAML" or "TEXT/YAML" => "statement.yaml",
            "APPLICATION/JSON" => "statement.json",
            "TEXT/MARKDOWN" or "TEXT/PLAIN" => "statement.md",
            "" or "APPLICATION/OCTET-STREAM" or "APPLICATION/X-WWW-FORM-URLENCODED" => "",
            var other => "statement." + other.Split('/')[^1],
        };
    }

    private static async Task DrainAsync(this Stream body, CancellationToken stop)
    {
        var buffer = new byte[1 << 16];
        while (await body.ReadAsync(buffer, stop) > 0)
        {
            // Only what has been read to its end can be read from its beginning.
        }
    }
}
