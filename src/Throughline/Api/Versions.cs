using System.Globalization;
using Throughline.Domain;

namespace Throughline.Api;

/// <summary>A change must name the version that it was made for.</summary>
internal sealed record VersionMissing() : Problem("if_match", "Send If-Match with the ETag of the resource as you saw it, so that nobody's change is lost.");

/// <summary>Versions of resources as entity tags.</summary>
internal static class Versions
{
    public static string ETag(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The version that a change was made for; null in it for any (<c>*</c>). What is no tag of ours stands for a version that never was.</summary>
    public static Result<SeenVersion> Seen(HttpRequest request)
    {
        var header = request.Headers.IfMatch.ToString().Trim();
        if (header.Length == 0)
            return new VersionMissing();

        return header == "*" ? new SeenVersion(null) : new SeenVersion(Numbers(header).FirstOrDefault(-1));
    }

    public static bool IsKnown(HttpRequest request, int version)
    {
        var header = request.Headers.IfNoneMatch.ToString().Trim();
        return header == "*" || Numbers(header.Replace("W/", "", StringComparison.Ordinal)).Contains(version);
    }

    private static IEnumerable<int> Numbers(string header) => header.Split(',').Select(tag => tag.Trim())
        .Where(tag => tag is ['"', _, .., '"'])
        .Select(tag => int.TryParse(tag[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1);
}

/// <param name="Number">Null for any version.</param>
internal sealed record SeenVersion(int? Number);
