using Throughline.Domain;
using Throughline.Domain.Accounts;

namespace Throughline.Ui;

/// <summary>
/// A plain form as it was sent, and what is wrong with it. Saying that something is wrong sets the answer's status: 422 for
/// fields, 403 for what this person may not do, 404 for what is not there, 409 for every other rule.
/// </summary>
public sealed class SentForm(HttpContext http)
{
    /// <summary>The hidden field that makes a second press of the button do nothing.</summary>
    public const string OnceName = "idempotency_key";

    private readonly List<(string Field, string Message)> errors = [];

    public IReadOnlyList<(string Field, string Message)> Errors => errors;

    /// <summary>The rule that said no, when it was no single field.</summary>
    public Problem? Refused { get; private set; }

    public bool IsFine => errors.Count == 0 && Refused is null;

    /// <summary>Whether a form was sent at all: what it says then stands before what is stored.</summary>
    public bool IsSent => http.Request.HasFormContentType;

    /// <summary>Trimmed; null when the field was left empty or is not in the form.</summary>
    public string? this[string name] => IsSent && http.Request.Form[name].ToString().Trim() is { Length: > 0 } value ? value : null;

    public IReadOnlyList<string> All(string name) => IsSent ? [.. http.Request.Form[name].OfType<string>()] : [];

    /// <summary>Whether this form, of several on the page, was sent.</summary>
    public bool Is(string formName) => this["_handler"] == formName;

    /// <summary>What the field shows: what was typed, else what is stored.</summary>
    public string? Shown(string formName, string field, string? stored) => Is(formName) ? this[field] : stored;

    public string? ErrorOf(string field) => errors.Find(error => error.Field == field).Message;

    public void Refuse(string field, string message)
    {
        errors.Add((field, message));
        http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
    }

    /// <param name="problem">The refusal.</param>
    /// <param name="fieldOf">Names the form's field of a record's column; the same when left out.</param>
    public void Refuse(Problem problem, Func<string, string>? fieldOf = null)
    {
        if (problem is InvalidFields invalid)
        {
            foreach (var error in invalid.Errors)
                Refuse(fieldOf?.Invoke(error.Field) ?? error.Field, error.Message);

            return;
        }

        Refused = problem;
        http.Response.StatusCode = problem switch
        {
            NotAllowed => StatusCodes.Status403Forbidden,
            NoSuchRecord => StatusCodes.Status404NotFound,
            _ => StatusCodes.Status409Conflict,
        };
    }
}
