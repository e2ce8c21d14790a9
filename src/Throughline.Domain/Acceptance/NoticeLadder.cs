using Throughline.Domain.Dates;

namespace Throughline.Domain.Acceptance;

/// <summary>What a notice before the end of the count is: one of several, or the last, which names the date and what silence means.</summary>
public enum NoticeStep { Reminder, Final }

/// <summary>When a customer is reminded.</summary>
/// <param name="DaysLeft">With so many counting days left before the last one; 0 is the last day itself.</param>
/// <param name="FinalDaysLeft">The same for the final notice.</param>
/// <param name="At">The time of day in the clock's zone.</param>
public sealed record NoticeTerms(IReadOnlyList<int> DaysLeft, int FinalDaysLeft, TimeOnly At);

/// <summary>A notice that falls due.</summary>
/// <param name="DaysLeft">Counting days before the last one.</param>
public sealed record LadderNotice(DateTimeOffset At, NoticeStep Step, DateOnly Day, int DaysLeft);

/// <summary>The notices that a customer gets before silence becomes acceptance: a growing row that ends with the final one.</summary>
public static class NoticeLadder
{
    /// <summary>
    /// In order of time, only those after <paramref name="sent"/>, none twice and none on a day that does not count. Where
    /// the day of the final notice is past when the request goes out, the next day that counts takes its place.
    /// </summary>
    /// <param name="days">The days that the clock counts, see <see cref="PassiveAcceptance.DaysOf"/>.</param>
    /// <param name="sent">When the customer was asked; nothing goes out before.</param>
    /// <param name="zone">The clock's zone.</param>
    /// <param name="terms">When notices are given.</param>
    public static IReadOnlyList<LadderNotice> Of(IReadOnlyList<DateOnly> days, DateTimeOffset sent, TimeZoneInfo zone, NoticeTerms terms)
    {
        var final = Enumerable.Range(0, terms.FinalDaysLeft + 1).Reverse().SelectMany(left => At(left, NoticeStep.Final)).FirstOrDefault();
        if (final is null)
            return [];

        return [.. terms.DaysLeft.Distinct().SelectMany(left => At(left, NoticeStep.Reminder)).Where(notice => notice.At < final.At).OrderBy(notice => notice.At), final];

        IEnumerable<LadderNotice> At(int left, NoticeStep step)
        {
            if (left >= days.Count)
                return [];

            var day = days[^(left + 1)];
            var at = Zones.InstantOf(day, terms.At, zone);
            return at > sent ? [new LadderNotice(at, step, day, left)] : [];
        }
    }
}
