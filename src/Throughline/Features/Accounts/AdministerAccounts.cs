using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Accounts;

internal sealed record LastAdministrator() : Problem(
    "R-296", "This is the last account that administers the practice. Make somebody else an administrator first.");

internal sealed record OwnAccountKept() : Problem(
    "R-296", "You cannot disable the account that you are signed in with. Ask another administrator.");

/// <summary>An account as an administrator states it.</summary>
internal sealed record AccountInput(string Email, string Name, IReadOnlyList<Role> Roles, string? Person, string? Customer);

/// <summary>Makes accounts and changes them, on behalf of whoever manages accounts. What ends a sign-in ends it at once.</summary>
internal sealed class AdministerAccounts(Database database, AccountSettings settings)
{
    /// <summary>Answers the path of the one-time link with which the owner sets a password: the only time it is known.</summary>
    public Task<Result<string>> AddAsync(CurrentUser user, AccountInput input, CancellationToken stop) => ChangeAsync<string>(user, async change =>
    {
        if (await RefuseAsync(change, input) is { } refused)
            return refused;
        if (await change.QuerySingleOrDefaultAsync<string>(
            "select email from accounts where normalized_email = @normalized", new { normalized = Account.Normalize(input.Email) }) is { } taken)
            return new InvalidFields("Email", $"There is already an account {taken}.");

        var id = await NewAccount.InsertAsync(change, new(input.Email, input.Name, input.Roles, null, input.Person, input.Customer), change.At);
        return await SignInLinks.ForPasswordAsync(change, id, settings.Clock.GetUtcNow());
    }, stop);

    /// <summary>Changes name, roles and whom the account belongs to; the address stays.</summary>
    /// <param name="version">What the form was filled in from.</param>
    public Task<Result<AccountRow>> EditAsync(CurrentUser user, string email, int version, AccountInput input, CancellationToken stop) =>
        ChangeAsync<AccountRow>(user, async change =>
        {
            if (await HoldAsync(change, email) is not { } before)
                return NoAccount(email);
            if (before.Version != version)
                return new StaleRecord($"the account {before.Email}", before.Version, before.ChangedBy, before.RecordedAt, await SinceAsync(change, before, version));
            if (await RefuseAsync(change, input) is { } refused)
                return refused;
            if (before.Held.Contains(Role.Administrator) && !input.Roles.Contains(Role.Administrator) && !await OthersAdministerAsync(change, before))
                return new LastAdministrator();

            var roles = input.Roles.Distinct().Select(role => Roles.Name(role).Code).ToArray();
            await change.ExecuteAsync(
                "update accounts set name = @Name, person = @Person, customer = @Customer where account = @Account",
                new { input.Name, input.Person, input.Customer, before.Account });
            await change.ExecuteAsync("delete from account_roles where account = @Account and role <> all(@roles)", new { before.Account, roles });
            await change.ExecuteAsync(
                "insert into account_roles (account, role) select @Account, unnest(@roles) on conflict do nothing", new { before.Account, roles });
            await change.AuditAsync("account_changed", before.Email, new { version = before.Version, changes = Differences(before, input, roles) });
            return before;
        }, stop);

    public Task<Result<AccountRow>> SetDisabledAsync(CurrentUser user, string email, bool disabled, CancellationToken stop) =>
        ActAsync(user, email, disabled ? "account_disabled" : "account_enabled", async (change, account) =>
        {
            if (disabled && account.Account == user.Account)
                return new OwnAccountKept();
            if (disabled && account.Held.Contains(Role.Administrator) && !await OthersAdministerAsync(change, account))
                return new LastAdministrator();

            await change.ExecuteAsync("update accounts set disabled = @disabled where account = @Account and disabled <> @disabled", new { disabled, account.Account });
            if (disabled)
                await change.ExecuteAsync("delete from sessions where account = @Account", account);

            return null;
        }, stop);

    /// <summary>Makes a new one-time link; earlier ones stop working. The password that there is goes on until it is used.</summary>
    public async Task<Result<string>> MakeLinkAsync(CurrentUser user, string email, CancellationToken stop)
    {
        var link = "";
        var made = await ActAsync(user, email, "password_link_made", async (change, account) =>
        {
            await change.ExecuteAsync("delete from sign_in_links where account = @Account and purpose = 'set_password' and used is null", account);
            link = await SignInLinks.ForPasswordAsync(change, account.Account, settings.Clock.GetUtcNow());
            return null;
        }, stop);
        return made.Succeeded(out _, out var problem) ? link : problem;
    }

    public Task<Result<AccountRow>> EndSessionsAsync(CurrentUser user, string email, CancellationToken stop) =>
        ActAsync(user, email, "sessions_ended", async (change, account) =>
        {
            await change.ExecuteAsync("delete from sessions where account = @Account", account);
            return null;
        }, stop);

