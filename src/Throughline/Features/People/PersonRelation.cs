using Throughline.Domain.Accounts;
using Throughline.Platform;
using Throughline.Platform.Records;
using Throughline.Ui;

namespace Throughline.Features.People;

/// <summary>How the user stands to a person, and which pages of the person that opens.</summary>
internal static class PersonRelation
{
    public static Relation To(this CurrentUser user, SavedRecord person) =>
        user.Person is not { } me ? Relation.None
        : me.Value == person["person"] ? Relation.Own
        : me.Value == person["manager"] ? Relation.Team
        : Relation.None;

    /// <summary>Whether what is personal (time off, wishes, hours) is open: one's own, one's team's, or everybody's to those who plan.</summary>
    public static bool SeesPersonal(this CurrentUser user, SavedRecord person) =>
        (user.Reach(Act.SeePeople) & ~Relation.Assigned & (user.To(person) | Relation.Any)) != 0 || user.To(person) is not Relation.None;

    /// <summary>The parts of a person that the user may open, the current one marked.</summary>
    public static IReadOnlyList<Tab> Tabs(this CurrentUser user, string key, SavedRecord person, string current)
    {
        var path = $"/people/{Uri.EscapeDataString(key)}";
        var tabs = new List<Tab> { new("Overview", path, Current: current == "overview") };
        if (user.SeesPersonal(person))
        {
            tabs.Add(new("Skills", path + "/skills", Current: current == "skills"));
            tabs.Add(new("Working hours", path + "/hours", Current: current == "hours"));
        }

        if (user.May(Act.SeeStyle, user.To(person)))
            tabs.Add(new("Working style", path + "/style", Current: current == "style"));
        if (user.May(Act.EditPeople) || user.May(Act.EditTimeOff) || user.May(Act.SetOvertime))
            tabs.Add(new("Record, time off and overtime", $"/admin/people/{Uri.EscapeDataString(key)}", Current: current == "record"));

        return tabs;
    }
}
