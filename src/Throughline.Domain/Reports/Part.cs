using Throughline.Domain.Dates;

namespace Throughline.Domain.Reports;

/// <summary>One piece of a figure: what it is, where to find it, and what it adds.</summary>
/// <param name="Kind">For instance <c>time</c>, <c>hard_booking</c>, <c>milestone</c>.</param>
/// <param name="Reference">The key of the entry, booking, milestone…</param>
/// <param name="Days">The days it covers; null for what belongs to no day.</param>
/// <param name="Hours">In a column of hours what the part adds, and else the hours behind the amount.</param>
/// <param name="Rate">The price or cost of an hour; null where none applies or none is found.</param>
/// <param name="Amount">What the part adds to a column of money or, in percentage points, of percent; null in a column of hours.</param>
/// <param name="Weight">The factor already in <paramref name="Amount"/>: a policy's weight, -1 for what is subtracted, 0 for work at risk.</param>
public sealed record Part(
    string Kind, string Reference, DateRange? Days = null, decimal? Hours = null, decimal? Rate = null, decimal? Amount = null, decimal Weight = 1m);

/// <summary>A figure and the parts that add up to it: their sum, rounded once, is what the report prints.</summary>
public sealed record Explanation(ReportColumn Column, IReadOnlyList<Part> Parts);
