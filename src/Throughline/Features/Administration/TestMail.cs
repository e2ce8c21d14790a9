using Throughline.Data;
using Throughline.Data.Mail;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;
using Throughline.Platform.Mail;

namespace Throughline.Features.Administration;

internal sealed record MailNotSetUp() : Problem("mail", "Mail is not set up yet. Store how it is sent, then try again.");

internal sealed record MailNotTaken(string Reason) : Problem("mail", $"The mail server did not take it: {Reason}");

/// <summary>Sends one mail at once to whoever asks, and says what the server answered.</summary>
internal sealed class TestMail(Database database, MailSettingsStore store)
{
    public async Task<Result<string>> RunAsync(CurrentUser user, CancellationToken stop)
    {
        var decision = user.Decide(Act.EditUsers);
        if (decision.Problem is { } refused)
            return refused;
        if (await store.ReadAsync(stop) is not { } settings)
            return new MailNotSetUp();

        // Written down before it goes out: the form's key belongs to this change, so a second press sends no second mail.
        var written = await database.WriteAsync<bool>(user.ToActor(decision.Role), async change =>
        {
            await change.AuditAsync("mail_tested", "mail", new { to = user.Email });
            return true;
        }, stop);
        if (!written.Succeeded(out _, out var problem))
            return problem;

        using var sender = new MailSender(settings);
        var mail = new ClaimedMail(
            Guid.CreateVersion7(), user.Email, user.Name, "A test mail from Throughline",
            "This mail was sent from the page of mail settings. Mail works.\n\nUmlauts and other letters should be readable: Zürich, Łódź, Αθήνα, 東京.", null, "/admin/mail", database.Clock.GetUtcNow(), 1);
        return await sender.SendAsync(mail, stop) is { } answer ? new MailNotTaken(MailQueue.OneLine(answer.Reason, 300)) : user.Email;
    }
}

/// <summary>Decides on a mail that could not be sent: once more, or not at all.</summary>
internal sealed class SettleMail(Database database)
{
    public async Task<Problem?> RunAsync(CurrentUser user, Guid mail, bool again, CancellationToken stop)
    {
        var decision = user.Decide(Act.EditUsers);
        if (decision.Problem is { } refused)
            return refused;

        var settled = await database.WriteAsync<bool>(user.ToActor(decision.Role), async change =>
        {
            if (!await MailQueue.SettleAsync(change, mail, again))
                return new NoSuchRecord("This mail stands no more: somebody decided on it meanwhile.");

            await change.AuditAsync(again ? "mail_sent_again" : "mail_given_up", mail.ToString());
            return true;
        }, stop);
        return settled.Succeeded(out _, out var problem) ? null : problem;
    }
}
