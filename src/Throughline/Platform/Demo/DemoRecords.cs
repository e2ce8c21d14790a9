namespace Throughline.Platform.Demo;

/// <summary>What teams write down along the way: risks and decisions, the journal, what customers answered, and a few settings.</summary>
internal static class DemoRecords
{
    // number | item | type | title | owner | priority | impact | plan | state | escalated | due | updated
    private const string RaidTable = """
        1009 | R-1  | risk     | Sensors report in two formats                 | Sam Whitlock  | high   | budget;timeline | Normalise at the collector; exception WE-21 pays for it    | Mitigating  | x | 2.4  | -3b
        1009 | I-2  | issue    | Dashboards slower than agreed                 | Jack Sullivan | high   | quality         | Move long queries to summaries                             | In Progress | x | 1.4  | -1b
        1017 | R-3  | risk     | Regulator may ask for a second region         | Jonas Brandt  | high   | scope;budget    | Cost a second region before the review                     | In Progress |   | 3.4  | -4b
        1017 | D-4  | decision | Patient keys stay with the customer           | Aisha Karim   | medium | scope           |                                                            | Closed      |   |      | -24b
        1024 | I-5  | issue    | Test lab hours nearly used up                 | Claire Dubois | high   | budget          | Exception WE-20 asked for; customer refused a change order | In Progress | x | 0.4  | -2b
        1024 | R-6  | risk     | Release board moves the date again            | Claire Dubois | high   | timeline        | Keep a fixed test window                                   | Mitigating  | x | 2.2  | -2b
        1026 | R-7  | risk     | Budget of the portal team ends before launch  | Priya Raman   | high   | budget;timeline | Change order CO-5 in draft                                 | Mitigating  |   | 2.4  | -3b
        1026 | A-8  | action   | Name a product owner for claims               | Luis Ortega   | medium | timeline        | Customer names by the review                               | In Progress |   | 0.4  | -5b
        1028 | I-9  | issue    | Archive vendor does not deliver exports       | Jonas Brandt  | medium | timeline        | On hold until the vendor answers                           | In Progress |   | 4.4  | -16b
        1031 | R-10 | risk     | Two teams want to keep their own servers      | Priya Raman   | medium | scope           | Show savings of the pilot group                            | In Progress |   | 1.4  | -4b
        1032 | I-11 | issue    | County budget not yet confirmed               | Sam Whitlock  | high   | timeline;budget | Resume after the budget meeting                            | In Progress |   | 6.4  | -20b
        1034 | I-12 | issue    | Customer unhappy with removed images          | Sam Whitlock  | high   | quality         | Restore two images, review rules together                  | In Progress | x | 0.4  | -1b
        1034 | R-13 | risk     | No answer on the clean-up acceptance          | Sam Whitlock  | medium | budget          | No clause on silence: ask the sponsor                      | In Progress |   | 1.4  | -3b
        1037 | I-14 | issue    | Named engineer covers two roles               | Jonas Brandt  | high   | quality;budget  | Second engineer from week 8                                | In Progress | x | 1.4  | -2b
        1037 | R-15 | risk     | Customer may end the engagement early         | Jonas Brandt  | high   | scope           | Meeting of sponsors                                        | Mitigating  | x | 0.4  | -2b
        1042 | R-16 | risk     | Network freeze moves wave 1                   | Ana Kovač     | high   | timeline;budget | Meridian decides on the freeze window next week            | In Progress |   | 1.2  | -4b
        1042 | I-17 | issue    | Test data without customs codes               | Noor El-Amin  | medium | timeline        | Agree a sample set this week                               | In Progress |   | 0.4  | -2b
        1042 | A-18 | action   | Trainer for wave 2                            | Ana Kovač     | medium | timeline        | Request open with the coordinator                          | Not Started |   | 5.0  | -4b
        1042 | D-19 | decision | Wave 1 is three depots, not five              | Ana Kovač     | low    | scope           |                                                            | Closed      |   |      | -15b
        1052 | R-20 | risk     | Lab accounts late for the second wave         | Rohan Mehta   | medium | timeline        | Order ten days earlier                                     | In Progress |   | 2.4  | -6b
        1036 | R-21 | risk     | Meter vendor changes its interface            | Mikko Salonen | low    | timeline        | Contract test in the pipeline                              | Accepted    |   | 8.4  | -19b
        1043 | A-22 | action   | Badge access for night shifts                 | Tobias Richter| low    | timeline        | Plant security to confirm                                  | Resolved    |   | -1.4 | -8b
        1029 | D-23 | decision | Artefacts are signed with hardware keys       | Wei Zhang     | medium | scope           |                                                            | Closed      |   |      | -30b
        """;

