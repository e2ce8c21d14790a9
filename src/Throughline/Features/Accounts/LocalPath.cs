namespace Throughline.Features.Accounts;

/// <summary>Where to go after sign-in: only ever a path of ours, whatever a link asks for.</summary>
internal static class LocalPath
{
    // Browsers read a backslash as a slash, so "/\evil.example" leaves the site as "//evil.example" does.
    public static string Or(string? wanted, string otherwise) =>
        wanted is ['/', ..] && !wanted.StartsWith("//", StringComparison.Ordinal) && !wanted.Any(character => character == '\\' || char.IsControl(character))
            ? wanted
            : otherwise;
}
