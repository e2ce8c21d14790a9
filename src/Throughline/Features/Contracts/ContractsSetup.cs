using Microsoft.AspNetCore.Http.Metadata;
using Throughline.Data.Files;
using Throughline.Platform;

namespace Throughline.Features.Contracts;

/// <summary>Statements of work and what is made of them.</summary>
internal static class ContractsSetup
{
    public static IServiceCollection AddContracts(this IServiceCollection services) => services
        .AddSingleton<FileStore>()
        .AddScoped<KeepStatement>().AddScoped<CorrectStatement>().AddScoped<DiscardStatement>().AddScoped<StoreStatement>()
        .AddScoped<OpenStatement>().AddScoped<StatementList>();

    public static void MapContracts(this WebApplication app) => app.MapGet(
        "/contracts/statements/{statement:guid}/file",
        async (Guid statement, CurrentUser user, OpenStatement open, FileStore files, CancellationToken stop) =>
            (await open.FindAsync(user, statement, stop)).Succeeded(out var kept, out _) && await files.OpenReadAsync(kept.Sha256, stop) is { } content
                ? Results.Stream(content, "application/octet-stream", kept.FileName)
                : Results.NotFound()).ExcludeFromDescription();
}

/// <summary>How much a form of contracts may send: a file up to three times the most that is read, so that most of those too large hear why.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class FormLimitsAttribute : Attribute, IRequestSizeLimitMetadata, IFormOptionsMetadata
{
    private const long MostBytes = 64_000_000;

    public long? MaxRequestBodySize => MostBytes;
    public bool? BufferBody => null;
    public int? MemoryBufferThreshold => null;
    public long? BufferBodyLengthLimit => MostBytes;
    public int? ValueCountLimit => 40_000;
    public int? KeyLengthLimit => null;
    public int? ValueLengthLimit => null;
    public int? MultipartBoundaryLengthLimit => null;
    public int? MultipartHeadersCountLimit => null;
    public int? MultipartHeadersLengthLimit => null;
    public long? MultipartBodyLengthLimit => MostBytes;
}
