using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Forecasting;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;
using Throughline.Domain.Timekeeping;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Revenue;

/// <summary>Half a year of a practice in which everything happens that a release must live with.</summary>
public class ReleaseHistoryTests
{
    private static readonly Month[] Months = [.. Enumerable.Range(1, 6).Select(number => new Month(2026, number))];
    private static readonly EngagementKey Hourly = new("SOW-1");
    private static readonly EngagementKey Fixed = new("SOW-2");

    [Fact, Trait("rule", "R-231")]
    public void All_batches_together_add_up_to_the_forecast_to_the_cent() => Property.Holds(random =>
    {
        var history = new History(random);
        foreach (var month in Months)
        {
            history.Live(month);
            history.Release(month);
        }

        history.Settle();
        history.Release(Months[^1]);

        foreach (var row in history.Forecast())
        {
            var month = Month.Of(row.Period.Days.First);
            Assert.Equal(Money.RoundCents(row.Engagement.Billing is Billing.FixedFee ? row.ReleasedAmount : row.ActualAmount), history.ReleasedOf(row.Engagement.Engagement, month));
        }

        Assert.Equal(history.Forecast().Sum(row => Money.RoundCents(row.ActualAmount) + Money.RoundCents(row.ReleasedAmount)), history.Lines.Sum(line => line.Amount));
    });

    [Fact, Trait("rule", "R-192")]
    public void Nothing_at_risk_is_ever_released() => Property.Holds(random =>
    {
        var history = new History(random);
        foreach (var month in Months)
        {
            history.Live(month);
            history.Release(month);
            foreach (var entry in history.AtRisk())
                Assert.Equal(0m, history.Lines.Where(line => line.Reference == entry).Sum(line => line.Amount));
        }
    });

    [Fact, Trait("rule", "R-111")]
    public void Time_and_bookings_never_move_fixed_fee_revenue() => Property.Holds(random =>
    {
        var history = new History(random);
        foreach (var month in Months)
            history.Live(month);

        var before = history.PlanOf(Fixed);
        history.WorkAndPlan(Fixed);

        Assert.Equal(before, history.PlanOf(Fixed));
    });

    private sealed class History(Random random)
    {
        private readonly List<TimeLine> time = [];
        private readonly List<MilestoneFact> milestones = [.. Enumerable.Range(1, 5).Select(number => new MilestoneFact(Fixed, $"m{number}", $"Title {number}", 1_000.005m * number))];
        private readonly List<RateFact> rates = [Rate(133.335m)];
        private readonly Dictionary<string, WorkAtRiskStatus> atRisk = [];
        private readonly HashSet<Month> consolidated = [];
        private PracticeFacts more = new();
        private bool closed;

        public List<ReleaseLine> Lines { get; } = [];

        public void Live(Month month)
        {
            for (var step = random.Next(4, 16); step > 0; step--)
                Happen(month);

            if (random.Next(5) > 0)
                consolidated.Add(month);

            closed = random.Next(6) == 0;
        }

        private void Happen(Month month)
        {
            var day = month.Days.First.AddDays(random.Next(28));
            switch (random.Next(8))
            {
                case 0 or 1 or 2:
                    time.Add(Entry(day, random.Next(1, 60) / 7m));
                    break;
                case 3 when time.Count > 0:
                    var root = time[random.Next(time.Count)];
                    time.Add(root with { Entry = $"t{time.Count}", Hours = Math.Round(-root.Hours / 3m, 4) });
                    break;
                case 4:
                    atRisk[$"war{atRisk.Count}"] = WorkAtRiskStatus.Approved;
                    time.Add(Entry(day, 5.3333m) with { WorkAtRisk = $"war{atRisk.Count - 1}" });
                    break;
                case 5 when atRisk.Count > 0:
                    var which = atRisk.Keys.ElementAt(random.Next(atRisk.Count));
                    atRisk[which] = atRisk[which] is WorkAtRiskStatus.Converted ? WorkAtRiskStatus.Lapsed : WorkAtRiskStatus.Converted;
                    break;
                case 6:
                    var at = random.Next(milestones.Count);
                    milestones[at] = milestones[at] with { SignOffReceived = milestones[at].SignOffReceived is null ? day : null };
                    break;
                case 7:
                    rates.Add(Rate(random.Next(100, 300) + 0.115m, Iso(month.Days.First.AddMonths(-random.Next(3)))));
                    break;
            }
        }

