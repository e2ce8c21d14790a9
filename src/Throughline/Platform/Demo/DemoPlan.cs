using System.Text.RegularExpressions;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;

namespace Throughline.Platform.Demo;

/// <summary>One stretch of a person's plan, or of a resource still to be named: so many hours a week from one week to another.</summary>
internal sealed record DemoStint(
    string Booking, DemoPerson? Person, string Role, DemoEngagement Engagement, int FromWeek, int ToWeek, int HoursAWeek, bool Hard, string? Note)
{
    public int MinutesPerDay => HoursAWeek * 12;

    public string? WorkAtRisk => DemoChanges.WorkAtRiskOf(this);

    public BookingFact Fact(DemoDays days) => new(
        new BookingKey(Booking), Engagement.Fact, Person is null ? null : new PersonKey(Person.Key), Role,
        new DateRange(days.Monday(FromWeek), days.Friday(ToWeek)), MinutesPerDay, Hard ? Commitment.Hard : Commitment.Soft,
        WorkAtRisk: WorkAtRisk);
}

/// <summary>
/// Who works on what: the resource centre. Hard stints of a person never add up to more than the week; soft ones may, and
/// the past of a stint is what the timesheets were filled from.
/// </summary>
internal static partial class DemoPlan
{
    // name | stints: number weeks hours a week, h for hard or s for soft
    private const string Table = """
        Tomás Rivera     | 1009 -25..-10 32h; 1039 -12..11 8h; 1042 -9..15 24h; 1048 1..4 16s; 1048 5..9 16s
        Ines Moreau      | 1024 -21..-12 32h; 1040 -11..4 40h; 1040 5..12 16h; 1047 13..18 24s
        Dele Adeyemi     | 1035 -19..5 16h; 1032 -16..-15 16h; 1031 -14..8 20h; 1031 9..14 32h; 1053 3..9 24s
        Kirsten Holm     | 1014 -26..-19 24h; 1036 -18..13 32h; 1036 14..19 16h
        Hana Suzuki      | 1017 -24..-17 32h; 1029 -16..5 32h; 1050 -8..5 8h; 1029 6..16 24h; 1044 13..17 16s
        Rafael Costa     | 1016 -22..-11 24h; 1023 -12..-11 16h; 1038 -10..-3 20h; 1028 -10..-5 16h; 1044 0..1 24h; 1047 2..10 32h; 1047 11..18 32s
        Yuki Tanabe      | 1014 -26..-17 20h; 1036 -16..6 40h; 1036 7..17 24h
        Oliver Penrose   | 1017 -24..11 16h; 1041 -12..7 4h; 1017 12..20 16s
        Greta Sommer     | 1024 -21..6 32h; 1033 6..9 8h; 1024 7..10 40s; 1033 7..9 24h
        Luis Ortega      | 1019 -26..-21 32h; 1026 -20..5 32h; 1026 6..12 40h; 1026 13..18 20s
        Devin Park       | 1019 -24..-10 24h; 1042 -9..14 32h; 1038 -2..14 8h
        Noor El-Amin     | 1012 -26..-10 32h; 1042 -9..10 24h; 1050 -8..9 8h; 1029 11..20 24s
        Ananya Nair      | 1011 -25..-14 32h; 1051 -13..25 40h
        Vikram Joshi     | 1011 -25..-14 24h; 1051 -13..20 16h; 1052 -5..10 24h
        Meera Pillai     | 1030 -15..8 32h; 1030 9..12 16h; 1044 4..10 24s
        Arjun Rao        | 1021 -22..11 40h; 1021 12..16 40s
        Tobias Richter   | 1033 -17..-8 40h; 1043 -7..14 24h
        Katharina Vogel  | 1033 -17..9 32h; 1034 -9..4 8h; 1043 10..15 16h
        Fatima Benali    | 1032 -16..-13 32h; 1041 -12..6 12h; 1040 -11..8 8h; 1034 -9..4 8h; 1047 6..16 24s
        Jack Sullivan    | 1009 -25..7 32h; 1034 -9..4 8h; 1037 8..20 40h
        Pavel Horák      | 1030 -15..8 40h
        Lucia Ferrari    | 1030 -12..-1 20h; 1044 5..12 24h
        Sunil Patil      | 1051 -8..20 24h
        Brianna Cole     | 1037 -15..7 40h
        Marek Dvořák     | 1036 -18..11 12h; 1043 -7..11 12h; 1047 2..7 8s; 1036 12..19 24h; 1054 8..14 16s
        Aisha Karim      | 1017 -24..7 30h; 1053 1..3 10h; 1053 4..10 24s; 1017 8..17 24h
        Nadia Haddad     | 1041 -12..7 8h; 1040 -11..3 16h; 1055 10..16 24s
        Ben Okafor       | 1017 -20..1 32h; 1036 2..17 32h
        Wei Zhang        | 1029 -16..8 20h; 1031 -14..6 16h; 1039 -12..4 4h; 1048 1..11 16s
        Sanjay Kulkarni  | 1030 -15..8 8h; 1051 -13..20 8h; 1052 -5..8 16h
        Erin Gallagher   | 1024 -21..-8 16h; 1026 -20..8 16h; 1044 0..10 16h; 1046 1..6 8h
        Zuri Kamau       | 1022 -14..-9 8h; 1027 -8..10 16h; 1045 -6..8 8h
        Bastian Keller   | 1022 -14..-2 8h; 1043 6..9 8s; 1057 9..14 16s
        Rohan Mehta      | 1052 -3..12 24h; 1025 14..20 16s
        Alice Thornton   | 1027 -8..6 16h; 1045 4..8 4h
        Ana Kovač        | 1039 -12..11 6h; 1038 -10..18 6h; 1042 -9..16 14h; 1016 -22..-3 4h; 1048 1..12 4s
        Jonas Brandt     | 1012 -26..-5 8h; 1017 -24..20 12h; 1029 -16..18 8h; 1028 -15..-5 4h; 1037 -15..18 6h
        Priya Raman      | 1019 -26..-4 6h; 1026 -20..12 12h; 1030 -15..8 8h; 1031 -14..16 8h
        Mikko Salonen    | 1036 -18..24 12h; 1033 -17..9 8h; 1043 -7..14 6h
        Claire Dubois    | 1014 -26..-9 6h; 1024 -21..6 8h; 1041 -12..7 4h; 1040 -11..16 8h; 1047 2..18 6h
        Sam Whitlock     | 1009 -25..7 8h; 1021 -22..11 6h; 1035 -19..5 6h; 1032 -16..-6 6h; 1034 -9..4 6h; 1053 1..16 6s
        Lena Fischer     | 1022 -14..-2 2h; 1027 -8..10 3h; 1050 -8..16 3h; 1045 -6..9 2h; 1044 0..16 8h; 1046 1..12 6h
        Kavita Deshpande | 1011 -25..-10 8h; 1051 -13..24 8h; 1052 -5..13 10h
        """;