    // number | key | day | author | labels | text
    private const string JournalTable = """
        1012 | J-1  | -5.3 | Jonas Brandt     | ProjectWin;CustomerStory | Installed without a single packet leaving the site. The customer's security officer shook every hand.
        1012 | J-2  | -4.4 | Noor El-Amin     | llProduct                | The offline bundle needs a checksum list of its own.
        1016 | J-3  | -3.2 | Ana Kovač        | ProjectWin               | Six of seven teams moved to the templates a week early.
        1017 | J-4  | -6.1 | Aisha Karim      | llScoping                | Ask about key custody during scoping, not in week nine.
        1019 | J-5  | -4.1 | Priya Raman      | CustomerStory            | Synthetic claims found two defects that live data had hidden.
        1026 | J-6  | -2.2 | Priya Raman      | llScoping                | Accessibility review was not in the estimate.
        1030 | J-7  | -1.3 | Pavel Horák      | ProjectWin               | Build time down from 41 to 12 minutes.
        1033 | J-8  | -2.4 | Katharina Vogel  | llProduct                | Label printers need their own queue.
        1036 | J-9  | -1.1 | Mikko Salonen    | ProjectWin;CustomerStory | First substation live, dispatchers asked for the rest.
        1042 | J-10 | -5.1 | Ana Kovač        |                          | Discovery report accepted by Laura Benning without remarks.
        1042 | J-11 | -1.4 | Devin Park       | ProjectWin               | Rehearsal finished 40 minutes ahead of the window.
        1043 | J-12 | -3.3 | Tobias Richter   | llPeople                 | Plan an hour more for site security on each visit.
        1045 | J-13 | -3.2 | Zuri Kamau       | CustomerStory            | First class rated 4.8 of 5 by 22 attendees.
        1051 | J-14 | -2.2 | Kavita Deshpande | ProjectWin               | Settlement night without an incident for the fourth week.
        1034 | J-15 | -1.3 | Sam Whitlock     | llScoping                | A statement of work without a clause on silence costs weeks.
        """;

    // number | contact | sent | responded | score | comment
    private const string CsatTable = """
        1011 | Farhan Qureshi   | -10.0 | -9.2 | 5 | Careful people, clear hand-over.
        1012 | Dana Whitfield   | -4.3  | -3.4 | 5 | Best prepared installation we have had.
        1012 | Lt. Roy Castellan| -4.3  |      |   |
        1014 | Miriam Stadler   | -9.1  | -8.3 | 4 | Good work, the last two weeks were slow.
        1016 | Owen Trask       | -2.1  | -1.2 | 4 |
        1019 | Carol Jimenez    | -4.0  | -3.1 | 5 | Test data that finally looks real.
        1022 | Sven Lindqvist   | -1.1  |      |   |
        1024 | Ursula Egger     | -6.1  | -5.3 | 2 | The plan changed too often and we learned of it late.
        1034 | Beth Juniper     | -1.3  | -1b  | 2 | Images were removed that we still needed.
        1042 | Laura Benning    | -4.1  | -3.4 | 4 | Sensible plan, good contact.
        """;

    // policy | value | scope kind | scope | from week
    private const string PolicyTable = """
        organisation.name                  | Northlight Services |            |          |
        organisation.currency              | USD                 |            |          |
        P-22                               | 32                  | region     | APAC     |
        P-24                               | mandatory           | region     | EMEA     | -13
        P-27c                              | union               | engagement | SOW-1043 |
        forecast.milestone_warning_days    | 7                   |            |          |
        margin.project_target              | 42                  | region     | AMER     | -26
        utilisation.target                 | 72                  | role       | engineer | -13
        """;

    public static void WriteRaid(CsvRows rows, DemoDays days)
    {
        foreach (var row in DemoTable.Rows(RaidTable))
        {
            rows.Write(
                DemoEngagements.Of(row[0]).Key, row[1], row[2], row[3], DemoPeople.Key(row[4]), row[5], DemoTable.Text(row[6]), DemoTable.Text(row[7]),
                row[8], row[9].Length > 0, days.DayOrNone(row[10]), DemoDays.At(days.Day(row[11]), 11, 27));
        }
    }

    public static void WriteJournal(CsvRows rows, DemoDays days)
    {
        foreach (var row in DemoTable.Rows(JournalTable))
            rows.Write(DemoEngagements.Of(row[0]).Key, row[1], days.Day(row[2]), DemoPeople.Key(row[3]), row[5], DemoTable.Text(row[4]));
    }

    public static void WriteCsat(CsvRows rows, DemoDays days)
    {
        foreach (var row in DemoTable.Rows(CsatTable))
        {
            rows.Write(
                DemoEngagements.Of(row[0]).Key, row[1], days.Day(row[2]), days.DayOrNone(row[3]), DemoTable.Text(row[4]), DemoTable.Text(row[5]));
        }
    }

    public static void WritePolicies(CsvRows rows, DemoDays days)
    {
        foreach (var row in DemoTable.Rows(PolicyTable))
            rows.Write(row[0], row[1], DemoTable.Text(row[2]), DemoTable.Text(row[3]), days.DayOrNone(row[4]));
    }
}
