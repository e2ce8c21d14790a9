using System.Globalization;
using System.Text;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Pricing;

namespace Throughline.Domain.Revenue;

/// <summary>One line of a release batch.</summary>
/// <param name="Engagement">Its customer and name are read from it.</param>
/// <param name="LegalEntity">Whose books it is in.</param>
/// <param name="Currency">Of the amount and the rate.</param>
/// <param name="Earned">The month of the work or of the sign-off.</param>
/// <param name="Kind">What the reference names.</param>
/// <param name="Reference">The entry, the milestone, or the percentage that was reached.</param>
/// <param name="Person">Who worked.</param>
/// <param name="Role">In which role.</param>
/// <param name="Date">Of the work or the sign-off.</param>
/// <param name="Hours">Null for milestones and percent complete; 0 where only the price changed.</param>
/// <param name="HourlyRate">Of the day.</param>
/// <param name="Amount">In cents, below 0 where it takes back.</param>
public sealed record ReleaseLine(
    EngagementFact Engagement, string LegalEntity, Currency Currency, Month Earned, ReleaseKind Kind, string Reference,
    PersonKey? Person, string? Role, DateOnly? Date, decimal? Hours, decimal? HourlyRate, decimal Amount);

/// <summary>
/// The lines of a batch. An engagement's month is due what <see cref="Releases"/> says; its cents are shared out over the
/// entries or milestones that were not released yet, or have changed since. Lines released before stay as they were.
/// </summary>
public static class ReleaseLines
{
    /// <param name="facts">With single entries; sums have nothing that a line could name.</param>
    /// <param name="month">Of the release.</param>
    /// <param name="released">Of the engagements and months that are due and of which something was released before.</param>
    public static IReadOnlyList<ReleaseLine> Of(ReleaseFacts facts, Month month, IReadOnlyList<ReleasedSource> released)
    {
        var ground = new ReleaseGround(facts, month);
        var sources = ground.Sources().ToLookup(source => source.Group);
        var before = released.ToLookup(source => new ReleaseGroup(source.Engagement, new Currency(source.Currency), source.Earned, source.Kind));
        return
        [
            .. Releases.Of(facts, month).Due.SelectMany(figure =>
            {
                var group = new ReleaseGroup(figure.Engagement.Engagement, figure.Currency, figure.Earned, figure.Kind);
                var entity = ground.LegalEntityOf(group.Engagement);
                return figure.Kind is ReleaseKind.PercentComplete && ground.GoesByPercent(group.Engagement)
                    ? [new ReleaseLine(figure.Engagement, entity, figure.Currency, figure.Earned, figure.Kind, month.ToString(), null, null, month.Days.Last, null, null, figure.Amount)]
                    : Shared(figure, entity, [.. sources[group]], [.. before[group]]);
            }),
        ];
    }

    /// <summary>The lines as text, of which the fingerprint of a batch is taken.</summary>
    public static string Text(IEnumerable<ReleaseLine> lines)
    {
        var text = new StringBuilder("engagement,currency,earned_month,kind,reference,person,date,hours,hourly_rate,amount\n");
        foreach (var line in lines)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{line.Engagement.Engagement.Value},{line.Currency.Code},{line.Earned},{line.Kind.Text()},{line.Reference},{line.Person?.Value},{line.Date:yyyy-MM-dd},{line.Hours:0.####},{line.HourlyRate:0.######},{line.Amount:0.00}\n");
        }

        return text.ToString();
    }

    private static IEnumerable<ReleaseLine> Shared(ReleaseFigure figure, string entity, List<ReleaseSource> sources, List<ReleasedSource> released)
    {
        var before = released.GroupBy(source => source.Reference, StringComparer.Ordinal).ToDictionary(
            group => group.Key, group => (Hours: group.Sum(source => source.Hours), Amount: group.Sum(source => source.Amount)), StringComparer.Ordinal);
        var standing = sources.ConvertAll(source => before.Remove(source.Reference, out var was)
            ? new Part(source, source.Hours - was.Hours, source.Amount - was.Amount, IsNew: false)
            : new Part(source, source.Hours, source.Amount, IsNew: true));
        // What does not stand any more is taken back as it was released; the odd cents are for the others.
        var gone = before.Where(was => was.Value != default).Select(was => new Part(
            new ReleaseSource(default, was.Key, null, null, figure.Earned.Days.Last, 0m, null, 0m), -was.Value.Hours, -was.Value.Amount, IsNew: false)).ToList();
        var rest = figure.Amount - gone.Sum(part => part.Amount);

        // Half a cent may have gone another way for an entry that did not change: it is no reason for a line.
        var touched = standing.FindAll(part => part.IsNew || part.Hours != 0m || Math.Abs(part.Amount) >= 0.01m);
        if (touched.Count == 0 && rest != 0m)
            touched = standing;

        var cents = Allocate.Cents(touched.ConvertAll(part => part.Amount), rest);
        return touched.Select((part, at) => part with { Amount = cents[at] }).Concat(gone)
            .Where(part => part.Amount != 0m || part.Hours != 0m)
            .OrderBy(part => part.Source.Date).ThenBy(part => part.Source.Person).ThenBy(part => part.Source.Reference, StringComparer.Ordinal)
            .Select(part => new ReleaseLine(
                figure.Engagement, entity, figure.Currency, figure.Earned, figure.Kind, part.Source.Reference, part.Source.Person, part.Source.Role, part.Source.Date,
                figure.Kind is ReleaseKind.Time ? part.Hours : null, part.Source.HourlyRate, part.Amount));
    }

    private sealed record Part(ReleaseSource Source, decimal Hours, decimal Amount, bool IsNew);
}
