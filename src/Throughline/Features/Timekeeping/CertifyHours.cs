using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Recording;
using Throughline.Data.Reports;
using Throughline.Data.Timekeeping;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Policies;
using Throughline.Domain.Reports;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Timekeeping;

/// <summary>
/// The quarterly certification of hours where a practice asks for it (P-23): put together, then approved by the delivery
/// manager, the head of services and finance, each of whom may send it one level back.
/// </summary>
public sealed class CertifyHours(Database database, PracticeSettings settings)
{
    private static readonly Act[] Acts = [Act.CertifyHours, Act.ConfirmHours, Act.AcceptHours];

    /// <summary>The right that a level asks for.</summary>
    public static Act ActOf(CertificationLevel level) => Acts[(int)level];

    /// <summary>Whether the user has a part in it at all.</summary>
    public static bool Concerns(CurrentUser user) => user.May(Act.ConsolidateTime) || Acts.Any(act => user.May(act));

    /// <summary>Puts the quarter that holds the day together for everybody whose hours are certified and not approved yet; how many changed.</summary>
    public async Task<Result<int>> GenerateAsync(CurrentUser user, DateOnly day, CancellationToken stop)
    {
        var decision = user.May(Act.CertifyHours) ? user.Decide(Act.CertifyHours) : user.Decide(Act.ConsolidateTime);
        if (decision.Problem is { } refused)
            return refused;

        var policies = await settings.PoliciesAsync(stop);
        var (quarter, days) = QuarterOf(policies, day);
        return await database.WriteAsync<int>(user.ToActor(decision.Role), async change =>
        {
            var people = await change.QueryAsync<(string Person, string Role, string? Region)>("select person, role, region from people");
            var asked = people.Where(one => policies.Answer(new PolicyQuestion("P-23", days.Last, Region: one.Region, Role: one.Role)).IsOn)
                .Select(one => new PersonKey(one.Person)).ToHashSet();
            if (asked.Count == 0)
                return new CertificationRefused("P-23", "This practice does not certify its quarters. Turn quarterly certification on under Policies to begin.");

            var facts = await PracticeReader.ReadAsync(
                change.Connection, new PracticeQuery(FactSet.TimeOfDays) { TimeDays = [days], People = asked }, stop, change.Transaction);
            var rules = ReportPolicies.On(days.Last, policies);
            return await Certifications.GenerateAsync(
                change, [.. facts.Time.GroupBy(line => line.Person!.Value).Select(person => Make(person.Key, person, quarter, days, rules, change))]);
        }, stop);
    }

    /// <summary>Approves, or sends back with the reason; all or nothing.</summary>
    public async Task<Result<IReadOnlyList<Certification>>> DecideAsync(CurrentUser user, IReadOnlyCollection<string> keys, bool approve, string? reason, CancellationToken stop)
    {
        var policies = await settings.PoliciesAsync(stop);
        var said = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        return await database.WriteAsync<IReadOnlyList<Certification>>(user.ToActor(), async change =>
        {
            var found = await Certifications.LockAsync(change, keys);
            if (keys.FirstOrDefault(key => found.All(row => row.Certification.Key != key)) is { } missing)
                return new NoSuchRecord($"There is no certification {missing}.");
            if (found.Count == 0)
                return new NothingToDecide("Choose at least one person's quarter.");
            foreach (var (one, _, lastBy) in found)
            {
                if (Refuse(user, one, lastBy, approve, said) is { } problem)
                    return problem;
            }

            foreach (var (one, _, _) in found)
                await Certifications.DecideAsync(change, one, To(one, approve), said, policies.Answer("P-23", one.Days.Last).Version.ToString());

            return Result.Of<IReadOnlyList<Certification>>([.. found.Select(row => row.Certification with { State = To(row.Certification, approve) })]);
        }, stop);
    }

    /// <summary>The head of services lets other hours count than were computed, and says why.</summary>
    public Task<Result<Certification>> AdjustAsync(CurrentUser user, string key, string? hours, string? reason, CancellationToken stop) =>
        database.WriteAsync<Certification>(user.ToActor(), async change =>
        {
            if (await Certifications.LockAsync(change, [key]) is not [{ Certification: var one }])
                return new NoSuchRecord($"There is no certification {key}.");
            if (user.Decide(Act.ConfirmHours, RelationTo(user, one)).Problem is { } notAllowed)
                return notAllowed;
            if (!HoursText.Read(hours ?? "", one.AdjustedHours ?? one.CountedHours).Succeeded(out var counted, out var unreadable))
                return new InvalidFields("counted_hours", unreadable.Message) with { Rule = unreadable.Rule };
            if (CertificationFlow.RefuseAdjustment(one, counted, reason) is { } refused)
                return refused;

            await Certifications.AdjustAsync(change, one, counted, reason!.Trim());
            return one with { AdjustedHours = counted, AdjustmentReason = reason.Trim() };
        }, stop);

    /// <summary>The fiscal quarter that holds the day.</summary>
    public static (string Name, DateRange Days) QuarterOf(PolicyValues policies, DateOnly day)
    {
        var month = policies.Answer("fiscal_year.start_month", day).WholeNumber;
        return (Periods.Name(day, PeriodKind.Quarter, month), Periods.Whole(day, PeriodKind.Quarter, month));
    }

    private static CertificationState To(Certification one, bool approve) => approve ? CertificationFlow.After(one.State) : CertificationFlow.Before(one.State);

    private static Problem? Refuse(CurrentUser user, Certification one, string? lastBy, bool approve, string? reason)
    {
        var level = CertificationFlow.Next(one.State);
        return (level is { } asked ? user.Decide(ActOf(asked), RelationTo(user, one)).Problem : null)
            ?? CertificationFlow.Refuse(one, user.Email, lastBy, approve, reason) as Problem;
    }

    private static Relation RelationTo(CurrentUser user, Certification one) => one.Person == user.Person ? Relation.Own : Relation.None;

    private static Certification Make(PersonKey person, IEnumerable<TimeLine> hours, string quarter, DateRange days, ReportSettings rules, Change change)
    {
        List<CertifiedLine> lines = [.. hours.Select(line => new CertifiedLine(line.Day, line.Engagement, line.Category, line.Hours, Utilisation.IsCounted(line, rules)))];
        var content = CertificationFlow.Text(lines);
        return new Certification(
            Certification.KeyOf(quarter, person), quarter, person, days, CertificationState.Generated, lines.Sum(line => line.Hours),
            lines.Where(line => line.Counts).Sum(line => line.Hours), null, null, content, Certifications.Fingerprint(content), change.Actor.Name, change.At.ToUniversalTime());
    }
}
