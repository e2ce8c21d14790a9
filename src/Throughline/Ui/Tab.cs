namespace Throughline.Ui;

/// <summary>A saved view or a part of a page; <see cref="Count"/> is left out where it would cost more than it says.</summary>
public sealed record Tab(string Label, string Href, int? Count = null, bool Current = false);

/// <summary>One choice of a filter or a select.</summary>
public sealed record Choice(string Value, string Label, int? Count = null);
