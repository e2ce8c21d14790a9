namespace Throughline.Platform.Demo;

/// <summary>What coordinators have on their desk: requests that wait, what people are certified for and wish to learn, and shorter weeks.</summary>
internal static class DemoStaffing
{
    // number | key | kind | role | person | skills | from | to | hours a day | commitment | state | asked by | submitted | why, or what is said with it
    private const string RequestTable = """
        1048 | RR-1 | new | engineer  |              | kubernetes:4;terraform:3 | 2    | 13.4 | 4.8 | soft | submitted | Ana Kovač        | -9b  | Runner fleet: two regions at once from week four
        1044 | RR-2 | new | architect |              | security:4               | 1    | 8.4  | 6.4 | soft | submitted | Lena Fischer     | -12b | Must have seen an ISO 27001 audit
        1042 | RR-3 | new | trainer   |              | git:4                    | 4    | 6.4  | 3.2 | hard | submitted | Ana Kovač        | -4b  | Wave 1 depots, English
        1053 | RR-4 | new | engineer  |              | data:3                   | 6    | 11.4 | 3.2 | soft | submitted | Sam Whitlock     | -2b  | Discovery of the batch jobs
        1047 | RR-5 | new | project_manager | Lena Fischer |                    | 2    | 18.4 | 1.6 | soft | countered | Claire Dubois    | -1b  | Portuguese helps
        1040 | RR-6 | new | engineer  | Ines Moreau  | commerce:4               | 11   | 13.4 | 4   | hard | draft     | Claire Dubois    |      |
        """;

    // name | kind | what | obtained | expires | note
    private const string QualificationTable = """
        Zuri Kamau     | certification | Admin fundamentals      | -60.0 | 44.4 | Delivered eleven times
        Zuri Kamau     | certification | Pipelines for beginners | -40.0 | 7.4  |
        Bastian Keller | certification | Security for developers | -30.0 | 70.4 |
        Rohan Mehta    | certification | Admin fundamentals      | -52.0 | 3.4  | Renewal booked
        Alice Thornton | certification | Data catalogue basics   | -20.0 |      |
        Aisha Karim    | certification | ISO 27001 lead auditor  | -90.0 | 66.4 |
        Hana Suzuki    | wish          | kubernetes              |       |      | A second project with clusters
        Noor El-Amin   | wish          | terraform               |       |      |
        Luis Ortega    | wish          | release                 |       |      | Would like to lead a release
        Wei Zhang      | skill         | kubernetes              | -80.0 | 22.4 | Certificate ends then
        """;

    // name | traits | written by | on | what is said
    private const string StyleTable = """
        Wei Zhang      | structured;independent          | Kim Aldous  | -30.1 | Works best with a clear target and quiet; write rather than call.
        Hana Suzuki    | mentor;team_player              | Kim Aldous  | -20.2 | Takes juniors along without being asked.
        Luis Ortega    | customer_facing                 | Ruth Abara  | -12.3 | Customers ask for him again; keep his Fridays free of workshops.
        Noor El-Amin   | customer_facing;calm_under_pressure | Kim Aldous | -8.1 | Good in a cutover night.
        Tomás Rivera   | mentor;customer_facing          | Kim Aldous  | -6.4 | Explains well in the room; would like fewer parallel projects.
        Ines Moreau    | independent                     | Ruth Abara  | -5.2 |  Prefers one long project to three short ones.
        """;

    // name | from | Monday to Sunday in minutes
    private const string PatternTable = """
        Kirsten Holm   | 1   | 480 480 480 480 0 0 0
        Oliver Penrose | 2   | 480 480 480 0 0 0 0
        Alice Thornton | 6   | 480 480 0 480 480 0 0
        """;

    public static void WriteRequests(CsvRows rows, DemoDays days)
    {
        foreach (var row in DemoTable.Rows(RequestTable))
        {
            rows.Write(
                row[1], DemoEngagements.Of(row[0]).Key, row[2], row[3], DemoPeople.Key(row[4]), DemoTable.Text(row[5]), days.Day(row[6]), days.Day(row[7]), row[8],
                row[9], row[10], DemoPeople.Key("Kim Aldous"), DemoPeople.Named(row[11]).Email, Submitted(row, days), DemoTable.Text(row[13]), Offers(row, days), row[1] == "RR-1" ? "mentor;customer_facing" : null);
        }
    }

    public static void WriteEvents(CsvRows rows, DemoDays days)
    {
        foreach (var row in DemoTable.Rows(RequestTable).Where(row => row[12].Length > 0))
        {
            rows.Write(row[1], "0001", Submitted(row, days), "submit", DemoPeople.Named(row[11]).Email, "project_manager", null, null);
            if (row[10] == "countered")
                rows.Write(row[1], "0002", DemoDays.At(days.Today.AddDays(-1), 15), "counter", DemoPeople.Named("Kim Aldous").Email, "coordinator", "Lena is free a week later", Offers(row, days));
        }
    }

    public static void WriteQualifications(CsvRows rows, DemoDays days)
    {
        foreach (var row in DemoTable.Rows(QualificationTable))
            rows.Write(DemoPeople.Key(row[0]), row[1], row[2], days.DayOrNone(row[3]), days.DayOrNone(row[4]), DemoTable.Text(row[5]));
    }

    public static void WriteStyleNotes(CsvRows rows, DemoDays days)
    {
        foreach (var row in DemoTable.Rows(StyleTable))
            rows.Write(DemoPeople.Key(row[0]), "n1", row[4], row[1], DemoPeople.Named(row[2]).Email, DemoDays.At(days.Day(row[3]), 9));
    }

    public static void WritePatterns(CsvRows rows, DemoDays days)
    {
        foreach (var row in DemoTable.Rows(PatternTable))
        {
            var minutes = row[2].Split(' ');
            rows.Write(DemoPeople.Key(row[0]), days.Day(row[1]), minutes[0], minutes[1], minutes[2], minutes[3], minutes[4], minutes[5], minutes[6]);
        }
    }

    private static DateTimeOffset? Submitted(string[] row, DemoDays days) => row[12].Length == 0 ? null : DemoDays.At(days.Day(row[12]), 14, 5);

    private static string? Offers(string[] row, DemoDays days) => row[10] == "countered"
        ? $"{DemoDays.Iso(days.Day(row[6]).AddDays(7))}/{DemoDays.Iso(days.Day(row[7]).AddDays(7))}@1:36"
        : null;
}