    // role | stint | note
    private const string UnnamedTable = """
        trainer         | 1042 6..13 16s  | Trainer for wave 2, needed for the hand-over
        engineer        | 1048 1..11 32s  | Runner fleet: Linux and autoscaling
        engineer        | 1053 3..18 40s  | Mainframe discovery, COBOL reading knowledge
        architect       | 1054 8..20 12s  | Gateway design, named when the deal is won
        engineer        | 1029 9..18 16h  | Second engineer from the hardening phase on
        engineer        | 1036 18..27 32h | Platform operations after the roll-out
        engineer        | 1047 2..9 16h   | Landing zone automation
        engineer        | 1046 1..12 24h  | Backup engineer, storage knowledge
        project_manager | 1055 10..22 6s  | Manager to be named at stage 6
        """;

    /// <summary>All stints, numbered in the order of the tables.</summary>
    public static IReadOnlyList<DemoStint> Stints { get; } = Number(Named().Concat(Unnamed()));

    public static ILookup<string, DemoStint> OfPerson { get; } = Stints.Where(stint => stint.Person is not null).ToLookup(stint => stint.Person!.Key);

    public static ILookup<string, DemoStint> OfEngagement { get; } = Stints.ToLookup(stint => stint.Engagement.Key);

    /// <summary>What was estimated: the planned hours with some room, which an engagement in trouble has used up.</summary>
    public static decimal? BudgetHours(DemoEngagement engagement)
    {
        var planned = OfEngagement[engagement.Key].Where(stint => stint.Hard).Sum(stint => stint.HoursAWeek * (stint.ToWeek - stint.FromWeek + 1));
        var room = engagement.InternalHealth switch { "R" => 0.88m, "Y" => 0.98m, _ => 1.08m };
        return planned == 0 ? null : Math.Ceiling(planned * room / 10) * 10;
    }

    // Of some nobody has said why: they stand among the findings.
    private static readonly string?[] Reasons = ["The customer has not confirmed the dates", "Waits for the signed change order", "The second wave is not agreed yet", null];

    public static void Write(CsvRows rows, DemoDays days)
    {
        foreach (var (stint, i) in Stints.Select((stint, i) => (stint, i)))
        {
            var reason = stint.Hard ? null : Reasons[i % Reasons.Length];
            rows.Write(
                stint.Booking, stint.Engagement.Key, stint.Person?.Key, stint.Role, days.Monday(stint.FromWeek), days.Friday(stint.ToWeek),
                stint.MinutesPerDay / 60m, stint.Hard ? "hard" : "soft", null, stint.WorkAtRisk, stint.Note, reason is null ? null : DemoPeople.Key(stint.Engagement.Manager ?? ""), reason);
        }
    }

    private static IEnumerable<DemoStint> Named() =>
        from row in DemoTable.Rows(Table)
        let person = DemoPeople.Named(row[0])
        from stint in row[1].Split(';')
        select Read(stint, person, person.Role, null);

    private static IEnumerable<DemoStint> Unnamed() =>
        DemoTable.Rows(UnnamedTable).Select(row => Read(row[1], null, row[0], row[2]));

    private static IReadOnlyList<DemoStint> Number(IEnumerable<DemoStint> stints) =>
        [.. stints.Select((stint, i) => stint with { Booking = $"B-{i + 1:0000}" })];

    private static DemoStint Read(string text, DemoPerson? person, string role, string? note)
    {
        var match = Stint().Match(text);
        return new DemoStint(
            "", person, role, DemoEngagements.Of(match.Groups[1].Value), DemoTable.Whole(match.Groups[2].Value), DemoTable.Whole(match.Groups[3].Value),
            DemoTable.Whole(match.Groups[4].Value), match.Groups[5].Value == "h", note);
    }

    [GeneratedRegex(@"^\s*(\d{4}) (-?\d+)\.\.(-?\d+) (\d+)([hs])\s*$")]
    private static partial Regex Stint();
}
