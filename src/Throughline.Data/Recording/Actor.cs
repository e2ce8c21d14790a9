namespace Throughline.Data.Recording;

/// <summary>Who changes something, in which role and request. History, audit and decisions are stamped with it.</summary>
/// <param name="Name">The account's e-mail, or <c>system</c> for background work and <c>command line</c> for the operator's own.</param>
/// <param name="Role">The one role this act is done in; null when the account needs none.</param>
public sealed record Actor(string Name, Guid Request, string? Role = null)
{
    public static Actor System(Guid request) => new("system", request);
}
