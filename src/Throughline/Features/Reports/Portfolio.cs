using Throughline.Data;
using Throughline.Domain.Accounts;
using Throughline.Domain.Engagements;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Reports;

/// <summary>An engagement as one reader sees it; without its money for those who may not see it.</summary>
internal sealed record PortfolioLine(PortfolioEntry Entry, EngagementMoney? Money)
{
    public EngagementFact Fact => Entry.Fact;

    /// <summary>Something is rated at risk, over what was sold, past its end, or against a rule.</summary>
    public bool NeedsAttention(DateOnly today) => Fact.Status.IsUnderWay()
        && (Entry.Ours is HealthColor.Yellow or HealthColor.Red || Entry.Customers is HealthColor.Yellow or HealthColor.Red
            || Money?.Funds.RemainingAmount < 0m || Entry.Expires < today || Entry.Errors > 0);

    /// <summary>Red weighs more than two yellows.</summary>
    public int Severity => Weight(Entry.Ours) + Weight(Entry.Customers);

    private static int Weight(HealthColor color) => color switch { HealthColor.Red => 5, HealthColor.Yellow => 2, _ => 0 };
}

/// <summary>The sums of one currency over everything that is filtered, not only over the page.</summary>
internal sealed record PortfolioTotal(string Currency, int Count, decimal Value, decimal Earned, decimal Remaining)
{
    public decimal EarnedShare => Value == 0m ? 0m : Earned / Value;
}

/// <summary>One page of the portfolio with what surrounds it.</summary>
internal sealed record PortfolioView(
    PortfolioBook Book, IReadOnlyList<PortfolioLine> All, IReadOnlyList<PortfolioLine> Filtered, IReadOnlyList<PortfolioLine> Page, string? Next, bool ShowsMoney)
{
    public IReadOnlyList<PortfolioTotal> Totals { get; } = [.. Filtered.Where(line => line.Money is not null)
        .GroupBy(line => line.Fact.Currency.Code)
        .Select(group => new PortfolioTotal(
            group.Key, group.Count(), group.Sum(line => line.Money!.Funds.ContractValue), group.Sum(line => line.Money!.Funds.EarnedAmount),
            group.Sum(line => line.Money!.Funds.RemainingAmount)))
        .OrderByDescending(total => total.Value)];
}

/// <summary>All engagements that somebody may see, filtered, sorted and cut as the address says .</summary>
internal sealed class Portfolio(Database database, PortfolioFigures figures)
{
    public const string DefaultSort = "-health";
    private const int PageSize = 50;
    private const int ExpiringDays = 60;
    private static readonly string[] Outright = ["status", "stage", "q"];

    /// <summary>The views that stand as tabs, in order; each is a choice among what the reader may see.</summary>
    public static readonly IReadOnlyList<(string Key, string Label)> Views =
    [
        ("active", "All active"), ("attention", "Needs attention"), ("expiring", $"Expiring in {ExpiringDays} days"), ("fixed-fee", "Fixed fee"),
        ("mine", "Mine"), ("all", "Everything"),
    ];

    /// <summary>Null for somebody who may not see the portfolio at all.</summary>
    public async Task<PortfolioView?> RunAsync(Address address, CurrentUser user, CancellationToken stop)
    {
        var reach = user.Reach(Act.SeePortfolio);
        if (reach == Relation.None)
            return null;

        var book = await figures.CurrentAsync(stop);
        var all = await VisibleAsync(book, reach, user, stop);
        IReadOnlyList<PortfolioLine> filtered = [.. Sorted(all.Where(Fitting(address, user, book.Today)), address[Address.SortName] ?? DefaultSort)];
        var start = address[Address.CursorName] is { } after ? IndexAfter(filtered, after) : 0;
        var page = filtered.Skip(start).Take(PageSize).ToList();
        var next = start + PageSize < filtered.Count ? page[^1].Fact.Engagement.Value : null;
        return new PortfolioView(book, all, filtered, page, next, user.Reach(Act.SeeValue) != Relation.None);
    }

    /// <summary>The view that an address means. Asked for a status or a stage outright, "all active" no longer stands in its way.</summary>
    public static string ViewOf(Address address) => address["view"]
        ?? (Outright.Any(name => address.All(name).Any(value => value.Length > 0)) ? "all" : "active");

    public static bool InView(PortfolioLine line, string view, CurrentUser user, DateOnly today) => view switch
    {
        "attention" => line.NeedsAttention(today),
        "expiring" => line.Fact.Status.IsUnderWay() && line.Entry.Expires >= today && line.Entry.Expires <= today.AddDays(ExpiringDays),
        "fixed-fee" => line.Fact.Status.IsUnderWay() && line.Fact.Billing is Billing.FixedFee,
        "mine" => user.Person is { } me && line.Fact.ProjectManager == me,
        "all" => true,
        _ => line.Fact.Status.IsUnderWay(),
    };

