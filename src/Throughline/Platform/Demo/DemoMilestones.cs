using Throughline.Domain.Acceptance;
using Throughline.Domain.Dates;

namespace Throughline.Platform.Demo;

/// <summary>What fixed-fee engagements are paid for: accepted, waiting for an answer, expected, late or without a date.</summary>
internal static class DemoMilestones
{
    // number | key | title | amount | expected sign-off | sent | received, or silence | unconfirmed
    private const string Table = """
        1011 | M1 | Ledger model              | 1800000 | -20.4 | -21   | -20.3   |
        1011 | M2 | Sandbox in service        | 2100000 | -14.4 | -15   | silence |
        1011 | M3 | Hand-over                 | 1500000 | -9.4  | -11   | -10.1   |
        1012 | M1 | Site survey               | 60000   | -22.4 | -23   | -22.2   |
        1012 | M2 | Offline bundle            | 85000   | -16.4 | -17   | -16.3   |
        1012 | M3 | Installation              | 80000   | -9.4  | -11   | silence |
        1012 | M4 | Hand-over and training    | 40000   | -4.4  | -6    | -5.2    |
        1016 | M1 | Template library          | 28000   | -12.4 | -14   | -13.1   |
        1016 | M2 | Adoption by six teams     | 30000   | 0.4   | -4b   |         |
        1022 | C1 | Class 1                   | 12000   | -6.4  | -8    | -7.1    |
        1022 | C2 | Class 2                   | 12000   | 0.4   | -4b   |         |
        1025 | C1 | Class 1                   | 900000  | 17.4  |       |         |
        1025 | C2 | Class 2                   | 900000  | 23.4  |       |         |
        1032 | M1 | Current process mapped    | 55000   | -8.4  | -10   | -9.2    |
        1032 | M2 | Portal in test            | 75000   |       |       |         | x
        1032 | M3 | Go-live                   | 90000   |       |       |         | x
        1034 | M1 | Inventory                 | 20000   | -6.4  | -7    | -6.1    |
        1034 | M2 | Clean-up of three sites   | 28000   | -1.4  | -12b  |         |
        1034 | M3 | Hand-over                 | 16000   | 4.4   |       |         |
        1038 | M1 | Pipeline templates        | 38000   | -6.4  | -7    | -6.2    |
        1038 | M2 | Signed releases           | 22000   | -2.4  | -4    | silence |
        1038 | M3 | First robot line          | 38000   | -1.2  |       |         |
        1038 | M4 | Second robot line         | 30000   | 9.4   |       |         |
        1038 | M5 | Hand-over                 | 20000   | 18.4  |       |         | x
        1040 | M1 | Design approved           | 36000   | -8.4  | -9    | -8.2    |
        1040 | M2 | Catalogue service         | 36000   | -2.4  | -5    | silence |
        1040 | M3 | Checkout                  | 58000   | 1.4   |       |         |
        1040 | M4 | Data move                 | 70000   | 9.4   |       |         |
        1040 | M5 | Go-live                   | 40000   | 16.4  |       |         | x
        1041 | M1 | Data model                | 42000   | -5.4  | -7    | -6.3    |
        1041 | M2 | Workbench in service      | 42000   | 5.4   |       |         |
        1042 | M1 | Discovery report          | 48000   | -5.4  | -6.3  | -5.1    |
        1042 | M2 | Landing zone              | 84000   | -2.4  | -4.1  | silence |
        1042 | M3 | Pilot cutover             | 92000   | 0.4   | -2b   |         |
        1042 | M4 | Wave 1 migration          | 108000  | 5.4   |       |         |
        1042 | M5 | Wave 2 and hand-over      | 80000   | 13.4  |       |         | x
        1043 | M1 | Sensor survey             | 33000   | -3.4  | -4    | -3.3    |
        1043 | M2 | Pilot line                | 39000   | 0.2   | -9b   |         |
        1043 | M3 | Dashboards                | 33000   | 8.4   |       |         |
        1043 | M4 | Hand-over                 | 27000   | 14.4  |       |         | x
        1044 | M1 | Baseline report           | 48000   | 6.4   |       |         |
        1044 | M2 | Hardened images           | 40000   | 12.4  |       |         |
        1044 | M3 | Hand-over                 | 30000   | 17.4  |       |         | x
        1045 | C1 | Class 1                   | 12000   | -3.4  | -4    | -3.2    |
        1045 | C2 | Class 2                   | 12000   | 2.4   |       |         |
        1045 | C3 | Class 3                   | 12000   | 8.4   |       |         |
        1046 | M1 | Design                    | 19000   | 4.4   |       |         |
        1046 | M2 | Roll-out                  | 40000   | 10.4  |       |         |
        1046 | M3 | Restore exercise          | 15000   | 13.4  |       |         | x
        1047 | M1 | Landing zone              | 32000   | 6.4   |       |         |
        1047 | M2 | First workload            | 32000   | 12.4  |       |         |
        1047 | M3 | Hand-over                 | 32000   | 19.4  |       |         | x
        1052 | M1 | Training needs            | 2400000 | -1.4  | -3.2  | -2.1    |
        1052 | M2 | Wave 1 classes            | 3000000 | 3.4   |       |         |
        1052 | M3 | Wave 2 classes            | 2700000 | 9.4   |       |         | x
        1052 | M4 | Hand-over                 | 1500000 |       |       |         | x
        """;

    public static void Write(CsvRows rows, DemoDays days)
    {
        foreach (var row in DemoTable.Rows(Table))
        {
            var engagement = DemoEngagements.Of(row[0]);
            var sent = days.DayOrNone(row[5]);
            var silent = row[6] == "silence";
            rows.Write(
                engagement.Key, row[1], row[2], DemoTable.Number(row[3]), days.DayOrNone(row[4]), row[7].Length == 0, sent,
                silent ? BySilence(engagement, sent!.Value) : days.DayOrNone(row[6]), silent);
        }
    }

    // Counted in the calendar of the customer's region, as the statements of work say.
    private static DateOnly BySilence(DemoEngagement engagement, DateOnly sent)
    {
        var (count, unit) = DemoEngagements.Silence(engagement)!.Value;
        var customer = DemoCustomers.Of(engagement.Customer);
        var holidays = DemoHolidays.Of(sent.Year, sent.Year + 1).Where(day => day.Calendar == customer.Calendar).Select(day => day.Date);
        var terms = new AcceptanceTerms(count, unit == "business_days" ? AcceptanceUnit.BusinessDays : AcceptanceUnit.CalendarDays);
        var zone = Zones.Find(customer.TimeZone)!;
        return PassiveAcceptance.Start(
            Zones.InstantOf(sent, new TimeOnly(10, 0), zone), zone, terms, new BusinessCalendar(BusinessCalendar.SaturdayAndSunday, holidays)).RecordedOn;
    }
}
