using System.Globalization;
using System.Text.Json;
using Throughline.Data.Acceptance;
using Throughline.Domain.Dates;
using Throughline.Ui;

namespace Throughline.Features.Acceptance;

/// <summary>A line of what happened so far.</summary>
internal sealed record ToldStep(string When, string Said);

/// <summary>What a customer reads on their page, in their zone and in plain words.</summary>
internal static class SharedSteps
{
    private const int Shown = 20;

    /// <summary>A word of a step's detail; null where it says none.</summary>
    public static string? Says(SharedStep step, string member)
    {
        using var detail = JsonDocument.Parse(step.Detail);
        return detail.RootElement.ValueKind is JsonValueKind.Object && detail.RootElement.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
    }

    /// <summary>The zone that the customer lives by, as far as it is known.</summary>
    public static TimeZoneInfo ZoneOf(SharedRequest shared) =>
        (shared.CustomerZone is { } id ? Zones.Find(id) : null) ?? shared.Request.TimeZone;

    /// <summary>A zone as people say it: <c>Chicago time</c>.</summary>
    public static string NameOf(TimeZoneInfo zone) => zone.Id.Contains('/', StringComparison.Ordinal) ? zone.Id.Split('/')[^1].Replace('_', ' ') + " time" : zone.Id;

    public static string Moment(DateTimeOffset at, TimeZoneInfo zone) =>
        $"{Text.LongDay(Zones.DayOf(at, zone))}, {TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm", CultureInfo.InvariantCulture)} {NameOf(zone)}";

    /// <summary>Who asks: the project manager, else the practice.</summary>
    public static string Asker(SharedRequest shared, string practice) => shared.AskedBy ?? practice;

    /// <summary>The days are over and nothing holds them, although nobody has recorded it yet.</summary>
    public static bool IsOver(SharedRequest shared, DateTimeOffset now) => !IsHeld(shared) && shared.Request.Clock?.HasRunOut(now) == true;

    /// <summary>The count is paused.</summary>
    public static bool IsHeld(SharedRequest shared) => shared.Holds.Any(hold => hold.End is null);

    /// <summary>What happened so far, the last lines of it; what happened twice on a day is told once.</summary>
    public static IReadOnlyList<ToldStep> Story(SharedRequest shared, string practice, DateOnly today)
    {
        var zone = ZoneOf(shared);
        var told = shared.Steps.Select(step => (Day: Zones.DayOf(step.At, zone), Said: Words(step, shared, practice))).Where(step => step.Said is not null).Distinct();
        return [.. told.TakeLast(Shown).Select(step => new ToldStep(step.Day == today ? "Today" : Text.WeekDay(step.Day), step.Said!))];
    }

    private static string? Words(SharedStep step, SharedRequest shared, string practice)
    {
        var who = Says(step, "link") == shared.Link.Link ? "You" : Says(step, "name") ?? "Somebody";
        return step.Kind switch
        {
            "requested" => $"{Asker(shared, practice)} asked {(shared.Link.Name == shared.Request.RecipientName ? "you" : shared.Request.RecipientName)} to decide",
            "notice" => Says(step, "step") == "Final" ? "Last notice by e-mail" : "Reminder by e-mail",
            "viewed" => $"{who} opened this page",
            "downloaded" => $"{who} took {Says(step, "file")}",
            "question" => $"{who} asked a question",
            "passed_on" => $"{who} passed it on",
            "held" => "The count was paused",
            "resumed" => "The count goes on",
            "reply" => "An answer by mail came in",
            _ => null,
        };
    }
}
