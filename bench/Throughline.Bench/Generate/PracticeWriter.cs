using System.Globalization;
using System.Text;
using Throughline.Domain.Dates;
using Throughline.Platform.Demo;

namespace Throughline.Bench.Generate;

/// <summary>Writes the bundle of a practice of any size: streaming, the same bytes for the same set, seed and day.</summary>
internal sealed class PracticeWriter(DataSet set, int seed, DateOnly today, string folder)
{
    private static readonly string[] Calendars = ["US", "UK", "DE", "IN"];
    private static readonly string[] Zones = ["America/New_York", "Europe/London", "Europe/Berlin", "Asia/Kolkata"];
    private static readonly string[] Regions = ["AMER", "EMEA", "EMEA", "APAC"];
    private static readonly string[] Currencies = ["USD", "USD", "EUR", "GBP"];
    private static readonly string[] Statuses = ["active", "active", "active", "active", "active", "active", "in_set_up", "okay_to_start", "on_hold", "completed"];
    private static readonly string[] Types = ["consulting", "consulting", "dedicated", "consulting_block", "blended", "training"];
    private static readonly string[] Health = ["green", "green", "green", "yellow", "red"];
    private static readonly string[] Internal = ["administration", "enablement", "practice_development", "sales_assistance", "meeting"];
    private static readonly string[] Workflow = ["Not Started", "In Progress", "Blocked/Waiting", "In Review", "Done"];
    private const int Activities = 5;
    private const int Milestones = 5;

    private readonly DateOnly monday = Periods.Monday(today);

    /// <summary>How many rows all files hold together.</summary>
    public long Rows { get; private set; }

    public void Write()
    {
        Directory.CreateDirectory(folder);
        File("calendars", "calendar,date,name,hours", WriteCalendars);
        File("people", "person,name,email,role,region,time_zone,calendar,weekly_hours,start_date,manager,cost_rate,cost_currency,skills", WritePeople);
        File("time_off", "person,start,end,kind", WriteTimeOff);
        File("rates", "role,currency,hourly_rate,effective_from,engagement", WriteRates);
        File("exchange_rates", "currency,to_currency,rate,effective_from", WriteExchangeRates);
        File("customers", "customer,name,region,time_zone,calendar,segment", WriteCustomers);
        File("opportunities", "opportunity,customer,name,stage,amount,currency,close_date,region", WriteOpportunities);
        File(
            "engagements",
            "engagement,customer,name,type,billing,currency,contract_value,budget_hours,start,expires,status,project_manager,region,opportunity,"
                + "transition_date,kickoff_date,passive_acceptance_days,internal_health,customer_health",
            WriteEngagements);
        File("activities", "engagement,activity,title,role,budget_hours,start,end", WriteActivities);
        File("issues", "engagement,activity,issue,title,state,assignee,weight,estimate_hours,iteration,labels,created,closed", WriteIssues);
        File("milestones", "engagement,milestone,title,amount,forecast_sign_off,confirmed,sign_off_sent,sign_off_received,passive", WriteMilestones);
        File("bookings", "booking,engagement,person,role,start,end,hours_per_day,kind", rows => new BookingWriter(set, seed, monday).Write(rows));
        File("time", "entry,person,date,engagement,category,activity,hours,billable,state,note,approved_by,approved_at", WriteTime);
        File("change_orders", "engagement,change_order,kind,amount,hours,status,completes_on", WriteChangeOrders);
        File("raid", "engagement,item,type,title,owner,priority,plan,state,escalated,due,updated", WriteRaid);
    }

    public static string Person(int number) => string.Create(CultureInfo.InvariantCulture, $"p{number + 1:0000}");

    public static string Engagement(int number) => string.Create(CultureInfo.InvariantCulture, $"SOW-{number + 1001:00000}");

    /// <summary>One project manager for twenty people, then architects and trainers, the rest engineers.</summary>
    public static string Role(int person) => (person % 20) switch { 0 => "project_manager", 1 or 2 => "architect", 3 => "trainer", _ => "engineer" };

    public static decimal WeeklyHours(int person) => (person % 25) switch { 7 => 32m, 13 => 24m, _ => 40m };

    /// <summary>What a person works on: three engagements near one another.</summary>
    public static int EngagementOf(DataSet set, int person, int which) => ((person * set.Engagements / set.People) + (which * 7)) % set.Engagements;

    private void File(string name, string columns, Action<CsvRows> write)
    {
        using var counted = new LineCounter(Path.Combine(folder, name + ".csv"));
        using (var rows = new CsvRows(counted, columns))
            write(rows);
        Rows += counted.Lines - 1;
    }

    private Random RandomFor(int salt) => new((seed * 7919) + salt);

    private static string Customer(int number) => string.Create(CultureInfo.InvariantCulture, $"c{number + 1:0000}");

    private static string Currency(int engagement) => Currencies[engagement % Currencies.Length];

    private static bool FixedFee(int engagement) => engagement % 5 is 1 or 3;

