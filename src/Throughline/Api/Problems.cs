using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;
using Throughline.Features.Contracts;
using Throughline.Platform;
using Throughline.Platform.Records;

namespace Throughline.Api;

/// <summary>A parameter of the address that cannot be taken.</summary>
internal sealed record BadParameter(string Parameter, string Message) : Problem("parameter", Message);

/// <summary>The one place that gives each refusal its status.</summary>
internal static class Problems
{
    private const int MostDays = 100;

    public static ApiProblem Of(Problem problem) => problem switch
    {
        InvalidFields fields => Refused(422, problem) with { Title = "Some fields cannot be taken", Errors = [.. fields.Errors.Select(error => new ApiError(error.Field, error.Message))] },
        UnreadableBody body => new ApiProblem(body.Status, body.Message),
        BadParameter bad => new ApiProblem(400, bad.Message) { Errors = [new(bad.Parameter, bad.Message)] },
        VersionMissing => new ApiProblem(428, problem.Message),
        StaleRecord stale => Stale(stale),
        NoSuchRecord or UnknownReport => new ApiProblem(404, problem.Message),
        NotAllowed => Refused(403, problem) with { Title = "Not allowed" },
        KeyTaken taken => Refused(409, problem) with { Title = "The key is taken", Errors = [new(taken.Field, taken.Message)] },
        Overbooked overbooked => Overfull(overbooked),
        EntriesRefused refused => Several(refused),
        RequestIncomplete incomplete => Refused(422, problem) with { Errors = [new(incomplete.Field, problem.Message)] },
        RequestReasonMissing => Refused(422, problem) with { Errors = [new("reason", problem.Message)] },
        CounterWithoutDates => Refused(422, problem) with { Errors = [new("offers", problem.Message)] },
        ReasonMissing => Refused(422, problem) with { Errors = [new("reason", problem.Message)] },
        NotHours => Refused(422, problem) with { Errors = [new("hours", problem.Message)] },
        UnknownColumn or UnknownDirection or NothingToExplain or NoSuchRow or SeveralFigures or RangeBackwards or RangeTooLong or DayTooFar => new ApiProblem(400, problem.Message),
        UnreadableDocument or UnreadableForm => new ApiProblem(422, problem.Message) { Errors = [new("file", problem.Message)] },
        DatabaseRefusal { Rule: "value_range" or "value_missing" } => Refused(422, problem),
        _ => Refused(409, problem) with { Title = "A rule says no" },
    };

    private static ApiProblem Refused(int status, Problem problem) => new(status, problem.Message, problem.Rule);

    private static ApiProblem Stale(StaleRecord stale) => Refused(412, stale) with
    {
        Title = "Changed in the meantime",
        Errors = [.. stale.Differences.Select(difference => new ApiError(
            difference.Field, $"{stale.ChangedBy} changed it from {difference.Seen} to {difference.Now}.",
            new Dictionary<string, object?> { ["seen"] = difference.Seen, ["now"] = difference.Now, ["changedBy"] = stale.ChangedBy }))],
    };

    private static ApiProblem Overfull(Overbooked overbooked) => Refused(409, overbooked) with
    {
        Title = "The days cannot hold it",
        Errors = [.. overbooked.Days.Take(MostDays).Select(day => new ApiError("hoursPerDay", Sentence(overbooked, day), new Dictionary<string, object?>
        {
            ["person"] = overbooked.Person.Value,
            ["day"] = Cells.Date(day.Day),
            ["capacityHours"] = Cells.Hours(day.Capacity),
            ["heldHours"] = Cells.Hours(day.Held),
            ["askedHours"] = Cells.Hours(day.Asked),
            ["bookings"] = day.HeldBy.Select(held => new { booking = held.Booking.Value, engagement = held.Engagement.Value, hours = Cells.Hours(held.Minutes) }).ToArray(),
        }))],
    };

    private static string Sentence(Overbooked overbooked, OverbookedDay day)
    {
        var held = day.HeldBy.Count == 0 ? "" : $" ({string.Join(", ", day.HeldBy.Select(held => $"{held.Booking} {Cells.Hours(held.Minutes)} h"))})";
        return $"{overbooked.Name} ({overbooked.Person}) on {Cells.Date(day.Day)}: {Cells.Hours(day.Capacity)} h, of which {Cells.Hours(day.Held)} h are held{held}; {Cells.Hours(day.Asked)} h asked.";
    }

    // What befell every entry alike is the status of the whole.
    private static ApiProblem Several(EntriesRefused refused)
    {
        var each = refused.Entries.Select(entry => (entry.Entry, Problem: Of(entry.Problem))).ToList();
        return Refused(each.Select(entry => entry.Problem.Status).Distinct().Count() == 1 ? each[0].Problem.Status : 409, refused) with
        {
            Title = "Nothing was done",
            Errors = [.. each.Select(entry => new ApiError("entries", entry.Problem.Detail!, new Dictionary<string, object?> { ["entry"] = entry.Entry, ["rule"] = entry.Problem.Rule }))],
        };
    }
}
