namespace Throughline.Platform;

/// <summary>Where to go after a form: only ever a path of ours, whatever a link asks for.</summary>
internal static class LocalPath
{
    /// <summary>Whether it is a path of this site and nothing else.</summary>
    // Browsers read a backslash as a slash, so "/\evil.example" leaves the site as "//evil.example" does.
    public static bool IsOurs(string? path) =>
        path is ['/', ..] && !path.StartsWith("//", StringComparison.Ordinal) && !path.Any(character => character == '\\' || char.IsControl(character));

    public static string Or(string? wanted, string otherwise) => IsOurs(wanted) ? wanted! : otherwise;
}