    private static decimal Value(int engagement) => 60_000m + (engagement * 37 % 100 * 5_000m);

    private string ProjectManager(int engagement) => Person(engagement * 20 % set.People / 20 * 20);

    private DateOnly Start(int engagement) => monday.AddDays(-7 * (10 + (engagement * 13 % 40)));

    private DateOnly Expires(int engagement) => Start(engagement).AddDays((7 * (54 + (engagement % 30))) - 3);

    private void WriteCalendars(CsvRows rows)
    {
        foreach (var day in DemoHolidays.Of(today.Year - 2, today.Year + 2))
            rows.Write(day.Calendar, day.Date, day.Name, 0m);
    }

    private void WritePeople(CsvRows rows)
    {
        for (var i = 0; i < set.People; i++)
        {
            var place = i % 4;
            rows.Write(
                Person(i), $"Person {i + 1}", $"person{i + 1}@practice.example", Role(i), Regions[place], Zones[place], Calendars[place], WeeklyHours(i),
                monday.AddDays(-7 * (60 + (i % 300))), i % 20 == 0 ? null : Person(i / 20 * 20), 60m + (i % 50), Currencies[place],
                $"skill{i % 17}:{1 + (i % 5)};skill{i % 11 + 20}:3");
        }
    }

    private void WriteTimeOff(CsvRows rows)
    {
        var random = RandomFor(1);
        for (var i = 0; i < set.People; i++)
        {
            for (var week = -50 + random.Next(10); week < 40; week += 10 + random.Next(12))
                rows.Write(Person(i), monday.AddDays(7 * week), monday.AddDays((7 * week) + random.Next(5)), random.Next(6) == 0 ? "sick" : "pto");
        }
    }

    private void WriteRates(CsvRows rows)
    {
        foreach (var (role, rate) in new[] { ("engineer", 200m), ("architect", 250m), ("project_manager", 190m), ("trainer", 220m) })
        {
            foreach (var currency in Currencies.Distinct())
            {
                rows.Write(role, currency, rate * 0.95m, monday.AddDays(-7 * 200), null);
                rows.Write(role, currency, rate, monday.AddDays(-7 * 20), null);
            }
        }

        for (var e = 0; e < set.Engagements; e += 4)
            rows.Write("engineer", Currency(e), 180m + (e % 40), Start(e), Engagement(e));
    }

    private void WriteExchangeRates(CsvRows rows)
    {
        var worth = new Dictionary<string, decimal> { ["USD"] = 1m, ["EUR"] = 1.08m, ["GBP"] = 1.27m };
        foreach (var (from, to) in from one in worth from other in worth where one.Key != other.Key select (one, other))
        {
            for (var month = 0; month < 18; month++)
                rows.Write(from.Key, to.Key, decimal.Round(from.Value / to.Value * (1 + (month % 5 * 0.002m)), 6), monday.AddDays(-30 * month));
        }
    }

    private void WriteCustomers(CsvRows rows)
    {
        for (var c = 0; c < set.Customers; c++)
            rows.Write(Customer(c), $"Customer {c + 1}", Regions[c % 4], Zones[c % 4], Calendars[c % 4], c % 3 == 0 ? "enterprise" : "commercial");
    }

    private void WriteOpportunities(CsvRows rows)
    {
        for (var e = 0; e < set.Engagements; e++)
            rows.Write(Opportunity(e), Customer(e % set.Customers), $"Opportunity {e + 1}", "closed-won", Value(e), Currency(e), Start(e).AddDays(-14), Regions[e % 4]);
    }

    private static string Opportunity(int engagement) => string.Create(CultureInfo.InvariantCulture, $"OP-{engagement + 1:00000}");

    private void WriteEngagements(CsvRows rows)
    {
        for (var e = 0; e < set.Engagements; e++)
        {
            rows.Write(
                Engagement(e), Customer(e % set.Customers), $"Engagement {e + 1}", Types[e % Types.Length], FixedFee(e) ? "ff" : "tm", Currency(e), Value(e),
                Value(e) / 200m, Start(e), Expires(e), Statuses[e % Statuses.Length], ProjectManager(e), Regions[e % 4], Opportunity(e),
                Start(e).AddDays(-4), Start(e).AddDays(1), FixedFee(e) ? 5 : null, Health[e * 3 % 5], Health[e % 5]);
        }
    }

    private void WriteActivities(CsvRows rows)
    {
        for (var e = 0; e < set.Engagements; e++)
        {
            for (var a = 0; a < Activities; a++)
            {
                var start = Start(e).AddDays(a * 70);
                rows.Write(Engagement(e), $"A{a + 1}", $"Activity {a + 1}", a == 0 ? "architect" : "engineer", Value(e) / 1_000m, start, start.AddDays(74));
            }
        }
    }

