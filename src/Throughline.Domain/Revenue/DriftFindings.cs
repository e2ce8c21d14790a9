using Throughline.Domain.Engagements;
using Throughline.Domain.Policies;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Revenue;

/// <summary>Fixed fees of which effort and accepted value have come apart by more than the practice wants.</summary>
internal static class DriftFindings
{
    public const string Rule = "revenue.drift_percent";

    public static IEnumerable<Finding> Of(Watched watched) =>
        from lenses in TwoLenses.Lenses(watched.Facts, watched.Request)
        where lenses.Engagement.Status.IsUnderWay() && lenses.IsAlarming(lenses.Drift(Lenses.IsDone))
        select Of(watched, lenses);

    private static Finding Of(Watched watched, Lenses lenses)
    {
        var (engagement, effort, value) = (lenses.Engagement, lenses.EffortPercent(Lenses.IsDone)!.Value, lenses.ValuePercent(Lenses.IsDone)!.Value);
        var ahead = effort > value
            ? "Have what is delivered accepted, or plan the rest anew."
            : "Check that the hours are entered and that the rest of the work is paid for.";
        return new Finding(
            Rule, Severity.Warning, engagement.Engagement, "engagement", engagement.Engagement.Value,
            FormattableString.Invariant($"{effort:0.#}% of the effort of {engagement.Engagement} is worked and {value:0.#}% of its value accepted: {Math.Abs(effort - value):0.#} points apart, more than {lenses.LimitPercent:0.##}. {ahead}"),
            null, engagement.ProjectManager)
        {
            Rests =
            [
                new Part("all_effort", "budget, or worked and booked", Hours: lenses.AllMinutes / 60m),
                new Part("worked", engagement.Engagement.Value, Hours: lenses.Pieces.Where(Lenses.IsDone).Sum(piece => piece.Minutes) / 60m),
                .. lenses.Pieces.Where(piece => piece.Amount != 0m).Select(piece => new Part(piece.Kind, piece.Reference, piece.Days)),
            ],
        };
    }
}
