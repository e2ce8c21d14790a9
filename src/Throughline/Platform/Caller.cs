using System.Security.Claims;

namespace Throughline.Platform;

/// <summary>An account as a session or token finds it, in one statement with them.</summary>
internal class Caller
{
    public const string PersonClaim = "person";

    /// <summary>Which of the account's tokens was shown, by its number.</summary>
    public const string TokenClaim = "token";
    public const string CustomerClaim = "customer";
    public const string ScopeClaim = "scope";
    public const string SessionClaim = "session";

    /// <summary>Columns of <c>accounts a</c>. An account that names no person belongs to the only one with its e-mail.</summary>
    public const string Columns =
        """
        a.account, a.email, a.name, a.customer,
        coalesce(a.person, (select min(p.person) from people p where lower(p.email) = lower(a.email) having count(*) = 1)) as person,
        array(select r.role from account_roles r where r.account = a.account order by r.role) as roles
        """;

    public Guid Account { get; init; }
    public string Email { get; init; } = "";
    public string Name { get; init; } = "";
    public string? Customer { get; init; }
    public string? Person { get; init; }
    public string[] Roles { get; init; } = [];

    public ClaimsPrincipal ToPrincipal(string scheme, params Claim[] more)
    {
        List<Claim> claims = [new(ClaimTypes.NameIdentifier, Account.ToString()), new(ClaimTypes.Email, Email), new(ClaimTypes.Name, Name), .. more];
        claims.AddRange(Roles.Select(role => new Claim(ClaimTypes.Role, role)));
        if (Person is not null)
            claims.Add(new(PersonClaim, Person));

        if (Customer is not null)
            claims.Add(new(CustomerClaim, Customer));

        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }
}
