using System.Globalization;
using Throughline.Data.Bundles;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Ui;

namespace Throughline.Features.People;

/// <summary>The form of a person and what in it bears on how many hours somebody has.</summary>
internal static class PersonForm
{
    public static readonly BundleFile File = BundleFiles.Named("people");

    /// <summary>What was sent, by the names of the API; fields that the form did not have stay unsaid.</summary>
    public static Dictionary<string, string?> Read(SentForm sent, HttpContext http) => File.Columns
        .Where(column => http.Request.Form.ContainsKey(column.ApiName))
        .ToDictionary(column => column.ApiName, column => (string?)(sent[column.ApiName] ?? ""), StringComparer.Ordinal);

    /// <summary>The practice as it would be with the person's hours, calendar and employment as stated; null when they cannot be read.</summary>
    public static Func<PracticeFacts, PracticeFacts>? Effect(PersonKey key, IReadOnlyDictionary<string, string?> stated)
    {
        if (!decimal.TryParse(stated.GetValueOrDefault("weeklyHours"), NumberStyles.Number, CultureInfo.InvariantCulture, out var hours)
            || !Day(stated.GetValueOrDefault("startDate"), out var start) || !Day(stated.GetValueOrDefault("endDate"), out var end))
            return null;

        var calendar = stated.GetValueOrDefault("calendar") is { Length: > 0 } named ? named : null;
        return facts => facts with
        {
            People = [.. facts.People.Select(person => person.Person == key ? person with { WeeklyHours = hours, Calendar = calendar, Start = start, End = end } : person)],
        };
    }

    /// <summary>True for a day or for nothing at all.</summary>
    public static bool Day(string? text, out DateOnly? day)
    {
        day = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : null;
        return day is not null || string.IsNullOrEmpty(text);
    }
}
