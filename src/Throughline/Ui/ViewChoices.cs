namespace Throughline.Ui;

/// <summary>A kept view of a page.</summary>
/// <param name="Owner">Who shares it; null for the reader's own.</param>
/// <param name="Current">The page shows it now.</param>
public sealed record ViewChoice(Guid View, string Name, string Href, bool Shared, string? Owner, bool Current);

/// <summary>The views of a page, and what would be kept of it now.</summary>
/// <param name="Query">With its question mark; empty for the page as it usually is.</param>
public sealed record ViewChoices(string Page, string Query, IReadOnlyList<ViewChoice> Views)
{
    public const string SaveAt = "/views", ForgetAt = "/views/forget";

    public ViewChoice? Current => Views.FirstOrDefault(view => view.Current);
}
