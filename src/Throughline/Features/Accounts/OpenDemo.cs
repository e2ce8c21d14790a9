using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Throughline.Data;
using Throughline.Platform;

namespace Throughline.Features.Accounts;

/// <summary>
/// Opens a demo in a role, only for a browser on this machine: straight from its loopback, by its own name (another site's
/// name may be made to point here), and through no proxy, which would lend a stranger its address.
/// </summary>
internal static class OpenDemo
{
    private static readonly string[] Forwarding = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

    public static async Task<IResult> RunAsync(string link, HttpContext http, Database database, UserManager<Account> users)
    {
        if (!IsLocal(http) || await SignInLinks.FindDemoAsync(database, link, http.RequestAborted) is not { } id
            || await users.FindByIdAsync(id.ToString()) is not { Disabled: false } account)
            return Results.NotFound();

        // A session that is already there ends first: the next request comes without it and gets one of its own.
        if (http.User.Identity?.IsAuthenticated == true)
        {
            await http.SignOutAsync(AccountsSetup.SessionScheme);
            return Results.LocalRedirect($"/demo/{link}");
        }

        await SignIn.BeginSessionAsync(http, account, "demo link");
        return Results.LocalRedirect("/");
    }

    private static bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && (http.Request.Host.Host is "localhost" || (IPAddress.TryParse(http.Request.Host.Host.Trim('[', ']'), out var named) && IPAddress.IsLoopback(named)))
        && !Forwarding.Any(http.Request.Headers.ContainsKey);
}
