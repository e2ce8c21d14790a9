using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Staffing;

namespace Throughline.Features.Staffing;

/// <summary>What staffing's forms read and answer.</summary>
internal static class BookingAnswer
{
    /// <summary>The one place of the product a form of staffing goes back to.</summary>
    public const string Home = "/staffing";

    public static int StatusOf(Problem problem) => problem switch
    {
        InvalidFields => StatusCodes.Status422UnprocessableEntity,
        NotAllowed => StatusCodes.Status403Forbidden,
        NoSuchRecord => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status409Conflict,
    };

    /// <summary>Fields that the form did not have stay unsaid.</summary>
    public static BookingForm Read(IFormCollection form)
    {
        string? Said(string name) => form.TryGetValue(name, out var value) ? value.ToString() : null;
        return new BookingForm
        {
            Booking = Said("booking"), Engagement = Said("engagement"), Person = Said("person"), Role = Said("role"),
            Start = Said("start"), End = Said("end"), HoursPerDay = Said("hoursPerDay"), Kind = Said("kind"),
            Activity = Said("activity"), WorkAtRisk = Said("workAtRisk"), Note = Said("note"),
            Owner = Said("owner"), Reason = Said("reason"), Expires = Said("expires"), Skills = Said("skills"),
        };
    }

    private const string Inbox = "/inbox";

    /// <summary>Back to the grid as it was left or another place of staffing, and nowhere outside of it.</summary>
    public static string Back(string? wanted) => wanted is not null && IsOurs(wanted) && !wanted.Any(char.IsControl) ? wanted : Home;

    private static bool IsOurs(string wanted) =>
        wanted is Home or Inbox || wanted.StartsWith(Home + "?", StringComparison.Ordinal) || wanted.StartsWith(Home + "/", StringComparison.Ordinal);

    /// <summary>How a toast names a booking: <c>Tomás Rivera on SOW-1042</c>.</summary>
    public static string Name(BookingTerms terms, string? person) => $"{person ?? $"{ResourceCentre.Sentence(terms.Role)}, not named yet,"} on {terms.Engagement}";

    /// <summary>The form of a new booking, filled in.</summary>
    public static string Filled(BookingForm form, string back) => Filled("/staffing/book", form, back);

    /// <summary>The form at an address, filled in with what is said.</summary>
    public static string Filled(string path, BookingForm form, string back) => path + QueryString.Create(new (string Name, string? Value)[]
    {
        ("engagement", form.Engagement), ("person", form.Person), ("role", form.Role), ("from", form.Start), ("to", form.End), ("hours", form.HoursPerDay),
        ("kind", form.Kind), ("activity", form.Activity), ("note", form.Note), ("back", back),
    }.Where(field => !string.IsNullOrEmpty(field.Value)).Select(field => KeyValuePair.Create(field.Name, field.Value)));

    public static string HoursAndDays(BookingTerms terms) => $"{BookingWords.Hours(terms.MinutesPerDay)} a day, {Ui.Text.Range(terms.Days)}, {terms.Commitment.Text()}";

    /// <summary>What a toast posts to take the step back; null where nothing was different.</summary>
    public static IReadOnlyDictionary<string, string>? Undo(long? step, string back) => step is not { } number ? null : new Dictionary<string, string>
    {
        ["step"] = number.ToString(System.Globalization.CultureInfo.InvariantCulture), ["back"] = back,
    };
}
