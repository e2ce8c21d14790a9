namespace Throughline.Platform.Records;

/// <summary>Reading and writing the records of the bundle's files, for the API and the pages of administration.</summary>
internal static class RecordsSetup
{
    public static IServiceCollection AddRecords(this IServiceCollection services) =>
        services.AddScoped<FindRecords>().AddScoped<SaveRecord>().AddScoped<RemoveRecord>();
}
