using Throughline.Data;
using Throughline.Data.Timekeeping;
using Throughline.Domain;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Timekeeping;

/// <summary>Logs hours as a draft: one's own on engagements one is assigned to, or anybody's by those who may.</summary>
public sealed class LogTime(Database database, PracticeSettings settings)
{
    public async Task<Result<TimeEntry>> RunAsync(CurrentUser user, TimeForm form, CancellationToken stop)
    {
        var own = string.IsNullOrWhiteSpace(form.Person) ? form with { Person = user.Person?.Value } : form;
        if (!own.Read().Succeeded(out var stated, out var invalid))
            return invalid;

        var (decision, anywhere) = TimeAccess.ToLog(user, stated.Person);
        if (decision.Problem is { } refused)
            return refused;

        var policies = await settings.PoliciesAsync(stop);
        var key = form.Entry?.Trim() is { Length: > 0 } given ? given : EntryKeys.New(database.Clock.GetUtcNow());
        return await database.WriteAsync<TimeEntry>(user.ToActor(decision.Role), async change =>
        {
            if (await TimeStore.LockDayAsync(change, stated, null, stop) is not { } ground)
                return new InvalidFields("person", $"There is no person {stated.Person}.") with { Rule = "unknown_reference" };

            return TimeRules.Accept(stated, ground, policies, anywhere).Succeeded(out var terms, out var problem)
                ? await TimeStore.InsertAsync(change, key, terms, stop)
                : problem;
        }, stop);
    }
}
