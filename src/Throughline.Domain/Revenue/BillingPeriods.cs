using Throughline.Domain.Dates;

namespace Throughline.Domain.Revenue;

/// <summary>How far a month is on its way to the books, in this order.</summary>
public enum PeriodStage { Open, TimeCutOff, ApprovalsCutOff, Consolidated, FinanceReview, Closed }

public static class PeriodStages
{
    public static readonly Wording<PeriodStage> Words = new(Text);

    public static string Text(this PeriodStage stage) => stage switch
    {
        PeriodStage.Open => "open",
        PeriodStage.TimeCutOff => "time_cut_off",
        PeriodStage.ApprovalsCutOff => "approvals_cut_off",
        PeriodStage.Consolidated => "consolidated",
        PeriodStage.FinanceReview => "finance_review",
        PeriodStage.Closed => "closed",
    };
}

/// <summary>When a month closes, and until when time comes in and is approved.</summary>
public sealed record PeriodDates(DateOnly ClosesOn, DateTimeOffset TimeCutOff, DateTimeOffset ApprovalsCutOff);

/// <summary>What has happened to a month so far.</summary>
public sealed record PeriodFacts(bool Consolidated, bool InReview, bool Closed);

/// <summary>The life of a billing period: a calendar month that closes on a business day after its end.</summary>
public static class BillingPeriods
{
    /// <param name="month">The period.</param>
    /// <param name="businessDays">On which business day after the month it closes, at least 1.</param>
    /// <param name="time">In the week of that day, when the last time must be in.</param>
    /// <param name="approvals">In the same week, when the last approval must be in.</param>
    /// <param name="calendar">Which days are worked.</param>
    /// <param name="zone">The practice's clock.</param>
    public static PeriodDates DatesOf(Month month, int businessDays, WeeklyMinute time, WeeklyMinute approvals, BusinessCalendar calendar, TimeZoneInfo zone)
    {
        var closes = calendar.Add(month.Days.Last, businessDays);
        return new PeriodDates(closes, time.InWeekOf(closes, zone), approvals.InWeekOf(closes, zone));
    }

    /// <summary>The furthest stage that was reached; what people did stands before what the clock says.</summary>
    public static PeriodStage StageOf(PeriodDates dates, PeriodFacts facts, DateTimeOffset now) => facts switch
    {
        { Closed: true } => PeriodStage.Closed,
        { InReview: true } => PeriodStage.FinanceReview,
        { Consolidated: true } => PeriodStage.Consolidated,
        _ when now >= dates.ApprovalsCutOff => PeriodStage.ApprovalsCutOff,
        _ when now >= dates.TimeCutOff => PeriodStage.TimeCutOff,
        _ => PeriodStage.Open,
    };
}

/// <summary>Somebody asks for a closed period to be opened again.</summary>
public sealed record PeriodReopening(
    string Key, string Lock, DateRange Days, string? LegalEntity, string Reason, string AskedBy, DateTimeOffset AskedAt, Timekeeping.TicketState State,
    string? DecidedBy = null, DateTimeOffset? DecidedAt = null, string? Comment = null)
{
    /// <summary>Why it cannot be decided on; null when it can. Whoever asked decides on nothing.</summary>
    public Problem? RefuseDecision(string by) =>
        by == AskedBy ? new ReopeningRefused("separation_of_duties", "Nobody opens a period that they asked to have opened. It is for somebody else to decide.")
        : State is not Timekeeping.TicketState.Asked ? new ReopeningRefused("R-235", $"This ticket is {Timekeeping.TicketStates.Text(State)} already.")
        : null;
}

public sealed record ReopeningRefused(string Rule, string Message) : Problem(Rule, Message);