    private async Task<IReadOnlyList<PortfolioLine>> VisibleAsync(PortfolioBook book, Relation reach, CurrentUser user, CancellationToken stop)
    {
        var money = user.Reach(Act.SeeValue);
        if (reach.HasFlag(Relation.Any) && (money.HasFlag(Relation.Any) || money == Relation.None))
            return [.. book.Entries.Select(entry => new PortfolioLine(entry, money == Relation.None ? null : entry.Money))];

        var standing = await database.ReadAsync(connection => Standing.ReadAsync(connection, user), stop);
        return [.. from entry in book.Entries
                   let relation = standing.To(entry.Fact.Engagement) | Relation.Any
                   where (reach & relation) != 0
                   select new PortfolioLine(entry, (money & relation) != 0 ? entry.Money : null)];
    }

    // The address is read once, not once for every engagement.
    private static Func<PortfolioLine, bool> Fitting(Address address, CurrentUser user, DateOnly today)
    {
        var (view, words) = (ViewOf(address), (address["q"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var (statuses, stages, health) = (Chosen(address, "status"), Chosen(address, "stage"), Chosen(address, "health"));
        var (managers, customers, billings) = (Chosen(address, "manager"), Chosen(address, "customer"), Chosen(address, "billing"));
        return line => InView(line, view, user, today)
            && Among(statuses, line.Fact.Status.Text())
            && Among(stages, Word(line.Entry.Stage))
            && Among(managers, line.Fact.ProjectManager?.Value ?? "none")
            && Among(customers, line.Fact.Customer.Value)
            && Among(billings, line.Fact.Billing.Text())
            && (health.Count == 0 || health.Contains(Letter(line.Entry.Ours)) || health.Contains(Letter(line.Entry.Customers)))
            && Holds(line, words);
    }

    /// <summary>A stage as it stands in an address.</summary>
    public static string Word(Stage stage) => stage.ToString().ToLowerInvariant();

    public static string Letter(HealthColor color) => color switch
    {
        HealthColor.Green => "green",
        HealthColor.Yellow => "yellow",
        HealthColor.Red => "red",
        HealthColor.Unknown => "none",
    };

    private static HashSet<string> Chosen(Address address, string name) =>
        address.All(name).Where(value => value.Length > 0).ToHashSet(StringComparer.Ordinal);

    private static bool Among(HashSet<string> chosen, string value) => chosen.Count == 0 || chosen.Contains(value);

    private static bool Holds(PortfolioLine line, string[] words) =>
        Array.TrueForAll(words, word =>
            new[] { line.Fact.Engagement.Value, line.Fact.Name, line.Entry.CustomerName, line.Entry.ManagerName }
                .Any(text => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true));

    // What is hidden sorts as if it were not there, so the order tells nothing.
    private static IEnumerable<PortfolioLine> Sorted(IEnumerable<PortfolioLine> lines, string sort)
    {
        var (name, down) = sort.StartsWith('-') ? (sort[1..], true) : (sort, false);
        return name switch
        {
            "name" => By(line => line.Fact.Name, StringComparer.OrdinalIgnoreCase),
            "customer" => By(line => line.Entry.CustomerName, StringComparer.OrdinalIgnoreCase),
            "stage" => By(line => line.Entry.Stage),
            "billing" => By(line => line.Fact.Billing),
            "value" => By(line => line.Money?.Funds.ContractValue),
            "earned" => By(line => line.Money?.Funds.EarnedAmount),
            "remaining" => By(line => line.Money?.Funds.RemainingAmount),
            "expires" => By(line => line.Entry.Expires),
            "manager" => By(line => line.Entry.ManagerName, StringComparer.OrdinalIgnoreCase),
            "key" => By(line => line.Fact.Engagement),
            _ => By(line => line.Severity),
        };

        IEnumerable<PortfolioLine> By<TKey>(Func<PortfolioLine, TKey> key, IComparer<TKey>? comparer = null) => (down
                ? lines.OrderByDescending(key, comparer)
                : lines.OrderBy(key, comparer))
            .ThenByDescending(line => line.Money?.Funds.ContractValue).ThenBy(line => line.Fact.Engagement);
    }

    // A row that went away meanwhile begins the list anew.
    private static int IndexAfter(IReadOnlyList<PortfolioLine> lines, string key)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Fact.Engagement.Value == key)
                return i + 1;
        }

        return 0;
    }
}
