using Throughline.Domain.Accounts;
using Throughline.Features.Acceptance;

namespace Throughline.Api;

/// <summary>/acceptance-requests/{acceptanceRequest}/pack: the evidence of an acceptance as one signed file.</summary>
internal static class EvidencePackCalls
{
    public static void Map(ApiRoutes routes) => routes.Get("/acceptance-requests/{acceptanceRequest}/pack", new ApiOperation("getEvidencePack", AcceptanceCalls.Resource.Tag, "Take the evidence of an acceptance out as one file", Scope.Read, null)
    {
        FileAnswers = [EvidencePack.MediaType],
        Description = "A ZIP with the terms, the delivery, each step and all files, signed by the practice's key. `throughline verify FILE` checks it without a network. The amount stands in it only for those who may see it.",
        Path = [new("acceptanceRequest", "The key of the acceptance request.") { Required = true, Example = "a-1b2c3d4e5f6g7h" }],
        Refusals = [404],
    }, async call => (await call.Get<HandOutPack>().RunAsync(call.Route("acceptanceRequest"), call.User, call.Stop)).Succeeded(out var pack, out var problem)
        ? Results.Stream(pack.Content, EvidencePack.MediaType, pack.Name)
        : Problems.Of(problem));
}
