using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Throughline.Data.Timekeeping;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Pricing;
using Throughline.Domain.Timekeeping;
using Throughline.Ui;

namespace Throughline.Features.Approvals;

/// <summary>One submitted entry with what its decision rests on.</summary>
/// <param name="DayHours">Everything the person logged that day.</param>
/// <param name="ActivityEnd">The last day of its work item.</param>
/// <param name="LacksActivity">The engagement has work items and the entry names none.</param>
/// <param name="Corrects">What is approved of the hours that it corrects; null when it corrects none.</param>
internal sealed record InboxLine(
    LoggedTime Logged, string PersonName, EngagementFact? Engagement, decimal DayHours, string? Activity, DateOnly? ActivityEnd, bool LacksActivity, decimal? Corrects)
{
    public TimeTerms Terms => Logged.Entry.Terms;
}

/// <summary>Hours of an earlier week that are logged and not handed in.</summary>
internal sealed record LatePerson(PersonKey Person, string Name, DateOnly Monday, decimal Hours);

/// <summary>What approving adds to revenue: nothing for fixed fee; lines without a rate are counted, not guessed.</summary>
internal sealed record RevenueEffect(bool FixedFee, Money Amount, int WithoutRate);

/// <summary>A person's week on one engagement, or of internal time.</summary>
/// <param name="Effect">Null where the reader may not see value, and for internal time.</param>
internal sealed record InboxRow(
    DateOnly Monday, IReadOnlyList<InboxLine> Lines, TimeGroup Group, IReadOnlyList<TimeFlag> Flags, RevenueEffect? Effect)
{
    public InboxLine First => Lines[0];
    public bool IsClean => Flags.Count == 0;

    /// <summary>Corrections of approved time; they are decided on apart from what is new.</summary>
    public bool IsCorrection => First.Logged.Entry.Adjusts is not null;

    public string Subject => First.Engagement is { } engagement ? $"{engagement.Engagement} {engagement.Name}" : "Internal time";

    /// <summary>The entries with the versions that were looked at: what is approved is what was seen.</summary>
    public string Pick => WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(
        Lines.ToDictionary(line => line.Logged.Entry.Entry, line => line.Logged.Entry.Version)));

    public static IEnumerable<ChosenEntry> Read(string? pick)
    {
        try
        {
            return (JsonSerializer.Deserialize<Dictionary<string, int>>(Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(pick ?? ""))) ?? [])
                .Select(chosen => new ChosenEntry(chosen.Key, chosen.Value));
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException)
        {
            return [];
        }
    }

    public string FlagWords => string.Join(", ", Flags.Select(Words));

    private string Words(TimeFlag flag) => flag.Kind switch
    {
        TimeFlagKind.BudgetExceeded => $"budget exceeded by {Text.Hours(flag.Hours)} h",
        TimeFlagKind.NotBooked => "no booking",
        TimeFlagKind.OverPlan => $"over plan by {Text.Percent(flag.Hours * 60m / Group.PlannedMinutes!.Value, 0)}",
        TimeFlagKind.NoWorkItem => $"{Text.Hours(flag.Hours)} h without a work item",
        TimeFlagKind.ClosedPhase => $"{Text.Hours(flag.Hours)} h on a work item that had ended",
        TimeFlagKind.Weekend => $"{Text.Hours(flag.Hours)} h on {flag.Day!.Value.DayOfWeek}",
        TimeFlagKind.DayOff => $"{Text.Hours(flag.Hours)} h on a day off, {Text.WeekDay(flag.Day!.Value)}",
        TimeFlagKind.LongDay => $"{Text.Hours(flag.Hours)} h on {Text.WeekDay(flag.Day!.Value)}",
    };
}

/// <param name="Direct">How many groups wait for the user, in their own right or in the place of those they stand in for; not more than are counted.</param>
/// <param name="Others">How many they may decide on standing in for anybody.</param>
/// <param name="Next">Where the next page begins; null on the last.</param>
/// <param name="Late">Whose earlier weeks are not handed in.</param>
/// <param name="Approvers">In whose places the user decides.</param>
internal sealed record InboxSheet(
    IReadOnlyList<InboxRow> Rows, int Direct, int Others, bool MayStandIn, string? Next, IReadOnlyList<LatePerson> Late,
    IReadOnlyList<PersonKey> Approvers, int MostCounted)
{
    public IReadOnlyList<InboxRow> Exceptions => [.. Rows.Where(row => row is { IsClean: false, IsCorrection: false })];
    public IReadOnlyList<InboxRow> Corrections => [.. Rows.Where(row => row.IsCorrection)];
    public IReadOnlyList<InboxRow> Clean => [.. Rows.Where(row => row is { IsClean: true, IsCorrection: false })];

    /// <summary>What approving the rows does, in a sentence; only figures the reader may see.</summary>
    public static string EffectOf(IReadOnlyCollection<InboxRow> rows)
    {
        var amounts = rows.Select(row => row.Effect).OfType<RevenueEffect>().Where(effect => !effect.FixedFee && effect.Amount.Amount != 0m)
            .GroupBy(effect => effect.Amount.Currency.Code).OrderBy(currency => currency.Key, StringComparer.Ordinal)
            .Select(currency => Text.Amount(new Money(currency.Sum(effect => effect.Amount.Amount), new Currency(currency.Key)))).ToList();
        var missing = rows.Sum(row => row.Effect?.WithoutRate ?? 0);
        var grows = rows.Sum(row => row.Effect is { FixedFee: false, Amount.Amount: > 0m and var amount } ? amount : 0m) > 0m;
        return (amounts.Count == 0
            ? rows.Any(row => row.Effect is not null) ? "Revenue does not change." : ""
            : $"Earned revenue {(grows ? "grows" : "changes")} by {string.Join(" and ", amounts)}.")
            + (missing == 0 ? "" : $" {Text.Count(missing, "line")} without a rate {(missing == 1 ? "is" : "are")} not in it.");
    }
}
