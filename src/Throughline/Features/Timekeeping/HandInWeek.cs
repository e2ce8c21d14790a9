using Throughline.Domain;
using Throughline.Domain.People;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Timekeeping;

/// <summary>Hands a person's week in as done: it must hold what it has to, or somebody has said that this is all .</summary>
internal sealed class HandInWeek(MyWeek week, SubmitTime submit)
{
    public async Task<Result<IReadOnlyList<TimeEntry>>> RunAsync(CurrentUser user, PersonKey person, DateOnly monday, CancellationToken stop)
    {
        var sheet = await week.RunAsync(person, monday, [], TimeAccess.ToLog(user, person).Anywhere, stop);
        if (sheet?.Time.RefuseHandingIn(sheet.Today) is { } refused)
            return refused;

        return await submit.RunAsync(user, TimeSelection.OfWeek(person, monday), stop);
    }
}