    private void WriteIssues(CsvRows rows)
    {
        var random = RandomFor(2);
        for (var i = 0; i < set.Issues; i++)
        {
            var e = i % set.Engagements;
            var person = (int)(((long)e * set.People / set.Engagements) + random.Next(4)) % set.People;
            var created = Start(e).AddDays(random.Next(today.DayNumber - Start(e).DayNumber - 21));
            var done = random.Next(10) < 6;
            var state = done ? 4 : random.Next(4);
            rows.Write(
                Engagement(e), $"A{1 + (i / set.Engagements % Activities)}", string.Create(CultureInfo.InvariantCulture, $"{e + 1001}-{(i / set.Engagements) + 1}"),
                $"Work item {i + 1} of the plan", done ? "closed" : "open", Person(person), (decimal)(1 + random.Next(3)), 2m + random.Next(14),
                string.Create(CultureInfo.InvariantCulture, $"Iteration {1 + (created.DayNumber - Start(e).DayNumber) / 14}"),
                $"PSD Workflow::{Workflow[state]};{Engagement(e)}", At(created, 9), done ? At(created.AddDays(1 + random.Next(20)), 16) : null);
        }
    }

    private void WriteMilestones(CsvRows rows)
    {
        for (var e = 0; e < set.Engagements; e++)
        {
            for (var m = 0; FixedFee(e) && m < Milestones; m++)
            {
                var due = Start(e).AddDays((7 * 10 * (m + 1)) - 3);
                var over = due < today.AddDays(-10);
                rows.Write(
                    Engagement(e), $"M{m + 1}", $"Milestone {m + 1}", Value(e) / Milestones, due, m < Milestones - 1, over ? due.AddDays(-7) : null,
                    over ? due.AddDays(-1) : null, over && m % 2 == 1);
            }
        }
    }

    // As many entries a working day for everybody, the newest at the end, as a practice fills up.
    private void WriteTime(CsvRows rows)
    {
        var random = RandomFor(3);
        var each = (set.TimeEntries + set.People - 1) / set.People;
        var days = WorkingDaysBefore(today, (each + set.EntriesADay - 1) / set.EntriesADay);
        for (var i = 0; i < set.TimeEntries; i++)
        {
            var (person, turn) = (i % set.People, i / set.People);
            WriteEntry(rows, random, i, person, days[turn / set.EntriesADay]);
        }
    }

    private void WriteEntry(CsvRows rows, Random random, int number, int person, DateOnly day)
    {
        var category = random.Next(10) == 0 ? Internal[random.Next(Internal.Length)] : null;
        var e = EngagementOf(set, person, random.Next(3));
        var state = day < today.AddDays(-set.DaysSubmitted) ? "approved" : day < today.AddDays(-6) ? "submitted" : "draft";
        rows.Write(
            string.Create(CultureInfo.InvariantCulture, $"t{number + 1:00000000}"), Person(person), day, category is null ? Engagement(e) : null, category,
            category is null ? $"A{1 + random.Next(Activities)}" : null, 2m + (random.Next(9) * 0.25m), category is null && random.Next(20) > 0, state,
            random.Next(4) == 0 ? "Worked on the plan" : null, state == "approved" ? ProjectManager(e) : null, state == "approved" ? At(day.AddDays(5), 14) : null);
    }

    private void WriteChangeOrders(CsvRows rows)
    {
        string[] statuses = ["draft", "in_review", "sent", "signed", "signed", "rejected"];
        for (var e = 0; e < set.Engagements; e += 3)
            rows.Write(Engagement(e), "CO-1", "funds", 5_000m + (e * 100m), 40m, statuses[e / 3 % statuses.Length], monday.AddDays(7 * (4 + (e % 20))));
    }

    private void WriteRaid(CsvRows rows)
    {
        for (var e = 0; e < set.Engagements; e++)
        {
            for (var r = 0; r < 3; r++)
            {
                rows.Write(
                    Engagement(e), $"R-{r + 1}", r == 0 ? "risk" : r == 1 ? "issue" : "action", $"Item {r + 1}", ProjectManager(e), r == 0 ? "high" : "medium",
                    "Watch and decide", r == 2 ? "Closed" : "In Progress", r == 0 && e % 10 == 0, monday.AddDays(7 * r), At(today.AddDays(-(e % 20) - 1), 11));
            }
        }
    }

    private static DateTimeOffset At(DateOnly day, int hour) => new(day.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.Zero);

    private static List<DateOnly> WorkingDaysBefore(DateOnly today, int count)
    {
        var days = new List<DateOnly>(count);
        for (var day = today.AddDays(-1); days.Count < count; day = day.AddDays(-1))
        {
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                days.Add(day);
        }

        days.Reverse();
        return days;
    }

    /// <summary>A text file that knows how many lines went into it.</summary>
    private sealed class LineCounter(string path) : StreamWriter(path, append: false, new UTF8Encoding(false), bufferSize: 1 << 16)
    {
        public long Lines { get; private set; }

        public override void Write(char value)
        {
            if (value == '\n')
                Lines++;
            base.Write(value);
        }
    }
}
