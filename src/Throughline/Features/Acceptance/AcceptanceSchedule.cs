using Throughline.Data.Acceptance;
using Throughline.Data.Recording;
using Throughline.Domain.Acceptance;
using Throughline.Domain.Policies;

namespace Throughline.Features.Acceptance;

/// <summary>When a request needs to be seen to next.</summary>
internal static class AcceptanceSchedule
{
    /// <summary>When customers of the engagement are reminded, as the policies stand.</summary>
    public static async Task<NoticeTerms> TermsAsync(Change change, AcceptanceRequest request, PolicyValues policies)
    {
        var today = request.DayOf(change.At);
        return (await AcceptanceContext.ReadAsync(change.Connection, request.Engagement, today))!.Ground(policies, today).Notices;
    }

    /// <summary>The notices of the clock as it stands.</summary>
    public static IReadOnlyList<LadderNotice> Notices(AcceptanceRequest request, IReadOnlyCollection<AcceptanceHold> holds, NoticeTerms terms) =>
        NoticeLadder.Of(request.CountingDays(holds), request.SentAt, request.TimeZone, terms);

    /// <summary>
    /// Leaves word for the next notice, or for the end of the days to answer. Nothing while a hold lasts, and nothing where the
    /// days were over before the request was written down: what became of such a one people say.
    /// </summary>
    public static Task WakeAsync(Change change, AcceptanceRequest request, IReadOnlyCollection<AcceptanceHold> holds, NoticeTerms terms)
    {
        if (request.Deadline is not { } deadline || !request.IsOpen || holds.Any(hold => hold.End is null))
            return Task.CompletedTask;

        var next = Notices(request, holds, terms).Select(notice => notice.At).Append(deadline).Where(at => at > change.At).ToList();
        return next.Count == 0 ? Task.CompletedTask : AcceptanceRows.WakeAsync(change, request.Key, next.Min());
    }
}
