using Throughline.Data.Policies;
using Throughline.Domain.Dates;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Reports;

/// <summary>
/// Ranges of days by a name, so that a kept view or a mail of each month means the days of its own time: <c>range=last_month</c>
/// in an address. Days that are given outright stand before it.
/// </summary>
internal static class UsualRanges
{
    public const string Name = "range";

    public static readonly IReadOnlyList<(string Key, string Label)> All =
    [
        ("last_week", "Last week"), ("last_month", "Last month"), ("this_month", "This month"), ("last_quarter", "Last quarter"), ("this_quarter", "This quarter"),
        ("twelve_back", "Twelve months back"), ("twelve_ahead", "Twelve months ahead"),
    ];

    // What has happened is asked of the past.
    private static readonly Dictionary<string, string> Backward = new(StringComparer.Ordinal)
    {
        ["month-end-time"] = "last_month", ["utilisation"] = "twelve_back", ["margin"] = "twelve_back", ["quarter-hours"] = "last_quarter", ["milestone-release"] = "twelve_back",
    };

    /// <summary>What a report's page begins with; null takes the report's own default.</summary>
    public static string? DefaultOf(string report) => Backward.GetValueOrDefault(report);

    /// <param name="key">Of <see cref="All"/>; anything else is no range.</param>
    /// <param name="today">The day it is counted from.</param>
    /// <param name="fiscalYearStartMonth">Quarters are fiscal ones.</param>
    public static DateRange? Of(string? key, DateOnly today, int fiscalYearStartMonth)
    {
        var month = Month.Of(today).Days.First;
        var quarter = Periods.Whole(today, PeriodKind.Quarter, fiscalYearStartMonth);
        return key switch
        {
            "last_week" => new(Periods.Monday(today).AddDays(-7), Periods.Monday(today).AddDays(-1)),
            "last_month" => new(month.AddMonths(-1), month.AddDays(-1)),
            "this_month" => Month.Of(today).Days,
            "last_quarter" => new(quarter.First.AddMonths(-3), quarter.First.AddDays(-1)),
            "this_quarter" => quarter,
            "twelve_back" => new(month.AddMonths(-11), month.AddMonths(1).AddDays(-1)),
            "twelve_ahead" => new(month, month.AddMonths(12).AddDays(-1)),
            _ => null,
        };
    }

    /// <summary>The address with the days that its range means now.</summary>
    public static async Task<Address> ResolveAsync(Address address, PracticeSettings settings, CancellationToken stop)
    {
        var range = address[Name];
        address = address.Without(Name);
        if (range is null || address["from"] is { Length: > 0 } || address["to"] is { Length: > 0 })
            return address;

        var today = await settings.TodayAsync(stop);
        var start = ReportPolicies.On(today, await settings.PoliciesAsync(stop)).FiscalYearStartMonth;
        return Of(range, today, start) is { } days ? address.With("from", Text.Iso(days.First)).With("to", Text.Iso(days.Last)) : address;
    }
}
