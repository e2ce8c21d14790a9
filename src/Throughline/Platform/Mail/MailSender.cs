using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Security.Authentication;
using System.Text;
using System.Text.Encodings.Web;
using Throughline.Data.Mail;

namespace Throughline.Platform.Mail;

/// <summary>The server did not take a mail.</summary>
/// <param name="Final">It never will: there is no such mailbox.</param>
internal sealed record MailRefusal(string Reason, bool Final);

/// <summary>One connection to the mail server that was set up, for as many mails as are due.</summary>
internal sealed class MailSender : IDisposable
{
    /// <summary>Where everybody chooses what they are told by mail.</summary>
    public const string ChoicesPath = "/account/notices";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private readonly SmtpClient client;
    private readonly MailSettings settings;

    public MailSender(MailSettings settings)
    {
        this.settings = settings;
        client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.Encrypt };
        if (settings.UserName is { Length: > 0 } name)
            client.Credentials = new NetworkCredential(name, settings.Password);
    }

    /// <summary>Null when the server has taken it.</summary>
    public async Task<MailRefusal?> SendAsync(ClaimedMail mail, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Longest);
        try
        {
            using var message = Compose(mail, settings);
            await client.SendMailAsync(message, limit.Token);
            return null;
        }
        catch (SmtpFailedRecipientException refused)
        {
            return new MailRefusal(Said(refused), refused.StatusCode is SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.MailboxNameNotAllowed or SmtpStatusCode.UserNotLocalTryAlternatePath);
        }
        catch (SmtpException refused)
        {
            return new MailRefusal(Said(refused), refused.StatusCode == SmtpStatusCode.TransactionFailed);
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException or InvalidOperationException)
        {
            return new MailRefusal(failure.Message, Final: false);
        }
        catch (FormatException wrong)
        {
            return new MailRefusal($"{mail.Address} is not an e-mail address: {wrong.Message}", Final: true);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new MailRefusal($"{settings.Host} did not answer within {Longest.TotalSeconds:0} seconds.", Final: false);
        }
    }

    /// <summary>UTF-8, as text and as markup, with the headers that let a reader sort it and choose not to get it.</summary>
    public static MailMessage Compose(ClaimedMail mail, MailSettings settings)
    {
        var root = settings.PublicAddress.TrimEnd('/');
        var link = mail.Link is null ? null : root + mail.Link;
        var message = new MailMessage
        {
            From = new MailAddress(settings.FromAddress, MailQueue.OneLine(settings.FromName, 100), Encoding.UTF8),
            Subject = MailQueue.OneLine(mail.Subject, 200), SubjectEncoding = Encoding.UTF8, HeadersEncoding = Encoding.UTF8,
        };
        message.To.Add(new MailAddress(mail.Address, MailQueue.OneLine(mail.Name, 100), Encoding.UTF8));
        // The same at each attempt, so that a server that took it before can tell.
        message.Headers.Add("Message-ID", $"<{mail.Mail:N}@{message.From.Host}>");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        if (!mail.Outside)
            message.Headers.Add("List-Unsubscribe", $"<{root}{ChoicesPath}>");

        message.AlternateViews.Add(View(AsText(mail, link, root), MediaTypeNames.Text.Plain));
        message.AlternateViews.Add(View(AsMarkup(mail, link, root), MediaTypeNames.Text.Html));
        foreach (var file in mail.Attachments)
            message.Attachments.Add(new Attachment(new MemoryStream(file.Content), file.Name, file.Type));

        return message;
    }

    public void Dispose() => client.Dispose();

    private static AlternateView View(string content, string type)
    {
        var view = AlternateView.CreateAlternateViewFromString(content, Encoding.UTF8, type);
        view.TransferEncoding = TransferEncoding.QuotedPrintable;
        return view;
    }

    private static string AsText(ClaimedMail mail, string? link, string root)
    {
        var text = new StringBuilder(mail.Body.ReplaceLineEndings("\r\n")).Append("\r\n\r\n");
        if (link is not null)
            text.Append(link).Append("\r\n\r\n");

        return mail.Outside ? text.ToString() : text.Append("-- \r\nThroughline. What you are told by mail is yours to choose: ").Append(root).Append(ChoicesPath).Append("\r\n").ToString();
    }

    private static string AsMarkup(ClaimedMail mail, string? link, string root)
    {
        var page = new StringBuilder(
            $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{Encoded(mail.Subject)}</title></head>"
            + "<body style=\"font:15px/1.5 system-ui,Segoe UI,Helvetica,Arial,sans-serif;color:#1f2430;max-width:640px;margin:0;padding:16px\">");
        page.Append(mail.Html ?? string.Concat(mail.Body.ReplaceLineEndings("\n").Split("\n\n").Select(part => $"<p>{Encoded(part).Replace("\n", "<br>", StringComparison.Ordinal)}</p>")));
        if (link is not null)
            page.Append(CultureInfo.InvariantCulture, $"<p><a href=\"{Encoded(link)}\">{(mail.Outside ? "Open the page" : "Open in Throughline")}</a></p>");
        if (mail.Outside)
            return page.Append("</body></html>").ToString();

        return page.Append(CultureInfo.InvariantCulture, $"<p style=\"color:#5b6372;font-size:13px\">What you are told by mail is <a href=\"{Encoded(root + ChoicesPath)}\">yours to choose</a>.</p></body></html>").ToString();
    }

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);

    // The outer message says only that sending failed; what went wrong stands within.
    private static string Said(SmtpException failure)
    {
        var words = new List<string>();
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (!words.Contains(cause.Message))
                words.Add(cause.Message);
        }

        return string.Join(" ", words);
    }
}
