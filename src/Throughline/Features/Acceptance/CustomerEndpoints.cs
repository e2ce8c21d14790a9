using System.Globalization;
using System.Security.Cryptography;
using Dapper;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Data.Files;
using Throughline.Domain;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Acceptance;

/// <summary>What answers a customer's link. The link itself is what must be known to post, so that its forms work without cookies.</summary>
internal sealed class CustomerEndpoints(
    Database database, OpenSharedRequest open, AcceptanceLinks links, LinkCodes codes, AnswerRequest answers, AskAboutRequest questions, PassLinkOn passes, EvidencePack packs,
    PracticeSettings settings, IDataProtectionProvider protection)
{
    private const int MostFormBytes = 256 * 1024;
    private static readonly TimeSpan ThanksLife = TimeSpan.FromHours(1);
    private readonly ITimeLimitedDataProtector thanks = protection.CreateProtector("acceptance thanks").ToTimeLimitedDataProtector();

    public static void Map(WebApplication app)
    {
        var pages = app.MapGroup("/a").AllowAnonymous().ExcludeFromDescription();
        pages.MapGet("/{token}", (string token, HttpContext http, CustomerEndpoints customer) => customer.ShowAsync(token, http));
        pages.MapPost("/{token}", (string token, HttpContext http, CustomerEndpoints customer) => customer.TakeAsync(token, http)).WithMetadata(new RequestSizeLimitAttribute(MostFormBytes));
        pages.MapGet("/{token}/files/{number:int}", (string token, int number, HttpContext http, CustomerEndpoints customer) => customer.FileAsync(token, number, http));
        pages.MapGet("/thanks/{ticket}", (string ticket, HttpContext http, CustomerEndpoints customer) => customer.ThankAsync(ticket, http));
        pages.MapGet("/thanks/{ticket}/pack", (string ticket, HttpContext http, CustomerEndpoints customer) => customer.PackAsync(ticket, http));
    }

    private async Task<IResult> ShowAsync(string token, HttpContext http)
    {
        var followed = await FollowAsync(token, http);
        if (followed.Opens is LinkOpens.Page && HttpMethods.IsGet(http.Request.Method))
            await open.SeenAsync(followed.Shared!, http.Request.Headers.UserAgent.ToString(), http.RequestAborted);

        return await PageAsync(followed, token, http, null);
    }

    private async Task<IResult> TakeAsync(string token, HttpContext http)
    {
        if (!http.Request.HasFormContentType)
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);

        if (await UnreadableAsync(http) is { } status)
            return Results.StatusCode(status);

        var (sent, followed) = (new SentForm(http), await FollowAsync(token, http));
        return (followed.Opens, sent["form"]) switch
        {
            (LinkOpens.CodeFirst, "send-code") => await SendCodeAsync(token, followed, sent, http),
            (LinkOpens.CodeFirst, "code") => await CheckCodeAsync(token, followed, sent, http),
            (LinkOpens.Page, "decide") => await DecideAsync(token, followed, sent, http),
            (LinkOpens.Page, "ask") => await DoneAsync(token, followed, sent, http, (await questions.RunAsync(followed.Shared!, sent["question"], http.RequestAborted)).Succeeded(out _, out var no) ? null : no, "asked"),
            (LinkOpens.Page, "pass") => await DoneAsync(token, followed, sent, http, (await passes.RunAsync(followed.Shared!, sent["colleague"], sent["email"], http.RequestAborted)).Succeeded(out _, out var no) ? null : no, "passed"),
            (LinkOpens.Nothing, "decide") => await AgainAsync(token, followed, http),
            _ => await PageAsync(followed, token, http, null),
        };
    }

    // What no browser sends, or too much of it.
    private static async Task<int?> UnreadableAsync(HttpContext http)
    {
        try
        {
            await http.Request.ReadFormAsync(http.RequestAborted);
            return null;
        }
        catch (InvalidDataException)
        {
            return StatusCodes.Status400BadRequest;
        }
        catch (BadHttpRequestException failure)
        {
            return failure.StatusCode;
        }
    }

    private Task<FollowedLink> FollowAsync(string token, HttpContext http) => open.RunAsync(token, http.Request.Cookies[LinkCodes.Cookie], http.RequestAborted);

    private async Task<IResult> DecideAsync(string token, FollowedLink followed, SentForm sent, HttpContext http)
    {
        var shared = followed.Shared!;
        var answer = new CustomerAnswer(
            sent["answer"], sent["name"], sent["remarks"], [.. sent.All("notmet").Select(point => int.TryParse(point, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)],
            shared.Points.ToDictionary(point => point.Point, point => sent[string.Create(CultureInfo.InvariantCulture, $"reason-{point.Point}")] ?? ""), sent["other"]);
        if ((await answers.RunAsync(shared, answer, http.RequestAborted)).Succeeded(out _, out var problem))
            return Thanks(http, links.Read(token)!);
        if (problem is not InvalidFields && await answers.WasGivenThroughAsync(links.Read(token)!, http.RequestAborted))
            return Thanks(http, links.Read(token)!);

        return await DoneAsync(token, followed, sent, http, problem, "");
    }

    // Pressed twice: the second press finds the link closed by the first, and is thanked as well.
    private async Task<IResult> AgainAsync(string token, FollowedLink followed, HttpContext http) =>
        links.Read(token) is { } link && await answers.WasGivenThroughAsync(link, http.RequestAborted) ? Thanks(http, link) : await PageAsync(followed, token, http, null);

    private StatusCodeHttpResult Thanks(HttpContext http, SignedLink link) => SeeOther(http, $"{AcceptanceLinks.Root}thanks/{thanks.Protect($"{link.Link}\n{link.Request}", ThanksLife)}");

    private async Task<IResult> DoneAsync(string token, FollowedLink followed, SentForm sent, HttpContext http, Problem? problem, string said)
    {
        if (problem is null)
            return SeeOther(http, $"{AcceptanceLinks.Root}{token}?said={said}");
        if (problem is DeadCustomerLink)
            return await PageAsync(new(LinkOpens.Nothing), token, http, null);

        sent.Refuse(problem);
        return await PageAsync(followed, token, http, sent);
    }

    private async Task<IResult> SendCodeAsync(string token, FollowedLink followed, SentForm sent, HttpContext http)
    {
        if ((await codes.SendAsync(followed.Shared!, http.RequestAborted)).Succeeded(out _, out var problem))
            return SeeOther(http, $"{AcceptanceLinks.Root}{token}?said=code");

        sent.Refuse("code", problem.Message);
        return await PageAsync(followed, token, http, sent);
    }

    private async Task<IResult> CheckCodeAsync(string token, FollowedLink followed, SentForm sent, HttpContext http)
    {
        if ((await codes.CheckAsync(followed.Shared!, sent["code"] ?? "", http.RequestAborted)).Succeeded(out var pass, out var problem))
        {
            // Lax: the link is followed from a mail, and the code is not asked for again.
            http.Response.Cookies.Append(LinkCodes.Cookie, pass, new() { HttpOnly = true, SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/a", MaxAge = LinkCodes.PassLife });
            return SeeOther(http, $"{AcceptanceLinks.Root}{token}");
        }

        sent.Refuse("code", problem.Message);
        return await PageAsync(followed, token, http, sent);
    }

    private async Task<IResult> FileAsync(string token, int number, HttpContext http)
    {
        if (await FollowAsync(token, http) is not { Opens: LinkOpens.Page, Shared: { } shared } || shared.Files.FirstOrDefault(file => file.Number == number) is not { } file)
            return Results.NotFound();

        await open.TakenAsync(shared, file, http.RequestAborted);

        // Copied first: whoever reads slowly holds no connection to the database meanwhile.
        var copy = EvidencePack.Temporary();
        await using (var content = await FileStore.OpenReadAsync(await PortalRead.OpenAsync(database, shared.Request.Key, http.RequestAborted), file.Sha256))
            await (content ?? Stream.Null).CopyToAsync(copy, http.RequestAborted);

        copy.Position = 0;
        http.Response.Headers[HeaderNames.ContentSecurityPolicy] = "default-src 'none'; sandbox";
        return Results.Stream(copy, "application/octet-stream", file.Name);
    }

    private async Task<IResult> ThankAsync(string ticket, HttpContext http)
    {
        var shared = await ThankedAsync(ticket, http);
        return shared is null ? Dead(http) : Page<ThanksPage>(new { Shared = shared, Practice = await PracticeAsync(http), Path = $"{AcceptanceLinks.Root}thanks/{ticket}", Mails = await MailsAsync(http) });
    }

    private async Task<IResult> PackAsync(string ticket, HttpContext http)
    {
        if (await ThankedAsync(ticket, http) is not { } shared)
            return Dead(http);

        var file = EvidencePack.Temporary();
        if ((await packs.WriteAsync(shared.Request.Key, seesAmount: true, OpenSharedRequest.ActorOf(shared.Link), file, http.RequestAborted)).Succeeded(out var request, out _))
            return Results.Stream(file, EvidencePack.MediaType, EvidencePack.NameOf(request));

        await file.DisposeAsync();
        return Results.NotFound();
    }

    private async Task<SharedRequest?> ThankedAsync(string ticket, HttpContext http)
    {
        try
        {
            return thanks.Unprotect(ticket).Split('\n', 2) is [var link, var request] && await open.ReadAsync(new(link, request), http.RequestAborted) is { Request.State: "accepted" or "rejected" } shared ? shared : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private async Task<IResult> PageAsync(FollowedLink followed, string token, HttpContext http, SentForm? sent)
    {
        if (followed.Opens is LinkOpens.Nothing)
            return Dead(http);

        var (practice, path, said) = (await PracticeAsync(http), AcceptanceLinks.Root + token, http.Request.Query["said"].ToString());
        switch (followed.Opens)
        {
            case LinkOpens.SilenceAccepted:
                http.Response.StatusCode = StatusCodes.Status410Gone;
                return Page<SilencePage>(new { followed.Shared, Practice = practice });
            case LinkOpens.CodeFirst:
                return Page<CodePage>(new { followed.Shared, Practice = practice, Path = path, WasSent = said == "code" || sent?["form"] == "code", Sent = sent });
            default:
                return Page<CustomerPage>(new
                {
                    followed.Shared, Practice = practice, Path = path, Now = database.Clock.GetUtcNow(), Sent = sent, Mails = await MailsAsync(http),
                    Said = said switch { "asked" => "Your question is on its way. You get the answer by mail.", "passed" => "Your colleague gets a link of their own by mail.", _ => null },
                });
        }
    }

    private static RazorComponentResult<DeadLinkPage> Dead(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status410Gone;
        return new RazorComponentResult<DeadLinkPage>();
    }

    private static RazorComponentResult<T> Page<T>(object parameters) where T : IComponent => new(parameters);

    private static StatusCodeHttpResult SeeOther(HttpContext http, string where)
    {
        http.Response.Headers.Location = where;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private Task<bool> MailsAsync(HttpContext http) =>
        database.ReadAsync(connection => connection.QuerySingleAsync<bool>("select exists (select from mail_settings where enabled)"), http.RequestAborted);

    private async Task<string> PracticeAsync(HttpContext http) =>
        (await settings.PoliciesAsync(http.RequestAborted)).Answer("organisation.name", DateOnly.FromDateTime(database.Clock.GetUtcNow().UtcDateTime)).Text;
}
