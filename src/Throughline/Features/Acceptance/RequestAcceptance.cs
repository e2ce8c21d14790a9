using System.Net.Mail;
using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Data.Records;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Acceptance;
using Throughline.Domain.Dates;
using Throughline.Domain.Policies;
using Throughline.Platform;
using Throughline.Platform.Records;

namespace Throughline.Features.Acceptance;

/// <summary>An asking for acceptance as somebody fills it in.</summary>
public sealed record AcceptanceForm
{
    /// <summary>Who signs for the customer.</summary>
    public string? RecipientName { get; init; }
    public string? RecipientEmail { get; init; }

    /// <summary>What was delivered, in words (8.18); what the milestone says when left out.</summary>
    public string? Statement { get; init; }
    public string? Subject { get; init; }

    /// <summary>E-mail addresses; those of P-28 when left out.</summary>
    public IReadOnlyList<string>? Copies { get; init; }

    /// <summary>What the customer is asked to check; the milestone's criteria when left out.</summary>
    public IReadOnlyList<string>? Points { get; init; }

    /// <summary>What is to be signed.</summary>
    public IReadOnlyList<AcceptanceDocument> Documents { get; init; } = [];

    /// <summary>What shows that it was delivered.</summary>
    public IReadOnlyList<AcceptanceDocument> Evidence { get; init; } = [];

    /// <summary>The customer was or is asked outside the program: nothing more than the milestone must be known.</summary>
    public bool WrittenDown { get; init; }

    /// <summary>Of an asking that is written down: the day it went out; today when left out.</summary>
    public DateOnly? Day { get; init; }
}

/// <summary>Asks the customer to accept a milestone (R-222, R-223): keeps what was said and sent, starts the clock, and writes to them.</summary>
public sealed class RequestAcceptance(Database database, MakeCustomerLink linkFor)
{
    internal static readonly SignOffRefused OnlyAtTheTop = new("R-227", "Only a milestone at the top level is accepted; this one is a part of another. Ask for that one.");

    private const string ByHand = "recorded by hand";
    private const int LongestName = 120, LongestText = 10_000, MostPoints = 50;

    public async Task<Result<AcceptanceStep>> RunAsync(RecordKey key, AcceptanceForm form, CurrentUser user, CancellationToken stop)
    {
        // Gather
        if (!(await AcceptanceSteps.MayEditAsync(database, key, user, stop)).Succeeded(out var role, out var refused))
            return refused;
        if (Invalid(form) is { } invalid)
            return invalid;

        return await database.WriteAsync<AcceptanceStep>(user.ToActor(role), async change =>
        {
            if (await AcceptanceRows.HoldMilestoneAsync(change, key.Parts[0]!, key.Parts[1]!) is not { } milestone)
                return new NoSuchRecord($"There is no milestone {key}.");

            // Decide
            if (Refuse(milestone, await AcceptanceRows.OfMilestoneAsync(change.Connection, milestone.Engagement, milestone.Milestone), form) is { } no)
                return no;

            // Act
            var policies = await database.Policies.ReadAsync(change.Connection, stop);
            var (request, ground, manager) = await MakeAsync(change, milestone, form, policies);
            return await SendAsync(change, request, milestone, form, ground, manager);
        }, stop);
    }

    /// <summary>Writes down an asking of which only the milestone's own day is known, so that its answer has a place.</summary>
    internal static async Task<AcceptanceRequest> WriteDownAsync(Change change, HeldMilestone milestone, PolicyValues policies, AcceptanceForm? said = null)
    {
        var form = said ?? new AcceptanceForm { WrittenDown = true, Day = milestone.SignOffSent };
        var (request, ground, manager) = await MakeAsync(change, milestone, form, policies);
        await KeepAsync(change, request, milestone, form, ground, manager, mailed: false);
        return request;
    }

    // An asking that came with an import has a day and no request; asking again is possible.
    private static Problem? Refuse(HeldMilestone milestone, IReadOnlyList<AcceptanceRequest> requests, AcceptanceForm form)
    {
        if (milestone.Parent is not null)
            return OnlyAtTheTop;

        var standing = milestone.SignOffReceived is null && !requests.Any(request => request.IsOpen) ? milestone.Standing with { Sent = null } : milestone.Standing;
        return MilestoneSteps.Take(standing, form.WrittenDown ? MilestoneStep.RecordRequest : MilestoneStep.Request).Succeeded(out _, out var no) ? null : no;
    }

