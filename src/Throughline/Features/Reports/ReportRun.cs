using Npgsql;
using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Recording;
using Throughline.Data.Reports;
using Throughline.Domain;
using Throughline.Domain.Dates;
using Throughline.Domain.Forecasting;
using Throughline.Domain.Policies;
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
    public IReadOnlyList<KeyValuePair<string, string>> Filters { get; init; } = [];
    public IReadOnlyList<string> Sorts { get; init; } = [];
}

/// <summary>A report that was run: its table, and from when and for which day it speaks.</summary>
public sealed record ReportAnswer(
    ReportDefinition Definition, ReportTable Table, DateOnly Today, DateTimeOffset RecordedAt, DateRange Range, PeriodKind Kind, ReportAsk Ask);

/// <summary>Runs any report of the catalog, the same for the page, the command line and the interface.</summary>
public sealed class ReportRun(Database database)
{
    /// <summary>Reads the facts as recorded at one instant, having waited for changes begun before it, and builds the table.</summary>
    public async Task<Result<ReportAnswer>> RunAsync(ReportAsk ask, CancellationToken stop)
    {
        // Gather: what is asked for, as of when, under which policies.
        if (!ReportCatalog.Find(ask.Name).Succeeded(out var definition, out var problem))
            return problem;

        await using var connection = await database.OpenAsync(stop);
        var at = await InstantAsync(connection, ask.RecordedAt, stop);
        var policies = await PolicyReader.ReadAsync(connection, at, stop);
        var zone = PolicySettingsOfReports.Zone(policies, at);
        var today = ask.Today ?? Zones.DayOf(database.Clock.GetUtcNow(), zone);
        var facts = new FactsOf(connection, policies, stop);
        if (!definition.Request(today, PolicySettingsOfReports.On(today, policies), ask.From, ask.To, ask.Kind).Succeeded(out var request, out problem))
            return problem;

        if (definition.UsesLastWeek)
            request = request with { UpsideLastWeek = await LastWeekAsync(facts, definition, request, zone, at) };

        // Decide: one pure function for every reader.
        var table = definition.Build(await facts.ReadAsync(definition, request, at), request);

        // Act: narrow and order what is shown.
        if (!table.Filtered(ask.Filters).Succeeded(out table, out problem))
            return problem;

        foreach (var sort in ask.Sorts.Reverse())
        {
            if (!table.Sorted(sort).Succeeded(out table, out problem))
                return problem;
        }

        return new ReportAnswer(definition, table, today, at, request.Range, request.Kind, ask);
    }

    private async Task<DateTimeOffset> InstantAsync(NpgsqlConnection connection, DateTimeOffset? asked, CancellationToken stop)
    {
        var at = asked ?? await AsOf.NowAsync(database, stop);
        await AsOf.SettleAsync(connection, stop);
        return at;
    }

    // Upside as it stood at the last weekly deadline (P-08), with that day as today.
    private static async Task<IReadOnlyList<UpsideRow>> LastWeekAsync(
        FactsOf facts, ReportDefinition definition, ReportRequest request, TimeZoneInfo zone, DateTimeOffset at)
    {
        var deadline = PolicySettingsOfReports.WeeklyDeadline(facts.Policies, at).LastAtOrBefore(at, zone);
        var day = Zones.DayOf(deadline, zone);
        var then = request with { Today = day, Settings = PolicySettingsOfReports.On(day, facts.Policies) };
        return Upside.Of(await facts.ReadAsync(definition, then, deadline), then);
    }
}

/// <summary>Fetches the facts of one run over one connection.</summary>
internal sealed class FactsOf(NpgsqlConnection connection, PolicyValues policies, CancellationToken stop)
{
    public PolicyValues Policies => policies;

    public Task<PracticeFacts> ReadAsync(ReportDefinition definition, ReportRequest request, DateTimeOffset at)
    {
        var needs = definition.Needs(request);
        return PracticeReader.ReadAsync(
            connection, new PracticeQuery(needs.Facts, at) { BookingDays = needs.BookingDays, TimeDays = needs.TimeDays }, stop);
    }
}
