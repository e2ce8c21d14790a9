namespace Throughline.Ui;

/// <summary>Bars are stacked months; a waterfall's first and last values are totals and the others movements.</summary>
public enum ChartKind { Bars, Lines, Waterfall }

/// <param name="As">The texture: <c>hard soft actual milestone accent muted</c>.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<decimal> Values, string As = "hard");

/// <summary>What a chart draws and its table prints; each series has one value per label.</summary>
public sealed record ChartData(ChartKind Kind, IReadOnlyList<string> Labels, IReadOnlyList<ChartSeries> Series, int Digits = 0);
