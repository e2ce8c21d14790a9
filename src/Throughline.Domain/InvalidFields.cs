namespace Throughline.Domain;

/// <summary>What is wrong with one field of a form or a request; an empty name for what concerns no single field.</summary>
public sealed record FieldError(string Field, string Message);

/// <summary>What was sent cannot be taken as it stands, field by field.</summary>
public sealed record InvalidFields(IReadOnlyList<FieldError> Errors)
    : Problem("value_range", Errors.Count == 1 ? Errors[0].Message : $"{Errors.Count} fields need another value.")
{
    public InvalidFields(string field, string message) : this([new FieldError(field, message)])
    {
    }
}
