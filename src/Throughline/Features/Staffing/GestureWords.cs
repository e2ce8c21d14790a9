using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using Throughline.Ui;

namespace Throughline.Features.Staffing;

/// <summary>How a sentence tells what was done on the plan.</summary>
internal static class GestureWords
{
    private const int Longest = 400;

    /// <summary><c>Moved Tomás Rivera on SOW-1: days from 2 – 6 March 2026 to 9 – 13 March 2026</c>; many at once are counted.</summary>
    public static string Label(string verb, IReadOnlyList<EditedBooking> rows, IReadOnlyDictionary<PersonKey, string> names)
    {
        if (rows.Count > 2)
            return $"{verb} {Text.Count(rows.Count, "booking")}";

        var terms = (rows[0].After ?? rows[0].Before!).Terms;
        var before = (rows[0].Before ?? rows[0].After!).Terms;
        var what = rows is [{ Before: not null, After: not null }]
            ? BookingWords.Changed(before, terms)
            : string.Join(" and ", rows.Select(row => BookingAnswer.HoursAndDays((row.After ?? row.Before!).Terms)));
        return Short($"{verb} {BookingAnswer.Name(before, Name(before, names))}: {what}");
    }

    // A note may be longer than any sentence.
    private static string Short(string label) => label.Length <= Longest ? label : string.Concat(label.AsSpan(0, Longest - 1), "…");

    private static string? Name(BookingTerms terms, IReadOnlyDictionary<PersonKey, string> names) =>
        terms.Person is { } person ? names.GetValueOrDefault(person, person.Value) : null;
}
