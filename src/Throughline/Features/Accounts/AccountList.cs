using Dapper;
using Throughline.Data;
using Throughline.Domain.Accounts;

namespace Throughline.Features.Accounts;

/// <summary>An account as those who manage accounts see it.</summary>
public sealed class AccountRow
{
    /// <summary>Columns of <c>accounts a join account_secrets x</c>.</summary>
    public const string Columns =
        """
        a.account, a.email, a.normalized_email, a.name, a.person, a.customer, a.disabled, a.created, a.version, a.changed_by, a.recorded_at,
        x.two_factor, x.password_hash is not null as has_password,
        array(select r.role from account_roles r where r.account = a.account order by r.role) as roles,
        (select max(s.at) from audit s where s.subject = a.email and s.action = 'signed_in') as signed_in,
        (select count(*)::int from sessions s where s.account = a.account and s.security_stamp = x.security_stamp and s.expires > clock_timestamp()) as sessions
        """;

    public Guid Account { get; init; }
    public string Email { get; init; } = "";
    public string NormalizedEmail { get; init; } = "";
    public string Name { get; init; } = "";
    public string? Person { get; init; }
    public string? Customer { get; init; }
    public bool Disabled { get; init; }
    public DateTimeOffset Created { get; init; }
    public int Version { get; init; }
    public string ChangedBy { get; init; } = "";
    public DateTimeOffset RecordedAt { get; init; }
    public bool TwoFactor { get; init; }
    public bool HasPassword { get; init; }
    public string[] Roles { get; init; } = [];
    public DateTimeOffset? SignedIn { get; init; }
    public int Sessions { get; init; }

    public IReadOnlyList<Role> Held => [.. Roles.Select(Domain.Accounts.Roles.Find).OfType<Role>()];
    public string RoleNames => string.Join(", ", Held.Select(role => Domain.Accounts.Roles.Name(role).One));
}

/// <summary>What the list of accounts is narrowed to.</summary>
internal sealed record AccountFilter(string? Search, string? Role, string? State, string? After);

/// <summary>One page of accounts by address, how many there are in all, and where the next page begins.</summary>
internal sealed record AccountPageView(IReadOnlyList<AccountRow> Rows, int Total, string? Next);

/// <summary>A key with its name, to choose from.</summary>
public sealed record Known(string Key, string Name);

/// <summary>The accounts of the practice.</summary>
internal sealed class AccountList(Database database)
{
    private const int Size = 50;

    private const string Wanted =
        """
        (@Search::text is null or a.email ilike @like or a.name ilike @like or a.person = @Search)
        and (@Role::text is null or exists (select from account_roles r where r.account = a.account and r.role = @Role))
        and (@State::text is null or case @State when 'disabled' then a.disabled when 'one_step' then not a.disabled and not x.two_factor else not a.disabled end)
        """;

    public Task<AccountPageView> RunAsync(AccountFilter filter, CancellationToken stop) => database.ReadAsync(
        async connection =>
        {
            var values = new { filter.Search, filter.Role, filter.State, filter.After, like = Like(filter.Search), limit = Size + 1 };
            using var both = await connection.QueryMultipleAsync(
                $"""
                select {AccountRow.Columns} from accounts a join account_secrets x using (account)
                where {Wanted} and (@After::text is null or a.normalized_email > @After) order by a.normalized_email limit @limit;
                select count(*)::int from accounts a join account_secrets x using (account) where {Wanted}
                """,
                values);
            var rows = (await both.ReadAsync<AccountRow>()).AsList();
            var total = await both.ReadSingleAsync<int>();
            return new AccountPageView([.. rows.Take(Size)], total, rows.Count > Size ? rows[Size - 1].NormalizedEmail : null);
        },
        stop);

    public Task<AccountRow?> FindAsync(string email, CancellationToken stop) => database.ReadAsync(
        connection => connection.QuerySingleOrDefaultAsync<AccountRow>(
            $"select {AccountRow.Columns} from accounts a join account_secrets x using (account) where a.normalized_email = @normalized",
            new { normalized = Features.Accounts.Account.Normalize(email) }),
        stop);

    /// <summary>Whom an account may belong to, and whose workspace it may open.</summary>
    public Task<(IReadOnlyList<Known> People, IReadOnlyList<Known> Customers)> ChoicesAsync(CancellationToken stop) => database.ReadAsync(
        async connection =>
        {
            using var both = await connection.QueryMultipleAsync(
                "select person as key, name from people order by name, person; select customer as key, name from customers order by name, customer");
            return ((IReadOnlyList<Known>)(await both.ReadAsync<Known>()).AsList(), (IReadOnlyList<Known>)(await both.ReadAsync<Known>()).AsList());
        },
        stop);

    /// <summary>A pattern that finds the text anywhere, with nothing in it meaning anything else.</summary>
    internal static string? Like(string? search) => search is null
        ? null
        : $"%{search.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
}
