using System.Globalization;
using Dapper;
using Npgsql;
using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Domain.Accounts;
using Throughline.Domain.Engagements;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Acceptance;

/// <summary>A milestone in the team's list.</summary>
internal sealed class AcceptanceListRow
{
    public DateOnly Place { get; init; }
    public string Engagement { get; init; } = "";
    public string EngagementName { get; init; } = "";
    public string CustomerName { get; init; } = "";
    public string Milestone { get; init; } = "";
    public string Title { get; init; } = "";
    public decimal Amount { get; init; }
    public string Currency { get; init; } = "";
    public bool FixedFee { get; init; }
    public DateOnly? ForecastSignOff { get; init; }
    public bool Confirmed { get; init; }
    public DateOnly? StartedOn { get; init; }
    public DateOnly? ReadyOn { get; init; }
    public DateOnly? SignOffSent { get; init; }
    public DateOnly? SignOffReceived { get; init; }
    public bool Passive { get; init; }
    public bool Released { get; init; }
    public int Notices { get; init; }
    public bool ReplyWaits { get; init; }

    /// <summary>The last asking; null where there was none, or the day alone was imported.</summary>
    public AcceptanceRequest? Request { get; set; }

    /// <summary>The n of "day n of N".</summary>
    public int? Day { get; set; }
    public bool Held { get; set; }

    /// <summary>Whether the reader sees what it is worth.</summary>
    public bool Value { get; set; }
}

/// <summary>One part of the list with its place in the order.</summary>
/// <param name="Where">What a milestone of this part fulfils; <c>o</c> is its open request.</param>
/// <param name="Place">The day it is ordered by.</param>
internal sealed record AcceptanceTab(string Key, string Label, string Where, string Place, bool LatestFirst = false);

internal sealed record AcceptanceSeen(
    AcceptanceTab Tab, IReadOnlyList<AcceptanceListRow> Rows, string? Next, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<Choice> Managers, IReadOnlyList<Choice> Customers, DateOnly Today);

/// <summary>The milestones that somebody may see on their way to acceptance, a page at a time by cursor.</summary>
internal sealed class AcceptanceList(Database database, PracticeSettings settings)
{
    private const int PageSize = 50;
    private const string UnderWay = "e.status in ('in_set_up', 'okay_to_start', 'active', 'on_hold', 'backlog')";
    private const string Open = "m.sign_off_sent is null and m.sign_off_received is null";
    private const string Asked = "m.sign_off_sent is not null and m.sign_off_received is null";

    public static readonly IReadOnlyList<AcceptanceTab> Tabs =
    [
        new("decide", "To decide", Asked + " and exists (select from acceptance_replies p where p.acceptance_request = o.acceptance_request and p.state = 'waiting')", "m.sign_off_sent"),
        new("running", "Running", Asked, "coalesce(o.last_day, date '9999-12-31')"),
        new("ready", "Ready", $"{Open} and m.ready_on is not null and {UnderWay}", "coalesce(m.forecast_sign_off, date '9999-12-31')"),
        new("work", "In work", $"{Open} and m.ready_on is null and {UnderWay}", "coalesce(m.forecast_sign_off, date '9999-12-31')"),
        new("accepted", "Accepted", "m.sign_off_received is not null", "m.sign_off_received", LatestFirst: true),
    ];

    private sealed record Question(string[]? Own, string[] Managers, string[] Customers, DateOnly? Day, string? Engagement, string? Milestone, int Size);

    /// <summary>Null for somebody who may see no engagement at all.</summary>
    public async Task<AcceptanceSeen?> RunAsync(Address address, CurrentUser user, CancellationToken stop)
    {
        var reach = user.Reach(Act.SeeEngagement);
        if (reach == Relation.None || user.IsOutside)
            return null;

        var today = await settings.TodayAsync(stop);
        var tab = Tabs.FirstOrDefault(tab => tab.Key == address["tab"]) ?? Tabs[1];
        await using var connection = await database.OpenAsync(stop);
        var standing = reach.HasFlag(Relation.Any) && user.Reach(Act.SeeValue) is var value && (value is Relation.None || value.HasFlag(Relation.Any)) ? null : await Standing.ReadAsync(connection, user);
        var question = Ask(address, reach.HasFlag(Relation.Any) ? null : [.. standing!.Engagements(reach) ?? []]);

        await using var read = await connection.QueryMultipleAsync($"{Sql(tab, question)};{CountsSql(question)}", question);
        var rows = (await read.ReadAsync<AcceptanceListRow>()).AsList();
        var counts = await read.ReadSingleAsync<(int Decide, int Running, int Ready, int Work)>();
        var (managers, customers) = await ChoicesAsync(connection, question, address[Address.ChooseName]);

        var shown = rows.Take(PageSize).ToList();
        await CompleteAsync(connection, shown, today);
        foreach (var row in shown)
            row.Value = (user.Reach(Act.SeeValue) & (Relation.Any | (standing?.To(new EngagementKey(row.Engagement)) ?? Relation.None))) != 0;

        return new AcceptanceSeen(
            tab, shown, rows.Count > PageSize ? Cursor(shown[^1]) : null,
            new Dictionary<string, int> { ["decide"] = counts.Decide, ["running"] = counts.Running, ["ready"] = counts.Ready, ["work"] = counts.Work }, managers, customers, today);
    }