    /// <summary>For somebody who lost the device with the codes. Every session of the account ends with it.</summary>
    public Task<Result<AccountRow>> TurnOffSecondStepAsync(CurrentUser user, string email, CancellationToken stop) =>
        ActAsync(user, email, "two_factor_off", async (change, account) =>
        {
            await change.ExecuteAsync(
                """
                update account_secrets set two_factor = false, authenticator_key = null, recovery_codes = '{}', security_stamp = @stamp, changed = changed + 1
                where account = @Account
                """,
                new { account.Account, stamp = Secret.New() });
            return null;
        }, stop);

    private Task<Result<AccountRow>> ActAsync(
        CurrentUser user, string email, string action, Func<Change, AccountRow, Task<Problem?>> act, CancellationToken stop) =>
        ChangeAsync<AccountRow>(user, async change =>
        {
            if (await HoldAsync(change, email) is not { } account)
                return NoAccount(email);
            if (await act(change, account) is { } refused)
                return refused;

            await change.AuditAsync(action, account.Email);
            return account;
        }, stop);

    private async Task<Result<T>> ChangeAsync<T>(CurrentUser user, Func<Change, Task<Result<T>>> act, CancellationToken stop)
        where T : notnull
    {
        var decision = user.Decide(Act.EditUsers);
        return decision.Problem is { } refused ? refused : await database.WriteAsync(user.ToActor(decision.Role), act, stop);
    }

    // Administrators are held in one order, so that two of them cannot take the role from each other at once.
    private static async Task<AccountRow?> HoldAsync(Change change, string email)
    {
        await change.ExecuteAsync("select from account_roles where role = 'administrator' order by account for update");
        return await change.QuerySingleOrDefaultAsync<AccountRow>(
            $"select {AccountRow.Columns} from accounts a join account_secrets x using (account) where a.normalized_email = @normalized for update of a",
            new { normalized = Account.Normalize(email) });
    }

    private static async Task<bool> OthersAdministerAsync(Change change, AccountRow but) => await change.QuerySingleOrDefaultAsync<bool>(
        "select exists (select from account_roles join accounts using (account) where role = 'administrator' and not disabled and account <> @Account)", but);

    private static async Task<InvalidFields?> RefuseAsync(Change change, AccountInput input)
    {
        var errors = new List<FieldError>();
        if (NewAccount.Refuse(input.Email) is { } address)
            errors.Add(new("Email", address.Message));
        if (input.Name.Length is 0 or > 200)
            errors.Add(new("Name", "Write the name to show, at most 200 characters."));
        if (input.Roles.Count == 0)
            errors.Add(new("Roles", "Choose at least one role: without one the account sees nothing."));
        else if (Roles.Refuse(input.Roles) is { } mixed)
            errors.Add(new("Roles", mixed.Message));
        if (input.Roles.Contains(Role.Customer) && input.Customer is null)
            errors.Add(new("Customer", "Say whose workspace the account opens."));
        if (!input.Roles.Any(Roles.IsOutside) && input.Customer is not null)
            errors.Add(new("Customer", "Only customers and partners have a workspace. Leave it empty."));
        if (input.Person is not null && await change.QuerySingleOrDefaultAsync<string>("select person from people where person = @Person", input) is null)
            errors.Add(new("Person", $"There is no person {input.Person}. Write the key that the list of people shows."));
        if (input.Customer is not null && await change.QuerySingleOrDefaultAsync<string>("select customer from customers where customer = @Customer", input) is null)
            errors.Add(new("Customer", $"There is no customer {input.Customer}."));

        return errors.Count > 0 ? new InvalidFields(errors) : null;
    }

    private static List<FieldDifference> Differences(AccountRow before, AccountInput input, string[] roles)
    {
        var differences = new List<FieldDifference>();
        void Compare(string field, string? seen, string? now)
        {
            if (seen != now)
                differences.Add(new(field, seen ?? "nothing", now ?? "nothing"));
        }

        Compare("the name", before.Name, input.Name);
        Compare("the roles", Named(before.Roles), Named([.. roles.Order(StringComparer.Ordinal)]));
        Compare("the person", before.Person, input.Person);
        Compare("the customer", before.Customer, input.Customer);
        return differences;
    }

    // Each edit left what it changed in the audit; together they lead from what was seen to what stands.
    private static async Task<IReadOnlyList<FieldDifference>> SinceAsync(Change change, AccountRow account, int version)
    {
        var told = await change.QueryAsync<FieldDifference>(
            """
            select d->>'Field' as field, d->>'Seen' as seen, d->>'Now' as now
            from audit, jsonb_array_elements(detail->'changes') d
            where subject = @Email and action = 'account_changed' and (detail->>'version')::int >= @version order by at, audit
            """,
            new { account.Email, version });
        return [.. told.GroupBy(one => one.Field).Select(field => new FieldDifference(field.Key, field.First().Seen, field.Last().Now)).Where(one => one.Seen != one.Now)];
    }

    private static string Named(IEnumerable<string> codes) =>
        string.Join(", ", codes.Select(code => Roles.Find(code) is { } role ? Roles.Name(role).One : code));

    private static NoSuchRecord NoAccount(string email) => new($"There is no account {email}.");
}
