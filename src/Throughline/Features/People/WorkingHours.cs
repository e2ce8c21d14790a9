using System.Globalization;
using Dapper;
using Throughline.Data;
using Throughline.Data.Bundles;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Ui;

namespace Throughline.Features.People;

/// <summary>A working pattern as it is stored, with the version that a change must name.</summary>
internal sealed class PatternRow
{
    public DateOnly EffectiveFrom { get; init; }
    public int Mon { get; init; }
    public int Tue { get; init; }
    public int Wed { get; init; }
    public int Thu { get; init; }
    public int Fri { get; init; }
    public int Sat { get; init; }
    public int Sun { get; init; }
    public int Version { get; init; }

    public WorkingPattern Pattern => new(EffectiveFrom, Mon, Tue, Wed, Thu, Fri, Sat, Sun);
}

/// <summary>The hours that a person works from which day on: what the page shows, and what its form says.</summary>
internal sealed class WorkingHours(Database database)
{
    public static readonly BundleFile File = BundleFiles.Named("working_patterns");

    /// <summary>The columns of a week with the weekday in words.</summary>
    public static readonly IReadOnlyList<(string Column, string Day)> Week =
    [
        ("mon", "Monday"), ("tue", "Tuesday"), ("wed", "Wednesday"), ("thu", "Thursday"), ("fri", "Friday"), ("sat", "Saturday"), ("sun", "Sunday"),
    ];

    /// <summary>The latest first.</summary>
    public Task<IReadOnlyList<PatternRow>> RunAsync(PersonKey person, CancellationToken stop) => database.ReadAsync<IReadOnlyList<PatternRow>>(
        async connection => (await connection.QueryAsync<PatternRow>(
            "select effective_from, mon, tue, wed, thu, fri, sat, sun, version from working_patterns where person = @person order by effective_from desc",
            new { person = person.Value })).AsList(),
        stop);

    /// <summary>Reads hours a weekday, an empty field as none; what is wrong is said beside its field.</summary>
    public static WorkingPattern? Read(SentForm sent)
    {
        if (!PersonForm.Day(sent["effectiveFrom"], out var from) || from is null)
            sent.Refuse("effectiveFrom", "Say from which day on these hours count.");

        var minutes = Week.Select(day => Minutes(sent, day.Column, day.Day)).ToList();
        return sent.IsFine ? new WorkingPattern(from!.Value, minutes[0], minutes[1], minutes[2], minutes[3], minutes[4], minutes[5], minutes[6]) : null;
    }

    /// <summary>The record's values, in the minutes it is stored in.</summary>
    public static Dictionary<string, string?> Values(PersonKey person, WorkingPattern pattern) => new(StringComparer.Ordinal)
    {
        ["person"] = person.Value, ["effective_from"] = Text.Iso(pattern.EffectiveFrom), ["mon"] = Whole(pattern.Mon), ["tue"] = Whole(pattern.Tue),
        ["wed"] = Whole(pattern.Wed), ["thu"] = Whole(pattern.Thu), ["fri"] = Whole(pattern.Fri), ["sat"] = Whole(pattern.Sat), ["sun"] = Whole(pattern.Sun),
    };

    /// <summary>The practice as it would be with these patterns of the person and no other ones.</summary>
    public static Func<PracticeFacts, PracticeFacts> Effect(PersonKey key, IReadOnlyList<WorkingPattern> patterns) => facts => facts with
    {
        People = [.. facts.People.Select(person => person.Person == key ? person with { Patterns = patterns } : person)],
    };

    private static int Minutes(SentForm sent, string column, string day)
    {
        if (sent[column] is not { } text)
            return 0;

        // Minutes that no decimal hits are written with six places: 0.333333 is 20 minutes.
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours) || hours > 24m
            || Math.Abs((hours * 60m) - decimal.Round(hours * 60m)) > 0.00005m)
        {
            sent.Refuse(column, $"{day}: give hours in whole minutes, such as 7.5, at most 24.");
            return 0;
        }

        return (int)decimal.Round(hours * 60m);
    }

    /// <summary>Minutes as hours, in the form that <see cref="Read"/> takes.</summary>
    public static string Shown(int minutes) => decimal.Round(minutes / 60m, 6).ToString("0.######", CultureInfo.InvariantCulture);

    private static string Whole(int minutes) => minutes.ToString(CultureInfo.InvariantCulture);
}
