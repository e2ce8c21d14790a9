using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Contracts;

namespace Throughline.Features.Contracts;

/// <summary>A statement of work that somebody said yes to: what was understood of it, and the file it was read from.</summary>
/// <param name="FileName">As the contract's terms name their source.</param>
/// <param name="Choices">What was chosen beside the document: project manager, status, the practice's own roles.</param>
/// <param name="Draft">The draft it was reviewed in, which is stored with it; null from a file.</param>
public sealed record AcceptedStatement(string FileName, StatementReading Reading, string? CustomerKey = null, StatementChoices? Choices = null, KeptDraft? Draft = null);

public sealed record EngagementExists(string Engagement)
    : Problem("duplicate_key", $"There is already an engagement {Engagement}. Give the statement another number, or change the engagement itself.");

/// <summary>Makes engagements of statements of work, with their activities, milestones, rates and terms: all of them or none.</summary>
public sealed class StoreStatement(Database database)
{
    /// <summary>Returns the keys of the engagements made, in the order of the statements.</summary>
    public async Task<Result<IReadOnlyList<string>>> RunAsync(IReadOnlyList<AcceptedStatement> statements, Actor actor, CancellationToken stop)
    {
        // Gather and decide what each statement makes, before anything is written.
        var drafts = new List<(AcceptedStatement Statement, EngagementDraft Draft)>();
        foreach (var statement in statements)
        {
            if (!Draft(statement).Succeeded(out var draft, out var problem))
                return problem;

            drafts.Add((statement, draft));
        }

        // Act.
        return await database.WriteAsync<IReadOnlyList<string>>(
            actor,
            async change =>
            {
                foreach (var (statement, draft) in drafts)
                {
                    if (await StoreAsync(change, statement, draft, stop) is { } refusal)
                        return refusal;
                }

                return drafts.Select(one => one.Draft.Engagement).ToList();
            },
            stop);
    }

    /// <summary>What the statement makes; a customer named by key stands in for a name that the document does not say.</summary>
    public static Result<EngagementDraft> Draft(AcceptedStatement statement) => EngagementFromStatement.Draft(
        statement is { Reading.Customer: null, CustomerKey: { Length: > 0 } key }
            ? statement.Reading with { Customer = new Reading<string>(key, new SourcePlace(0, key), 1m) }
            : statement.Reading,
        statement.CustomerKey);

    private static async Task<Problem?> StoreAsync(Change change, AcceptedStatement statement, EngagementDraft draft, CancellationToken stop)
    {
        if (statement.Draft is { } seen)
        {
            var (stored, refusal) = await HoldAsync(change, seen, draft);
            if (stored || refusal is not null)
                return refusal;
        }

        if (await change.QuerySingleOrDefaultAsync<string>("select engagement from engagements where engagement = @Engagement", new { draft.Engagement }) is not null)
            return new EngagementExists(draft.Engagement);

        var currency = draft.Currency ?? await PracticeCurrencyAsync(change, stop);
        await change.ExecuteAsync(
            "insert into customers (customer, name) values (@Customer, @CustomerName) on conflict (customer) do nothing", draft);
        await change.ExecuteAsync(
            """
            insert into engagements (engagement, customer, name, type, billing, currency, contract_value, budget_hours, start_date, expires, status,
              project_manager, passive_acceptance_days, passive_acceptance_unit)
            values (@Engagement, @Customer, @Name, 'consulting', @billing, @currency, @ContractValue, @BudgetHours, @Start, @Expires, @status, @manager, @days, @unit)
            """,
            new
            {
                draft.Engagement, draft.Customer, draft.Name, draft.ContractValue, draft.BudgetHours, draft.Start, draft.Expires, currency,
                billing = draft.Billing is StatementBilling.FixedFee ? "ff" : "tm",
                status = statement.Choices?.Status ?? StatementChoices.Statuses[0],
                manager = statement.Choices?.ProjectManager,
                days = draft.PassiveAcceptance?.Days,
                unit = draft.PassiveAcceptance is { } passive ? Unit(passive.BusinessDays) : null,
            });
        await StorePartsAsync(change, statement, draft, currency);
        await StoreTermsAsync(change, statement, draft);
        if (statement.Draft is { } kept)
            await CorrectStatement.WriteAsync(change, kept.Statement, statement.Reading, statement.Choices ?? new(), "stored", draft.Engagement);

        await change.AuditAsync("store_statement", draft.Engagement, new { statement.FileName, statement.Draft?.Statement });
        await change.TellAsync("engagements", draft.Engagement);
        return null;
    }

    // The draft is held first: of two who say yes at the same time the second finds it stored.
    private static async Task<(bool Stored, Problem? Refusal)> HoldAsync(Change change, KeptDraft seen, EngagementDraft draft)
    {
        if (await HeldStatement.TakeAsync(change, seen.Statement, new StatementSight(Everything: true, "", null)) is not { } held)
            return (false, StatementSight.Nothing);
        if (held.Status == "stored")
            return held.Engagement == draft.Engagement && held.ChangedBy == change.Actor.Name ? (true, null) : (false, new NotADraft($"{held.ChangedByName} has made engagement {held.Engagement} from this statement already."));
        if (held.Status != "draft")
            return (false, new NotADraft("This statement was discarded. Bring it back first."));

        return (false, await held.StaleAsync(change, seen));
    }

