using Dapper;
using Npgsql;
using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Reports;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>One step or comment, with the name of whoever it came from.</summary>
internal sealed record SaidRow(DateTimeOffset At, string Author, string? Step, string? Role, string? Text, string? Offers);

/// <summary>One request as a reader may see it.</summary>
/// <param name="Standing">The booking it is about, as it stands; null when there is none.</param>
/// <param name="Steps">Every step that was taken, the first one first.</param>
/// <param name="Access">Whether this reader may take each step, and why not where they may not.</param>
/// <param name="Takes">R-097: the hours that the booking takes, or would, beside those agreed; null where none are.</param>
internal sealed record RequestSheet(
    RequestGround Ground, StoredRequest Request, RequestAge? Age, Booking? Standing, IReadOnlyList<SaidRow> Steps, IReadOnlyList<SaidRow> Comments,
    IReadOnlyDictionary<RequestStep, AccessDecision> Access, DateOnly Today, TimeZoneInfo Zone, decimal? Takes = null)
{
    public bool May(RequestStep step) => RequestFlow.Allows(Request.State, step) && Access[step].Allowed;

    /// <summary>The step fits the state, but not this reader.</summary>
    public AccessDecision? Refused(RequestStep step) => RequestFlow.Allows(Request.State, step) && !Access[step].Allowed ? Access[step] : null;

    public bool MayEdit => RequestFlow.MayEdit(Request.State) && Access[RequestStep.Submit].Allowed;
}

/// <summary>Opens one request.</summary>
internal sealed class RequestDetail(Database database, PracticeSettings settings)
{
    private const string Said =
        """
        select s.at, coalesce(a.name, s.author) as author, s.step, s.role, s.reason as text, s.offers
        from resource_request_events s left join accounts a on a.normalized_email = upper(s.author) where resource_request = @key order by event;
        select s.at, coalesce(a.name, s.author) as author, null as step, null as role, s.text, null as offers
        from resource_request_comments s left join accounts a on a.normalized_email = upper(s.author) where resource_request = @key order by comment;
        """;

    public async Task<Result<RequestSheet>> RunAsync(CurrentUser user, RequestKey key, CancellationToken stop)
    {
        var (policies, today, zone) = (await settings.PoliciesAsync(stop), await settings.TodayAsync(stop), await settings.ZoneAsync(stop));
        return await database.ReadAsync<Result<RequestSheet>>(async connection =>
        {
            if (await RequestGround.FindAsync(connection, key) is not { } ground || !ground.SeenBy(user))
                return RequestStore.Unknown(key);

            var request = ground.ToRequest();
            var ages = await RequestAges.ReadAsync(connection, [ground], policies, today, zone);
            var standing = request.Terms.Booking is { } booking ? await BookingStore.FindAsync(connection, booking) : null;
            await using var said = await connection.QueryMultipleAsync(Said, new { key = key.Value });
            return new RequestSheet(
                ground, request, ages.Of(ground), standing, [.. await said.ReadAsync<SaidRow>()], [.. await said.ReadAsync<SaidRow>()],
                Enum.GetValues<RequestStep>().ToDictionary(step => step, step => ground.May(user, step, policies, today).Access), today, zone,
                await TakesAsync(connection, request.Terms, standing?.Terms, PolicyReader.WeekendsOn(policies, today), request.State is RequestState.Booked, stop));
        }, stop);
    }

    // Once booked it is the booking that counts, as it stands.
    private static async Task<decimal?> TakesAsync(NpgsqlConnection connection, RequestTerms terms, BookingTerms? standing, Weekends weekends, bool booked, CancellationToken stop)
    {
        var (person, days, minutes) = booked && standing is not null ? (standing.Person, standing.Days, standing.MinutesPerDay) : (terms.Person ?? standing?.Person, terms.Days, terms.MinutesPerDay);
        if (terms.AgreedHours is null || (booked && standing is null))
            return null;

        var facts = await PracticeReader.ReadAsync(connection, new PracticeQuery(FactSet.People | FactSet.WorkingTime) { People = person is { } one ? [one] : [] }, stop);
        return new Capacity(days, facts.People, facts.CalendarDays, facts.TimeOff, facts.Overtime, weekends).Of(person).BookedIn(days, minutes) / 60m;
    }
}

/// <summary>How pages and toasts speak of requests.</summary>
internal static class RequestWords
{
    public const string Home = "/staffing/requests";

