using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Throughline.Data.Acceptance;
using Throughline.Data.Recording;

namespace Throughline.Features.Acceptance;

/// <summary>What a link says of itself, by its signature and before any look into the database.</summary>
/// <param name="Link">The key of the row it stands for, which may be revoked.</param>
/// <param name="Request">The asking for acceptance that it opens.</param>
public sealed record SignedLink(string Link, string Request);

/// <summary>
/// Personal links to the customer's page. The database holds whom each is for; what opens it is signed with the program's
/// keys and kept nowhere, so neither the database nor a guess yields one.
/// </summary>
public sealed class AcceptanceLinks(IDataProtectionProvider protection)
{
    public const string Root = "/a/";

    private readonly IDataProtector protector = protection.CreateProtector("acceptance link");

    /// <summary>
    /// Makes a link in the change's own transaction, as a step of the request's evidence, and returns its path. Who has one
    /// already, and is reminded, gets the path of that one; the first is part of the asking itself.
    /// </summary>
    /// <param name="change">The change that it is part of.</param>
    /// <param name="request">The key of the open acceptance request.</param>
    /// <param name="name">Whom it is for; one line.</param>
    /// <param name="email">Their address; one line.</param>
    /// <param name="passedOnFrom">The key of the link whose holder passes it on.</param>
    public async Task<string> MakeAsync(Change change, string request, string name, string email, string? passedOnFrom = null)
    {
        if (passedOnFrom is null && await FindAsync(change, request, name, email) is { } there)
            return PathOf(new SignedLink(there, request));

        var link = Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);
        await change.ExecuteAsync(
            """
            insert into acceptance_links (acceptance_link, acceptance_request, name, email, created_at, created_by, passed_on_from)
            values (@link, @request, @name, @email, @At, @by, @passedOnFrom)
            """,
            new { link, request, name, email, change.At, by = change.Actor.Name, passedOnFrom });
        if (await change.QuerySingleOrDefaultAsync<bool>("select exists (select from acceptance_evidence where acceptance_request = @request)", new { request }))
            await Evidence.AppendAsync(change, request, "link_made", new { link, name, email, passedOnFrom });

        return PathOf(new SignedLink(link, request));
    }

    /// <summary>Null for what these keys did not sign, or what was altered since.</summary>
    public SignedLink? Read(string token)
    {
        try
        {
            var sealedText = Base64Url.DecodeFromChars(token);

            // The last character has bits that decoding passes over: only the one spelling that was made counts.
            if (Base64Url.EncodeToString(sealedText) != token)
                return null;

            return Encoding.UTF8.GetString(protector.Unprotect(sealedText)).Split('\n', 2) is [var link, var request] ? new(link, request) : null;
        }
        catch (Exception failure) when (failure is FormatException or CryptographicException)
        {
            return null;
        }
    }

    private static Task<string?> FindAsync(Change change, string request, string name, string email) => change.QuerySingleOrDefaultAsync<string>(
        "select acceptance_link from acceptance_links where acceptance_request = @request and name = @name and email = @email and revoked_at is null order by acceptance_link limit 1",
        new { request, name, email });

    internal string PathOf(SignedLink link) => Root + Base64Url.EncodeToString(protector.Protect(Encoding.UTF8.GetBytes($"{link.Link}\n{link.Request}")));
}
