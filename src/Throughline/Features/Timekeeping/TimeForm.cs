using System.Globalization;
using Throughline.Domain;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Timekeeping;

namespace Throughline.Features.Timekeeping;

/// <summary>
/// An entry as a form or a request states it. What is null was not said: a new entry has none of it, a change leaves it as
/// it is. An empty text takes the value away. The properties are named like the columns of a bundle.
/// </summary>
public sealed record TimeForm
{
    public string? Entry { get; init; }
    public string? Person { get; init; }
    public string? Date { get; init; }
    public string? Engagement { get; init; }
    public string? Category { get; init; }
    public string? Activity { get; init; }

    /// <summary>As people type them, 1.5, 1:30 or 90m; a leading + or - changes what is there.</summary>
    public string? Hours { get; init; }

    /// <summary>A sign belongs to the number, as in the API, instead of changing what is there.</summary>
    public bool Exact { get; init; }

    /// <summary><c>true</c> or <c>false</c>; what is usual for the subject when not said.</summary>
    public string? Billable { get; init; }
    public string? Note { get; init; }

    /// <summary>The terms stated, over those that stand; or every field that is wrong.</summary>
    public Result<TimeTerms> Read(TimeTerms? standing = null)
    {
        var errors = new List<FieldError>();
        var person = Text(Person, standing?.Person.Value);
        if (person is null)
            errors.Add(new("person", "Say whose time it is."));
        else if (standing is not null && person != standing.Person.Value)
            errors.Add(new("person", "An entry stays with its person. Delete it and log it anew for the other."));

        var date = Day(standing, errors);
        var hours = ReadHours(standing, errors, out var rule);
        var billable = ReadBillable(standing, errors);
        var (engagement, category) = (Text(Engagement, standing?.Engagement?.Value), Text(Category, standing?.Category));
        // Moving an entry between the two needs one word, not two.
        if (standing is not null && Category is { Length: > 0 } && Engagement is null)
            engagement = null;
        if (standing is not null && Engagement is { Length: > 0 } && Category is null)
            category = null;
        if (errors.Count > 0)
            return rule is not null && errors.Count == 1 ? new InvalidFields(errors) with { Rule = rule } : new InvalidFields(errors);

        var moved = standing is not null && (engagement, category) != (standing.Engagement?.Value, standing.Category);
        return new TimeTerms(
            new PersonKey(person!), date, engagement is null ? null : new EngagementKey(engagement), category, hours,
            Text(Activity, moved ? null : standing?.Activity), moved && Billable is null ? null : billable, Text(Note, standing?.Note));
    }

    private DateOnly Day(TimeTerms? standing, List<FieldError> errors)
    {
        if (Date is null && standing is not null)
            return standing.Date;
        if (DateOnly.TryParseExact(Date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;

        errors.Add(new("date", "Write the day like 2026-03-09."));
        return default;
    }

    private decimal ReadHours(TimeTerms? standing, List<FieldError> errors, out string? rule)
    {
        rule = null;
        if (Hours is null && standing is not null)
            return standing.Hours;
        if (HoursText.Read(Hours ?? "", Exact ? 0m : standing?.Hours ?? 0m).Succeeded(out var hours, out var problem))
            return hours;

        rule = problem.Rule;
        errors.Add(new("hours", string.IsNullOrWhiteSpace(Hours) ? "Say how many hours." : problem.Message));
        return 0m;
    }

    private bool? ReadBillable(TimeTerms? standing, List<FieldError> errors)
    {
        if (string.IsNullOrEmpty(Billable))
            return standing?.Billable;
        if (bool.TryParse(Billable, out var billable))
            return billable;

        errors.Add(new("billable", "Billable is true or false."));
        return null;
    }

    private static string? Text(string? said, string? standing)
    {
        var text = said is null ? standing : said.Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }
}
