namespace Throughline.Domain.Accounts;

/// <summary>What an API token was made for. A scope to write does not include <see cref="Read"/>.</summary>
public enum Scope { Read, Time, Staffing, Delivery, Finance, Admin }

public static class Scopes
{
    public static IReadOnlyList<string> Codes { get; } = ["read", "time", "staffing", "delivery", "finance", "admin"];

    public static string Code(Scope scope) => Codes[(int)scope];

    /// <summary>Null when there is no such scope.</summary>
    public static Scope? Find(string code) =>
        Codes.Select((known, at) => known == code ? (Scope?)at : null).FirstOrDefault(scope => scope is not null);
}
