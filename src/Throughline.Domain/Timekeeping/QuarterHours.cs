using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Timekeeping;

/// <summary>A person's approved hours of a day in one category and, where it is an engagement's, on one engagement.</summary>
/// <param name="Category">An internal category; of engagement time how it counts: <c>billable</c> or <c>non_billable</c>.</param>
public sealed record QuarterHoursRow(PersonKey Person, DateOnly Day, string Category, EngagementKey? Engagement, decimal Hours);

/// <summary>
/// The hours report of a quarter: each approved entry once, for the person who worked it. A correction counts with
/// what it corrects; what comes to nothing is no row.
/// </summary>
public static class QuarterHours
{
    public const string Billable = "billable", NonBillable = "non_billable";

    public static IReadOnlyList<QuarterHoursRow> Of(PracticeFacts facts, ReportRequest request) =>
    [
        .. from line in facts.Time
           where line.Person is not null && Utilisation.Counts(line, request.Range)
           group line.Hours by (Person: line.Person!.Value, line.Day, Category: CategoryOf(line), line.Engagement) into one
           let hours = one.Sum()
           where hours != 0m
           select new QuarterHoursRow(one.Key.Person, one.Key.Day, one.Key.Category, one.Key.Engagement, hours),
    ];

    internal static string CategoryOf(TimeLine line) => line.Engagement is null ? line.Category ?? "" : line.Billable ? Billable : NonBillable;
}
