using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Data.Mail;
using Throughline.Data.Recording;
using Throughline.Domain;

namespace Throughline.Features.Acceptance;

/// <summary>The code that was typed is not the one that was mailed, or that one has run out.</summary>
public sealed record WrongCode(string Sentence) : Problem("link", Sentence);

/// <summary>
/// One-time codes before a customer's page (policy acceptance.link_code): six digits by mail, good for ten minutes and five
/// tries. What is kept is a slow hash; tries are counted in the database before they are compared, also those sent at once.
/// </summary>
public sealed class LinkCodes(Database database, IDataProtectionProvider protection)
{
    public const string Cookie = "throughline.link";
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10), PassLife = TimeSpan.FromHours(12);

    private const int MostTries = 5, MostAnHour = 5, Rounds = 60_000;
    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("acceptance link pass").ToTimeLimitedDataProtector();

    private sealed record Row(byte[] Salt, byte[] Hash);

    /// <summary>Mails a new code to the link's address; the former one counts no more.</summary>
    public async Task<Result<bool>> SendAsync(SharedRequest shared, CancellationToken stop)
    {
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture);
        var salt = RandomNumberGenerator.GetBytes(16);
        return await database.WriteAsync<bool>(OpenSharedRequest.ActorOf(shared.Link), async change =>
        {
            if (!await OpenSharedRequest.IsAliveAsync(change, shared))
                return new DeadCustomerLink();
            if (!await KeepAsync(change, shared.Link.Link, salt, HashOf(code, salt)))
                return new WrongCode("Five codes were sent within an hour. Wait a while, then ask for a new one.");

            var mailed = await MailQueue.PutAsync(change, new MailDraft(shared.Link.Email, $"Your code: {code}", $"Your code is {code}.\n\nIt opens the page on which you decide, for ten minutes and once. If you did not ask for it, you need not do anything.")
            {
                Kind = "acceptance_code", Outside = new MailAddressee(shared.Link.Email, shared.Link.Name),
            });
            await Evidence.AppendAsync(change, shared.Request.Key, "code_sent", new { link = shared.Link.Link, to = shared.Link.Email, mailed });
            return mailed ? true : new WrongCode("The code cannot be sent: mail is not set up here. Ask whoever sent you the link.");
        }, stop);
    }

    /// <summary>What the browser holds from now on, if the code is right.</summary>
    public async Task<Result<string>> CheckAsync(SharedRequest shared, string code, CancellationToken stop)
    {
        var digits = string.Concat(code.Where(char.IsAsciiDigit));
        var row = await database.WriteAsync<Row>(OpenSharedRequest.ActorOf(shared.Link), async change => await change.QuerySingleOrDefaultAsync<Row>(
            "update acceptance_codes set tries = tries + 1 where acceptance_link = @Link and tries < @MostTries and until > @At returning salt, hash",
            new { shared.Link.Link, MostTries, change.At }) is { } found ? found : new WrongCode("This code has run out. Ask for a new one."), stop);
        if (!row.Succeeded(out var kept, out var problem))
            return problem;
        if (!CryptographicOperations.FixedTimeEquals(kept.Hash, HashOf(digits, kept.Salt)))
            return new WrongCode("This is not the code that we mailed. Look at the newest mail; after five tries you need a new code.");

        var used = await database.WriteAsync<bool>(OpenSharedRequest.ActorOf(shared.Link), async change =>
        {
            if (await change.ExecuteAsync("delete from acceptance_codes where acceptance_link = @Link and hash = @Hash", new { shared.Link.Link, kept.Hash }) == 0)
                return new WrongCode("This code has run out. Ask for a new one.");

            await Evidence.AppendAsync(change, shared.Request.Key, "code_used", new { link = shared.Link.Link, name = shared.Link.Name });
            return true;
        }, stop);
        return used.Succeeded(out _, out problem) ? protector.Protect(shared.Link.Link, PassLife) : problem;
    }

    public bool IsPassOf(string? pass, SignedLink link)
    {
        try
        {
            return pass is not null && protector.Unprotect(pass) == link.Link;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static async Task<bool> KeepAsync(Change change, string link, byte[] salt, byte[] hash) => await change.ExecuteAsync(
        """
        insert into acceptance_codes as c (acceptance_link, salt, hash, until, first_sent) values (@link, @salt, @hash, @until, @At)
        on conflict (acceptance_link) do update set salt = excluded.salt, hash = excluded.hash, until = excluded.until, tries = 0,
          sent = case when c.first_sent > @hourAgo then c.sent + 1 else 1 end, first_sent = case when c.first_sent > @hourAgo then c.first_sent else excluded.first_sent end
        where c.sent < @MostAnHour or c.first_sent <= @hourAgo
        """,
        new { link, salt, hash, until = change.At + Life, change.At, hourAgo = change.At - TimeSpan.FromHours(1), MostAnHour }) == 1;

    private static byte[] HashOf(string code, byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(Encoding.ASCII.GetBytes(code), salt, Rounds, HashAlgorithmName.SHA256, 32);
}
