using System.Text;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Pricing;

namespace Throughline.Platform.Demo;

/// <summary>One of the sixty.</summary>
internal sealed record DemoPerson(
    string Key, string Name, string Role, DemoSite Site, decimal WeeklyHours, string Manager, decimal CostRate, string Skills, bool Partner)
{
    public string Email => Plain(Name).Replace(' ', '.') + (Partner ? "@cobalt-partners.example" : "@northlight.example");

    public DateOnly StartDate => new(2019 + (int)(Dice.Roll("joined", Key) * 5), 1 + (int)(Dice.Roll("month", Key) * 12), 1);

    public PersonFact Fact => new(
        new PersonKey(Key), Name, Role, WeeklyHours, Site.Calendar, StartDate, Region: Site.Region,
        Employment: Partner ? Employment.Partner : Employment.Employee, CostRate: CostRate, CostCurrency: new Currency(Site.Currency));

    // Lower case without accents, as mail addresses are written.
    private static string Plain(string name) =>
        string.Concat(name.ToLowerInvariant().Normalize(NormalizationForm.FormD).Where(character => character < 128));
}

/// <summary>An office: where its people live decides their zone, holidays and the currency they are paid in.</summary>
internal sealed record DemoSite(string City, string Region, string TimeZone, string Calendar, string Currency);

/// <summary>Who works at Northlight Services, and when they are away or work longer.</summary>
internal static class DemoPeople
{
    private static readonly Dictionary<string, DemoSite> Sites = new[]
    {
        new DemoSite("New York", "AMER", "America/New_York", "US", "USD"),
        new DemoSite("Austin", "AMER", "America/Chicago", "US", "USD"),
        new DemoSite("London", "EMEA", "Europe/London", "UK", "GBP"),
        new DemoSite("Berlin", "EMEA", "Europe/Berlin", "DE", "EUR"),
        new DemoSite("Pune", "APAC", "Asia/Kolkata", "IN", "INR"),
    }.ToDictionary(site => site.City);

