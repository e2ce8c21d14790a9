using Throughline.Domain.Engagements;
using Throughline.Domain.Pricing;

namespace Throughline.Platform.Demo;

/// <summary>One engagement of the demo's story; weeks count from this one.</summary>
internal sealed record DemoEngagement(
    string Key, string Name, string Customer, string Theme, string Type, string Billing, string Currency, decimal Value,
    int FromWeek, int ToWeek, string Status, string? Manager, string InternalHealth, string CustomerHealth)
{
    public bool FixedFee => Billing == "ff";

    /// <summary>Sold and begun, whatever became of it since.</summary>
    public bool HasStarted => FromWeek < 0;

    public bool IsOver => Status is "closed" or "completed" or "cancelled";

    public EngagementKey Fact => new(Key);

    public Currency Money => new(Currency);
}

/// <summary>The portfolio: forty-four engagements in every status; the forty-fifth is read from its statement of work.</summary>
internal static class DemoEngagements
{
    /// <summary>The engagement that is not in the bundle: the program makes it from <see cref="DemoStatement"/>.</summary>
    public const string FromStatement = "SOW-1049";

    // number | name | customer | theme | type | billing, currency | value | weeks | status | manager | health: us, customer
    private const string Table = """
        1009 | Observability rollout          | redfern    | platform  | consulting       | tm GBP | 224000   | -25..8  | active        | Sam Whitlock     | RY
        1011 | Ledger sandbox                 | monsoon    | testing   | consulting       | ff INR | 5400000  | -25..-9 | completed     | Kavita Deshpande | GG
        1012 | Air-gapped install             | osprey     | platform  | consulting       | ff USD | 265000   | -26..-4 | completed     | Jonas Brandt     | GG
        1014 | Documentation portal           | corvina    | data      | consulting       | tm EUR | 86000    | -26..-8 | completed     | Claire Dubois    | GG
        1016 | Pipeline templates             | bluewater  | release   | consulting       | ff USD | 58000    | -22..-2 | closed        | Ana Kovač        | GG
        1017 | Data residency programme       | calder     | data      | consulting       | tm USD | 640000   | -24..26 | active        | Jonas Brandt     | YG
        1019 | Test data factory              | northgate  | testing   | consulting       | tm USD | 140000   | -26..-3 | closed        | Priya Raman      | GG
        1021 | Field app release train        | pell       | release   | dedicated        | tm USD | 300000   | -22..12 | active        | Sam Whitlock     | GG
        1022 | Warehouse training             | lindqvist  | training  | training         | ff EUR | 24000    | -14..-1 | closed        | Lena Fischer     | GG
        1023 | Kiosk imaging                  | harrow     | platform  | consulting       | tm USD | 70000    | -12..10 | cancelled     | Ana Kovač        |
        1024 | Core banking test lab          | alpenbank  | testing   | consulting       | tm EUR | 240000   | -21..7  | active        | Claire Dubois    | YR
        1025 | Store manager training         | saffron    | training  | training         | ff INR | 1800000  | 12..24  | backlog       | Kavita Deshpande | GG
        1026 | Claims portal delivery         | northgate  | release   | consulting       | tm USD | 410000   | -20..14 | active        | Priya Raman      | YY
        1027 | Data catalogue training        | larkspur   | training  | training         | tm GBP | 84000    | -8..12  | active        | Lena Fischer     | GG
        1028 | Imaging archive move           | calder     | migration | consulting       | tm USD | 134000   | -15..16 | on_hold       | Jonas Brandt     | GY
        1029 | PCI pipeline hardening         | kestrel    | security  | consulting       | tm USD | 430000   | -16..22 | active        | Jonas Brandt     | GG
        1030 | Mobile build farm              | cobaltair  | release   | consulting       | tm USD | 480000   | -15..13 | active        | Priya Raman      | GG
        1031 | CI consolidation               | brightosei | platform  | consulting       | tm USD | 285000   | -14..20 | active        | Priya Raman      | GY
        1032 | Tax portal rebuild             | wren       | migration | consulting       | ff GBP | 220000   | -16..24 | on_hold       | Sam Whitlock     | YY
        1033 | Warehouse integrations         | lindqvist  | migration | consulting       | tm EUR | 285000   | -17..10 | active        | Mikko Salonen    | GG
        1034 | Container registry clean-up    | juniper    | platform  | consulting       | ff GBP | 64000    | -9..5   | active        | Sam Whitlock     | GR
        1035 | Identity hand-over             | wren       | security  | consulting       | tm GBP | 72000    | -19..6  | active        | Sam Whitlock     | GG
        1036 | Grid data platform             | vantaa     | data      | consulting       | tm EUR | 740000   | -18..28 | active        | Mikko Salonen    | GG
        1037 | Release engineering            | hartwell   | release   | dedicated        | tm USD | 280000   | -15..24 | active        | Jonas Brandt     | RR
        1038 | Release automation             | tarn       | release   | consulting       | ff USD | 148000   | -10..20 | active        | Ana Kovač        | GG
        1039 | Fleet API redesign             | bluewater  | platform  | consulting       | tm USD | 86000    | -12..12 | active        | Ana Kovač        | GG
        1040 | Storefront re-platform         | leroux     | migration | consulting       | ff EUR | 240000   | -11..18 | active        | Claire Dubois    | GG
        1041 | Analytics workbench            | corvina    | data      | consulting       | ff EUR | 84000    | -12..8  | active        | Claire Dubois    | GG
        1042 | Platform migration             | meridian   | migration | consulting       | ff USD | 412000   | -9..16  | active        | Ana Kovač        | YG
        1043 | Plant telemetry pilot          | ostrava    | data      | consulting       | ff EUR | 132000   | -7..15  | active        | Mikko Salonen    | GG
        1044 | Security baseline              | halcyon    | security  | consulting       | ff USD | 118000   | 0..18   | okay_to_start | Lena Fischer     | GG
        1045 | Admin training series          | aldermoor  | training  | training         | ff USD | 36000    | -6..10  | active        | Lena Fischer     | GG
        1046 | Backup modernisation           | silvermere | platform  | consulting       | ff USD | 74000    | 1..14   | okay_to_start | Lena Fischer     | GG
        1047 | Cloud foundations              | portoverde | platform  | consulting       | ff EUR | 96000    | 2..20   | in_set_up     | Claire Dubois    | GG
        1048 | Runner fleet upgrade           | harrow     | platform  | consulting       | tm USD | 170000   | 1..13   | in_set_up     | Ana Kovač        | GG
        1050 | Support desk block hours       | halden     | release   | consulting_block | tm USD | 66000    | -8..18  | active        | Lena Fischer     | GG
        1051 | Payments reliability           | monsoon    | security  | dedicated        | tm INR | 24000000 | -13..26 | active        | Kavita Deshpande | GG
        1052 | Onboarding and training wave   | saffron    | training  | blended          | ff INR | 9600000  | -5..14  | active        | Kavita Deshpande | YG
        1053 | Mainframe exit discovery       | brunel     | migration | consulting       | tm GBP | 180000   | 1..19   | in_set_up     | Sam Whitlock     | GG
        1054 | Edge gateway refresh           | quayside   | platform  | consulting       | tm USD | 190000   | 8..30   | prospect      | Jonas Brandt     |
        1055 | Wallet platform review         | kestrel    | security  | consulting       | tm USD | 88000    | 10..22  | prospect      |                  |
        1056 | Cluster upgrade block          | vantaa     | platform  | consulting_block | tm EUR | 54000    | 6..32   | prospect      | Mikko Salonen    |
        1057 | Trainer certification          | aldermoor  | training  | blended          | tm USD | 28000    | 9..20   | prospect      | Lena Fischer     |
        1058 | Platform health checks         | tarn       | platform  | consulting_block | tm USD | 36000    | -4..40  | backlog       | Ana Kovač        | GG
        """;

