using System.Globalization;
using Dapper;
using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Domain;

namespace Throughline.Features.Acceptance;

/// <summary>A customer's answer as it was filled in. Nothing is chosen beforehand.</summary>
/// <param name="Answer"><c>accept</c>, <c>remarks</c> or <c>reject</c>.</param>
/// <param name="NotMet">The points that were ticked.</param>
/// <param name="Reasons">What was said to a point, by its number.</param>
/// <param name="Other">Reasons that belong to no point, one a line.</param>
public sealed record CustomerAnswer(string? Answer, string? Name, string? Remarks, IReadOnlyCollection<int> NotMet, IReadOnlyDictionary<int, string> Reasons, string? Other);

/// <summary>The customer's decision through their link: the one way of deciding, with what is particular to a page.</summary>
public sealed class AnswerRequest(Database database)
{
    private static readonly TimeSpan JustNow = TimeSpan.FromMinutes(10);
    private const int LongestName = 120, LongestText = 10_000, LongestReason = 2_000, MostReasons = 50;

    public async Task<Result<AcceptanceStep>> RunAsync(SharedRequest shared, CustomerAnswer answer, CancellationToken stop)
    {
        if (!Read(shared, answer).Succeeded(out var decision, out var invalid))
            return invalid;

        return await database.WriteAsync<AcceptanceStep>(OpenSharedRequest.ActorOf(shared.Link), async change =>
        {
            if (!await OpenSharedRequest.IsAliveAsync(change, shared))
                return new DeadCustomerLink();

            var decided = await DecideAcceptance.InAsync(change, shared.Request.Key, decision);
            if (decided.Succeeded(out _, out _))
                await MailPack.LaterAsync(change, shared.Request.Key, shared.Link);

            return decided;
        }, stop);
    }

    /// <summary>Whether the request was answered through this link just now.</summary>
    public Task<bool> WasGivenThroughAsync(SignedLink link, CancellationToken stop) => database.ReadAsync(
        connection => connection.QuerySingleAsync<bool>(
            """
            select exists (select from acceptance_links l join acceptance_requests r using (acceptance_request)
              where l.acceptance_link = @Link and l.acceptance_request = @Request and l.revoked_at is null and r.state in ('accepted', 'rejected') and r.decided_via = 'page'
                and r.changed_by = l.email and r.decided_at > @since)
            """,
            new { link.Link, link.Request, since = database.Clock.GetUtcNow() - JustNow }),
        stop);

    private static Result<AcceptanceDecision> Read(SharedRequest shared, CustomerAnswer answer)
    {
        var errors = new List<FieldError>();
        var name = answer.Name?.Trim() ?? "";
        if (answer.Answer is not ("accept" or "remarks" or "reject"))
            errors.Add(new("answer", "Choose one of the three answers."));
        if (name.Length == 0)
            errors.Add(new("name", "Write your name."));
        else if (name.Length > LongestName || name.Any(char.IsControl))
            errors.Add(new("name", "Write your name on one line, in at most 120 characters."));

        var remarks = answer.Answer is "remarks" ? answer.Remarks?.Trim() ?? "" : "";
        if (answer.Answer is "remarks" && remarks.Length == 0)
            errors.Add(new("remarks", "Write your remarks, or choose Accept."));
        if (IsBad(remarks, LongestText))
            errors.Add(new("remarks", "Write at most 10,000 characters, and no characters that do not print."));

        var objections = answer.Answer is "reject" ? Objections(shared, answer, errors) : [];
        return errors.Count > 0 ? new InvalidFields(errors) : new AcceptanceDecision(answer.Answer is "reject" ? AcceptanceAnswer.Reject : AcceptanceAnswer.Accept, AcceptanceVia.Page, name)
        {
            Remarks = remarks.Length > 0 ? remarks : null, Objections = objections,
        };
    }

    private static List<PointObjection> Objections(SharedRequest shared, CustomerAnswer answer, List<FieldError> errors)
    {
        var objections = new List<PointObjection>();
        foreach (var point in shared.Points)
        {
            // Who writes a reason means the point, ticked or not.
            var reason = answer.Reasons.GetValueOrDefault(point.Point)?.Trim() ?? "";
            if (IsBad(reason, LongestReason))
                errors.Add(new(string.Create(CultureInfo.InvariantCulture, $"reason-{point.Point}"), "Write at most 2,000 characters, and no characters that do not print."));
            if (reason.Length > 0 || answer.NotMet.Contains(point.Point))
                objections.Add(new(point.Point, reason.Length > 0 ? reason : "Not met."));
        }

        var others = (answer.Other ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (others.Length > MostReasons || others.Any(other => IsBad(other, LongestReason)))
            errors.Add(new("other", "Write at most 50 reasons of 2,000 characters each, and no characters that do not print."));

        objections.AddRange(others.Select(other => new PointObjection(null, other)));
        if (objections.Count == 0 && errors.Count == 0)
            errors.Add(new("reasons", "Say which points are not met, or write a reason of your own."));

        return objections;
    }

    internal static bool IsBad(string text, int most) => text.Length > most || text.Any(sign => char.IsControl(sign) && sign is not ('\n' or '\r' or '\t'));
}
