using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Policies;

/// <summary>Error: a figure is wrong or a promise cannot stand. Warning: it will be, unless somebody acts. Notice: worth knowing.</summary>
public enum Severity { Error, Warning, Notice }

public static class Severities
{
    public static readonly Wording<Severity> Words = new(Text);

    public static string Text(this Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Notice => "notice",
    };
}

/// <summary>One breach of one rule.</summary>
/// <param name="Rule">The rule or policy, to be found in <see cref="RuleCatalog"/>.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Engagement">Null where it belongs to a person or a currency.</param>
/// <param name="Subject">The kind of record: <c>booking</c>, <c>milestone</c>, <c>role</c>…</param>
/// <param name="Reference">Its key; of a role or a day with the week or person beside it.</param>
/// <param name="Message">What is wrong and what to do about it.</param>
/// <param name="Due">The day by which it had to be, or has to be, put right; null where no day is to be had.</param>
/// <param name="Owner">Who should act; null where nobody is named yet.</param>
public sealed record Finding(
    string Rule, Severity Severity, EngagementKey? Engagement, string Subject, string Reference, string Message, DateOnly? Due = null, PersonKey? Owner = null)
{
    /// <summary>The facts it rests on, worked out when somebody opens it: what was looked at, its days and its hours.</summary>
    public IEnumerable<Part> Rests { get; init; } = [];
}
