using System.Collections.Frozen;

namespace Throughline.Domain.Accounts;

/// <summary>Why a new password was not taken.</summary>
public sealed record WeakPassword(string Message) : Problem("password", Message);

/// <summary>Length is what makes a password hard to guess; beyond it only the guesses everybody tries first are refused.</summary>
public static class PasswordStrength
{
    public const int Shortest = 12;

    /// <summary>Longer ones are refused before they are hashed, so that a request cannot keep the server busy.</summary>
    public const int Longest = 256;

    private static readonly FrozenSet<string> Common = new[]
    {
        "password", "passwort", "motdepasse", "contrasena", "qwerty", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azerty", "letmein",
        "welcome", "administrator", "admin", "iloveyou", "sunshine", "princess", "football", "baseball", "superman", "trustno",
        "dragon", "monkey", "shadow", "master", "michael", "jennifer", "computer", "internet", "whatever", "starwars", "pokemon",
        "changeme", "default", "secret", "passw", "password123qwerty", "qwertyqwerty", "passwordpassword", "correcthorsebatterystaple",
        "throughline", "spring", "summer", "autumn", "winter", "monday", "company", "qazwsxedc", "qazwsx", "abcdefghijkl", "abcabcabcabc",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Null when the password will do.</summary>
    public static WeakPassword? Refuse(string password, string email)
    {
        if (password.Length < Shortest)
            return new($"Use at least {Shortest} characters. A few words in a row are easy to remember.");
        if (password.Length > Longest)
            return new($"Use at most {Longest} characters.");
        if (password.Distinct().Count() < 5 || IsRun(password))
            return new("This repeats or counts up. Use a few words in a row.");
        if (Common.Contains(Letters(password)))
            return new("This is one of the first passwords anybody would try. Use a few words in a row.");

        var mailbox = email.Split('@')[0];
        return mailbox.Length >= 4 && password.Contains(mailbox, StringComparison.OrdinalIgnoreCase)
            ? new("Leave your e-mail address out of the password.")
            : null;
    }

    // "Password123!" and "P@ssw0rd2024" are the word "password" to whoever guesses.
    private static string Letters(string password) => string.Concat(
        password.ToLowerInvariant().Trim(' ', '!', '?', '.', '*', '#', '-', '_', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9')
            .Select(letter => letter switch { '@' => 'a', '0' => 'o', '1' => 'i', '3' => 'e', '5' => 's', '$' => 's', _ => letter })
            .Where(char.IsAsciiLetter));

    private static bool IsRun(string password) =>
        password.Zip(password.Skip(1), (first, next) => next - first).Count(step => step is 1 or 0 or -1) > password.Length * 3 / 4;
}
