using System.Text.Json;
using Dapper;
using Throughline.Data;
using Throughline.Domain.Accounts;
using Throughline.Features.Accounts;
using Throughline.Platform;

namespace Throughline.CommandLine;

/// <summary><c>user add</c>, <c>user list</c>, <c>user disable</c>: accounts from the machine the program runs on.</summary>
internal static class UserCommand
{
    public static readonly Command Add = new(
        new CommandShape(
            "user add",
            "make an account and print a link with which its owner sets a password",
            ["EMAIL"],
            [
                new("--role", "ROLE", "a role of the account", Repeated: true),
                new("--password-stdin", null, "read the password from standard input instead of printing a link"),
                new("--name", "NAME", "the name to show (default: what stands before the @)"),
                new("--person", "KEY", "the person the account belongs to (default: the one with this e-mail address)"),
                new("--customer", "KEY", "the customer whose workspace the account opens"),
            ],
            ["user add ana@example.org --role project_manager --role coordinator", "user add ops@example.org --role administrator --password-stdin < secret.txt"]),
        AddAsync);

    public static readonly Command List = new(new CommandShape("user list", "list the accounts", [], [], ["user list", "user list --json"]), ListAsync);

    public static readonly Command Disable = new(
        new CommandShape("user disable", "shut an account out; its sessions and tokens end at once", ["EMAIL"], [], ["user disable ana@example.org"]), DisableAsync);

    private static async Task<int> AddAsync(Session session, CancellationToken stop)
    {
        var email = session.Arguments.Positional[0];
        if (NewAccount.Refuse(email) is { } address)
            throw new UsageException($"user add: {address.Message}");

        var roles = RolesOf(session.Arguments.Values("--role"));
        var hash = session.Arguments.Has("--password-stdin") ? await PasswordAsync(session, email, stop) : null;
        var name = session.Arguments.Value("--name") ?? email.Split('@')[0];
        var account = new NewAccount(email, name, roles, hash, session.Arguments.Value("--person"), session.Arguments.Value("--customer"));

        await using var open = await session.OpenAsync(stop);
        var made = await open.Database.WriteAsync<string>(session.Operator, async change =>
        {
            var id = await NewAccount.InsertAsync(change, account, change.At);
            return hash is null ? await SignInLinks.ForPasswordAsync(change, id, TimeProvider.System.GetUtcNow()) : "";
        }, stop);
        if (!made.Succeeded(out var link, out var problem))
            return await RefuseAsync(session, problem, email);

        await SayAddedAsync(session, account, link);
        return 0;
    }

    private static List<Role> RolesOf(IReadOnlyList<string> codes)
    {
        var known = string.Join(", ", Roles.All.Select(role => role.Code));
        if (codes.Count == 0)
            throw new UsageException($"user add: --role is missing. Roles: {known}.");

        var roles = codes.Select(code => Roles.Find(code) ?? throw new UsageException($"user add: there is no role {code}. Roles: {known}.")).ToList();
        return Roles.Refuse(roles) is { } mixed ? throw new UsageException($"user add: {mixed.Message}") : roles;
    }

    private static async Task<string> PasswordAsync(Session session, string email, CancellationToken stop)
    {
        var password = await session.Input.ReadLineAsync(stop) ?? "";
        return PasswordStrength.Refuse(password, email) is { } weak
            ? throw new UsageException($"user add: {weak.Message}")
            : new Passwords(AccountsSetup.Hasher()).Hash(password);
    }

    private static async Task<int> RefuseAsync(Session session, Domain.Problem problem, string email)
    {
        if (problem is DatabaseRefusal { Rule: "unknown_reference" })
            throw new UsageException("user add: there is no such person or customer. See throughline export, or leave the option out.");

        await session.Errors.WriteLineAsync(problem is DatabaseRefusal { Rule: "duplicate_key" } ? $"There is already an account {email}." : problem.Message);
        return 1;
    }

    private static async Task SayAddedAsync(Session session, NewAccount account, string link)
    {
        var roles = account.Roles.Select(role => Roles.Name(role).Code).ToList();
        if (session.Json)
        {
            await session.Output.WriteLineAsync(JsonSerializer.Serialize(new { email = account.Email, name = account.Name, roles, setPasswordPath = link.Length > 0 ? link : null }));
            return;
        }

        await session.Output.WriteLineAsync($"Added {account.Email}: {string.Join(", ", roles)}");
        if (link.Length > 0)
            await session.Output.WriteLineAsync($"To set a password, once and within 24 hours, open on your server: {link}");
    }

    private static async Task<int> ListAsync(Session session, CancellationToken stop)
    {
        await using var open = await session.OpenAsync(stop);
        var rows = await open.Database.ReadAsync(
            async connection => (await connection.QueryAsync<(string Email, string Name, string[] Roles, bool TwoFactor, bool Disabled)>(
                """
                select a.email, a.name, array(select role from account_roles r where r.account = a.account order by role) as roles, x.two_factor, a.disabled
                from accounts a join account_secrets x using (account) order by a.normalized_email
                """)).AsList(),
            stop);
        if (session.Json)
        {
            await session.Output.WriteLineAsync(JsonSerializer.Serialize(rows.Select(row =>
                new { email = row.Email, name = row.Name, roles = row.Roles, twoFactor = row.TwoFactor, disabled = row.Disabled })));
            return 0;
        }

        foreach (var row in rows)
            await session.Output.WriteLineAsync($"{row.Email,-40} {(row.Disabled ? "disabled" : row.TwoFactor ? "two steps" : "active"),-10} {string.Join(", ", row.Roles)}");

        if (rows.Count == 0)
            session.Note("There are no accounts yet. throughline user add makes one.");

        return 0;
    }

    private static async Task<int> DisableAsync(Session session, CancellationToken stop)
    {
        var email = session.Arguments.Positional[0];
        await using var open = await session.OpenAsync(stop);
        var done = await open.Database.WriteAsync<int>(session.Operator, async change =>
        {
            var normalized = Account.Normalize(email);
            var disabled = await change.ExecuteAsync("update accounts set disabled = true where normalized_email = @normalized and not disabled", new { normalized });
            if (disabled == 1)
                await change.AuditAsync("account_disabled", email);

            await change.ExecuteAsync("delete from sessions where account = (select account from accounts where normalized_email = @normalized)", new { normalized });
            return await change.QuerySingleOrDefaultAsync<int>("select count(*)::int from accounts where normalized_email = @normalized", new { normalized });
        }, stop);
        if (!done.Succeeded(out var found, out _) || found == 0)
            throw new UsageException($"user disable: there is no account {email}. See throughline user list");

        session.Note($"Disabled {email}. Its sessions and tokens no longer work.");
        return 0;
    }
}
