using Throughline.Domain.People;
using Throughline.Platform;

namespace Throughline.Features.Timekeeping;

/// <summary>Whose week somebody may fill in.</summary>
internal static class WeekAccess
{
    /// <summary>The person named, else oneself; null when there is nobody whose week the user may fill in.</summary>
    public static PersonKey? PersonOf(CurrentUser user, string? named)
    {
        var person = string.IsNullOrEmpty(named) ? user.Person : new PersonKey(named);
        return person is { } who && TimeAccess.ToLog(user, who).Decision.Allowed ? who : null;
    }

    /// <summary>The address of a week; one's own needs no name.</summary>
    public static string Address(CurrentUser user, PersonKey person, DateOnly monday) =>
        $"/my-week/{Ui.Text.Iso(monday)}" + (person == user.Person ? "" : $"?person={Uri.EscapeDataString(person.Value)}");
}