        private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        private TimeLine Entry(DateOnly day, decimal hours) =>
            Time(Iso(day), Math.Round(hours, 4), $"t{time.Count}", $"p{random.Next(3)}");

        public void Settle()
        {
            consolidated.UnionWith(Months);
            closed = false;
        }

        public void Release(Month month)
        {
            var sources = Lines.Select(line => new ReleasedSource(line.Engagement.Engagement, line.Currency.Code, line.Earned, line.Kind, line.Reference, line.Hours ?? 0m, line.Amount)).ToList();
            var facts = Facts() with { Released = [.. sources.Select(source => new ReleasedSum(source.Engagement, source.Currency, source.Earned, source.Kind, source.Hours, source.Amount))], Disturbed = Disturbed() };
            var lines = ReleaseLines.Of(facts, month, sources);
            Assert.Equal(Releases.Of(facts, month).Due.Sum(figure => figure.Amount), lines.Sum(line => line.Amount));
            Assert.All(lines, line => Assert.Equal(line.Amount, decimal.Round(line.Amount, 2)));
            Lines.AddRange(lines);
        }

        public ReleaseFacts Facts() => new(more with
        {
            People = [Person("p0"), Person("p1"), Person("p2")],
            Engagements = [Engagement("SOW-1"), FixedFee("SOW-2")],
            Rates = [.. rates.GroupBy(rate => rate.EffectiveFrom).Select(same => same.Last())],
            Milestones = milestones,
            Time = [.. more.Time, .. time],
            WorkAtRisk = [.. atRisk.Select(pair => new WorkAtRiskFact(Hourly, pair.Key, pair.Value))],
        })
        {
            TermsOf = _ => new ReleaseTerms("practice", FixedFeeMethod.Acceptance, []),
            Consolidated = consolidated,
            IsClosed = _ => closed,
        };

        public IReadOnlyList<ForecastRow> Forecast() => Domain.Forecasting.Forecast.Of(Facts().Practice, Request("2026-01-01", "2026-06-30", "2026-12-31"));

        public decimal ReleasedOf(EngagementKey engagement, Month earned) =>
            Lines.Where(line => line.Engagement.Engagement == engagement && line.Earned == earned).Sum(line => line.Amount);

        private HashSet<(EngagementKey, Month)> Disturbed() =>
            [.. AtRisk().SelectMany(entry => Lines.Where(line => line.Reference == entry)).Select(line => (Hourly, line.Earned))];

        public IEnumerable<string> AtRisk() => time.Where(line => line.WorkAtRisk is { } war && atRisk[war] is not WorkAtRiskStatus.Converted && !closed).Select(line => line.Entry!);

        public List<(Month, decimal)> PlanOf(EngagementKey engagement)
        {
            Settle();
            return [.. Releases.Of(Facts(), Months[^1]).Due.Where(figure => figure.Engagement.Engagement == engagement).Select(figure => (figure.Earned, figure.Amount))];
        }

        public void WorkAndPlan(EngagementKey engagement) => more = new PracticeFacts
        {
            Time = [.. Enumerable.Range(0, random.Next(1, 10)).Select(number => Time("2026-02-03", 8m, $"x{number}", engagement: engagement.Value))],
            Bookings = [.. Enumerable.Range(0, random.Next(1, 10)).Select(number => Hard("2026-02-03", "2026-08-03", booking: $"b{number}") with { Engagement = engagement })],
        };
    }
}
