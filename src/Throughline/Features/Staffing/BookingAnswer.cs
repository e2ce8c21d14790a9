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
        };
    }

    /// <summary>Back to the grid as it was left, and nowhere outside of it.</summary>
    public static string Back(string? wanted) =>
        wanted is not null && (wanted == Home || wanted.StartsWith(Home + "?", StringComparison.Ordinal)) && !wanted.Any(char.IsControl) ? wanted : Home;

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

    public static IReadOnlyDictionary<string, string> Undo(string act, int version, string back) => new Dictionary<string, string>
    {
        ["_handler"] = "booking", ["act"] = act, ["version"] = version.ToString(System.Globalization.CultureInfo.InvariantCulture), ["back"] = back,
    };

    /// <summary>The fields that put a booking back as it was.</summary>
    public static IReadOnlyDictionary<string, string> UndoChange(Booking before, int version, string back)
    {
        var was = BookingForm.Of(before.Key, before.Terms);
        return new Dictionary<string, string>(Undo("change", version, back))
        {
            ["engagement"] = was.Engagement!, ["person"] = was.Person!, ["role"] = was.Role!, ["start"] = was.Start!, ["end"] = was.End!,
            ["hoursPerDay"] = was.HoursPerDay!, ["kind"] = was.Kind!, ["activity"] = was.Activity!, ["workAtRisk"] = was.WorkAtRisk!, ["note"] = was.Note!,
        };
    }
}
