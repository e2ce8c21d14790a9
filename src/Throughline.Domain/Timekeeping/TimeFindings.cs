using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Policies;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Timekeeping;

/// <summary>Time that stands although nobody vouches for it, and leave to log it that has run out.</summary>
internal static class TimeFindings
{
    public static IEnumerable<Finding> Of(Watched watched) =>
        watched.Facts.Watched.Doubtful.Select(time => Doubt(watched, time)).Concat(watched.Facts.Watched.Exceptions.Select(exception => Lapsed(watched, exception)).OfType<Finding>());

    /// <summary>R-206, R-191, R-197: approved by somebody, and on unsigned or uncovered work only with leave.</summary>
    private static Finding Doubt(Watched watched, DoubtfulTime time)
    {
        var hours = Watched.Hours(time.Hours);
        var lead = time.Engagement is { } key ? watched.Engagement(key)?.ProjectManager : null;
        var (rule, severity, subject, reference, message) = time.Doubt switch
        {
            TimeDoubt.NoApprover => (
                "R-206", Severity.Notice, "week", $"{time.Reference} {Watched.Iso(time.First)}",
                $"{hours} of {watched.NameOf(new PersonKey(time.Reference))}{(time.Engagement is { } on ? $" on {on}" : "")} in the week of {Watched.Iso(time.First)} are approved, and nobody is named who approved them. Have them approved again."),
            TimeDoubt.WorkAtRiskNotApproved => (
                "R-191", Severity.Error, "work_at_risk", time.Reference,
                $"{hours} are logged on the work at risk {time.Reference} of {time.Engagement}, which is not approved. Have it approved, or stop."),
            TimeDoubt.WorkExceptionNotApproved => (
                "R-197", Severity.Error, "work_exception", time.Reference,
                $"{hours} are logged on the work exception {time.Reference} of {time.Engagement}, which is not approved. Have it approved, or move the time."),
        };
        return new Finding(rule, severity, time.Engagement, subject, reference, message, time.First, lead ?? watched.ManagerOf(new PersonKey(time.Reference)))
        {
            Rests = [new Part("time", time.Entries == 1 ? "one entry" : FormattableString.Invariant($"{time.Entries} entries"), new DateRange(time.First, time.First), time.Hours)],
        };
    }

    /// <summary>R-200, P-50: an exception ends with its quarter, and the next one needs its own.</summary>
    private static Finding? Lapsed(Watched watched, ExceptionEnd exception) =>
        exception.QuarterEnd < watched.Today && watched.Engagement(exception.Engagement) is { } engagement && watched.Settings.ExceptionsEndWithQuarter(engagement)
            ? new Finding(
                "R-200", Severity.Warning, exception.Engagement, "work_exception", exception.WorkException,
                $"The work exception {exception.WorkException} of {exception.Engagement} ended with the quarter on {Watched.Iso(exception.QuarterEnd)} and is still open. Close it; a new quarter needs a new one.",
                exception.QuarterEnd, engagement.ProjectManager)
            {
                Rests = [new Part("quarter_end", exception.WorkException, new DateRange(exception.QuarterEnd, exception.QuarterEnd))],
            }
            : null;
}
