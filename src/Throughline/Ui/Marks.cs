using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;
using Throughline.Domain.Engagements;

namespace Throughline.Ui;

/// <summary>How it goes. <see cref="Unknown"/> is not green: nobody has said yet.</summary>
public enum HealthColor { Unknown, Green, Yellow, Red }

/// <summary>
/// The small marks of table rows as ready markup. The components of the same names call these; a long table calls them
/// directly in its loop, which is cheaper than a component per cell.
/// </summary>
public static class Marks
{
    private static readonly string[] Stages = [.. Enum.GetValues<Stage>().Select(DrawStage)];

    /// <summary>A shape, a letter and, for those who hear or point, words: <c>Us: at risk</c>.</summary>
    public static MarkupString Health(HealthColor color, string who = "")
    {
        var (letter, words) = color switch
        {
            HealthColor.Green => ('G', "on track"),
            HealthColor.Yellow => ('Y', "at risk"),
            HealthColor.Red => ('R', "off track"),
            HealthColor.Unknown => ('N', "not rated"),
        };
        var says = HtmlEncoder.Default.Encode(who.Length == 0 ? words : $"{who}: {words}");
        return new($"<span class=\"hg {letter}\" role=\"img\" aria-label=\"{says}\" title=\"{says}\">{(letter == 'N' ? '?' : letter)}</span>");
    }

    /// <summary>Always two, and always in this order: our own rating, then the customer's.</summary>
    public static MarkupString Health(HealthColor ours, HealthColor customers) =>
        new($"<span class=\"hgs\">{Health(ours, "Us")}{Health(customers, "Customer")}</span>");

    /// <summary>The line with the stages up to this one filled in.</summary>
    public static MarkupString Line(Stage stage) => new(Stages[(int)stage]);

    /// <summary>A share as a thin bar; what is over the whole is drawn full.</summary>
    public static MarkupString Share(decimal share) =>
        new(string.Create(CultureInfo.InvariantCulture, $"<span class=\"bar pct\" aria-hidden=\"true\"><i style=\"width:{Math.Clamp(share * 100m, 0m, 100m):0.#}%\"></i></span>"));

    /// <summary>
    /// One bar per month: firm solid from below, soft hatched above it, all against the greatest month (of the table, if
    /// <c>top</c> names it). The text alternative is <c>says</c>, or the figures.
    /// </summary>
    public static MarkupString Spark(IReadOnlyList<decimal> firm, IReadOnlyList<decimal> soft, decimal? top = null, string? says = null)
    {
        const int step = 13, height = 23;
        var greatest = Math.Max(top ?? 0m, firm.Zip(soft, (f, s) => f + s).DefaultIfEmpty().Max());
        var svg = new StringBuilder(512);
        svg.Append(CultureInfo.InvariantCulture, $"<svg width=\"{step * firm.Count - 2}\" height=\"24\" role=\"img\" aria-label=\"{HtmlEncoder.Default.Encode(says ?? Says(firm, soft))}\">");
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M0 23.5H{step * firm.Count - 2}\" stroke=\"var(--tl-line)\"/>");
        for (var i = 0; i < firm.Count && greatest > 0m; i++)
        {
            var (solid, hatched) = (firm[i] / greatest * height, soft[i] / greatest * height);
            if (solid > 0m)
                svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{i * step}\" y=\"{height - solid:0.#}\" width=\"10\" height=\"{solid:0.#}\" fill=\"var(--tl-load-4)\"/>");
            if (hatched > 0m)
                Hatch(svg, i * step, height - solid - hatched, Math.Max(hatched - 0.5m, 1m));
        }

        return new(svg.Append("</svg>").ToString());
    }

    // A pattern would need an id that is unique in the page; a few strokes cut by the bar's own frame do not.
    private static void Hatch(StringBuilder svg, int x, decimal y, decimal height)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<svg x=\"{x}\" y=\"{y:0.#}\" width=\"10\" height=\"{height:0.#}\"><path d=\"");
        for (var at = -10m; at < height; at += 4m)
            svg.Append(CultureInfo.InvariantCulture, $"M0 {at + 10:0.#}L10 {at:0.#}");
        svg.Append(CultureInfo.InvariantCulture, $"\" stroke=\"var(--tl-hatch-ink)\" stroke-width=\"1.4\"/><rect x=\".5\" y=\".5\" width=\"9\" height=\"{Math.Max(height - 1m, 0m):0.#}\" fill=\"none\" stroke=\"var(--tl-hatch-ink)\"/></svg>");
    }

    private static string Says(IReadOnlyList<decimal> firm, IReadOnlyList<decimal> soft) =>
        "By month: " + string.Join(", ", firm.Zip(soft, (f, s) => s == 0m ? Text.Whole(f) : $"{Text.Whole(f)} and {Text.Whole(s)} soft"));

    private static string DrawStage(Stage stage)
    {
        const string ends = "fill=\"var(--tl-surface)\" stroke=\"var(--tl-line-strong)\"";
        const string passed = "fill=\"var(--tl-accent)\" stroke=\"var(--tl-accent)\"";
        var here = (int)stage;
        var svg = new StringBuilder(900);
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"mini\" width=\"92\" height=\"14\" role=\"img\" aria-label=\"Stage {here + 1} of 8: {stage}\">");
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M6 7H86\" stroke=\"var(--tl-line)\" stroke-width=\"2\"/><path d=\"M6 7H{6 + here * 11.4:0.#}\" stroke=\"var(--tl-accent)\" stroke-width=\"2\"/>");
        for (var i = 0; i < 8; i++)
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{6 + i * 11.4:0.#}\" cy=\"7\" r=\"{(i == here ? 4.5 : 2.5)}\" {(i > here ? ends : passed)} stroke-width=\"1.2\"/>");
        return svg.Append("</svg>").ToString();
    }
}
