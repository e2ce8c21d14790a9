using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;

namespace Throughline.Domain.Policies;

/// <summary>The temperatures of an engagement, as a bundle writes them.</summary>
public sealed record HealthFact(EngagementKey Engagement, string? Internal, string? Customer)
{
    /// <summary>Either is yellow or red.</summary>
    public bool IsWorrying => Internal is "yellow" or "red" || Customer is "yellow" or "red";
}

/// <summary>An item of a RAID log.</summary>
public sealed record RaidFact(EngagementKey Engagement, string Item, string Type, string Title, string Owner, string? Plan, string? State, DateOnly? Due);

/// <summary>A booked request in which the customer agreed to a number of hours.</summary>
public sealed record AgreedFact(string Request, EngagementKey Engagement, BookingKey Booking, decimal Hours);

/// <summary>Why time should not stand as it does.</summary>
public enum TimeDoubt { NoApprover, WorkAtRiskNotApproved, WorkExceptionNotApproved }

/// <summary>Time that nobody vouches for, summed: by person and week where no approver is named, else by the record it names.</summary>
/// <param name="Reference">The person's code, or the code of the work at risk or the work exception.</param>
/// <param name="First">The Monday of the week, or the first day of the time.</param>
public sealed record DoubtfulTime(TimeDoubt Doubt, EngagementKey? Engagement, string Reference, DateOnly First, int Entries, decimal Hours);

/// <summary>An approved work exception that was to end with a quarter.</summary>
public sealed record ExceptionEnd(EngagementKey Engagement, string WorkException, DateOnly QuarterEnd);

/// <summary>Records that no figure rests on and that only those who look for breaches read.</summary>
public sealed record WatchedRecords
{
    public static readonly WatchedRecords None = new();

    public IReadOnlyList<HealthFact> Health { get; init; } = [];
    public IReadOnlyList<RaidFact> Raid { get; init; } = [];
    public IReadOnlyList<AgreedFact> Agreed { get; init; } = [];
    public IReadOnlyList<DoubtfulTime> Doubtful { get; init; } = [];
    public IReadOnlyList<ExceptionEnd> Exceptions { get; init; } = [];

    /// <summary>The soft bookings that have both an owner and a reason .</summary>
    public IReadOnlySet<BookingKey> Reasoned { get; init; } = new HashSet<BookingKey>();

    /// <summary>Engagements of which a customer was sent a satisfaction survey.</summary>
    public IReadOnlySet<EngagementKey> Surveyed { get; init; } = new HashSet<EngagementKey>();

    public IReadOnlyList<QualificationFact> Certifications { get; init; } = [];
}