    /// <summary>Staffed with a partner's people, wholly or in part.</summary>
    private static readonly HashSet<string> PartnerStaffed = ["SOW-1030", "SOW-1037"];

    private static readonly Dictionary<string, (int Days, string Unit)> SilenceTerms = new()
    {
        ["SOW-1040"] = (10, "business_days"),
        ["SOW-1043"] = (10, "business_days"),
        ["SOW-1052"] = (14, "calendar_days"),
        ["SOW-1029"] = (5, "business_days"),
    };

    // A statement of work may say nothing about silence: then nobody is taken to have agreed.
    private static readonly HashSet<string> WithoutSilence = ["SOW-1034", "SOW-1047", "SOW-1022"];

    public static IReadOnlyList<DemoEngagement> All { get; } = [.. DemoTable.Rows(Table).Select(Engagement)];

    private static readonly Dictionary<string, DemoEngagement> ByKey = All.ToDictionary(engagement => engagement.Key);

    public static DemoEngagement Of(string number) => ByKey["SOW-" + number];

    public static void Write(CsvRows rows, DemoDays days)
    {
        foreach (var engagement in All)
        {
            var silence = Silence(engagement);
            rows.Write(
                engagement.Key, engagement.Customer, engagement.Name, engagement.Type, engagement.Billing, engagement.Currency, engagement.Value,
                DemoPlan.BudgetHours(engagement), days.Monday(engagement.FromWeek), days.Friday(engagement.ToWeek), engagement.Status,
                engagement.Manager is null ? null : DemoPeople.Key(engagement.Manager), DemoCustomers.Of(engagement.Customer).Region,
                DemoCustomers.OpportunityOf(engagement), Transition(engagement, days), Kickoff(engagement, days),
                silence?.Days, silence?.Unit, Health(engagement.InternalHealth), Health(engagement.CustomerHealth),
                PartnerStaffed.Contains(engagement.Key));
        }
    }

    /// <summary>What the statement of work says on silence: fixed fees five business days, unless it says otherwise.</summary>
    public static (int Days, string Unit)? Silence(DemoEngagement engagement) =>
        SilenceTerms.TryGetValue(engagement.Key, out var own) ? own
        : engagement.FixedFee && !WithoutSilence.Contains(engagement.Key) ? (5, "business_days")
        : null;

    private static DateOnly? Transition(DemoEngagement engagement, DemoDays days) => engagement.Status switch
    {
        "prospect" or "in_set_up" or "backlog" => null,
        _ => days.Monday(engagement.FromWeek).AddDays(-4),
    };

    private static DateOnly? Kickoff(DemoEngagement engagement, DemoDays days) =>
        Transition(engagement, days) is null ? null : days.Monday(engagement.FromWeek).AddDays(engagement.HasStarted ? 1 : 2);

    private static string? Health(string letter) => letter switch
    {
        "G" => "green",
        "Y" => "yellow",
        "R" => "red",
        _ => null,
    };

    private static DemoEngagement Engagement(string[] row)
    {
        var billing = row[5].Split(' ');
        var (from, to) = DemoTable.Span(row[7]);
        return new DemoEngagement(
            "SOW-" + row[0], row[1], row[2], row[3], row[4], billing[0], billing[1], DemoTable.Number(row[6]),
            from, to, row[8], DemoTable.Text(row[9]), Letter(row[10], 0), Letter(row[10], 1));

        static string Letter(string pair, int i) => pair.Length > i ? pair[i..(i + 1)] : "";
    }
}
