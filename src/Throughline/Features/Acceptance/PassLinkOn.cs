using System.Net.Mail;
using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Data.Mail;
using Throughline.Domain;

namespace Throughline.Features.Acceptance;

/// <summary>Whom a link is for.</summary>
public sealed record LinkHolder(string Name, string Email)
{
    private const int LongestName = 120, LongestAddress = 254;

    /// <summary>One line each, and an address that mail can go to.</summary>
    public static Result<LinkHolder> Read(string? name, string? email)
    {
        var (who, where) = (name?.Trim() ?? "", email?.Trim() ?? "");
        var errors = new List<FieldError>();
        if (who.Length is 0 or > LongestName || who.Any(char.IsControl))
            errors.Add(new("colleague", "Write the name on one line, in at most 120 characters."));
        if (where.Length is 0 or > LongestAddress || where.Any(char.IsControl) || where.Contains(';', StringComparison.Ordinal) || !MailAddress.TryCreate(where, out var address) || address.Address != where)
            errors.Add(new("email", "Write an e-mail address such as laura@example.com."));

        return errors.Count > 0 ? new InvalidFields(errors) : new LinkHolder(who, where);
    }
}

/// <summary>The customer passes the decision on: the colleague gets a link of their own by mail. The first link stays good.</summary>
public sealed class PassLinkOn(Database database, AcceptanceLinks links)
{
    private const int MostLinks = 20;

    public async Task<Result<LinkHolder>> RunAsync(SharedRequest shared, string? name, string? email, CancellationToken stop)
    {
        if (!LinkHolder.Read(name, email).Succeeded(out var colleague, out var invalid))
            return invalid;

        return await database.WriteAsync<LinkHolder>(OpenSharedRequest.ActorOf(shared.Link), async change =>
        {
            if (!await OpenSharedRequest.IsAliveAsync(change, shared))
                return new DeadCustomerLink();
            if (await change.QuerySingleOrDefaultAsync<int>("select count(*)::int from acceptance_links where acceptance_request = @Key", new { shared.Request.Key }) >= MostLinks)
                return new InvalidFields("email", "This was passed on often enough. Ask whoever sent it to you for another link.");

            var path = await links.MakeAsync(change, shared.Request.Key, colleague.Name, colleague.Email, shared.Link.Link);
            var mailed = await MailQueue.PutAsync(change, new MailDraft(colleague.Email, shared.Request.Subject, $"Dear {colleague.Name},\n\n{shared.Link.Name} asks you to decide on {shared.Title}.\n\n{AcceptanceMail.Silence(shared.Request)}")
            {
                Kind = "acceptance_request", Link = path, Outside = new MailAddressee(colleague.Email, colleague.Name),
            });
            if (!mailed)
                return new InvalidFields("email", "It cannot be passed on: mail is not set up here. Ask whoever sent you the link.");

            await Evidence.AppendAsync(change, shared.Request.Key, "passed_on", new { link = shared.Link.Link, name = shared.Link.Name, to = new { colleague.Name, colleague.Email } });
            return colleague;
        }, stop);
    }
}
