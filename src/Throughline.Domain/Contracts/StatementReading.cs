namespace Throughline.Domain.Contracts;

/// <summary>Where a value was read: the line (paragraph of a DOCX) and the words found there.</summary>
public sealed record SourcePlace(int Line, string Text);

/// <summary>A value that the document states, where it does, and how sure the reader is: 0 is a guess, 1 is a person's word.</summary>
public sealed record Reading<T>(T Value, SourcePlace Source, decimal Confidence) where T : notnull;

/// <summary>How the work is paid: labour-hour counts as time and materials, firm fixed price as fixed fee.</summary>
public enum StatementBilling { TimeAndMaterials, FixedFee, Mixed }

public enum SpanUnit { Days, BusinessDays, Weeks, Months }

/// <summary>A length of time as written; a year is twelve months.</summary>
public sealed record Span(int Amount, SpanUnit Unit);

/// <summary>So many days, counted as business or calendar days, from the moment that <c>From</c> names in the document's words.</summary>
public sealed record ReviewPeriod(int Days, bool BusinessDays, string? From);

public sealed record StatementMilestone(string? Title, DateOnly? Date, decimal? Amount);

/// <summary>One priced role. The rate is per hour; a day rate is not read as one.</summary>
public sealed record StatementRateLine(string? Role, decimal? Hours, decimal? Rate, decimal? Amount);

public sealed record StatementActivity(string Title, string? Description);

/// <summary>What is to be handed over; <c>Due</c> is in the document's words, for most are not dates.</summary>
public sealed record StatementDeliverable(string Title, string? Due);

public sealed record StatementExpenses(bool Allowed, decimal? Cap);

/// <summary>What was understood of one statement of work. A field is null, a list empty, when the document does not say it.</summary>
public sealed record StatementReading
{
    public Reading<string>? Title { get; init; }
    public Reading<string>? SowNumber { get; init; }
    public Reading<string>? Customer { get; init; }
    public Reading<string>? Provider { get; init; }
    public Reading<StatementBilling>? Billing { get; init; }

    /// <summary>ISO 4217.</summary>
    public Reading<string>? Currency { get; init; }

    /// <summary>The stated total, ceiling or not-to-exceed amount; a sum of lines only below a confidence of 0.7.</summary>
    public Reading<decimal>? ContractValue { get; init; }

    public Reading<DateOnly>? Start { get; init; }
    public Reading<DateOnly>? Expires { get; init; }
    public Reading<Span>? PeriodOfPerformance { get; init; }
    public IReadOnlyList<Reading<StatementMilestone>> Milestones { get; init; } = [];
    public IReadOnlyList<Reading<StatementRateLine>> RateLines { get; init; } = [];
    public IReadOnlyList<Reading<StatementActivity>> Activities { get; init; } = [];
    public IReadOnlyList<Reading<StatementDeliverable>> Deliverables { get; init; } = [];
    public Reading<ReviewPeriod>? Acceptance { get; init; }

    /// <summary>True when silence counts as acceptance, false when the document says that it does not.</summary>
    public Reading<bool>? DeemedAccepted { get; init; }

    public Reading<ReviewPeriod>? Resubmission { get; init; }

    /// <summary>Days from the invoice.</summary>
    public Reading<int>? PaymentTerms { get; init; }

    public Reading<Span>? IterationLength { get; init; }
    public IReadOnlyList<Reading<string>> Roles { get; init; } = [];
    public Reading<StatementExpenses>? Expenses { get; init; }
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
