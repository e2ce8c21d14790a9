using System.Globalization;
using Throughline.Domain;
using Throughline.Domain.Dates;
using Throughline.Domain.Reports;
using Throughline.Ui;

namespace Throughline.Features.Reports;

public sealed record UnreadableChoice(string Name, string Value, string Expected)
    : Problem("report_parameter", $"\"{Value}\" cannot be read as {Name}. Write {Expected}.");

/// <summary>What an address asks of a report: <c>from to today period recorded_at in sort</c> and <c>filter.COLUMN</c>, as the interface names them.</summary>
internal static class ReportAddress
{
    private const string FilterPrefix = "filter.";

    public static readonly string[] Frame = ["from", "to", "period", "today", "recorded_at", "in"];

    /// <param name="name">The report.</param>
    /// <param name="address">Empty values count as not given.</param>
    /// <param name="zone">In which a time without an offset is meant.</param>
    public static Result<ReportAsk> Read(string name, Address address, TimeZoneInfo zone)
    {
        Problem? problem = null;
        var ask = new ReportAsk(name)
        {
            From = Day("from"),
            To = Day("to"),
            Today = Day("today"),
            RecordedAt = Instant("recorded_at"),
            Kind = Kind("period"),
            Currency = Currency("in"),
            Sorts = Given(Address.SortName) is { } sort ? [.. sort.Split(',').Select(Sort)] : [],
            Filters = [.. address.Query.Where(field => field.Key.StartsWith(FilterPrefix, StringComparison.Ordinal) && field.Value.Length > 0)
                .Select(field => KeyValuePair.Create(field.Key[FilterPrefix.Length..], field.Value))],
        };
        return problem is null ? ask : problem;

        string? Given(string field) => address[field] is { Length: > 0 } value ? value : null;

        DateOnly? Day(string field)
        {
            if (Given(field) is not { } value)
                return null;
            if (DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return day;

            problem = new UnreadableChoice(field, value, "a day like 2026-03-31");
            return null;
        }

        DateTimeOffset? Instant(string field)
        {
            if (Given(field) is not { } value)
                return null;
            if (DateTime.TryParseExact(value, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall))
                return Zones.InstantOf(DateOnly.FromDateTime(wall), TimeOnly.FromDateTime(wall), zone);
            if (value.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
                return at;

            problem = new UnreadableChoice(field, value, "an instant like 2026-03-31T12:00:00Z");
            return null;
        }

        ReportCurrency? Currency(string field)
        {
            if (ReportCurrency.Read(Given(field)).Succeeded(out var choice, out var unreadable))
                return choice.Currency;

            problem = unreadable;
            return null;
        }

        PeriodKind? Kind(string field)
        {
            switch (Given(field))
            {
                case null: return null;
                case "week": return PeriodKind.Week;
                case "month": return PeriodKind.Month;
                case "quarter": return PeriodKind.Quarter;
                case var value:
                    problem = new UnreadableChoice(field, value, "week, month or quarter");
                    return null;
            }
        }
    }

    public static string Filter(string column) => FilterPrefix + column;

    // Column heads turn an order round with a minus, the interface with :desc.
    private static string Sort(string sort) => sort.StartsWith('-') ? sort[1..] + ":desc" : sort;
}
