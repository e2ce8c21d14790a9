using System.Globalization;
using Throughline.Domain.Acceptance;
using Throughline.Domain.Dates;

namespace Throughline.Data.Acceptance;

/// <summary>One asking for acceptance as it is stored, its clock as the customer was told it.</summary>
/// <param name="Key">The code of the request.</param>
/// <param name="Attempt">From 1 for each milestone.</param>
/// <param name="State"><c>open</c>, <c>accepted</c>, <c>deemed</c>, <c>rejected</c> or <c>withdrawn</c>.</param>
/// <param name="RecipientEmail">Empty where the asking was only written down.</param>
/// <param name="Days">Null where the contract has no clause of silence: then there is no clock.</param>
/// <param name="DaysUsed">Counting days that an earlier request has used up.</param>
public sealed record AcceptanceRequest(
    string Key, string Engagement, string Milestone, int Attempt, string State, DateTimeOffset SentAt, string SentBy, string RecipientName, string RecipientEmail,
    string Copies, string Subject, string Statement, int? Days, string Unit, string DayOffStart, string RecordedDate, string CalendarOf, string Zone, DateOnly Day1,
    DateOnly? LastDay, DateTimeOffset? Deadline, DateOnly? RecordedOn, int DaysUsed, string Weekend, string DaysOff, DateTimeOffset? DecidedAt, DateOnly? DecidedOn,
    string? DecidedBy, string? DecidedVia, string? Remarks, int Version)
{
    /// <summary>What a statement selects to make one.</summary>
    public const string Columns =
        """
        acceptance_request as key, engagement, milestone, attempt, state, sent_at, sent_by, recipient_name, recipient_email, copies, subject, statement, days, unit,
        day_off_start, recorded_date, calendar_of, zone, day1, last_day, deadline, recorded_on, days_used, weekend, days_off, decided_at, decided_on, decided_by,
        decided_via, remarks, version
        """;

    public bool IsOpen => State == "open";

    /// <summary>Somebody can be written to.</summary>
    public bool HasAddress => RecipientEmail.Length > 0;

    public TimeZoneInfo TimeZone => Zones.Find(Zone) ?? TimeZoneInfo.Utc;

    /// <summary>Null where silence never accepts.</summary>
    public AcceptanceTerms? Terms => Days is { } days ? TermsOf(days, Unit, DayOffStart, RecordedDate) : null;

    public AcceptanceClock? Clock => Deadline is { } deadline ? new AcceptanceClock(Day1, LastDay!.Value, deadline, RecordedOn!.Value) : null;

    /// <summary>The calendar as it stood when the customer was told.</summary>
    public BusinessCalendar Calendar => CalendarFrom(Weekend, DaysOff);

    /// <summary>Counts anew over the holds; null where there is no clock. A hold that lasts does not count yet.</summary>
    public AcceptanceClock? Counted(IReadOnlyCollection<AcceptanceHold> holds) =>
        Terms is { } terms ? PassiveAcceptance.Start(SentAt, TimeZone, terms, Calendar, Ranges(holds), DaysUsed) : null;

    /// <summary>The days that the clock counts, none where there is no clock.</summary>
    public IReadOnlyList<DateOnly> CountingDays(IReadOnlyCollection<AcceptanceHold> holds) =>
        Terms is { } terms && Clock is { } clock ? PassiveAcceptance.DaysOf(clock, terms, Calendar, Ranges(holds)) : [];

    /// <summary>The n of "day n of N"; null where there is no clock.</summary>
    public int? DayReached(DateOnly today, IReadOnlyCollection<AcceptanceHold> holds) =>
        Terms is { } terms && Clock is { } clock
            ? PassiveAcceptance.DayReached(clock, terms, holds.Where(hold => hold.End is null).Select(hold => hold.Start.AddDays(-1)).Append(today).Min(), Calendar, Ranges(holds), DaysUsed)
            : null;

    /// <summary>The civil day of the clock's zone.</summary>
    public DateOnly DayOf(DateTimeOffset at) => Zones.DayOf(at, TimeZone);

    internal static AcceptanceTerms TermsOf(int days, string unit, string dayOffStart, string recordedDate) => new(
        days, unit == "calendar_days" ? AcceptanceUnit.CalendarDays : AcceptanceUnit.BusinessDays, dayOffStart == "same" ? NonBusinessStart.Same : NonBusinessStart.Next,
        recordedDate == "next_business_day" ? PassiveRecordedDate.NextBusinessDay : PassiveRecordedDate.LastDay);

    internal static BusinessCalendar CalendarFrom(string weekend, string daysOff)
    {
        // What an import says need not be weekdays and dates; all seven days off would never end a count.
        var off = Split(weekend).Select(name => Weekdays.Find(name)).OfType<DayOfWeek>().Distinct().ToList();
        return new BusinessCalendar(
            off.Count < 7 ? off : [],
            Split(daysOff).Select(day => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : default));
    }

    private static List<DateRange> Ranges(IReadOnlyCollection<AcceptanceHold> holds) => [.. holds.Where(hold => hold.End is not null).Select(hold => new DateRange(hold.Start, hold.End!.Value))];

    private static string[] Split(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Days that do not count.</summary>
/// <param name="Kind"><c>agreed</c>, or <c>objection</c>: a question that objects.</param>
/// <param name="End">The last held day; null while it lasts.</param>
public sealed record AcceptanceHold(string Key, string Request, string Kind, DateOnly Start, DateOnly? End, string Reason, string? AgreedWith, string HeldBy)
{
    /// <summary>What a statement selects to make one.</summary>
    public const string Columns = "acceptance_hold as key, acceptance_request as request, kind, start_date as start, end_date as end, reason, agreed_with, held_by";

    /// <summary>Whether the day is held; while it lasts, every day from its start on.</summary>
    public bool Covers(DateOnly day) => day >= Start && (End is null || day <= End);
}

/// <summary>What the customer is asked to check, and why it was not met.</summary>
public sealed record AcceptancePoint(int Point, string Text, string? Objection);

/// <summary>What goes with a request or came back.</summary>
/// <param name="Kind"><c>document</c>, <c>evidence</c>, <c>reply</c> or <c>decision</c>.</param>
public sealed record AcceptanceFile(int Number, string Kind, string Name, string Type, byte[] Sha256, string AddedBy, DateTimeOffset AddedAt);

/// <summary>An answer that came by mail.</summary>
/// <param name="Word">The word that accepts, if one was found (P-29).</param>
/// <param name="File">The number of the mail among the request's files.</param>
/// <param name="State"><c>waiting</c>, <c>accepted</c>, <c>rejected</c>, <c>objection</c> or <c>dismissed</c>.</param>
public sealed record AcceptanceReply(
    string Key, string Request, string Sender, DateTimeOffset SentAt, string Text, string? Word, int? File, string State, string EnteredBy, DateTimeOffset EnteredAt,
    string? SettledBy, DateTimeOffset? SettledAt);

/// <summary>A milestone under a lock that ends with the change, with what its state follows from.</summary>
/// <param name="Rejected">Its last request was rejected.</param>
/// <param name="HasEvidence">Its acceptance came with the mail or document, or through the customer's own page.</param>
public sealed record HeldMilestone(
    string Engagement, string Milestone, string Title, decimal Amount, string? Parent, string? Delivered, string? Criteria, DateOnly? ForecastSignOff, DateOnly? StartedOn, DateOnly? ReadyOn, DateOnly? SignOffSent,
    DateOnly? SignOffReceived, bool Passive, bool Rejected, bool HasEvidence, bool Released, int Version)
{
    public MilestoneStanding Standing => new(StartedOn, ReadyOn, SignOffSent, SignOffReceived, Passive, Rejected, HasEvidence, Released);

    public IReadOnlyList<string> CriteriaLines => [.. (Criteria ?? "").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
}
