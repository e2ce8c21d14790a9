using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Throughline.Domain.Dates;

namespace Throughline.Domain.Tests.Architecture;

/// <summary>The domain decides; it never asks. Read from the compiled assembly, so no alias or helper hides a call.</summary>
public class PurityTests
{
    // Cryptography for SHA-256, which always says the same of the same bytes.
    private static readonly string[] AllowedAssemblies =
    [
        "System.Runtime", "System.Runtime.InteropServices", "System.Collections", "System.Collections.Immutable", "System.Linq", "System.Memory", "System.Text.RegularExpressions",
        "System.Security.Cryptography",
    ];

    private static readonly string[] BannedMembers =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.TimeProvider.get_System", "System.Guid.NewGuid", "System.Guid.CreateVersion7",
        "System.Random.get_Shared", "System.Random..ctor", "System.Environment.GetEnvironmentVariable",
    ];

    [Fact]
    public void The_domain_refers_to_nothing_but_the_base_library() =>
        Assert.Empty(typeof(DateRange).Assembly.GetReferencedAssemblies().Select(a => a.Name).Except(AllowedAssemblies));

    [Fact]
    public void The_domain_reads_no_clock_makes_no_identifiers_and_rolls_no_dice() =>
        Assert.Empty(MembersUsedBy(typeof(DateRange).Assembly.Location).Intersect(BannedMembers));

    // The one banned call of this assembly, made so that the check has something to find.
    private static readonly Func<Guid> ABannedCall = () => Guid.CreateVersion7();

    [Fact]
    public void The_check_itself_sees_a_banned_call()
    {
        Assert.NotEqual(Guid.Empty, ABannedCall());
        Assert.Contains("System.Guid.CreateVersion7", MembersUsedBy(typeof(PurityTests).Assembly.Location));
    }

    private static IEnumerable<string> MembersUsedBy(string assemblyPath)
    {
        using var pe = new PEReader(File.OpenRead(assemblyPath));
        var metadata = pe.GetMetadataReader();

        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference)
                continue;

            var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
            yield return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}.{metadata.GetString(member.Name)}";
        }
    }
}
