using Microsoft.AspNetCore.Authentication;
using Throughline.Platform;

namespace Throughline.Features.Accounts;

/// <summary>Ends the session and its row. Taking the form makes the framework ask for its antiforgery token.</summary>
internal static class SignOut
{
    public static async Task<IResult> RunAsync(IFormCollection form, HttpContext http)
    {
        _ = form;
        await http.SignOutAsync(AccountsSetup.SessionScheme);
        return Results.LocalRedirect("/sign-in");
    }
}
