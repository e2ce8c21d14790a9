using System.Text.Json;
using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Data.Mail;
using Throughline.Data.Recording;
using Throughline.Data.Work;
using Throughline.Platform;

namespace Throughline.Features.Acceptance;

/// <summary>
/// Mails the customer what was decided, with the evidence pack: a job of its own, for the pack holds the decision that is being
/// made. Whoever decided gets it, and whoever was asked.
/// </summary>
public sealed class MailPack(Database database, EvidencePack packs)
{
    public const string Job = "acceptance_pack";

    // Servers that take larger mails are rare.
    private const int MostBytes = 12 << 20;

    /// <summary>Leaves word in the decision's own transaction.</summary>
    internal static Task LaterAsync(Change change, string request, SharedLink link) =>
        DueJobs.AddAsync(change, Job, new { request, name = link.Name, email = link.Email }, change.At, $"{Job} {request} {change.Actor.Request:N}");

    internal JobHandler Handler => new(Job, (job, stop) => RunAsync(job.Payload, stop));

    private async Task RunAsync(string payload, CancellationToken stop)
    {
        using var document = JsonDocument.Parse(payload);
        string Word(string name) => document.RootElement.GetProperty(name).GetString()!;
        var (key, holder, actor) = (Word("request"), new MailAddressee(Word("email"), Word("name")), Actor.System(Guid.CreateVersion7()));
        if (await database.ReadAsync(connection => AcceptanceRows.FindAsync(connection, key), stop) is not { DecidedOn: not null } request)
            return;

        var pack = await packs.ForMailAsync(key, seesAmount: true, actor, MostBytes, stop);
        MailAddressee[] to = request.HasAddress && !request.RecipientEmail.Equals(holder.Address, StringComparison.OrdinalIgnoreCase) ? [holder, new(request.RecipientEmail, request.RecipientName)] : [holder];
        var text = $"{PackText.State(request.State, request.DecidedOn, request.DecidedBy)}{(request.Remarks is { } remarks ? $"\n\nRemarks: {remarks}" : "")}\n\n"
            + (pack is null ? "The evidence is too large for a mail. Ask whoever wrote to you for it." : "The file with this mail holds everything that was said and sent, signed, so that you can show it to anybody. Its README says how.");
        var queued = await database.WriteAsync<bool>(actor, async change =>
        {
            foreach (var one in to)
                await MailQueue.PutAsync(change, new MailDraft(one.Address, $"{(request.State == "rejected" ? "Rejected" : "Accepted")}: {request.Subject}", $"Dear {one.Name},\n\n{text}")
                {
                    Kind = "acceptance_copy", Outside = one, DedupeKey = $"{Job} {key} {request.Version} {one.Address}",
                    Attachments = pack is null ? [] : [new MailAttachment(EvidencePack.NameOf(request), EvidencePack.MediaType, pack)],
                });

            return true;
        }, stop);
        if (!queued.Succeeded(out _, out var problem))
            throw new InvalidOperationException(problem.Message);
    }
}
