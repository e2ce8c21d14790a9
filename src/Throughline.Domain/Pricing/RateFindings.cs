using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Policies;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;

namespace Throughline.Domain.Pricing;

/// <summary>Prices that are missing, so that a figure stands at 0.00 or cannot be computed.</summary>
internal static class RateFindings
{
    public static IEnumerable<Finding> Of(Watched watched) => [.. Prices(watched), .. Costs(watched), .. Practice(watched)];

    private static IEnumerable<Finding> Prices(Watched watched)
    {
        var roles = watched.Facts.Bookings.ToDictionary(booking => booking.Booking.Value, booking => booking.Role, StringComparer.Ordinal);
        var rates = new RateBook(watched.Facts.Rates);
        var bought = watched.Facts.Time.Where(line => line is { Engagement: not null, Billable: true, State: Timekeeping.TimeState.Approved } && line.Day < watched.Today)
            .ToLookup(line => line.Engagement!.Value);

        foreach (var engagement in watched.Facts.Engagements.Where(engagement => engagement.Billing is Billing.TimeAndMaterials && engagement.Status.CountsInReports()))
        {
            var missing = watched.BookedOn(engagement.Engagement).Where(part => part.Rate is null).Select(part => (Role: roles[part.Reference], Day: part.Days.First))
                .Concat(bought[engagement.Engagement].Where(line => rates.Rate(engagement, line) is null).Select(line => (line.Role, line.Day)));
            foreach (var role in missing.GroupBy(part => part.Role, StringComparer.Ordinal))
            {
                var first = role.Min(part => part.Day);
                yield return new Finding(
                    "rate_missing", Severity.Error, engagement.Engagement, "role", role.Key,
                    $"{engagement.Engagement} has no rate in {engagement.Currency.Code} for {Watched.Role(role.Key)} from {Watched.Iso(first)}, so these hours count as 0.00. Enter a rate.",
                    first, engagement.ProjectManager)
                {
                    Rests = role.Select(part => part.Day).Distinct().Order().Select(day => new Part("without_rate", Watched.Role(role.Key), new DateRange(day, day))),
                };
            }
        }
    }

    // A practice that has named its currency wants its engagements told in it.
    private static IEnumerable<Finding> Practice(Watched watched)
    {
        if (watched.Settings.PracticeCurrency is not { } practice)
            return [];

        var rates = new ExchangeRates(watched.Facts.ExchangeRates);
        return from engagement in watched.Facts.Engagements
               where engagement.Status.CountsInReports() && rates.Turned(engagement.Currency, practice, watched.Today, practice) is null
               group engagement by engagement.Currency into own
               orderby own.Key.Code
               select new Finding(
                   "exchange_rate_missing", Severity.Notice, null, "exchange_rate", $"{own.Key.Code} {practice.Code}",
                   $"There is no exchange rate from {own.Key.Code} to {practice.Code} on {Watched.Iso(watched.Today)}, so reports in {practice.Code} cannot tell what {own.Count()} of the engagements bring. Enter one.",
                   watched.Today);
    }

    private static IEnumerable<Finding> Costs(Watched watched)
    {
        var all = watched.Facts.Time.Where(line => line.Day < watched.Today).ToList();
        var book = new CostBook(watched.Facts);
        var everything = watched.Request with { Range = new DateRange(DateOnly.MinValue, watched.Today) };
        var lacking = Margin.CostsOf(watched.Facts with { Time = all }, everything)
            .Where(cost => cost.HourlyCost is null && watched.Engagement(cost.Line.Engagement!.Value) is { } engagement && engagement.Status.CountsInReports())
            .ToLookup(cost => cost.Line.Kept is not null || book.Of(cost.Line.Person!.Value, cost.Line.Day) is null);

        foreach (var person in lacking[true].GroupBy(cost => cost.Line.Person!.Value))
        {
            var first = person.Min(cost => cost.Line.Day);
            yield return new Finding(
                "cost_rate_missing", Severity.Notice, null, "person", person.Key.Value,
                $"{watched.NameOf(person.Key)} has no cost rate, so the margin of what they worked on since {Watched.Iso(first)} is not known. Enter the cost rate.",
                first, watched.ManagerOf(person.Key))
            {
                Rests = person.Select(cost => new Part("time", cost.Line.Engagement!.Value.Value, new DateRange(cost.Line.Day, cost.Line.Day), cost.Line.Hours)),
            };
        }

        foreach (var pair in lacking[false].GroupBy(CurrenciesOf))
        {
            var first = pair.Min(cost => cost.Line.Day);
            yield return new Finding(
                "exchange_rate_missing", Severity.Notice, null, "exchange_rate", $"{pair.Key.From.Code} {pair.Key.To.Code}",
                $"There is no exchange rate from {pair.Key.From.Code} to {pair.Key.To.Code} on {Watched.Iso(first)}, so costs and margins are not known. Enter one.",
                first)
            {
                Rests = pair.Select(cost => new Part("time", $"{cost.Line.Person} {cost.Line.Engagement}", new DateRange(cost.Line.Day, cost.Line.Day), cost.Line.Hours)),
            };
        }

        (Currency From, Currency To) CurrenciesOf(CostOfTime cost)
        {
            var to = watched.Engagement(cost.Line.Engagement!.Value)!.Currency;
            return (book.Of(cost.Line.Person!.Value, cost.Line.Day)?.Currency ?? to, to);
        }

    }
}
