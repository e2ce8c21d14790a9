namespace Throughline.Data.Mail;

/// <summary>What people are told about, with the words it comes in.</summary>
/// <param name="Kind">As stored.</param>
/// <param name="Name">Where somebody chooses how to hear of it.</param>
/// <param name="Title">The subject of its mail; <c>{subject}</c> is the record's key.</param>
/// <param name="Link">The page it leads to, likewise.</param>
/// <param name="Usual">How somebody hears of it who has chosen nothing: <c>mail</c>, <c>digest</c> or <c>inbox</c>.</param>
public sealed record NoticeKind(string Kind, string Name, string Title, string Link, string Usual = NoticeKinds.ByMail)
{
    public string TitleOf(string subject) => Title.Replace("{subject}", subject, StringComparison.Ordinal);

    public string LinkOf(string subject) => Link.Replace("{subject}", Uri.EscapeDataString(subject), StringComparison.Ordinal);
}

/// <summary>The kinds of notice, one line each. One that is not listed is told in its own words and leads to the inbox.</summary>
public static class NoticeKinds
{
    public const string ByMail = "mail", InDigest = "digest", InInbox = "inbox";

    private const string Booking = "/staffing/bookings/{subject}?back=%2Finbox";

    public static IReadOnlyList<NoticeKind> All { get; } =
    [
        new("soft_expiring", "A soft booking of yours runs out", "A soft booking runs out soon", Booking),
        new("soft_released", "A soft booking of yours was released", "A soft booking was released", "/inbox"),
        new("room_made", "There is room for a booking that waits", "There is room for your booking", Booking),
        new("room_partly", "There is room for some days of a booking that waits", "There is room for some days of your booking", "/staffing/bookings/{subject}/fitting"),
        new("request_cancelled", "A request of yours is no longer needed", "Your request was cancelled", "/staffing/requests/{subject}"),
        new("time_due", "A week of yours is due soon", "Your week is due soon", "/my-week"),
        new("time_late", "A week of yours is late", "Your week is late", "/my-week"),
        new("approval_due", "Time that waits for you is due soon", "Time waits for your approval", "/inbox"),
        new("acceptance_given", "A milestone of yours was accepted", "A milestone was accepted", "/inbox"),
        new("acceptance_rejected", "A milestone of yours was rejected", "A milestone was rejected", "/inbox"),
        new("acceptance_deemed", "A milestone of yours counts as accepted", "A milestone counts as accepted by silence", "/inbox"),
        new("acceptance_final", "Silence is about to accept a milestone of yours", "Silence is about to accept a milestone", "/inbox"),
        new("acceptance_reply", "A customer's reply waits for you", "A reply about acceptance waits for you", "/inbox"),
        new("milestone_due", "A billing period ends with milestones of yours unsigned", "Milestones to sign off before the month ends", "/engagements/{subject}"),
        new("acceptance_dispute", "A customer disputes an acceptance", "A customer disputes an acceptance", "/inbox"),
        new("approval_late", "Time that waits for you is late", "Time is late for approval", "/inbox"),
        new("milestone_warning", "A milestone of yours is unsigned before the billing period ends", "A milestone is unsigned before the billing period ends", "/acceptance"),
    ];

    private static readonly Dictionary<string, NoticeKind> ByKind = All.ToDictionary(kind => kind.Kind, StringComparer.Ordinal);

    public static NoticeKind Find(string kind) => ByKind.GetValueOrDefault(kind) ?? new NoticeKind(kind, Words(kind), Words(kind), "/inbox");

    private static string Words(string kind) => char.ToUpperInvariant(kind[0]) + kind[1..].Replace('_', ' ');
}
