using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Data.Mail;
using Throughline.Domain;

namespace Throughline.Features.Acceptance;

/// <summary>A customer's question to the project manager: kept as evidence and told at once. The days go on; only an objection holds them, and the manager says whether it is one.</summary>
public sealed class AskAboutRequest(Database database, OpenSharedRequest open)
{
    private const int LongestQuestion = 5_000, MostAnHour = 10;

    public async Task<Result<bool>> RunAsync(SharedRequest shared, string? question, CancellationToken stop)
    {
        var said = question?.Trim() ?? "";
        if (said.Length == 0)
            return new InvalidFields("question", "Write your question.");
        if (AnswerRequest.IsBad(said, LongestQuestion))
            return new InvalidFields("question", "Write at most 5,000 characters, and no characters that do not print.");

        if (open.Lately(shared, "question").Count() >= MostAnHour)
            return new InvalidFields("question", "You have asked often within the hour. Wait for an answer first.");

        return await database.WriteAsync<bool>(OpenSharedRequest.ActorOf(shared.Link), async change =>
        {
            if (!await OpenSharedRequest.IsAliveAsync(change, shared))
                return new DeadCustomerLink();

            await Evidence.AppendAsync(change, shared.Request.Key, "question", new { link = shared.Link.Link, name = shared.Link.Name, email = shared.Link.Email, text = said });
            var manager = await change.QuerySingleOrDefaultAsync<string?>("select project_manager from engagements where engagement = @Engagement", new { shared.Request.Engagement });

            // A second question is news although the first is still open.
            await Notices.CloseAsync(change, [shared.Request.Key], "acceptance_question");
            await Notices.AddAsync(
                change, "acceptance_question", manager ?? shared.Request.SentBy, shared.Request.Key,
                $"{shared.Link.Name} ({shared.Link.Email}) asks about {shared.Title} ({shared.Request.Engagement}, {shared.Request.Milestone}): {said}\n\nThe days to answer go on. If this is an objection, hold them.",
                AcceptanceSteps.PageOf(shared.Request.Key));
            return true;
        }, stop);
    }
}
