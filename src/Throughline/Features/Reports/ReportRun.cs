using Npgsql;
using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Recording;
using Throughline.Data.Reports;
using Throughline.Domain;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Forecasting;
using Throughline.Domain.People;
using Throughline.Domain.Policies;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;

namespace Throughline.Features.Reports;

/// <summary>What somebody asks of a report; what is null takes its default.</summary>
public sealed record ReportAsk(string Name)
{
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }

    /// <summary>The day taken for today; else the current day in the practice's time zone (P-10).</summary>
    public DateOnly? Today { get; init; }

    /// <summary>The instant to read as recorded at; else now.</summary>
    public DateTimeOffset? RecordedAt { get; init; }
    public PeriodKind? Kind { get; init; }

    /// <summary>The one currency that amounts are told in; null for each engagement's own.</summary>
    public ReportCurrency? Currency { get; init; }
    public IReadOnlyList<KeyValuePair<string, string>> Filters { get; init; } = [];
    public IReadOnlyList<string> Sorts { get; init; } = [];
}

/// <summary>A report that was run: its table, and from when and for which day it speaks.</summary>
public sealed record ReportAnswer(
    ReportDefinition Definition, ReportTable Table, DateOnly Today, DateTimeOffset RecordedAt, DateRange Range, PeriodKind Kind, ReportAsk Ask)
{
    /// <summary>Exchange rates without which some figures are missing.</summary>
    public IReadOnlyList<MissingRate> MissingRates { get; init; } = [];
}

/// <summary>Figures of one row with their parts, one for each column asked for, and the report they stand in.</summary>
public sealed record ExplainedFigures(ReportAnswer Answer, IReadOnlyList<Explanation> Explanations);

/// <summary>Runs any report of the catalog, the same for the page, the command line and the interface.</summary>
public sealed class ReportRun(Database database, KeptFacts practice)
{
    /// <summary>Reads the facts as recorded at one instant, having waited for changes begun before it, and builds the table.</summary>
    /// <param name="ask">What is asked for.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <param name="narrow">Leaves out what somebody may not see, before anything is filtered, sorted or added up.</param>
    public async Task<Result<ReportAnswer>> RunAsync(ReportAsk ask, CancellationToken stop, Func<ReportTable, ReportTable>? narrow = null)
    {
        if (!(await BuildAsync(ask, null, stop)).Succeeded(out var whole, out var problem))
            return problem;

        var table = narrow is null ? whole.Table : narrow(whole.Table);
        if (!table.Filtered(ask.Filters).Succeeded(out table, out problem))
            return problem;

        foreach (var sort in ask.Sorts.Reverse())
        {
            if (!table.Sorted(sort).Succeeded(out table, out problem))
                return problem;
        }

        return whole with { Table = table };
    }

    /// <summary>Opens figures of one row down to single entries of time. Only what belongs to the row's engagement or person is read, where nothing else can change the figure.</summary>
    public async Task<Result<ExplainedFigures>> ExplainAsync(
        ReportAsk ask, IReadOnlyList<string> columns, IReadOnlyList<KeyValuePair<string, string>> row, CancellationToken stop, Func<ReportTable, ReportTable>? narrow = null)
    {
        if (!(await BuildAsync(ask, row, stop)).Succeeded(out var whole, out var problem))
            return problem;

        var table = narrow is null ? whole.Table : narrow(whole.Table);
        if (!table.Filtered(ask.Filters).Succeeded(out table, out problem))
            return problem;

        var explanations = new List<Explanation>();
        foreach (var column in columns)
        {
            if (!table.Explain(column, row).Succeeded(out var explanation, out problem))
                return problem;

            explanations.Add(explanation);
        }

        return new ExplainedFigures(whole with { Table = table }, explanations);
    }