    // name | role | city | weekly hours | manager | cost an hour, in the city's currency | skills
    private const string Table = """
        Sofia Lindgren      | leader             | New York | 40 |                  | 165  | delivery_leadership:5
        Grace Mbeki         | delivery_manager   | London   | 40 | Sofia Lindgren   | 98   | delivery_leadership:4;migration:3
        Henrik Lund         | pmo_manager        | Berlin   | 40 | Sofia Lindgren   | 104  | planning:5;forecasting:4
        Amara Nwosu         | practice_manager   | London   | 40 | Sofia Lindgren   | 96   | delivery_kits:5;facilitation:4
        Kim Aldous          | coordinator        | New York | 40 | Ruth Abara       | 62   | scheduling:5;training_logistics:4
        Jorge Medina        | coordinator        | Austin   | 40 | Ruth Abara       | 58   | scheduling:4
        Anneke Vos          | coordinator        | Berlin   | 32 | Ruth Abara       | 54   | scheduling:4;billing:3
        Ruth Abara          | operations         | New York | 40 | Sofia Lindgren   | 88   | reporting:5;billing:4
        Callum Reid         | operations         | London   | 40 | Ruth Abara       | 55   | reporting:4;administration:4
        Elena Petrova       | engagement_manager | Berlin   | 40 | Sofia Lindgren   | 99   | scoping:5;contracts:4
        Marcus Bell         | engagement_manager | New York | 40 | Sofia Lindgren   | 118  | scoping:5;contracts:4
        Shreya Iyer         | engagement_manager | Pune     | 40 | Sofia Lindgren   | 3900 | scoping:4;contracts:3
        Ingrid Solheim      | finance            | New York | 40 |                  | 92   | revenue:5
        Paul Okonkwo        | finance            | London   | 40 | Ingrid Solheim   | 64   | revenue:4;billing:4
        Victor Hale         | sales              | New York | 40 |                  | 125  | accounts:5
        Judith Kern         | legal              | Berlin   | 40 |                  | 108  | contracts:5
        Tamsin Boyd         | deal_desk          | London   | 40 |                  | 66   | contracts:3
        Ana Kovač           | project_manager    | New York | 40 | Henrik Lund      | 102  | planning:5;migration:4;agile:4
        Jonas Brandt        | project_manager    | Berlin   | 40 | Henrik Lund      | 82   | planning:4;security:3;agile:4
        Priya Raman         | project_manager    | London   | 40 | Henrik Lund      | 79   | planning:4;ci:3;agile:5
        Mikko Salonen       | project_manager    | Berlin   | 40 | Henrik Lund      | 84   | planning:5;data:3
        Claire Dubois       | project_manager    | Berlin   | 40 | Henrik Lund      | 83   | planning:4;commerce:4
        Sam Whitlock        | project_manager    | London   | 40 | Henrik Lund      | 78   | planning:4;public_sector:4
        Lena Fischer        | project_manager    | Berlin   | 40 | Henrik Lund      | 80   | planning:4;training_logistics:4
        Kavita Deshpande    | project_manager    | Pune     | 40 | Henrik Lund      | 3100 | planning:4;payments:4
        Marek Dvořák        | architect          | Berlin   | 40 | Grace Mbeki      | 106  | kubernetes:5;telemetry:4;terraform:4
        Aisha Karim         | architect          | London   | 40 | Grace Mbeki      | 94   | data_residency:5;security:4
        Nadia Haddad        | architect          | Berlin   | 40 | Grace Mbeki      | 103  | analytics:5;commerce:3
        Ben Okafor          | architect          | London   | 40 | Grace Mbeki      | 92   | data:5;kubernetes:3
        Wei Zhang           | architect          | New York | 40 | Grace Mbeki      | 128  | ci:5;security:4;kubernetes:4
        Sanjay Kulkarni     | architect          | Pune     | 40 | Grace Mbeki      | 3700 | payments:5;kubernetes:4
        Erin Gallagher      | architect          | New York | 40 | Grace Mbeki      | 126  | testing:5;security:4
        Zuri Kamau          | trainer            | London   | 40 | Amara Nwosu      | 70   | git:5;ci:4;administration:4
        Bastian Keller      | trainer            | Berlin   | 40 | Amara Nwosu      | 74   | git:5;security:3
        Rohan Mehta         | trainer            | Pune     | 40 | Amara Nwosu      | 2600 | git:4;ci:4
        Alice Thornton      | trainer            | London   | 32 | Amara Nwosu      | 69   | data:4;git:4
        Tomás Rivera        | engineer           | New York | 40 | Grace Mbeki      | 98   | kubernetes:5;migration:5;terraform:4
        Ines Moreau         | engineer           | Berlin   | 40 | Grace Mbeki      | 81   | kubernetes:4;commerce:4;terraform:5
        Dele Adeyemi        | engineer           | London   | 40 | Grace Mbeki      | 77   | ci:5;identity:4;kubernetes:4
        Kirsten Holm        | engineer           | Berlin   | 32 | Grace Mbeki      | 80   | data:4;telemetry:3
        Hana Suzuki         | engineer           | New York | 40 | Grace Mbeki      | 97   | security:5;ci:4
        Rafael Costa        | engineer           | Berlin   | 40 | Grace Mbeki      | 79   | release:5;terraform:4
        Yuki Tanabe         | engineer           | New York | 40 | Grace Mbeki      | 96   | data:5;analytics:4
        Oliver Penrose      | engineer           | London   | 24 | Grace Mbeki      | 75   | data:4;data_residency:4
        Greta Sommer        | engineer           | Berlin   | 40 | Grace Mbeki      | 80   | testing:5;data:4
        Luis Ortega         | engineer           | Austin   | 40 | Grace Mbeki      | 94   | portals:5;ci:3
        Devin Park          | engineer           | Austin   | 40 | Grace Mbeki      | 93   | migration:5;release:4
        Noor El-Amin        | engineer           | New York | 40 | Grace Mbeki      | 95   | migration:4;testing:4
        Ananya Nair         | engineer           | Pune     | 40 | Grace Mbeki      | 2500 | payments:4;reliability:5
        Vikram Joshi        | engineer           | Pune     | 40 | Grace Mbeki      | 2450 | payments:4;ci:4
        Meera Pillai        | engineer           | Pune     | 40 | Grace Mbeki      | 2400 | mobile:5;ci:4
        Arjun Rao           | engineer           | Pune     | 40 | Grace Mbeki      | 2350 | mobile:4;release:4
        Tobias Richter      | engineer           | Berlin   | 40 | Grace Mbeki      | 78   | telemetry:5;integration:4
        Katharina Vogel     | engineer           | Berlin   | 40 | Grace Mbeki      | 79   | integration:5;containers:4
        Fatima Benali       | engineer           | Berlin   | 40 | Grace Mbeki      | 77   | analytics:4;containers:4
        Jack Sullivan       | engineer           | Austin   | 40 | Grace Mbeki      | 92   | observability:5;reliability:4
        Pavel Horák         | engineer           | Berlin   | 40 | Priya Raman      | 88   | mobile:4;ci:5
        Lucia Ferrari       | engineer           | Berlin   | 40 | Priya Raman      | 86   | mobile:3;security:4
        Sunil Patil         | engineer           | Pune     | 40 | Kavita Deshpande | 2700 | reliability:4;payments:3
        Brianna Cole        | engineer           | Austin   | 40 | Jonas Brandt     | 99   | release:5;ci:4
        """;

