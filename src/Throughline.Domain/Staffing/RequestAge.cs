using Throughline.Domain.Dates;

namespace Throughline.Domain.Staffing;

/// <summary>How long a submitted request has waited, against the time there is to answer it.</summary>
/// <param name="Days">Business days since the day of submission, which is not counted.</param>
/// <param name="Due">The last day to answer in time.</param>
public sealed record RequestAge(int Days, DateOnly Due, bool Overdue, bool DueSoon)
{
    /// <param name="submitted">The day of submission in the practice's zone.</param>
    /// <param name="today">The practice's current day.</param>
    /// <param name="time">The service level: so many business or calendar days.</param>
    /// <param name="warning">How long before its end a warning is due.</param>
    /// <param name="calendar">The business days of whoever answers.</param>
    public static RequestAge Of(DateOnly submitted, DateOnly today, (int Amount, string Unit) time, (int Amount, string Unit) warning, BusinessCalendar calendar)
    {
        var due = Add(submitted, time.Amount, time.Unit, calendar);
        var waited = today <= submitted ? 0 : calendar.CountIn(new DateRange(submitted.AddDays(1), today));
        return new(waited, due, today > due, today <= due && today >= Add(due, -warning.Amount, warning.Unit, calendar));
    }

    private static DateOnly Add(DateOnly day, int amount, string unit, BusinessCalendar calendar) =>
        unit == "calendar_days" ? day.AddDays(amount) : calendar.Add(day, amount);
}
