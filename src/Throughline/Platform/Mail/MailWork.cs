using Throughline.Data;
using Throughline.Data.Mail;

namespace Throughline.Platform.Mail;

/// <summary>Sends the mail that is due, on whichever node takes it. Without settings of mail it does nothing and calls nobody.</summary>
internal sealed class MailWork(Database database, MailSettingsStore settings, ILogger<MailWork> log) : BackgroundService
{
    private const int AtOnce = 10;
    private readonly MailQueue queue = new(database);

    /// <summary>Sends what is due now; returns how many mails went out.</summary>
    public async Task<int> RunDueAsync(CancellationToken stop)
    {
        if (await settings.ReadAsync(stop) is not { Enabled: true } how)
            return 0;

        var sent = 0;
        for (var due = await queue.ClaimAsync(AtOnce, stop); due.Count > 0; due = await queue.ClaimAsync(AtOnce, stop))
            sent += await SendAsync(due, how, stop);

        return sent;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Rounds.RunAsync(RunDueAsync, reason => log.LogWarning("Sending mail pauses: {Reason}", reason), stoppingToken);

    private async Task<int> SendAsync(IReadOnlyList<ClaimedMail> due, MailSettings how, CancellationToken stop)
    {
        var sent = 0;
        var left = new Queue<ClaimedMail>(due);
        try
        {
            using var sender = new MailSender(how);
            while (left.Count > 0 && !stop.IsCancellationRequested)
            {
                // Once begun it is settled, also while the program stops.
                var mail = left.Dequeue();
                if (await sender.SendAsync(mail, CancellationToken.None) is not { } refused)
                {
                    await queue.SentAsync(mail, CancellationToken.None);
                    sent++;
                    continue;
                }

                log.LogWarning("Mail {Mail} was not taken at attempt {Attempt}: {Reason}", mail.Mail, mail.Attempts, MailQueue.OneLine(refused.Reason, 300));
                await queue.FailedAsync(mail, refused.Reason, refused.Final, CancellationToken.None);
            }
        }
        finally
        {
            if (left.Count > 0)
                await queue.ReleaseAsync(left);
        }

        return sent;
    }
}
