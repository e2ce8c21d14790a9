namespace Throughline.Platform.Demo;

internal sealed record DemoCustomer(string Key, string Name, string Region, string TimeZone, string? Calendar, string Segment);

/// <summary>Who buys from Northlight Services, and what is being sold.</summary>
internal static class DemoCustomers
{
    // key | name | region | time zone | calendar | segment
    private const string Table = """
        aldermoor  | Aldermoor University     | EMEA | Europe/London       | UK | education
        alpenbank  | Alpenbank                | EMEA | Europe/Vienna       | DE | enterprise
        bluewater  | Bluewater Shipping       | AMER | America/New_York    | US | enterprise
        brightosei | Bright & Osei Bank       | EMEA | Europe/London       | UK | enterprise
        brunel     | Brunel Assurance         | EMEA | Europe/London       | UK | enterprise
        calder     | Calder Health            | AMER | America/New_York    | US | enterprise
        cobaltair  | Cobalt Air               | AMER | America/Denver      | US | enterprise
        corvina    | Corvina Labs             | EMEA | Europe/Berlin       | DE | commercial
        halcyon    | Halcyon Foods            | AMER | America/Chicago     | US | commercial
        halden     | Halden Furniture         | AMER | America/New_York    | US | commercial
        harrow     | Harrow Media             | AMER | America/Los_Angeles | US | commercial
        hartwell   | Hartwell Instruments     | AMER | America/Chicago     | US | enterprise
        juniper    | Juniper & Daughters      | EMEA | Europe/London       | UK | commercial
        kestrel    | Kestrel Payments         | AMER | America/New_York    | US | enterprise
        larkspur   | Larkspur Research        | EMEA | Europe/London       | UK | education
        leroux     | Maison Leroux            | EMEA | Europe/Paris        |    | enterprise
        lindqvist  | Lindqvist Logistik       | EMEA | Europe/Stockholm    |    | commercial
        meridian   | Meridian Freight         | AMER | America/Chicago     | US | enterprise
        monsoon    | Monsoon Pay              | APAC | Asia/Kolkata        | IN | enterprise
        northgate  | Northgate Insurance      | AMER | America/Chicago     | US | enterprise
        osprey     | Osprey Aerospace         | AMER | America/New_York    | US | public
        ostrava    | Ostrava Steel            | EMEA | Europe/Prague       |    | enterprise
        pell       | Pell Utilities           | AMER | America/New_York    | US | commercial
        portoverde | Porto Verde              | EMEA | Europe/Lisbon       |    | commercial
        quayside   | Quayside Terminals       | AMER | America/New_York    | US | enterprise
        redfern    | Redfern Rail             | EMEA | Europe/London       | UK | public
        sablewood  | Sablewood Clinics, Inc.  | AMER | America/New_York    | US | commercial
        saffron    | Saffron Retail           | APAC | Asia/Kolkata        | IN | commercial
        silvermere | Silvermere Trust         | AMER | America/New_York    | US | commercial
        tarn       | Tarn Robotics            | AMER | America/Los_Angeles | US | commercial
        vantaa     | Vantaa Energia           | EMEA | Europe/Helsinki     |    | enterprise
        wren       | Wren County              | EMEA | Europe/London       | UK | public
        """;

    // key | customer | name | stage | amount | currency | close, weeks from this one | engagement manager
    private const string OpenTable = """
        OP-2201 | sablewood  | Patient records integration     | closed-won  | 184000 | USD | -1.2 | Marcus Bell
        OP-2202 | vantaa     | Substation data, second wave    | 3           | 320000 | EUR | 9    | Elena Petrova
        OP-2203 | meridian   | Depot roll-out, coast to coast  | 2           | 510000 | USD | 17   | Marcus Bell
        OP-2204 | redfern    | Signalling observability        | 1           | 150000 | GBP | 21   |
        OP-2205 | saffron    | Regional training plan          | 4           | 4200000 | INR | 6   | Shreya Iyer
        OP-2206 | halcyon    | Plant network segmentation      | 5           | 96000  | USD | 4    | Marcus Bell
        OP-2207 | juniper    | Managed registry                | closed-lost | 45000  | GBP | -3.3 | Elena Petrova
        OP-2208 | hartwell   | Build analytics                 | closed-lost | 72000  | USD | -7   | Marcus Bell
        """;

    private static readonly Dictionary<string, string> EngagementManagers = new()
    {
        ["AMER"] = "Marcus Bell",
        ["EMEA"] = "Elena Petrova",
        ["APAC"] = "Shreya Iyer",
    };

    public static IReadOnlyList<DemoCustomer> All { get; } =
        [.. DemoTable.Rows(Table).Select(row => new DemoCustomer(row[0], row[1], row[2], row[3], DemoTable.Text(row[4]), row[5]))];

    private static readonly Dictionary<string, DemoCustomer> ByKey = All.ToDictionary(customer => customer.Key);

    public static DemoCustomer Of(string key) => ByKey[key];

    public static string OpportunityOf(DemoEngagement engagement) => "OP-" + engagement.Key[^4..];

    public static void Write(CsvRows rows)
    {
        foreach (var customer in All)
            rows.Write(customer.Key, customer.Name, customer.Region, customer.TimeZone, customer.Calendar, customer.Segment);
    }

    public static void WriteOpportunities(CsvRows rows, DemoDays days)
    {
        foreach (var engagement in DemoEngagements.All)
        {
            var region = Of(engagement.Customer).Region;
            rows.Write(
                OpportunityOf(engagement), engagement.Customer, engagement.Name, Stage(engagement), engagement.Value, engagement.Currency,
                days.Monday(engagement.FromWeek).AddDays(-12), EngagementManagers[region], region);
        }

        foreach (var row in DemoTable.Rows(OpenTable))
        {
            rows.Write(row[0], row[1], row[2], row[3], DemoTable.Number(row[4]), row[5], days.Day(row[6]), DemoTable.Text(row[7]), Of(row[1]).Region);
        }
    }

    // Work at risk is what lets an engagement be set up before its deal is won.
    private static string Stage(DemoEngagement engagement) => (engagement.Status, engagement.Key) switch
    {
        ("prospect", "SOW-1055") => "4",
        ("prospect", "SOW-1054") => "6",
        ("prospect", _) => "5",
        (_, "SOW-1053") => "6",
        ("cancelled", _) => "closed-lost",
        _ => "closed-won",
    };
}
