using Throughline.Data.Bundles;
using Throughline.Data.Records;
using Throughline.Platform.Records;

namespace Throughline.Api;

/// <summary>The issues of one engagement under its own address: the same records as /issues.</summary>
internal static class IssuesOfEngagement
{
    private static readonly BundleFile Engagements = BundleFiles.Named("engagements");

    public static void Map(ApiRoutes routes, RecordResource issues)
    {
        var list = "/engagements/{engagement}/issues";
        ApiParameter engagement = ColumnWords.Parameter(issues.File, issues.File.Column("engagement"));
        ApiParameter issue = ColumnWords.Parameter(issues.File, issues.File.Column("issue"));
        var write = Domain.Accounts.Scope.Delivery;
        routes.Get(list, issues.Describe("listEngagement", "List the issues of an engagement", "IssueList") with
        {
            Path = [engagement], Query = [.. issues.Lists().Where(parameter => parameter.Name != "engagement")], Refusals = [404],
        }, call => ListAsync(call, issues));
        routes.Get(list + "/{issue}", issues.Describe("getEngagement", "Get an issue of an engagement", "Issue") with
        {
            Path = [engagement, issue], Tagged = true, Refusals = [404],
        }, issues.OneAsync);
        routes.Post(list, issues.Describe("createEngagement", "Make an issue of an engagement", "Issue") with
        {
            Path = [engagement], Scope = write, Body = "IssueOfEngagementNew", Success = 201, Tagged = true, Refusals = [404, 409],
        }, call => issues.CreateAsync(call, call.Route("engagement")));
        routes.Patch(list + "/{issue}", issues.Describe("changeEngagement", "Change an issue of an engagement", "Issue") with
        {
            Path = [engagement, issue], Scope = write, Body = "IssueChange", Guarded = true, Tagged = true, Refusals = [404, 409],
        }, issues.ChangeAsync);
    }

    private static async Task<IResult> ListAsync(ApiCall call, RecordResource issues)
    {
        var key = new RecordKey(call.Route("engagement"));
        if (!(await call.Get<FindRecords>().OneAsync(Engagements, key, call.User, call.Stop)).Succeeded(out _, out var problem))
            return Problems.Of(problem);

        return await issues.ListAsync(call, [new RecordFilter(issues.File.Column("engagement"), key.Parts[0])]);
    }
}
