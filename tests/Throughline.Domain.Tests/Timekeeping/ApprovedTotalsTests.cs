using Throughline.Domain.Engagements;
using Throughline.Domain.Policies;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Tests.Timekeeping;

/// <summary>
/// The life of a week as a model: whatever people try in whatever order, with only the rules to hold them, approved totals
/// change by approving alone, and the week's state is what its rows say.
/// </summary>
[Trait("rule", "R-217")]
public class ApprovedTotalsTests
{
    private static readonly PolicyValues Standard = new([]);

    [Fact]
    public void Approved_totals_change_by_approving_and_by_nothing_else() => Property.Holds(random =>
    {
        var book = new Book(random);
        for (var step = 0; step < 60; step++)
        {
            var before = book.Approved();
            var approvedNow = book.Act();
            var after = book.Approved();

            foreach (var engagement in Book.Engagements)
                Assert.Equal(before[engagement] + approvedNow.GetValueOrDefault(engagement), after[engagement]);
            foreach (var engagement in Book.Engagements)
                Assert.Equal(book.Decided.Where(it => it.Engagement == engagement).Sum(it => it.Hours), after[engagement]);
            foreach (var root in book.Entries.Where(entry => entry.Adjusts is null))
                Assert.InRange(book.ApprovedOf(root), 0m, 24m);
        }
    }, cases: 200);

    [Fact]
    [Trait("rule", "R-206")]
    public void The_state_of_a_week_follows_from_its_rows() => Property.Holds(random =>
    {
        var book = new Book(random);
        for (var step = 0; step < 40; step++)
        {
            book.Act();
            var rows = Book.Engagements.Select(engagement => WeekStates.Of(book.LinesOf(engagement))).Where(state => state is not WeekState.Empty).ToList();
            var whole = WeekStates.Of(Book.Engagements.SelectMany(book.LinesOf));

            Assert.Equal(rows.Count == 0, whole is WeekState.Empty);
            Assert.Equal(rows.Contains(WeekState.Open), whole is WeekState.Open);
            if (rows.Count > 0)
                Assert.Equal(rows.TrueForAll(state => state is WeekState.Approved), whole is WeekState.Approved);
            if (whole is WeekState.Submitted)
                Assert.All(rows, state => Assert.Equal(WeekState.Submitted, state));
            if (whole is WeekState.PartlyApproved)
                Assert.DoesNotContain(WeekState.Open, rows);
        }
    }, cases: 100);

    [Fact]
    public void A_week_is_locked_when_all_is_approved_and_no_day_may_be_touched()
    {
        WeekLine approved = new(TimeState.Approved, Locked: true);

        Assert.Equal(WeekState.Locked, WeekStates.Of([approved, approved]));
        Assert.Equal(WeekState.Approved, WeekStates.Of([approved, approved with { Locked = false }]));
        Assert.Equal(WeekState.PartlyApproved, WeekStates.Of([approved, new(TimeState.Submitted, true)]));
        Assert.Equal(WeekState.Open, WeekStates.Of([approved, new(TimeState.Rejected, true)]));
        Assert.Equal(["empty", "open", "submitted", "partly approved", "approved", "locked"], Enum.GetValues<WeekState>().Select(WeekStates.InWords));
    }

    /// <summary>Entries of one person's week on two engagements, and the decisions that approved some of them.</summary>
    private sealed class Book(Random random)
    {
        public static readonly string[] Engagements = ["SOW-1", "SOW-2"];
        private static readonly TimeState[] Steps = [TimeState.Submitted, TimeState.Approved, TimeState.Rejected];
        private readonly Dictionary<string, TimeEntry> entries = [];
        private int made;

        public List<(string Engagement, decimal Hours)> Decided { get; } = [];

        public IEnumerable<TimeEntry> Entries => entries.Values;

        public Dictionary<string, decimal> Approved() => Engagements.ToDictionary(
            engagement => engagement, engagement => Of(engagement).Where(entry => entry.State is TimeState.Approved).Sum(entry => entry.Terms.Hours));

        public decimal ApprovedOf(TimeEntry root) => Family(root).Approved;

        public IEnumerable<WeekLine> LinesOf(string engagement) => Of(engagement).Select(entry => new WeekLine(entry.State));

