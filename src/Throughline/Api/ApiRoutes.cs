using Microsoft.AspNetCore.Mvc;
using Throughline.Platform;

namespace Throughline.Api;

/// <summary>One request to the API and who sent it.</summary>
internal sealed record ApiCall(HttpContext Http, CurrentUser User)
{
    public CancellationToken Stop => Http.RequestAborted;

    public T Get<T>() where T : notnull => Http.RequestServices.GetRequiredService<T>();

    /// <summary>A part of the path; the server leaves slashes inside one as they were written.</summary>
    public string Route(string name) => ((string)Http.Request.RouteValues[name]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Maps operations under /api/v1, each with what the document says of it.</summary>
internal sealed class ApiRoutes(IEndpointRouteBuilder routes)
{
    public const string Base = "/api/v1";

    public void Get(string path, ApiOperation operation, Func<ApiCall, Task<IResult>> run) => Map(HttpMethods.Get, path, operation, run);

    public void Post(string path, ApiOperation operation, Func<ApiCall, Task<IResult>> run) => Map(HttpMethods.Post, path, operation, run);

    public void Patch(string path, ApiOperation operation, Func<ApiCall, Task<IResult>> run) => Map(HttpMethods.Patch, path, operation, run);

    public void Delete(string path, ApiOperation operation, Func<ApiCall, Task<IResult>> run) => Map(HttpMethods.Delete, path, operation, run);

    /// <summary>An operation that needs no token.</summary>
    public void Open(string path, ApiOperation operation, Func<HttpContext, Task<IResult>> run) =>
        routes.MapMethods(Base + path, [HttpMethods.Get], (Delegate)run).WithName(operation.Id).WithMetadata(operation).AllowAnonymous();

    private void Map(string method, string path, ApiOperation operation, Func<ApiCall, Task<IResult>> run)
    {
        Func<HttpContext, Task<IResult>> handle = async http =>
        {
            var answer = await run(new ApiCall(http, CurrentUser.Of(http)!));
            return answer is ApiProblem { Status: 409 or 422 } && await OnceOnlyRequests.AnsweredBeforeAsync(http) is { } before ? before : answer;
        };
        routes.MapMethods(Base + path, [method], (Delegate)handle).WithName(operation.Id).WithMetadata(operation, new RequestSizeLimitAttribute(operation.MostBytes));
    }
}
