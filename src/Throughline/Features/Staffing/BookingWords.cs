using Throughline.Domain;
using Throughline.Domain.Staffing;
using Throughline.Ui;

namespace Throughline.Features.Staffing;

/// <summary>How sentences speak of bookings and of what changed in them.</summary>
internal static class BookingWords
{
    public static IReadOnlyList<FieldDifference> Differences(BookingTerms seen, BookingTerms now)
    {
        var (before, after) = (Facts(seen), Facts(now));
        return [.. before.Zip(after, (was, became) => new FieldDifference(was.Field, was.Text, became.Text)).Where(fact => fact.Seen != fact.Now)];
    }

    /// <summary>What a change did, for the toast: <c>hours a day from 4 to 6</c>.</summary>
    public static string Changed(BookingTerms before, BookingTerms after) => Differences(before, after) switch
    {
        [] => "nothing changed",
        var all => string.Join("; ", all.Select(difference => $"{difference.Field} from {difference.Seen} to {difference.Now}")),
    };

    public static string Hours(int minutes) => Text.HoursOf(minutes) + " h";

    private static IReadOnlyList<(string Field, string Text)> Facts(BookingTerms terms) =>
    [
        ("person", terms.Person?.Value ?? "nobody yet"),
        ("engagement", terms.Engagement.Value),
        ("kind", terms.Commitment.Text()),
        ("days", Text.Range(terms.Days)),
        ("hours a day", Text.HoursOf(terms.MinutesPerDay)),
        ("role", terms.Role),
        ("activity", terms.Activity ?? "none"),
        ("work at risk", terms.WorkAtRisk ?? "none"),
        ("note", terms.Note is { } note ? $"\"{note}\"" : "none"),
        ("owner", terms.Owner ?? "nobody"),
        ("reason", terms.Reason is { } reason ? $"\"{reason}\"" : "none"),
        ("stands until", terms.Expires is { } expires ? Text.Day(expires) : "decided"),
        ("skills", terms.Skills ?? "none"),
        ("waiting in line", terms.WaitingSince is null ? "no" : "yes"),
    ];
}