        /// <summary>Something somebody tries, allowed or not; what it approved.</summary>
        public Dictionary<string, decimal> Act()
        {
            switch (random.Next(7))
            {
                case 0 or 1: Log(); break;
                case 2: Change(); break;
                case 3: Delete(); break;
                case 4: Correct(random.Next(0, 49) / 2m); break;
                case 5: Correct(0m); break;
                default: break;
            }

            return Move();
        }

        private IEnumerable<TimeEntry> Of(string engagement) => Entries.Where(entry => entry.Terms.Engagement!.Value.Value == engagement);

        private CorrectedTime Family(TimeEntry any)
        {
            var root = any.Adjusts is null ? any : entries[any.Adjusts];
            return new CorrectedTime(root, [.. Entries.Where(entry => entry.Adjusts == root.Entry)]);
        }

        private TimeEntry? Any() => entries.Count == 0 ? null : entries.Values.ElementAt(random.Next(entries.Count));

        private TimeGround Ground(TimeEntry? except, DateOnly day) => new(
            "engineer", null, EngagementStatus.Active, true, true,
            Entries.Where(entry => entry.Terms.Date == day && entry.Entry != except?.Entry && (except is null || entry.Adjusts != except.Entry)).Sum(entry => entry.Terms.Hours));

        private void Log()
        {
            var terms = new TimeTerms(new("p1"), new DateOnly(2026, 3, 9).AddDays(random.Next(2)), new(Engagements[random.Next(2)]), null, random.Next(1, 49) / 4m);
            if (TimeRules.Accept(terms, Ground(null, terms.Date), Standard, false).Succeeded(out var accepted, out _))
                Store(new TimeEntry($"t{++made}", accepted, TimeState.Draft, 1, "p1", default));
        }

        private void Change()
        {
            if (Any() is not { } entry || TimeFlow.RefuseChange(entry.State) is not null)
                return;

            var stated = entry.Terms with { Hours = random.Next(-40, 49) / 4m };
            if (entry.Adjusts is not null)
            {
                var family = Family(entry);
                if (TimeCorrection.Change(family, entry, stated, Ground(family.Root, entry.Terms.Date), Standard).Succeeded(out var correction, out _))
                    Store(entry with { Terms = correction.Terms, State = TimeState.Draft });
            }
            else if (TimeRules.Accept(stated, Ground(entry, stated.Date), Standard, false).Succeeded(out var accepted, out _))
            {
                Store(entry with { Terms = accepted, State = TimeState.Draft });
            }
        }

        private void Delete()
        {
            if (Any() is { } entry && TimeFlow.RefuseChange(entry.State) is null)
                entries.Remove(entry.Entry);
        }

        private void Correct(decimal wanted)
        {
            if (Any() is not { } entry)
                return;

            var family = Family(entry);
            var ground = Ground(family.Root, family.Root.Terms.Date);
            var result = random.Next(3) == 0
                ? TimeCorrection.By(family, family.Root.Terms with { Hours = wanted - 12m }, ground, Standard)
                : TimeCorrection.ToTotal(family, wanted, null, ground, Standard);
            if (!result.Succeeded(out var correction, out _))
                return;

            if (correction.Replaces is { } open && correction.Terms.Hours == 0m)
                entries.Remove(open.Entry);
            else if (correction.Replaces is { } standing)
                Store(standing with { Terms = correction.Terms, State = TimeState.Draft });
            else if (correction.Terms.Hours != 0m)
                Store(new TimeEntry($"d{++made}", correction.Terms, TimeState.Draft, 1, "p1", default, Adjusts: family.Root.Entry));
        }

        private Dictionary<string, decimal> Move()
        {
            var approved = new Dictionary<string, decimal>();
            var to = Steps[random.Next(Steps.Length)];
            if (Any() is not { } entry || TimeFlow.Refuse(entry.State, to) is not null)
                return approved;
            if (to is TimeState.Approved && entry.Adjusts is not null && TimeCorrection.RefuseApproval(Family(entry).Approved + entry.Terms.Hours) is not null)
                return approved;

            Store(entry with { State = to });
            if (to is TimeState.Approved)
            {
                Decided.Add((entry.Terms.Engagement!.Value.Value, entry.Terms.Hours));
                approved[entry.Terms.Engagement!.Value.Value] = entry.Terms.Hours;
            }

            return approved;
        }

        private void Store(TimeEntry entry) => entries[entry.Entry] = entry;
    }
}
