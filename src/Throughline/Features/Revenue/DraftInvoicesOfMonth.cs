using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Recording;
using Throughline.Data.Reports;
using Throughline.Data.Revenue;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Policies;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Revenue;

/// <summary>
/// Drafts a month's invoices: accepted milestones, and time on the basis of P-45, that no invoice holds yet. What
/// was invoiced ahead of its approval is not invoiced again; hours that change afterwards are invoiced, or credited, as the difference.
/// </summary>
public sealed class DraftInvoicesOfMonth(Database database, PracticeSettings settings)
{
    public async Task<Result<IReadOnlyList<InvoiceRow>>> RunAsync(CurrentUser user, string? monthText, CancellationToken stop)
    {
        var decision = user.Decide(Act.PrepareRelease) is { Allowed: true } prepares ? prepares : user.Decide(Act.ReleaseRevenue);
        if (decision.Problem is { } refused)
            return refused;
        if (MonthText.Read(monthText) is not { } month)
            return new InvalidFields("month", "Give the month like 2026-03.");

        var (today, policies) = (await settings.TodayAsync(stop), await settings.PoliciesAsync(stop));
        return await database.WriteAsync<IReadOnlyList<InvoiceRow>>(user.ToActor(decision.Role), async change =>
        {
            await ReleaseRows.HoldAsync(change);
            var ground = await GroundAsync(change, month, policies, stop);
            var made = await MadeAsync(change, ground, DraftInvoices.Of(ground.Sources(), ground.NameOf), today);
            if (made.Count == 0)
                return new ReleaseRefused("R-221", $"There is nothing to invoice for {month} that is not invoiced yet.");

            await InvoiceRows.AddAsync(change, made, stop);
            return Result.Of<IReadOnlyList<InvoiceRow>>([.. made.Select(one => one.Row)]);
        }, stop);
    }

    private static async Task<Ground> GroundAsync(Change change, Month month, PolicyValues policies, CancellationToken stop)
    {
        var facts = await PracticeReader.ReadAsync(
            change.Connection, new PracticeQuery(FactSet.Engagements | FactSet.Rates | FactSet.Milestones | FactSet.WorkAtRisk | FactSet.People), stop, change.Transaction);
        var back = policies.Answer("release.look_back_months", month.Days.Last).WholeNumber;
        var time = await InvoiceRows.TimeAsync(change.Connection, new DateRange(month.Days.First.AddMonths(-back), month.Days.Last), change.Transaction);
        var terms = (await change.QueryAsync<Terms>(
            "select e.engagement, e.legal_entity, c.payment_days, c.payment_unit, c.purchase_order from engagements e left join contract_terms c using (engagement)")).ToDictionary(row => row.Engagement, StringComparer.Ordinal);
        return new Ground(month, policies, facts, time, await InvoiceRows.MilestonesAsync(change.Connection, change.Transaction), terms);
    }

    private static async Task<List<(InvoiceRow Row, DraftInvoice Invoice)>> MadeAsync(Change change, Ground ground, IReadOnlyList<DraftInvoice> invoices, DateOnly today)
    {
        var number = await change.QuerySingleOrDefaultAsync<int>("select count(*)::int from draft_invoices");
        return [.. invoices.Select((invoice, at) => (ground.Row(invoice, FormattableString.Invariant($"D-{number + at + 1:000000}"), today, change), invoice))];
    }

    private sealed record Terms(string Engagement, string? LegalEntity, int? PaymentDays, string? PaymentUnit, string? PurchaseOrder);

    private sealed class Ground(
        Month month, PolicyValues policies, PracticeFacts facts, IReadOnlyList<UninvoicedTime> time, IReadOnlyDictionary<(string, string), decimal> milestones, Dictionary<string, Terms> terms)
    {
        private readonly Dictionary<EngagementKey, EngagementFact> engagements = facts.Engagements.ToDictionary(engagement => engagement.Engagement);
        private readonly Dictionary<PersonKey, string> names = facts.People.ToDictionary(person => person.Person, person => person.Name);
        private readonly RateBook rates = new(facts.Rates);
        private readonly WorkAtRisk workAtRisk = new(facts.WorkAtRisk);

        public string NameOf(PersonKey person) => names.GetValueOrDefault(person) ?? person.Value;

        public IEnumerable<InvoiceSource> Sources()
        {
            foreach (var one in time)
            {
                var (line, engagement) = (one.Line, engagements[one.Line.Engagement!.Value]);
                var counts = workAtRisk.BringsMoney(engagement.Engagement, line.WorkAtRisk)
                    && (line.State is TimeState.Approved || one.Invoiced != 0m || Of("P-45", engagement).Text == "submitted");
                var hours = (counts ? line.Hours : 0m) - one.Invoiced;
                if (hours != 0m && (one.InvoicedRate ?? rates.Rate(engagement, line)) is { } rate)
                    yield return new InvoiceSource(engagement.Engagement, line.Entry!, null, line.Person, line.Role, hours, rate, hours * rate);
            }

            foreach (var milestone in facts.Milestones.Where(milestone => engagements[milestone.Engagement] is { Billing: Billing.FixedFee } engagement && engagement.Status.CountsInReports()))
            {
                var due = milestone.SignOffReceived <= month.Days.Last ? milestone.Amount : 0m;
                var rest = due - milestones.GetValueOrDefault((milestone.Engagement.Value, milestone.Milestone));
                if (rest != 0m)
                    yield return new InvoiceSource(milestone.Engagement, milestone.Milestone, milestone.Title, null, null, 0m, null, rest);
            }
        }

        public InvoiceRow Row(DraftInvoice invoice, string number, DateOnly today, Change change)
        {
            var (engagement, own) = (engagements[invoice.Engagement], terms[invoice.Engagement.Value]);
            var calendar = new BusinessCalendar(PolicyReader.WeekendsOn(policies, today).Usual, []);
            var due = DraftInvoices.DueOn(today, own.PaymentDays ?? Of("invoice.payment_days", engagement).WholeNumber, own is { PaymentDays: not null, PaymentUnit: "business_days" }, calendar);
            return new InvoiceRow(
                number, month.ToString(), engagement.Engagement.Value, engagement.Name, engagement.Customer.Value, "", own.LegalEntity ?? LockedWork.Practice, engagement.Currency.Code, today, due,
                own.PurchaseOrder, engagement.Billing is Billing.TimeAndMaterials ? Of("P-45", engagement).Text : "approved", invoice.Total, change.Actor.Name, change.At.ToUniversalTime());
        }

        private PolicyAnswer Of(string policy, EngagementFact engagement) =>
            policies.Answer(new PolicyQuestion(policy, month.Days.Last, engagement.Engagement.Value, engagement.Region));
    }
}
