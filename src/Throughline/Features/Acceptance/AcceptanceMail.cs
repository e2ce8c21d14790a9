using System.Globalization;
using System.Text;
using Throughline.Data.Acceptance;
using Throughline.Data.Mail;
using Throughline.Data.Recording;
using Throughline.Domain.Acceptance;

namespace Throughline.Features.Acceptance;

/// <summary>The words a customer reads by mail, and the sending of them.</summary>
internal static class AcceptanceMail
{
    /// <summary>The request itself, without greeting and link: what is kept as evidence is what was sent.</summary>
    public static string Request(AcceptanceRequest request, IReadOnlyList<string> points, string? manager)
    {
        var text = new StringBuilder(request.Statement).Append("\n\n");
        if (points.Count > 0)
            text.Append("Please check:\n").AppendJoin('\n', points.Select(point => "- " + point)).Append("\n\n");

        text.Append("Please tell us whether you accept: on the page below, or by an answer with a word such as \"accepted\" or \"approved\"");
        return text.Append(manager is null ? "." : $" to {manager}.").Append("\n\n").Append(Silence(request)).ToString();
    }

    /// <summary>What silence means, in plain words .</summary>
    public static string Silence(AcceptanceRequest request) => request.Clock is { } clock
        ? $"By our contract the days to answer are over at the end of {Day(clock.DayN)} ({request.Zone}). If we have heard nothing from you by then, \"{request.Subject}\" counts as accepted on {Day(clock.RecordedOn)}."
        : "Nothing is accepted by silence: we wait for your answer.";

    public static string Notice(AcceptanceRequest request, LadderNotice notice) => notice.Step is NoticeStep.Final
        ? $"This is the last time we write before the days to answer are over.\n\n{Silence(request)}\n\nIf something is not as agreed, say so before then: your answer stops the count."
        : $"We asked you on {Day(request.DayOf(request.SentAt))} to accept this and have not heard from you yet.\n\n{Silence(request)}";

    /// <summary>A day as people write it.</summary>
    public static string Day(DateOnly day) => day.ToString("dddd d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>Writes to the customer's signatory; false where nobody is named or no mail is set up.</summary>
    public static async Task<bool> ToCustomerAsync(
        Change change, AcceptanceRequest request, string kind, string subject, string text, string? link, IReadOnlyList<AcceptanceDocument>? files = null) =>
        request.HasAddress && await MailQueue.PutAsync(change, new MailDraft(request.RecipientEmail, subject, $"Dear {request.RecipientName},\n\n{text}")
        {
            Kind = kind, Link = link, Outside = new MailAddressee(request.RecipientEmail, request.RecipientName),
            Attachments = [.. (files ?? []).Select(file => new MailAttachment(file.Name, file.Type, file.Content.ToArray()))],
        });

    /// <summary>The same words to those in copy (P-28), without the customer's link.</summary>
    public static async Task ToCopiesAsync(Change change, AcceptanceRequest request, string kind, string subject, string text)
    {
        foreach (var address in request.Copies.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            await MailQueue.PutAsync(change, new MailDraft(address, subject, $"Copy of what was sent to {request.RecipientName}.\n\n{text}")
            {
                Kind = kind, Link = AcceptanceSteps.PageOf(request.Key), Outside = new MailAddressee(address, address),
            });
    }
}