    // Conditions that are not asked for are left out, so that each question has a plan and an index of its own.
    private static string Sql(AcceptanceTab tab, Question question)
    {
        var (way, after) = tab.LatestFirst ? ("desc", "<") : ("asc", ">");
        var next = question.Day is null ? "" : $" and ({tab.Place}, m.engagement, m.milestone) {after} (@Day, @Engagement, @Milestone)";
        return $"""
            select m.*, e.name as engagement_name, c.name as customer_name, e.currency, e.billing = 'ff' as fixed_fee, milestone_released(m.engagement, m.milestone) as released,
              (select count(*)::int from acceptance_evidence v where v.acceptance_request = m.open_request and v.kind = 'notice') as notices,
              exists (select from acceptance_replies p where p.acceptance_request = m.open_request and p.state = 'waiting') as reply_waits
            from (
              select {tab.Place} as place, m.engagement, m.milestone, m.title, m.amount, m.forecast_sign_off, m.confirmed, m.started_on, m.ready_on, m.sign_off_sent, m.sign_off_received, m.passive,
                o.acceptance_request as open_request
              {From(question)} and {tab.Where}{next}
              order by {tab.Place} {way}, m.engagement {way}, m.milestone {way} limit @Size) m
            join engagements e using (engagement) join customers c using (customer)
            order by m.place {way}, m.engagement {way}, m.milestone {way}
            """;
    }

    private static string CountsSql(Question question) =>
        $"select {string.Join(", ", Tabs.Where(tab => !tab.LatestFirst).Select(tab => $"count(*) filter (where {tab.Where})::int"))} {From(question)} and m.sign_off_received is null";

    private static string From(Question question) =>
        "from milestones m join engagements e using (engagement) left join acceptance_requests o on o.engagement = m.engagement and o.milestone = m.milestone and o.state = 'open' where m.parent is null"
        + (question.Own is null ? "" : " and m.engagement = any(@Own)")
        + (question.Managers.Length == 0 ? "" : " and e.project_manager = any(@Managers)")
        + (question.Customers.Length == 0 ? "" : " and e.customer = any(@Customers)");

    private static async Task CompleteAsync(NpgsqlConnection connection, List<AcceptanceListRow> rows, DateOnly today)
    {
        if (rows.Count == 0)
            return;

        var (requests, holds) = await AcceptanceLists.LastAsync(connection, [.. rows.Select(row => (row.Engagement, row.Milestone))]);
        foreach (var row in rows)
        {
            if (!requests.TryGetValue((row.Engagement, row.Milestone), out var request))
                continue;

            List<AcceptanceHold> held = [.. holds[request.Key]];
            (row.Request, row.Day, row.Held) = (request, request.DayReached(today, held), held.Exists(hold => hold.Covers(today)));
        }
    }

    // What is chosen has its name at once; everything that could be is listed only while somebody chooses from it.
    private static async Task<(IReadOnlyList<Choice> Managers, IReadOnlyList<Choice> Customers)> ChoicesAsync(NpgsqlConnection connection, Question question, string? choose)
    {
        List<string> parts = [];
        if (choose == "manager" || question.Managers.Length > 0)
            parts.Add("select 'manager' as kind, person as key, name from people where " + (choose == "manager" ? "person in (select project_manager from engagements where @Own::text[] is null or engagement = any(@Own))" : "person = any(@Managers)"));
        if (choose == "customer" || question.Customers.Length > 0)
            parts.Add("select 'customer', customer, name from customers where " + (choose == "customer" ? "customer in (select customer from engagements where @Own::text[] is null or engagement = any(@Own))" : "customer = any(@Customers)"));

        var choices = parts.Count == 0 ? [] : await connection.QueryAsync<(string Kind, string Key, string Name)>(string.Join(" union all ", parts) + " order by 3", question);
        var byKind = choices.ToLookup(choice => choice.Kind, choice => new Choice(choice.Key, choice.Name));
        return ([.. byKind["manager"]], [.. byKind["customer"]]);
    }

    private static Question Ask(Address address, string[]? own)
    {
        var cursor = (address[Address.CursorName] ?? "").Split('~');
        var day = cursor.Length == 3 && DateOnly.TryParseExact(cursor[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var known) ? known : (DateOnly?)null;
        return new Question(
            own, Given("manager"), Given("customer"), day, day is null ? null : Uri.UnescapeDataString(cursor[1]), day is null ? null : Uri.UnescapeDataString(cursor[2]), PageSize + 1);

        string[] Given(string name) => [.. address.All(name).Where(given => given.Length > 0)];
    }

    private static string Cursor(AcceptanceListRow last) => $"{Text.Iso(last.Place)}~{Uri.EscapeDataString(last.Engagement)}~{Uri.EscapeDataString(last.Milestone)}";
}