    private static async Task<(AcceptanceRequest Request, AcceptanceGround Ground, string? Manager)> MakeAsync(Change change, HeldMilestone milestone, AcceptanceForm form, PolicyValues policies)
    {
        var from = DateOnly.FromDateTime(change.At.UtcDateTime);
        from = (form.Day is { } stated && stated < from ? stated : from).AddDays(-1);
        var context = (await AcceptanceContext.ReadAsync(change.Connection, milestone.Engagement, from))!;
        var ground = context.Ground(policies, from.AddDays(1));
        var today = Zones.DayOf(change.At, ground.Zone);
        var sent = form.Day is { } day && day != today ? Zones.InstantOf(day, new TimeOnly(12, 0), ground.Zone) : change.At;
        var used = await UsedAsync(change, milestone, ground);
        var clock = ground.Terms is { } terms ? PassiveAcceptance.Start(sent, ground.Zone, terms, ground.Calendar, null, used) : null;
        var email = form.RecipientEmail?.Trim() ?? "";
        return (new AcceptanceRequest(
            RecordKeys.New("acceptance_request", change.At), milestone.Engagement, milestone.Milestone, await NextAttemptAsync(change, milestone), "open", sent, change.Actor.Name, Or(form.RecipientName, email.Length > 0 ? email : ByHand), email,
            string.Join(';', form.Copies ?? (form.WrittenDown && email.Length == 0 ? [] : await CopiesAsync(change, context, policies, today))),
            Or(form.Subject, $"{context.CustomerName} - project sign off: {milestone.Title}"), Or(form.Statement, Or(milestone.Delivered, milestone.Title)),
            ground.Terms?.Days, ground.Terms?.Unit is AcceptanceUnit.CalendarDays ? "calendar_days" : "business_days", ground.Terms?.NonBusinessStart is NonBusinessStart.Same ? "same" : "next",
            ground.Terms?.RecordedDate is PassiveRecordedDate.NextBusinessDay ? "next_business_day" : "last_day",
            ground.CalendarOf switch { AcceptanceCalendar.Customer => "customer", AcceptanceCalendar.Union => "union", AcceptanceCalendar.VendorRegion => "vendor_region" },
            ground.Zone.Id, clock?.Day1 ?? Zones.DayOf(sent, ground.Zone), clock?.DayN, clock?.Deadline, clock?.RecordedOn, used,
            string.Join(';', ground.Weekend), string.Join(';', ground.DaysOff.Select(off => off.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))),
            null, null, null, null, null, 1), ground, context.ManagerEmail);
    }

    private async Task<AcceptanceStep> SendAsync(Change change, AcceptanceRequest request, HeldMilestone milestone, AcceptanceForm form, AcceptanceGround ground, string? manager)
    {
        var text = AcceptanceMail.Request(request, PointsOf(form, milestone), manager);
        // Who is written to now is asked now; what is written down of another day was sent then.
        var mailed = false;
        await KeepRowsAsync(change, request, milestone, form);
        if (request.HasAddress && form.Day is null)
        {
            var link = await linkFor(change, request.Key, request.RecipientName, request.RecipientEmail);
            mailed = await AcceptanceMail.ToCustomerAsync(change, request, "acceptance_request", request.Subject, text, link, [.. form.Documents, .. form.Evidence]);
            await AcceptanceMail.ToCopiesAsync(change, request, "acceptance_request", request.Subject, text);
        }

        await KeepStepAsync(change, request, ground, text, mailed);
        return await AcceptanceSteps.DoneAsync(
            change, request, "sign_off_requested", new { request = request.Key, day = request.DayOf(request.SentAt), to = request.RecipientEmail, mailed, writtenDown = form.WrittenDown }, mailed);
    }

    private static async Task KeepAsync(Change change, AcceptanceRequest request, HeldMilestone milestone, AcceptanceForm form, AcceptanceGround ground, string? manager, bool mailed)
    {
        await KeepRowsAsync(change, request, milestone, form);
        await KeepStepAsync(change, request, ground, AcceptanceMail.Request(request, PointsOf(form, milestone), manager), mailed);
    }

    private static async Task KeepRowsAsync(Change change, AcceptanceRequest request, HeldMilestone milestone, AcceptanceForm form)
    {
        await AcceptanceRows.InsertAsync(change, request);
        await AcceptanceRows.AddPointsAsync(change, request.Key, PointsOf(form, milestone));
        foreach (var document in form.Documents)
            await AcceptanceRows.AddFileAsync(change, request.Key, "document", document);
        foreach (var evidence in form.Evidence)
            await AcceptanceRows.AddFileAsync(change, request.Key, "evidence", evidence);

        await AcceptanceRows.KeepMilestoneAsync(change, milestone with { SignOffSent = request.DayOf(request.SentAt) });
    }

    private static async Task KeepStepAsync(Change change, AcceptanceRequest request, AcceptanceGround ground, string text, bool mailed)
    {
        var files = await AcceptanceRows.FilesAsync(change.Connection, request.Key);
        await Evidence.AppendAsync(change, request.Key, "requested", new
        {
            request.Engagement, request.Milestone, request.Attempt, sentAt = request.SentAt, to = new { name = request.RecipientName, email = request.RecipientEmail }, copies = request.Copies, request.Subject,
            text, mailed, terms = request.Days is null ? null : new { request.Days, request.Unit, request.DayOffStart, request.RecordedDate, request.CalendarOf, request.DaysUsed },
            request.Zone, request.Weekend, daysOff = request.Clock is { } clock ? ground.DaysOff.Where(day => day >= clock.Day1 && day <= clock.DayN) : [],
            day1 = request.Day1, request.LastDay, request.Deadline, request.RecordedOn,
            files = files.Select(file => new { file.Kind, file.Name, file.Type, sha256 = Convert.ToHexStringLower(file.Sha256) }),
        });
        await AcceptanceSchedule.WakeAsync(change, request, [], ground.Notices);
    }

    private static async Task<int> UsedAsync(Change change, HeldMilestone milestone, AcceptanceGround ground)
    {
        if (!ground.GoesOn || (await AcceptanceRows.OfMilestoneAsync(change.Connection, milestone.Engagement, milestone.Milestone)).FirstOrDefault() is not { State: "rejected", DecidedOn: { } rejected } last)
            return 0;

        return last.DayReached(rejected, await AcceptanceRows.HoldsAsync(change.Connection, last.Key)) ?? 0;
    }

    private static async Task<int> NextAttemptAsync(Change change, HeldMilestone milestone) =>
        ((await AcceptanceRows.OfMilestoneAsync(change.Connection, milestone.Engagement, milestone.Milestone)).FirstOrDefault()?.Attempt ?? 0) + 1;

    private static async Task<IReadOnlyList<string>> CopiesAsync(Change change, AcceptanceContext context, PolicyValues policies, DateOnly today)
    {
        var named = policies.Answer(new PolicyQuestion("P-28", today, context.Engagement, context.Region)).Items;
        string[] roles = [.. named.Contains("operations_manager") ? ["operations"] : Array.Empty<string>(), .. named.Any(name => name is "project_coordinator" or "operations_coordinator") ? ["coordinator"] : Array.Empty<string>()];
        var addresses = await AcceptanceRows.AddressesAsync(change.Connection, roles, context.Region, today);
        return named.Contains("self") ? [.. addresses.Append(change.Actor.Name.ToLowerInvariant()).Distinct()] : addresses;
    }

    private static IReadOnlyList<string> PointsOf(AcceptanceForm form, HeldMilestone milestone) =>
        form.Points is { } points ? [.. points.Select(point => point.Trim()).Where(point => point.Length > 0)] : milestone.CriteriaLines;

    private static InvalidFields? Invalid(AcceptanceForm form)
    {
        var errors = new List<FieldError>();
        var asks = !form.WrittenDown;
        if (asks && string.IsNullOrWhiteSpace(form.RecipientName))
            errors.Add(new("recipientName", "Name the person who signs for the customer."));
        if ((asks || !string.IsNullOrWhiteSpace(form.RecipientEmail)) && !IsAddress(form.RecipientEmail))
            errors.Add(new("recipientEmail", "Give the e-mail address of the person who signs for the customer."));
        if (asks && form.Documents.Count == 0)
            errors.Add(new("documents", "Attach the acceptance document (R-226)."));
        if (form.Documents.Count + form.Evidence.Count > AcceptanceUpload.MostFiles)
            errors.Add(new("documents", "Attach at most ten files."));
        if (form.Documents.Concat(form.Evidence).Sum(file => (long)file.Content.Length) > AcceptanceUpload.MostBytes)
            errors.Add(new("documents", "Attach at most 20 MB together: a mail cannot carry more."));
        if (form.Copies?.FirstOrDefault(copy => !IsAddress(copy)) is { } copy)
            errors.Add(new("copies", $"{copy} is not an e-mail address."));
        if (form.Points?.Count > MostPoints)
            errors.Add(new("points", "Ask for at most fifty points."));

        foreach (var (field, text, most) in new[] { ("recipientName", form.RecipientName, LongestName), ("subject", form.Subject, 200), ("statement", form.Statement, LongestText) }
            .Concat((form.Points ?? []).Select(point => ("points", (string?)point, 1_000))))
        {
            if (text is not null && (text.Length > most || text.Contains('\0') || (field != "statement" && text.Any(char.IsControl))))
                errors.Add(new(field, FormattableString.Invariant($"must be at most {most} characters{(field == "statement" ? "" : " on one line")}")));
        }

        return errors.Count > 0 ? new InvalidFields(errors) : null;
    }

    private static bool IsAddress(string? text) => text is { Length: > 2 and <= 254 } && !text.Any(char.IsControl) && !text.Contains(';') && MailAddress.TryCreate(text, out var address) && address.Address == text.Trim();

    private static string Or(string? text, string other) => string.IsNullOrWhiteSpace(text) ? other : text.Trim();
}
