using System.Globalization;
using Throughline.Domain;

namespace Throughline.Features.Accounts;

/// <summary>The status a refused form answers with: 422, or 429 and when to come back.</summary>
internal static class Refusals
{
    /// <summary>Sets the status and returns the sentence for the page.</summary>
    public static string Say(HttpContext http, Problem problem)
    {
        http.Response.StatusCode = problem is TooManyAttempts ? StatusCodes.Status429TooManyRequests : StatusCodes.Status422UnprocessableEntity;
        if (problem is TooManyAttempts { Seconds: var seconds })
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);

        return problem.Message;
    }
}
