using Throughline.Data;
using Throughline.Data.Bundles;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Policies;

namespace Throughline.Features.Bundles;

/// <summary>Imports a bundle with the practice's own rules about policies, the same for the command line, the page and the interface.</summary>
public static class TakeInBundle
{
    public static Task<Result<ImportResult>> RunAsync(
        Database database, BundleSource source, Actor actor, ImportOptions options, CancellationToken stop) =>
        new ImportBundle(database, Refusal).RunAsync(source, actor, options, stop);

    // Whether the scope exists is checked with the other references; here its form.
    private static PolicyRefusal? Refusal(string policy, string value, string? scopeKind, string? scope) =>
        PolicySettings.Read(policy, value, scopeKind, scope, null).Problems is [var first, ..]
            ? new PolicyRefusal(first.Column, first.Message)
            : null;
}
