namespace Throughline.Ui;

/// <summary>Bars are stacked months; a waterfall's first and last values are totals and the others movements.</summary>
public enum ChartKind { Bars, Lines, Waterfall }

/// <summary>One value per label. <c>As</c> is the texture: <c>hard soft actual milestone accent muted</c>.</summary>
public sealed record ChartSeries(string Name, IReadOnlyList<decimal> Values, string As = "hard")
{
    /// <summary>Among bars: drawn as a line above them, for what they are measured against.</summary>
    public bool Line { get; init; }
}

/// <summary>What a chart draws and its table prints.</summary>
public sealed record ChartData(ChartKind Kind, IReadOnlyList<string> Labels, IReadOnlyList<ChartSeries> Series, int Digits = 0);
