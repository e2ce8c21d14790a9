using System.Globalization;

namespace Throughline.Domain.Contracts;

/// <summary>A field without which no engagement can be made, and what to do about it.</summary>
public sealed record FieldToFillIn(string Field, string Sentence);

/// <summary>The statement does not say enough to make an engagement of it.</summary>
public sealed record StatementIncomplete(IReadOnlyList<FieldToFillIn> Fields)
    : Problem("statement", "The statement of work does not say everything that an engagement needs: " + string.Join(", ", Fields.Select(field => field.Field)) + ".");

/// <summary>Days after which silence accepts; only where the statement says so.</summary>
public sealed record PassiveTerm(int Days, bool BusinessDays);

public sealed record DraftActivity(string Code, string Title, string? Description);

public sealed record DraftMilestone(string Code, string Title, DateOnly? Date, decimal? Amount);

/// <summary>An engagement as a statement of work describes it, before anything is stored. Both ends of the term are included.</summary>
public sealed record EngagementDraft(
    string Engagement,
    string Customer,
    string CustomerName,
    string Name,
    StatementBilling Billing,
    string? Currency,
    decimal ContractValue,
    decimal? BudgetHours,
    DateOnly Start,
    DateOnly Expires,
    PassiveTerm? PassiveAcceptance,
    IReadOnlyList<DraftActivity> Activities,
    IReadOnlyList<DraftMilestone> Milestones,
    IReadOnlyList<StatementRateLine> RateLines);

/// <summary>Makes an engagement of a reading that a person has looked through, or says which fields are missing.</summary>
public static class EngagementFromStatement
{
    /// <param name="reading">What was read, or what a person made of it.</param>
    /// <param name="customerKey">The practice's own code of the customer; without it one is made from the name.</param>
    public static Result<EngagementDraft> Draft(StatementReading reading, string? customerKey = null)
    {
        var missing = Missing(reading);
        if (missing.Count > 0)
            return new StatementIncomplete(missing);

        var number = reading.SowNumber!.Value;
        return new EngagementDraft(
            KeyOf(number),
            string.IsNullOrWhiteSpace(customerKey) ? Slug(reading.Customer!.Value) : customerKey.Trim(),
            reading.Customer!.Value,
            reading.Title?.Value ?? $"{reading.Customer.Value} {KeyOf(number)}",
            reading.Billing!.Value,
            reading.Currency?.Value,
            reading.ContractValue!.Value,
            Hours(reading.RateLines),
            reading.Start!.Value,
            reading.Expires!.Value,
            Passive(reading),
            [.. reading.Activities.Select((activity, index) => new DraftActivity(Code('A', index), activity.Value.Title, activity.Value.Description))],
            [.. reading.Milestones.Select((milestone, index) => new DraftMilestone(Code('M', index), milestone.Value.Title ?? Code('M', index), milestone.Value.Date, milestone.Value.Amount))],
            [.. reading.RateLines.Select(line => line.Value)]);
    }

    /// <summary>A number that is only digits becomes SOW-n; one with letters is the practice's own and keeps its spelling, save for signs that a key cannot hold.</summary>
    public static string KeyOf(string sowNumber)
    {
        var key = string.Join('-', new string([.. sowNumber.Trim().Select(sign => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '_' ? sign : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return key.Any(char.IsAsciiLetter) ? key : $"SOW-{key}";
    }

    private static List<FieldToFillIn> Missing(StatementReading reading)
    {
        var missing = new List<FieldToFillIn>();
        Require(reading.SowNumber?.Value.Any(char.IsAsciiLetterOrDigit) == true, "sow_number", "the document gives no number of the statement of work; the engagement is known by it");
        Require(reading.Customer is not null, "customer", "the document does not name the customer");
        Require(reading.Start is not null, "start", "the document gives no first day");
        Require(reading.Expires is not null, "expires", ExpiresHint(reading));
        Require(reading.Start is null || reading.Expires is null || reading.Start.Value <= reading.Expires.Value, "expires", "it lies before start");
        Require(reading.ContractValue is not null, "contract_value", "the document states no total, ceiling or not-to-exceed amount");
        Require(reading.Billing is not null, "billing", "the document does not say how the work is paid; write tm or ff");
        Require(reading.Billing?.Value != StatementBilling.Mixed, "billing", "the work is paid partly by time and partly by a fixed fee; split it into two statements, or write tm or ff");
        return missing;

        void Require(bool satisfied, string field, string sentence)
        {
            if (!satisfied)
                missing.Add(new FieldToFillIn(field, $"{field}: {sentence}."));
        }
    }

    /// <summary>The last day, counted from a start and a length that the document gives; a person decides whether it is meant.</summary>
    public static DateOnly? ProposedEnd(StatementReading reading) =>
        reading is { Start.Value: var start, PeriodOfPerformance.Value: { } period } ? EndOf(start, period) : null;

    // A period is often counted from an event, and offices count its last day differently: the date is proposed, never taken.
    private static string ExpiresHint(StatementReading reading)
    {
        if (ProposedEnd(reading) is not { } end)
            return "the document gives no last day";

        var (start, period) = (reading.Start!.Value, reading.PeriodOfPerformance!.Value);
        return string.Create(CultureInfo.InvariantCulture,
            $"the document gives a length of {period.Amount} {(period.Unit == SpanUnit.Days ? "days" : period.Unit.ToString().ToLowerInvariant())} but no last day; counted from {start:yyyy-MM-dd} that would be {end:yyyy-MM-dd}");
    }

    private static DateOnly? EndOf(DateOnly start, Span period)
    {
        try
        {
            return period.Unit switch
            {
                SpanUnit.Days => start.AddDays(period.Amount - 1),
                SpanUnit.Weeks => start.AddDays(checked(period.Amount * 7) - 1),
                SpanUnit.Months => start.AddMonths(period.Amount).AddDays(-1),
                SpanUnit.BusinessDays => null,
            };
        }
        catch (Exception beyond) when (beyond is ArgumentOutOfRangeException or OverflowException)
        {
            return null;
        }
    }

    private static PassiveTerm? Passive(StatementReading reading) =>
        reading is { DeemedAccepted.Value: true, Acceptance.Value: { } review } ? new PassiveTerm(review.Days, review.BusinessDays) : null;

    // Hours that are given for some lines only are not the budget.
    private static decimal? Hours(IReadOnlyList<Reading<StatementRateLine>> lines) =>
        lines.Count > 0 && lines.All(line => line.Value.Hours is not null) ? lines.Sum(line => line.Value.Hours) : null;

    private static string Code(char letter, int index) => string.Create(CultureInfo.InvariantCulture, $"{letter}{index + 1}");

    /// <summary>The key of a customer known by name only.</summary>
    public static string Slug(string name)
    {
        var words = new string([.. name.ToLowerInvariant().Select(sign => char.IsAsciiLetterOrDigit(sign) ? sign : sign is '\'' or '’' or '.' ? '\0' : ' ')]).Replace("\0", "", StringComparison.Ordinal);
        var slug = string.Join('-', words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return slug.Length == 0 ? "customer" : slug;
    }
}
