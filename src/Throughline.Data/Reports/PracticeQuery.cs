using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Reports;

namespace Throughline.Data.Reports;

/// <summary>Which facts to fetch, and as of when.</summary>
/// <param name="At">The instant to read as recorded at; null reads what stands now.</param>
public sealed record PracticeQuery(FactSet Facts, DateTimeOffset? At = null)
{
    /// <summary>Facts that the caller has already. They are not fetched, but time, unless it is one of them, is still summed as they ask.</summary>
    public FactSet Known { get; init; }

    /// <summary>Only bookings that touch these days.</summary>
    public DateRange? BookingDays { get; init; }

    /// <summary>The spans of days whose time counts, in order; sums never mix two of them, nor days between which a rate begins.</summary>
    public IReadOnlyList<DateRange> TimeDays { get; init; } = [];

    /// <summary>Only what belongs to these engagements; people, rates and calendars come whole. Null fetches every engagement's.</summary>
    public IReadOnlyCollection<EngagementKey>? Engagements { get; init; }

    /// <summary>Only these people, with their bookings and time. Null fetches everybody.</summary>
    public IReadOnlyCollection<PersonKey>? People { get; init; }
}
