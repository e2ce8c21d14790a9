using System.Globalization;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Pricing;

namespace Throughline.Domain.Revenue;

/// <summary>Hours of an entry, or a milestone, that no invoice holds yet; below 0 where one holds too much.</summary>
/// <param name="Title">The milestone's; null for time.</param>
/// <param name="Amount">Exact.</param>
public sealed record InvoiceSource(EngagementKey Engagement, string Reference, string? Title, PersonKey? Person, string? Role, decimal Hours, decimal? HourlyRate, decimal Amount);

/// <summary>A line by person, role and rate, or of one milestone.</summary>
/// <param name="Amount">In cents.</param>
/// <param name="Sources">What it was added up from.</param>
public sealed record InvoiceLine(string Description, PersonKey? Person, string? Role, decimal? Hours, decimal? HourlyRate, decimal Amount, IReadOnlyList<InvoiceSource> Sources);

/// <summary>One engagement's invoice, whose lines add up to its total.</summary>
public sealed record DraftInvoice(EngagementKey Engagement, IReadOnlyList<InvoiceLine> Lines)
{
    public decimal Total => Lines.Sum(line => line.Amount);
}

/// <summary>What a month's invoices hold: milestones one by one, time by person, role and rate.</summary>
public static class DraftInvoices
{
    /// <param name="sources">Of any engagements.</param>
    /// <param name="nameOf">A person's name.</param>
    public static IReadOnlyList<DraftInvoice> Of(IEnumerable<InvoiceSource> sources, Func<PersonKey, string> nameOf) =>
    [
        .. sources.Where(source => source.Amount != 0m).GroupBy(source => source.Engagement).OrderBy(group => group.Key)
            .Select(group => new DraftInvoice(group.Key, InCents([.. Milestones(group), .. Time(group, nameOf)]))),
    ];

    /// <summary>So many calendar days, or business days, after the invoice.</summary>
    public static DateOnly DueOn(DateOnly invoiced, int days, bool businessDays, BusinessCalendar calendar) =>
        businessDays ? calendar.Add(invoiced, days) : invoiced.AddDays(days);

    private static IEnumerable<InvoiceLine> Milestones(IEnumerable<InvoiceSource> sources) =>
        from source in sources
        where source.Title is not null
        orderby source.Reference
        select new InvoiceLine($"{source.Reference} {source.Title}", null, null, null, null, source.Amount, [source]);

    private static IEnumerable<InvoiceLine> Time(IEnumerable<InvoiceSource> sources, Func<PersonKey, string> nameOf) =>
        from source in sources
        where source.Title is null
        group source by (source.Person, source.Role, source.HourlyRate) into same
        orderby same.Key.Person, same.Key.Role, same.Key.HourlyRate
        let hours = same.Sum(source => source.Hours)
        where hours != 0m
        select new InvoiceLine(
            string.Create(CultureInfo.InvariantCulture, $"{(same.Key.Person is { } person ? nameOf(person) : "Time")}, {same.Key.Role?.Replace('_', ' ')}, {hours:0.####} h at {same.Key.HourlyRate:0.00####}"),
            same.Key.Person, same.Key.Role, hours, same.Key.HourlyRate, same.Sum(source => source.Amount), [.. same]);

    private static IReadOnlyList<InvoiceLine> InCents(IReadOnlyList<InvoiceLine> lines)
    {
        var cents = Allocate.Cents([.. lines.Select(line => line.Amount)]);
        return [.. lines.Zip(cents, (line, amount) => line with { Amount = amount })];
    }
}