    private async Task<Result<ReportAnswer>> BuildAsync(ReportAsk ask, IReadOnlyList<KeyValuePair<string, string>>? row, CancellationToken stop)
    {
        // Gather: what is asked for, as of when, under which policies.
        if (!ReportCatalog.Find(ask.Name).Succeeded(out var definition, out var problem))
            return problem;

        var versions = practice.Versions();
        await using var connection = await database.OpenAsync(stop);
        var at = await InstantAsync(connection, ask.RecordedAt, stop);
        var policies = ask.RecordedAt is null ? await database.Policies.ReadAsync(connection, stop) : await PolicyReader.ReadAsync(connection, at, stop);
        var zone = ReportPolicies.Zone(policies, at);
        var today = ask.Today ?? Zones.DayOf(database.Clock.GetUtcNow(), zone);
        var facts = new FactsOf(connection, practice, versions, policies, ask.RecordedAt is null ? at : null, row, ask.Currency is not null, stop);
        if (!definition.Request(today, ReportPolicies.On(today, policies), ask.From, ask.To, ask.Kind).Succeeded(out var request, out problem))
            return problem;

        if (definition.UsesLastWeek)
            request = request with { UpsideLastWeek = await LastWeekAsync(facts, definition, request, zone, at) };

        // Decide: one pure function for every reader.
        var read = await facts.ReadAsync(definition, request, at);
        var answer = new ReportAnswer(definition, definition.Build(read, request), today, at, request.Range, request.Kind, ask);
        if (ask.Currency is not { } currency)
            return answer;

        var practiceCurrency = new Currency(policies.Answer("organisation.currency", today).Text);
        var (table, missing) = answer.Table.In(currency.Of ?? practiceCurrency, practiceCurrency, new ExchangeRates(read.ExchangeRates), today);
        return answer with { Table = table, MissingRates = missing };
    }

    private async Task<DateTimeOffset> InstantAsync(NpgsqlConnection connection, DateTimeOffset? asked, CancellationToken stop)
    {
        var now = await AsOf.SettleAsync(connection, database.Clock.Shift, stop);
        return asked ?? now;
    }

    // Upside as it stood at the last weekly deadline (P-08), with that day as today.
    private static async Task<IReadOnlyList<UpsideRow>> LastWeekAsync(
        FactsOf facts, ReportDefinition definition, ReportRequest request, TimeZoneInfo zone, DateTimeOffset at)
    {
        var deadline = ReportPolicies.WeeklyDeadline(facts.Policies, at).LastAtOrBefore(at, zone);
        var day = Zones.DayOf(deadline, zone);
        var then = request with { Today = day, Settings = ReportPolicies.On(day, facts.Policies) };
        return Upside.Of(await facts.ReadAsync(definition, then, deadline), then);
    }
}

/// <summary>Fetches the facts of one run over one connection; of one row's engagement or person when a figure of it is opened.</summary>
/// <param name="convert">Whether amounts are turned into another currency.</param>
/// <param name="now">The instant whose facts may come from memory; null when the past was asked for.</param>
internal sealed class FactsOf(
    NpgsqlConnection connection, KeptFacts practice, IReadOnlyList<long> versions, PolicyValues policies, DateTimeOffset? now, IReadOnlyList<KeyValuePair<string, string>>? row,
    bool convert, CancellationToken stop)
{
    private const FactSet Sums = FactSet.Time | FactSet.TimeOfPeople | FactSet.TimeOfDays;

    public PolicyValues Policies => policies;

    public Task<PracticeFacts> ReadAsync(ReportDefinition definition, ReportRequest request, DateTimeOffset at)
    {
        var needs = definition.Needs(request);
        var facts = row is not null && (needs.Facts & Sums) != 0 ? (needs.Facts & ~Sums) | FactSet.TimeEntries : needs.Facts;
        if (convert)
            facts |= FactSet.ExchangeRates;

        var query = new PracticeQuery(facts, at)
        {
            BookingDays = needs.BookingDays,
            TimeDays = needs.TimeDays,
            Engagements = facts.HasFlag(FactSet.Engagements) && Named("engagement") is { Length: > 0 } engagements ? [.. engagements.Select(key => new EngagementKey(key))] : null,
            // Where engagements count, a person's other rows do; a person's own hours are theirs alone.
            People = !facts.HasFlag(FactSet.Engagements) && Named("person") is { Length: > 0 } people ? [.. people.Select(key => new PersonKey(key))] : null,
        };
        return at == now ? practice.ReadAsync(connection, query, stop, versions) : PracticeReader.ReadAsync(connection, query, stop);
    }

    private string[] Named(string column) => row is null ? [] : [.. row.Where(value => value.Key == column && value.Value.Length > 0).Select(value => value.Value)];
}
