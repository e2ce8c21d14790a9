using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Throughline.Tests.Architecture;

/// <summary>Dependencies point down: the program on the data, the data on the domain, the domain on nothing; features do not name each other.</summary>
public partial class DirectionTests
{
    private static readonly Assembly Program = typeof(Throughline.Platform.Server).Assembly;
    private static readonly Assembly Data = typeof(Throughline.Data.Database).Assembly;
    private static readonly Assembly Domain = typeof(Throughline.Domain.Problem).Assembly;

    [Fact]
    public void The_domain_knows_neither_the_database_nor_the_web() => Assert.Empty(Named(Domain).Intersect(["Throughline.Data", "throughline", "Npgsql", "Dapper", "Microsoft.AspNetCore"]));

    [Fact]
    public void The_data_layer_does_not_know_the_program() => Assert.DoesNotContain("throughline", Named(Data));

    [Fact]
    public void The_check_sees_a_reference_that_is_there()
    {
        Assert.Contains("Throughline.Data", Named(Program));
        Assert.Contains("Throughline.Domain", Named(Data));
    }

    [Fact]
    public void A_feature_never_names_another_feature() => Assert.Empty(Offences(Path.Combine(SourceRoot(), "src", "Throughline", "Features")));

    [Fact]
    public void The_check_sees_a_feature_that_names_another()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var area = Directory.CreateDirectory(Path.Combine(folder.FullName, "Staffing"));
            File.WriteAllText(Path.Combine(area.FullName, "BookPerson.cs"), "using Throughline.Features.Timekeeping;");
            Assert.Single(Offences(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Named(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

    private static IEnumerable<string> Offences(string features) =>
        from area in Directory.GetDirectories(features)
        from file in Directory.GetFiles(area, "*", SearchOption.AllDirectories)
        from Match match in FeatureName().Matches(File.ReadAllText(file))
        where match.Groups[1].Value != Path.GetFileName(area)
        select $"{Path.GetRelativePath(features, file)} names {match.Value}";

    [GeneratedRegex(@"Throughline\.Features\.(\w+)")]
    private static partial Regex FeatureName();

    internal static string SourceRoot([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", ".."));
}
