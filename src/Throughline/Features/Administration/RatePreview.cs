using System.Globalization;
using Dapper;
using Throughline.Data;
using Throughline.Data.Bundles;
using Throughline.Data.Policies;
using Throughline.Data.Records;
using Throughline.Data.Reports;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using Throughline.Platform;

namespace Throughline.Features.Administration;

/// <summary>What stating a price would do.</summary>
/// <param name="Standing">The row in whose place it would stand; null for a new one.</param>
public sealed record RateSheet(BundleFile File, StatedRecord Stated, StoredRecord? Standing, RateEffect Effect)
{
    /// <summary>Whether anybody has to know before it is stored.</summary>
    public bool Touches => Standing is not null || Effect.Rows.Count > 0 || Effect.KeptEntries > 0;

    public RecordKey Key => Stated.Key(File);

    /// <summary>What was shown, in short: a confirmation of something else is no confirmation.</summary>
    public string Mark => string.Create(
        CultureInfo.InvariantCulture,
        $"{Key} {string.Join(' ', Stated.Cells.Values)} {Standing?.Version} {Effect.Entries} {Effect.KeptEntries} {Effect.Rows.Sum(row => row.Revenue.After + row.Booked.After)}");
}

/// <summary>Tells what a price, a cost or an exchange rate touches before it is stored, computed as the reports compute it.</summary>
internal sealed class RatePreview(Database database, PracticeSettings settings)
{
    private const FactSet Facts = FactSet.Engagements | FactSet.People | FactSet.WorkingTime | FactSet.Rates | FactSet.Costs | FactSet.ExchangeRates
        | FactSet.Bookings | FactSet.TimeOfPeople | FactSet.Milestones | FactSet.WorkAtRisk;

    public async Task<Result<RateSheet>> RunAsync(BundleFile file, IReadOnlyDictionary<string, string?> values, CurrentUser user, CancellationToken stop)
    {
        // Gather
        if (user.Decide(Act.EditRates).Problem is { } refused)
            return refused;
        if (!StatedRecord.Read(file, values, null).Succeeded(out var stated, out var invalid))
            return invalid;

        var today = await settings.TodayAsync(stop);
        var policies = await settings.PoliciesAsync(stop);
        await using var connection = await database.OpenAsync(stop);
        var standing = await new RecordTable(file).FindAsync(connection, stated.Key(file), stop);
        var query = new PracticeQuery(Facts)
        {
            TimeDays = await MonthsAsync(connection, (DateOnly)stated.Values["effective_from"]!),
            BookingDays = new DateRange(today, DateOnly.MaxValue),
            Engagements = stated.Cells.GetValueOrDefault("engagement") is { } engagement ? [new EngagementKey(engagement)] : null,
        };
        var before = await PracticeReader.ReadAsync(connection, query, stop);

        // Decide
        var request = new ReportRequest(new DateRange(today, today), PeriodKind.Month, today, ReportPolicies.On(today, policies));
        return new RateSheet(file, stated, standing, RateEffect.Of(before, RateChange.Apply(before, file, stated), request));
    }

    // Months in which there is time, one by one and cut where the price begins, so that no sum spans two of them.
    private static async Task<IReadOnlyList<DateRange>> MonthsAsync(Npgsql.NpgsqlConnection connection, DateOnly from)
    {
        var (first, last) = await connection.QuerySingleAsync<(DateOnly? First, DateOnly? Last)>(
            "select (select min(date) from time_entries), (select max(date) from time_entries)");
        if (last is null || last < from)
            return [];

        var months = new List<DateRange>();
        for (var month = Month.Of(first > from ? first.Value : from); month.Days.First <= last; month = month.Next)
        {
            if (month == Month.Of(from) && from > month.Days.First)
                months.AddRange([new DateRange(month.Days.First, from.AddDays(-1)), new DateRange(from, month.Days.Last)]);
            else
                months.Add(month.Days);
        }

        return months;
    }
}