    private static async Task StorePartsAsync(Change change, AcceptedStatement statement, EngagementDraft draft, string currency)
    {
        foreach (var activity in draft.Activities)
        {
            await change.ExecuteAsync(
                "insert into activities (engagement, activity, title) values (@Engagement, @Code, @Title)",
                new { draft.Engagement, activity.Code, activity.Title });
        }

        foreach (var milestone in draft.Milestones)
        {
            await change.ExecuteAsync(
                "insert into milestones (engagement, milestone, title, amount, forecast_sign_off) values (@Engagement, @Code, @Title, @amount, @Date)",
                new { draft.Engagement, milestone.Code, milestone.Title, amount = milestone.Amount ?? 0m, milestone.Date });
        }

        foreach (var (role, rate) in Rates(draft, statement.Choices ?? new()))
        {
            await change.ExecuteAsync(
                "insert into rates (role, currency, hourly_rate, effective_from, engagement) values (@role, @currency, @rate, @Start, @Engagement)",
                new { role, currency, rate, draft.Start, draft.Engagement });
        }
    }

    /// <summary>The rates that the engagement gets, by the practice's own roles; of a role with several the first.</summary>
    internal static IReadOnlyList<(string Role, decimal Rate)> Rates(EngagementDraft draft, StatementChoices choices) =>
    [
        .. draft.RateLines.Where(line => line is { Role: not null, Rate: not null })
            .Select(line => (Role: choices.RoleOf(line.Role!), line.Rate!.Value)).DistinctBy(line => line.Role),
    ];

    private static async Task StoreTermsAsync(Change change, AcceptedStatement statement, EngagementDraft draft)
    {
        var reading = statement.Reading;
        await change.ExecuteAsync(
            """
            insert into contract_terms (engagement, provider, payment_days, resubmission_days, resubmission_unit, acceptance_days, acceptance_unit,
              acceptance_from, deemed_accepted, iteration_amount, iteration_unit, expenses_allowed, expenses_cap, source)
            values (@Engagement, @provider, @paymentDays, @resubmissionDays, @resubmissionUnit, @acceptanceDays, @acceptanceUnit,
              @acceptanceFrom, @deemedAccepted, @iterationAmount, @iterationUnit, @expensesAllowed, @expensesCap, @FileName)
            """,
            new
            {
                draft.Engagement, statement.FileName,
                provider = reading.Provider?.Value,
                paymentDays = reading.PaymentTerms?.Value,
                resubmissionDays = reading.Resubmission?.Value.Days,
                resubmissionUnit = reading.Resubmission is { } again ? Unit(again.Value.BusinessDays) : null,
                acceptanceDays = reading.Acceptance?.Value.Days,
                acceptanceUnit = reading.Acceptance is { } review ? Unit(review.Value.BusinessDays) : null,
                acceptanceFrom = reading.Acceptance?.Value.From,
                deemedAccepted = reading.DeemedAccepted?.Value,
                iterationAmount = reading.IterationLength?.Value.Amount,
                iterationUnit = reading.IterationLength is { } length ? Words(length.Value.Unit) : null,
                expensesAllowed = reading.Expenses?.Value.Allowed,
                expensesCap = reading.Expenses?.Value.Cap,
            });
        for (var i = 0; i < reading.Deliverables.Count; i++)
        {
            await change.ExecuteAsync(
                "insert into deliverables (engagement, deliverable, title, due) values (@Engagement, @code, @Title, @Due)",
                new { draft.Engagement, code = $"D{i + 1}", reading.Deliverables[i].Value.Title, reading.Deliverables[i].Value.Due });
        }
    }

    private static async Task<string> PracticeCurrencyAsync(Change change, CancellationToken stop)
    {
        var policies = await PolicyReader.ReadAsync(change.Connection, null, stop, change.Transaction);
        return policies.Answer("organisation.currency", DateOnly.FromDateTime(change.At.UtcDateTime)).Text;
    }

    /// <summary>The role as bookings and people name it: <c>Senior Engineer</c> is <c>senior_engineer</c>.</summary>
    internal static string RoleKey(string role) =>
        string.Join('_', new string([.. role.ToLowerInvariant().Select(sign => char.IsLetterOrDigit(sign) ? sign : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Unit(bool businessDays) => businessDays ? "business_days" : "calendar_days";

    private static string Words(SpanUnit unit) => unit switch
    {
        SpanUnit.Days => "days",
        SpanUnit.BusinessDays => "business_days",
        SpanUnit.Weeks => "weeks",
        SpanUnit.Months => "months",
    };
}
