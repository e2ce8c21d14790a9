using System.Collections.Concurrent;
using Npgsql;
using Throughline.Data;
using Throughline.Data.Reports;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;
using Throughline.Ui;

namespace Throughline.Features.Engagements;

/// <summary>A fixed fee through both lenses, as the report effort-and-value tells it: where it stands today, and its months.</summary>
internal sealed record LensView(decimal? Effort, decimal? Value, decimal? Drift, bool Alarm, decimal Limit, ChartData? Chart)
{
    // More months than this are drawn as quarters.
    private const int MostMonths = 24;

    /// <summary>Null for an engagement that was never sold.</summary>
    public static async Task<LensView?> ReadAsync(
        NpgsqlConnection connection, KeptFacts practice, EngagementRow row, ReportSettings settings, DateOnly today, CancellationToken stop)
    {
        if (!ReportCatalog.Find("effort-and-value").Succeeded(out var report, out _))
            return null;

        var kind = row.Expires > row.StartDate.AddMonths(MostMonths) ? PeriodKind.Quarter : PeriodKind.Month;
        var request = new ReportRequest(new DateRange(Month.Of(row.StartDate).Days.First, Month.Of(row.Expires).Days.Last), kind, today, settings);
        var needs = report.Needs(request);
        var facts = await practice.ReadAsync(
            connection, new PracticeQuery(needs.Facts) { TimeDays = needs.TimeDays, BookingDays = needs.BookingDays, Engagements = [new EngagementKey(row.Engagement)] }, stop);

        if (TwoLenses.Lenses(facts, request).FirstOrDefault() is not { } lenses)
            return null;

        var drift = lenses.Drift(Lenses.IsDone);
        return new LensView(
            lenses.EffortPercent(Lenses.IsDone), lenses.ValuePercent(Lenses.IsDone), drift, lenses.IsAlarming(drift), lenses.LimitPercent, Of([.. TwoLenses.Of(facts, request)]));
    }

    private static ChartData? Of(IReadOnlyList<LensRow> rows) => rows.Count < 2 || rows[0].DriftPercent is null ? null : new ChartData(
        ChartKind.Lines, [.. rows.Select(row => row.Period.Name)],
        [
            new("Effort, percent", [.. rows.Select(row => Math.Round(row.EffortPercent!.Value, 2))]),
            new("Value, percent", [.. rows.Select(row => Math.Round(row.ValuePercent!.Value, 2))], "muted"),
        ], 2);
}

/// <summary>Keeps what the page shows of each engagement's lenses until something they rest on changes or the day ends.</summary>
internal sealed class LensViews(Database database, KeptFacts practice)
{
    private static readonly string[] Topics = ["policies", "calendars", "people", "overtime", "time_off", "engagements", "customers", "milestones", "bookings", "time"];

    private volatile Known? known;

    private sealed record Known(long Version, DateOnly Today)
    {
        public ConcurrentDictionary<string, LensView?> Views { get; } = new(StringComparer.Ordinal);
    }

    public async ValueTask<LensView?> OfAsync(NpgsqlConnection connection, EngagementRow row, ReportSettings settings, DateOnly today, CancellationToken stop)
    {
        // The version is taken before the facts are read: a change during the reading makes the next request read again.
        var version = database.Topics.Of(Topics);
        if (known is not { } current || current.Version != version || current.Today != today)
            known = current = new Known(version, today);
        if (version != 0 && current.Views.TryGetValue(row.Engagement, out var view))
            return view;

        view = await LensView.ReadAsync(connection, practice, row, settings, today, stop);
        current.Views[row.Engagement] = view;
        return view;
    }
}
