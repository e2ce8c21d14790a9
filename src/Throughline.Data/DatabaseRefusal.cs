using Npgsql;
using Throughline.Domain;

namespace Throughline.Data;

/// <summary>What a constraint of the database said no to, in words.</summary>
public sealed record DatabaseRefusal(string Rule, string Message, string? Constraint) : Problem(Rule, Message)
{
    /// <summary>Null when the failure is not a refusal of data but an outage or a bug of ours.</summary>
    public static DatabaseRefusal? From(PostgresException failure) => failure.SqlState switch
    {
        PostgresErrorCodes.UniqueViolation => new("duplicate_key", "There is already a record with this key.", failure.ConstraintName),
        PostgresErrorCodes.ForeignKeyViolation => new("unknown_reference", Reference(failure), failure.ConstraintName),
        PostgresErrorCodes.CheckViolation when failure.ConstraintName == "ck_person_day_hard" =>
            new("day_ledger", "The person's day cannot hold these hours.", failure.ConstraintName),
        PostgresErrorCodes.CheckViolation when failure.ConstraintName == "ck_time_entries_approved_stays" =>
            new("R-217", "Approved hours do not change. Correct them by a further entry that adjusts them.", failure.ConstraintName),
        PostgresErrorCodes.CheckViolation => new("value_range", $"A value is outside what {Words(failure.TableName)} allows ({failure.ConstraintName}).", failure.ConstraintName),
        PostgresErrorCodes.NotNullViolation => new("value_missing", $"{Words(failure.ColumnName)} must have a value.", failure.ConstraintName),
        PostgresErrorCodes.NumericValueOutOfRange => new("value_range", "A number is too large to store.", failure.ConstraintName),
        PostgresErrorCodes.StringDataRightTruncation => new("value_range", "A text is too long to store.", failure.ConstraintName),
        PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter =>
            new("value_range", "A text holds a character that cannot be stored.", failure.ConstraintName),
        _ => null,
    };

    private static string Reference(PostgresException failure) =>
        failure.Detail?.Contains("still referenced", StringComparison.Ordinal) == true
            ? $"Other records still refer to this one ({Words(failure.TableName)})."
            : $"{Words(failure.TableName)} refers to a record that does not exist ({failure.ConstraintName}).";

    private static string Words(string? name) => (name ?? "the record").Replace('_', ' ');
}
