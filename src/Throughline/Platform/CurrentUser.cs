using System.Security.Claims;
using Throughline.Data.Recording;
using Throughline.Domain.Accounts;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;

namespace Throughline.Platform;

/// <summary>Who asks: the account behind a session or a token, with the access table as it stands for this request.</summary>
/// <param name="Person">The person of the practice the account belongs to; null for one without bookings or time.</param>
/// <param name="Customer">The workspace's customer, for an account outside the practice.</param>
/// <param name="TokenScopes">What the API token was made for; null in a browser.</param>
/// <param name="Session">The stored key of the browser's session; null for a token.</param>
public sealed record CurrentUser(
    Guid Account, string Email, string Name, PersonKey? Person, CustomerKey? Customer, IReadOnlyList<Role> Roles,
    IReadOnlySet<Scope>? TokenScopes, string? Session, AccessTable Access, Guid Request)
{
    /// <summary>The user of a request; null while nobody is signed in.</summary>
    public static CurrentUser? Of(HttpContext? http) => http?.Features.Get<CurrentUser>();

    public bool IsOutside => Roles.Any(Domain.Accounts.Roles.IsOutside);

    /// <summary>Whether the user may do it to a record that stands to them in the relation, in which role, and why.</summary>
    public AccessDecision Decide(Act act, Relation relation = Relation.None) => Access.Decide(Roles, TokenScopes, act, relation);

    public bool May(Act act, Relation relation = Relation.None) => Decide(act, relation).Allowed;

    /// <summary>Whether their roles let the user see it. A token that may change something need not be one that reads: it is told no more than that what it names is there.</summary>
    public bool Sees(Act act, Relation relation) => Access.Decide(Roles, null, act, relation).Allowed;

    /// <summary>The relations in which the user may do it: what a list is filtered by.</summary>
    public Relation Reach(Act act) => Access.Reach(Roles, TokenScopes, act);

    /// <summary>The actor of a change, in the one role that <see cref="Decide"/> named.</summary>
    public Actor ToActor(Role? role = null) => new(Email, Request, role is { } acting ? Domain.Accounts.Roles.Name(acting).Code : null);

    internal static CurrentUser From(ClaimsPrincipal principal, AccessTable access)
    {
        var scopes = principal.FindAll(Caller.ScopeClaim).Select(claim => Scopes.Find(claim.Value)).OfType<Scope>();
        return new CurrentUser(
            Guid.Parse(principal.FindFirstValue(ClaimTypes.NameIdentifier)!),
            principal.FindFirstValue(ClaimTypes.Email)!,
            principal.Identity!.Name!,
            principal.FindFirstValue(Caller.PersonClaim) is { } person ? new PersonKey(person) : null,
            principal.FindFirstValue(Caller.CustomerClaim) is { } customer ? new CustomerKey(customer) : null,
            [.. principal.FindAll(ClaimTypes.Role).Select(claim => Domain.Accounts.Roles.Find(claim.Value)).OfType<Role>()],
            principal.Identity.AuthenticationType == TokenSignIn.Scheme ? scopes.ToHashSet() : null,
            principal.FindFirstValue(Caller.SessionClaim),
            access,
            Guid.CreateVersion7());
    }
}

/// <summary>Who the changes of a request count as. A sign-in begins as nobody; a command is the operator's.</summary>
public sealed class Acting
{
    public Actor Actor { get; set; } = new("anonymous", Guid.CreateVersion7());

    /// <summary>The session that goes on when the account's other sessions end; null outside a browser.</summary>
    public string? Session { get; set; }

    public void As(CurrentUser user) => (Actor, Session) = (user.ToActor(), user.Session);
}
