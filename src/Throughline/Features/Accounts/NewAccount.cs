using System.Net.Mail;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Accounts;

internal sealed record NotAnAddress() : Problem("email", "This is not an e-mail address. Write it like ana@example.org.");

/// <summary>What an account is made of.</summary>
/// <param name="PasswordHash">Null for one that will set its password with a link.</param>
internal sealed record NewAccount(
    string Email, string Name, IReadOnlyList<Role> Roles, string? PasswordHash, string? Person = null, string? Customer = null)
{
    /// <summary>Null for an address that a mail could be sent to.</summary>
    public static NotAnAddress? Refuse(string email) =>
        email.Length <= 254 && MailAddress.TryCreate(email, out var parsed) && parsed.Address == email && !email.Any(char.IsWhiteSpace) ? null : new();

    public static async Task<Guid> InsertAsync(Change change, NewAccount account, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7();
        await change.ExecuteAsync(
            """
            insert into accounts (account, email, normalized_email, name, person, customer, created)
            values (@id, @Email, @normalized, @Name, @Person, @Customer, @now)
            """,
            new { id, account.Email, normalized = Account.Normalize(account.Email), account.Name, account.Person, account.Customer, now });
        await change.ExecuteAsync(
            "insert into account_secrets (account, password_hash, security_stamp) values (@id, @PasswordHash, @stamp)",
            new { id, account.PasswordHash, stamp = Secret.New() });
        var roles = account.Roles.Distinct().Select(role => Domain.Accounts.Roles.Name(role).Code).ToArray();
        await change.ExecuteAsync("insert into account_roles (account, role) select @id, unnest(@roles)", new { id, roles });
        await change.AuditAsync("account_made", account.Email, new { roles });
        return id;
    }
}