    public static string Address(RequestKey key) => $"{Home}/{Uri.EscapeDataString(key.Value)}";

    /// <summary><c>6 h a day, 2 – 6 March 2026, hard</c></summary>
    public static string Asked(RequestTerms terms) =>
        $"{BookingWords.Hours(terms.MinutesPerDay)} a day, {Ui.Text.Range(terms.Days)}, {terms.Commitment.Text()}";

    /// <summary>Whom it asks for: the person, or the role that somebody has to fill.</summary>
    public static string Who(RequestTerms terms, string? person) => person ?? terms.Person?.Value ?? ResourceCentre.Sentence(terms.Role);

    public static string Offer(RequestOffer offer) => $"{BookingWords.Hours(offer.MinutesPerDay)} a day, {Ui.Text.Range(offer.Days)}";

    public static string State(RequestState state) => state switch
    {
        RequestState.Draft => "draft, asks nobody yet",
        RequestState.Submitted => "submitted",
        RequestState.Countered => "other dates offered",
        RequestState.Approved => "approved",
        RequestState.Booked => "booked",
        RequestState.Rejected => "rejected",
        RequestState.Withdrawn => "withdrawn",
        RequestState.Cancelled => "cancelled",
    };

    public static Ui.Tone Tone(RequestState state) => state switch
    {
        RequestState.Submitted => Ui.Tone.Accent,
        RequestState.Countered => Ui.Tone.Warn,
        RequestState.Approved or RequestState.Booked => Ui.Tone.Good,
        RequestState.Rejected => Ui.Tone.Bad,
        RequestState.Draft or RequestState.Withdrawn or RequestState.Cancelled => Ui.Tone.Quiet,
    };

    public static string Step(string step) => step switch
    {
        "submit" => "Submitted",
        "propose" => "Person proposed",
        "counter" => "Other dates offered",
        "accept" => "Dates accepted, submitted again",
        "approve" => "Approved",
        "book" => "Booked",
        "reject" => "Rejected",
        "withdraw" => "Withdrawn",
        _ => "Cancelled",
    };

    /// <summary>How long it waits, and by when it should be answered.</summary>
    public static string Age(RequestAge age, DateOnly today) => age switch
    {
        { Overdue: true } => $"{Ui.Text.Count(age.Days, "business day")}, overdue since {Ui.Text.DayOfYear(age.Due)}",
        { Days: 0 } => $"due {Ui.Text.WeekDay(age.Due)}",
        _ when age.Due == today => $"{Ui.Text.Count(age.Days, "business day")}, due today",
        _ => $"{Ui.Text.Count(age.Days, "business day")}, due {Ui.Text.WeekDay(age.Due)}",
    };

    /// <summary>R-097: the hours agreed beside those that the booking takes.</summary>
    public static string Compared(decimal agreed, decimal takes, bool booked)
    {
        var said = $"the booking {(booked ? "takes" : "would take")} {Ui.Text.Hours(takes)} h";
        return takes == agreed ? $"{said}, just as agreed" : $"{said}, {Ui.Text.Hours(Math.Abs(takes - agreed))} h {(takes > agreed ? "more than agreed" : "less")}";
    }

    /// <summary>What approval does to the schedule.</summary>
    public static string Does(RequestKind kind) => kind switch
    {
        RequestKind.New => "books",
        RequestKind.Release => "releases the booking",
        RequestKind.Change or RequestKind.FirmUp or RequestKind.Replace => "changes the booking",
    };

    /// <summary>What the toast says once a step is taken.</summary>
    public static string Said(RequestStep step, StoredRequest request) => step switch
    {
        RequestStep.Submit => "Submitted. The coordinator has been asked.",
        RequestStep.Accept => "Submitted with these dates.",
        RequestStep.Counter => $"{Ui.Text.Count(request.Request.Offers.Count, "span")} offered. Whoever asked has been told.",
        RequestStep.Approve or RequestStep.Book => request.Terms.Kind is RequestKind.Release ? "Approved and released." : "Approved and booked.",
        RequestStep.Reject => "Rejected, with the reason.",
        RequestStep.Withdraw => "Withdrawn.",
        RequestStep.Cancel => "Cancelled, with the reason.",
        RequestStep.Propose => "Proposed.",
    };

    public static Ui.Tone Tone(RequestAge age) => age.Overdue ? Ui.Tone.Bad : age.DueSoon ? Ui.Tone.Warn : Ui.Tone.Quiet;
}