    // name | from..to as days, weeks counted from this one | kind | hours a day, empty for the whole day
    private const string AwayTable = """
        Tomás Rivera     | 18..19.4     | pto   |
        Tomás Rivera     | -17..-16.4   | pto   |
        Ines Moreau      | 9..10.4      | pto   |
        Dele Adeyemi     | 3..3.4       | pto   |
        Kirsten Holm     | 20..22.4     | pto   |
        Hana Suzuki      | 11..11.4     | pto   |
        Hana Suzuki      | -7.1..-7.2   | sick  |
        Yuki Tanabe      | 8..8.4       | pto   |
        Greta Sommer     | 0..1.4       | pto   |
        Luis Ortega      | 2.3..2.4     | pto   |
        Noor El-Amin     | -1.3..-1.3   | sick  |
        Alice Thornton   | -2..3.4      | other |
        Bastian Keller   | 0..0.4       | pto   |
        Nadia Haddad     | 1..2.4       | pto   |
        Marek Dvořák     | 12..13.4     | pto   |
        Ben Okafor       | -12..-11.4   | pto   |
        Claire Dubois    | 4..5.4       | pto   |
        Sam Whitlock     | -9..-9.4     | pto   |
        Jonas Brandt     | 6.3..6.4     | pto   |
        Ananya Nair      | -10.0..-10.2 | sick  |
        Vikram Joshi     | 5..6.4       | pto   |
        Jack Sullivan    | -4.4..-4.4   | pto   |
        Devin Park       | 7..7.4       | pto   |
        Pavel Horák      | 2..2.4       | pto   |
        Meera Pillai     | -3.1..-3.1   | sick  | 4
        Arjun Rao        | 3.4..3.4     | pto   | 4
        Sofia Lindgren   | 5..6.4       | pto   |
        Ingrid Solheim   | -6..-6.4     | pto   |
        Kim Aldous       | 10..10.4     | pto   |
        Katharina Vogel  | -20..-19.4   | pto   |
        Brianna Cole     | 9.4..9.4     | pto   |
        """;

    // name | day | hours | reason
    private const string OvertimeTable = """
        Devin Park   | -1.5 | 8 | Cutover rehearsal in the weekend window agreed with Meridian Freight
        Noor El-Amin | -1.5 | 8 | Cutover rehearsal in the weekend window agreed with Meridian Freight
        Luis Ortega  | -5.5 | 8 | Claims portal release, agreed with Northgate Insurance
        Devin Park   | 5.5  | 8 | Wave 1 migration weekend
        Tomás Rivera | 5.5  | 8 | Wave 1 migration weekend
        """;

    private static readonly HashSet<string> PartnersPeople = ["Pavel Horák", "Lucia Ferrari", "Sunil Patil", "Brianna Cole"];

    /// <summary>In the order of their keys, p001 to p060.</summary>
    public static IReadOnlyList<DemoPerson> All { get; } =
        [.. DemoTable.Rows(Table).Select((row, i) => Person($"p{i + 1:000}", row))];

    private static readonly Dictionary<string, DemoPerson> ByName = All.ToDictionary(person => person.Name);

    public static DemoPerson Named(string name) => ByName[name];

    /// <summary>The key of a named person, for the columns that refer to people.</summary>
    public static string? Key(string name) => name.Length == 0 ? null : ByName[name].Key;

    public static IReadOnlyList<TimeOffFact> Away(DemoDays days) =>
        [.. from row in DemoTable.Rows(AwayTable)
            let ends = row[1].Split("..")
            select new TimeOffFact(
                new PersonKey(ByName[row[0]].Key),
                new DateRange(days.Day(ends[0]), days.Day(ends[1])),
                TimeOffKinds.Words.Parse(row[2]),
                row[3].Length == 0 ? null : DemoTable.Whole(row[3]) * 60)];

    /// <summary>Approved overtime with the reason that was given.</summary>
    public static IReadOnlyList<(OvertimeFact Fact, string Reason)> Overtime(DemoDays days) =>
        [.. from row in DemoTable.Rows(OvertimeTable)
            select (new OvertimeFact(new PersonKey(ByName[row[0]].Key), days.Day(row[1]), DemoTable.Whole(row[2]) * 60), row[3])];

    private static DemoPerson Person(string key, string[] row) => new(
        key, row[0], row[1], Sites[row[2]], DemoTable.Number(row[3]), row[4], DemoTable.Number(row[5]), row[6], PartnersPeople.Contains(row[0]));
}
