using Throughline.Data.Bundles;
using Throughline.Testing;

namespace Throughline.Data.Tests.Bundles;

public sealed class ImportTests(TestDatabases databases)
{
    private static readonly (string, string) People = ("people", "person,name,role,weekly_hours\np1,Ana,engineer,40\np2,Bo,engineer,40\n");
    private static readonly (string, string) Customers = ("customers", "customer,name\nc1,Meridian\n");

    private static readonly (string, string) Engagements =
        ("engagements", "engagement,customer,name,type,billing,currency,contract_value,start,expires,status\nSOW-1,c1,Migration,consulting,tm,EUR,80000,2026-01-01,2026-12-31,active\n");

    [Fact]
    public async Task A_bundle_with_a_row_in_every_table_is_stored_and_a_second_import_changes_nothing()
    {
        using var bundle = BundleFolder.Full();
        await using var practice = await ImportedPractice.EmptyAsync(databases);

        var first = await practice.ImportAsync(bundle);
        var second = await practice.ImportAsync(bundle);

        Assert.Empty(first.Errors);
        Assert.Equal("104 created, 0 changed", first.Summary);
        Assert.Equal("0 created, 0 changed", second.Summary);
        Assert.Equal(1, await practice.QueryAsync<int>("select max(version) from people"));
    }

    [Fact]
    public async Task Many_rows_into_an_empty_table_leave_it_with_every_index_and_foreign_key_that_it_had()
    {
        const string Shape =
            """
            select string_agg(line, '; ' order by line) from (
              select pg_get_indexdef(indexrelid) as line from pg_index where indrelid = 'time_entries'::regclass
              union all select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where conrelid = 'time_entries'::regclass) shape
            """;
        await using var practice = await ImportedPractice.EmptyAsync(databases);
        await practice.ImportAsync(People, Customers, Engagements);
        var before = await practice.QueryAsync<string>(Shape);
        var rows = string.Concat(Enumerable.Range(0, 6_000).Select(i =>
            FormattableString.Invariant($"t{i},p{1 + (i % 2)},{new DateOnly(2026, 1, 1).AddDays(i % 365):yyyy-MM-dd},SOW-1,1.5,true,draft\n")));

        var result = await practice.ImportAsync(("time", "entry,person,date,engagement,hours,billable,state\n" + rows));

        Assert.Equal("6000 created, 0 changed", result.Summary);
        Assert.Equal(before, await practice.QueryAsync<string>(Shape));
        Assert.Equal(6_000, await practice.QueryAsync<int>("select count(*)::int from time_entries where version = 1"));
    }

    [Fact]
    public async Task Only_the_row_that_differs_is_changed_and_only_in_the_columns_that_the_file_has()
    {
        using var bundle = BundleFolder.Full();
        await using var practice = await ImportedPractice.WithAsync(databases, bundle);

        var result = await practice.ImportAsync(("people", "person,name,role,weekly_hours,region\np1,\"Ana, the first\",engineer,37.5,APAC\np2,\"Bo \"\"B\"\" Berg\",project_manager,40,\n"));

        Assert.Equal("0 created, 1 changed", result.Summary);
        Assert.Equal("APAC/EUR/partner", await practice.QueryAsync<string>("select region || '/' || cost_currency || '/' || employment from people where person = 'p1'"));
        Assert.Equal(1, await practice.QueryAsync<int>("select version from people where person = 'p2'"));
    }

    [Fact]
    public async Task An_empty_cell_stores_the_default_again()
    {
        using var bundle = BundleFolder.Full();
        await using var practice = await ImportedPractice.WithAsync(databases, bundle);

        await practice.ImportAsync(("time", "entry,person,date,engagement,activity,hours,billable,state,note\nt1,p1,2026-03-02,SOW-1,a1,7.5,,,\n"));

        Assert.Equal("true/draft/-/p2", await practice.QueryAsync<string>(
            "select billable::text || '/' || state || '/' || coalesce(note, '-') || '/' || approved_by from time_entries where entry = 't1'"));
    }

    [Fact]
    public async Task Every_error_of_every_file_is_found_at_once_with_its_line_and_column()
    {
        await using var practice = await ImportedPractice.EmptyAsync(databases);

        var errors = await practice.RefusedAsync(
            People,
            Customers,
            Engagements,
            ("bookings", "booking,engagement,person,role,start,end,hours_per_day,kind,note\n"
                + "b1,SOW-1,p1,engineer,2026-03-02,2026-03-06,8hrs,hard,\"two\nlines\"\n"
                + "b2,SOW-9,p9,engineer,2026-03-06,2026-03-02,7.51,firm,\n"),
            ("time", "entry,person,date,engagement,hours\nt1,p1,2026-02-30,SOW-1,25\n"));

        Assert.Equal(
            [
                "bookings.csv:2:hours_per_day: \"8hrs\" is not a number of hours",
                "bookings.csv:4:hours_per_day: \"7.51\" is not in whole minutes",
                "bookings.csv:4:kind: \"firm\" is neither soft nor hard",
                "bookings.csv:4:start: \"2026-03-06\" is after end \"2026-03-02\"",
                "bookings.csv:4:engagement: \"SOW-9\" is no engagement in the bundle or the database",
                "bookings.csv:4:person: \"p9\" is no person in the bundle or the database",
                "time.csv:2:date: \"2026-02-30\" is not a date like 2026-03-02",
                "time.csv:2:hours: \"25\" is not above 0 and at most 24 hours",
            ],
            errors);
        Assert.Equal(0, await practice.QueryAsync<int>("select count(*)::int from people"));
    }

    [Fact]
    public async Task At_most_200_errors_are_shown_and_the_total_is_said_last()
    {
        await using var practice = await ImportedPractice.EmptyAsync(databases);

        var result = await practice.ImportAsync(("customers", "customer,name\n" + string.Concat(Enumerable.Range(0, 450).Select(i => $"c{i},\n"))));
        var lines = BundleErrors.Lines(result.Errors, result.TotalErrors).ToList();

        Assert.Equal(201, lines.Count);
        Assert.Equal("customers.csv:2:name: must have a value", lines[0]);
        Assert.Equal("450 errors, of which the first 200 are shown; nothing was stored.", lines[^1]);
    }

    [Theory]
    [InlineData("customer,nmae\nc1,A\n", "customers.csv:1:nmae: is no column of customers.csv; the nearest is name", "customers.csv:1:name: is missing; every row must have a value in this column")]
    [InlineData("customer,name,name\nc1,A,B\n", "customers.csv:1:name: is in the header twice")]
    [InlineData("customer,name,region\nc1,A\n", "customers.csv:2:region: the row has 2 cells, the header 3")]
    [InlineData("customer,name\nc1,A,B\n", "customers.csv:2:name: the row has 3 cells, the header 2")]
    [InlineData("", "customers.csv:1: is empty; its first line must name the columns")]
    [InlineData("customer,name\nc1,A\n\nc1,B\n", "customers.csv:4:customer: \"c1\" is already in line 2")]
    [InlineData("customer,name\n\"c1,A\n", "customers.csv:2:name: the row has 1 cell, the header 2")]
    [InlineData("customer,name\nc1,\"A\"B\n", "customers.csv:2:name: \"AB\" has a quotation mark in the wrong place; a cell with one is quoted as a whole and doubles it")]
    [InlineData("customer,name\nc1,A\0B\n", "customers.csv:2:name: holds a NUL character, which cannot be stored")]
    [InlineData("customer,name\n\"c\t1\",A\n", "customers.csv:2:customer: \"c\\u00091\" holds a control character, which no key may")]
    [InlineData("customer,name,time_zone\nc1,A,Eastern Standard Time\n", "customers.csv:2:time_zone: \"Eastern Standard Time\" is not an IANA time zone like Europe/Berlin")]
    [InlineData("customer,name,calendar\nc1,A,XX\n", "customers.csv:2:calendar: \"XX\" is no calendar in the bundle or the database")]
    public async Task A_bad_file_is_refused_and_the_message_names_the_place(string content, params string[] expected)
    {
        await using var practice = await ImportedPractice.EmptyAsync(databases);

        Assert.Equal(expected, await practice.RefusedAsync(("customers", content)));
    }

    [Fact]
    public async Task Overlapping_rates_are_the_same_key()
    {
        await using var practice = await ImportedPractice.EmptyAsync(databases);

        var errors = await practice.RefusedAsync(("rates", "role,currency,hourly_rate,effective_from\nengineer,EUR,200,2026-01-01\nengineer,EUR,210,2026-01-01\nengineer,EUR,220,2026-02-01\n"));

        Assert.Equal(["rates.csv:3:effective_from: \"engineer\", \"EUR\", \"2026-01-01\" is already in line 2"], errors);
    }

    [Fact]
    public async Task A_cell_of_ten_megabytes_is_refused_with_its_line_and_the_rest_is_still_read()
    {
        await using var practice = await ImportedPractice.EmptyAsync(databases);

        var errors = await practice.RefusedAsync(("customers", $"customer,name\nc1,{new string('x', 10 << 20)}\nc2,\n"));

        Assert.Equal(["customers.csv:2:name: is longer than 1 MB", "customers.csv:3:name: must have a value"], errors);
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_refused_with_their_place()
    {
        using var bundle = new BundleFolder().AddBytes("customers", [.. "customer,name\nc1,Caf"u8, 0xE9, .. "\nc2,Café 𐏿\n"u8]);
        await using var practice = await ImportedPractice.EmptyAsync(databases);

        var result = await practice.ImportAsync(bundle);

        Assert.Equal("customers.csv:2:name: holds bytes that are not UTF-8", Assert.Single(result.Errors).ToString());
    }

    [Fact]
    public async Task A_byte_order_mark_and_windows_line_ends_are_taken()
    {
        using var bundle = new BundleFolder().AddBytes("customers", [.. "\uFEFFcustomer,name\r\nc1,\"Meri\r\ndian\"\r\n"u8]);
        await using var practice = await ImportedPractice.EmptyAsync(databases);

        var result = await practice.ImportAsync(bundle);

        Assert.Equal("1 created, 0 changed", result.Summary);
        Assert.Equal("Meri\r\ndian", await practice.QueryAsync<string>("select name from customers"));
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("<script>alert(1)</script><b onmouseover='x'>")]
    [InlineData("'+1")]
    [InlineData("\t-1")]
    [InlineData("back\\slash \\N \\. tab\there")]
    public async Task Text_that_means_something_elsewhere_is_stored_as_it_is(string text)
    {
        await using var practice = await ImportedPractice.EmptyAsync(databases);

        await practice.ImportAsync(("customers", $"customer,name,segment\nc1,\"{text}\",\"{text}\"\n"));
        using var export = await practice.ExportAsync();

        Assert.Equal(text, await practice.QueryAsync<string>("select name from customers"));
        Assert.Contains(text, export.Read("customers"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markup_in_every_text_column_of_every_file_comes_back_unchanged()
    {
        const string Markup = "<script>alert('x')</script>";
        using var bundle = BundleFolder.Full();
        foreach (var file in BundleFiles.All.Where(file => file.Columns.Any(column => column.Type is TextType)))
        {
            var lines = bundle.Read(file.Name).Split('\n');
            var header = lines[0].Split(',');
            var extra = string.Join(',', header.Select(name => file.Column(name).Type is TextType ? Markup : "\0"));
            bundle.Add(file.Name, bundle.Read(file.Name) + FirstRow(lines[1], extra, file) + "\n");
        }

        await using var practice = await ImportedPractice.WithAsync(databases, bundle);
        using var export = await practice.ExportAsync();

        Assert.All(
            BundleFiles.All.Where(file => file.Columns.Any(column => column.Type is TextType)),
            file => Assert.Contains(Markup, export.Read(file.Name), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_only_a_process_rule_forbids_is_accepted()
    {
        await using var practice = await ImportedPractice.EmptyAsync(databases);

        var result = await practice.ImportAsync(
            ("people", "person,name,role,weekly_hours,end_date\np1,Ana,engineer,40,2020-01-01\n"),
            Customers,
            Engagements,
            ("milestones", "engagement,milestone,title,amount,sign_off_received\nSOW-1,m1,Done,10,2099-01-01\n"),
            ("bookings", "booking,engagement,person,role,start,end,hours_per_day,kind\nb1,SOW-1,p1,engineer,2031-01-01,2031-01-02,24,hard\n"),
            ("time", "entry,person,date,engagement,hours,state\nt1,p1,2099-01-01,SOW-1,24,approved\n"));

        Assert.Empty(result.Errors);
    }

    [Theory]
    [InlineData("t1,p1,2026-03-02,,,1,", "time.csv:2:engagement: must have a value, or category must")]
    [InlineData("t1,p1,2026-03-02,SOW-1,travel,1,", "time.csv:2:category: \"travel\" stands beside engagement \"SOW-1\"; a row has one of the two")]
    [InlineData("t1,p1,2026-03-02,SOW-1,,-1,", "time.csv:2:hours: \"-1\" is not above 0; only a row with adjusts may take something back")]
    [InlineData("t1,p1,2026-03-02,SOW-1,,0,", "time.csv:2:hours: \"0\" is not above 0 hours")]
    [InlineData("t1,p1,2026-03-02,SOW-1,,1e1,", "time.csv:2:hours: \"1e1\" is not a number of hours")]
    [InlineData("t1,p1,2026-03-02,SOW-1,,1,t9", "time.csv:2:adjusts: \"t9\" is no time entry in the bundle or the database")]
    public async Task A_time_entry_has_one_subject_and_takes_back_only_what_there_is(string row, string expected)
    {
        await using var practice = await ImportedPractice.EmptyAsync(databases);

        Assert.Equal([expected], await practice.RefusedAsync(People, Customers, Engagements, ("time", $"entry,person,date,engagement,category,hours,adjusts\n{row}\n")));
    }

    [Fact]
    public async Task A_rule_between_two_columns_also_holds_when_the_file_has_only_one_of_them()
    {
        using var bundle = BundleFolder.Full();
        await using var practice = await ImportedPractice.WithAsync(databases, bundle);

        var errors = await practice.RefusedAsync(
            ("people", "person,name,role,weekly_hours,start_date\np1,Ana,engineer,40,2031-01-01\n"),
            ("bookings", "booking,engagement,role,start,end,hours_per_day,kind\nb1,SOW-2,engineer,2026-03-02,2026-03-06,7.5,hard\n"),
            ("time", "entry,person,date,category,hours\nt2,p1,2026-03-03,travel,8\nnew,p1,2026-03-03,,8\n"));

        Assert.Equal(
            [
                "people.csv:2:start_date: \"2031-01-01\" is after end_date \"2030-12-31\"",
                "bookings.csv:2:activity: \"a1\" is no activity of engagement \"SOW-2\"",
                "bookings.csv:2:work_at_risk: \"w1\" is no work at risk of engagement \"SOW-2\"",
                "time.csv:2:category: \"travel\" stands beside engagement \"SOW-1\"; a row has one of the two",
                "time.csv:3:engagement: must have a value, or category must",
            ],
            errors);
    }

    [Fact]
    public async Task A_dry_run_says_row_by_row_what_would_happen_and_stores_nothing()
    {
        using var bundle = BundleFolder.Full();
        await using var practice = await ImportedPractice.WithAsync(databases, bundle);
        using var next = BundleFolder.With(
            ("customers", "customer,name\nc1,Meridian Freight\nc2,Other\n"),
            ("bookings", "booking,engagement,person,role,start,end,hours_per_day,kind\nb1,SOW-1,p2,engineer,2026-03-02,2026-03-06,8,hard\n"));

        var result = await practice.ImportAsync(next, new ImportOptions { DryRun = true });

        Assert.Equal("1 created, 2 changed", result.Summary);
        Assert.Equal(
            [
                "customers.csv c1 changed name: Meridian -> Meridian Freight",
                "customers.csv c2 created name:  -> Other",
                "bookings.csv b1 changed person: p1 -> p2, hours_per_day: 7.5 -> 8",
            ],
            result.Differences.Select(row =>
                $"{row.File} {row.Key} {(row.Created ? "created" : "changed")} {string.Join(", ", row.Columns.Select(cell => $"{cell.Column}: {cell.Old} -> {cell.New}"))}"));
        Assert.Equal("Meridian", await practice.QueryAsync<string>("select string_agg(name, ',') from customers"));
        Assert.Equal(450, await practice.QueryAsync<int>("select minutes_per_day from bookings where booking = 'b1'"));
    }

    [Fact]
    public async Task A_past_loaded_bundle_by_bundle_counts_as_recorded_then_and_only_in_its_order()
    {
        using var bundle = BundleFolder.With(Customers);
        using var later = BundleFolder.With(("customers", "customer,name\nc1,Meridian Freight\n"));
        await using var practice = await ImportedPractice.EmptyAsync(databases);
        var january = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

        await practice.ImportAsync(bundle, new ImportOptions { RecordedAt = january });
        var again = await practice.RefusalAsync(later, new ImportOptions { RecordedAt = january });
        var future = await practice.RefusalAsync(later, new ImportOptions { RecordedAt = DateTimeOffset.UtcNow.AddDays(1) });
        await practice.ImportAsync(later, new ImportOptions { RecordedAt = january.AddMonths(1) });
        using var then = await practice.ExportAsync(new ExportOptions { RecordedAt = january.AddDays(1) });
        using var before = await practice.ExportAsync(new ExportOptions { RecordedAt = january.AddDays(-1) });

        Assert.Equal("2026-01-05T00:00:00Z is not after 2026-01-05T00:00:00Z, the last change recorded; load the past in its order.", again);
        Assert.Contains("lies in the future", future, StringComparison.Ordinal);
        Assert.Contains("c1,Meridian,", then.Read("customers"), StringComparison.Ordinal);
        Assert.Equal("customer,name,region,time_zone,calendar,segment\n", before.Read("customers"));
        Assert.Equal(2, await practice.QueryAsync<int>("select count(*)::int from audit where action = 'import' and detail->>'recordedAt' is not null"));
    }

    [Fact]
    [Trait("rule", "day_ledger")]
    public async Task A_day_that_cannot_hold_its_bookings_is_an_error_at_the_booking_beside_all_others()
    {
        const string Head = "booking,engagement,person,role,start,end,hours_per_day,kind\nb1,SOW-1,p1,engineer,2026-03-02,2026-03-06,5,hard\n";
        await using var practice = await ImportedPractice.EmptyAsync(databases);
        await practice.ImportAsync(People, Customers, Engagements, ("bookings", Head));

        var errors = await practice.RefusedAsync(("bookings", Head + "b2,SOW-1,p1,engineer,2026-03-05,2026-03-09,5,hard\n"));
        var both = await practice.RefusedAsync(
            ("milestones", "engagement,milestone,title,amount\nSOW-1,m1,Done,x\n"), ("bookings", Head + "b2,SOW-1,p1,engineer,2026-03-05,2026-03-09,5,hard\n"));

        Assert.StartsWith("bookings.csv:3:hours_per_day: ", Assert.Single(errors), StringComparison.Ordinal);
        Assert.Contains("on 2026-03-05 and is already booked for 5 h (b1 on SOW-1: 5 h); 5 h more do not fit.", errors[0], StringComparison.Ordinal);
        Assert.Equal(["milestones.csv:2:amount: \"x\" is not an amount", errors[0]], both);
        Assert.Equal(1, await practice.QueryAsync<int>("select count(*)::int from bookings"));
    }

    [Fact]
    public async Task A_late_holiday_over_promised_days_is_taken_and_comes_out_as_a_conflict()
    {
        await using var practice = await ImportedPractice.EmptyAsync(databases);
        await practice.ImportAsync(
            ("calendars", "calendar,date,name\nDE,2026-01-01,New Year\n"), ("people", "person,name,role,weekly_hours,calendar\np1,Ana,engineer,40,DE\n"),
            Customers, Engagements, ("bookings",
            "booking,engagement,person,role,start,end,hours_per_day,kind\nb1,SOW-1,p1,engineer,2026-03-02,2026-03-06,5,hard\nb2,SOW-1,p1,engineer,2026-03-02,2026-03-06,3,hard\n"));

        var late = await practice.ImportAsync(("calendars", "calendar,date,name,hours\nDE,2026-03-04,Half a holiday,4\n"));

        Assert.Equal("1 created, 0 changed", late.Summary);
        using var export = await practice.ExportAsync();
        Assert.Contains("p1,2026-03-04,3,conflict,Promised before capacity fell,", export.Read("overtime"), StringComparison.Ordinal);
        await using var elsewhere = await ImportedPractice.WithAsync(databases, export);
        Assert.Equal("0 created, 0 changed", (await elsewhere.ImportAsync(export)).Summary);
        Assert.Equal((new DateOnly(2026, 3, 4), 180), await practice.QueryAsync<(DateOnly, int)>("select day, conflict from person_day where conflict > 0"));
    }

    [Fact]
    public async Task A_policy_is_checked_by_whoever_knows_the_policies_and_its_engagement_must_exist()
    {
        await using var practice = await ImportedPractice.EmptyAsync(databases);
        practice.Policies = (policy, value, _, _) => policy == "known" ? null : new PolicyRefusal("policy", $"\"{policy}\" is no policy");

        var errors = await practice.RefusedAsync(("policies", "policy,value,scope_kind,scope\nknown,1,,\nother,1,,\nknown,2,engagement,SOW-9\n"));

        Assert.Equal(["policies.csv:3:policy: \"other\" is no policy", "policies.csv:4:scope: \"SOW-9\" is no engagement in the bundle or the database"], errors);
    }

    [Fact]
    public async Task A_damaged_file_in_an_archive_is_an_error_and_nothing_that_refers_to_it_is_in_doubt()
    {
        await using var practice = await ImportedPractice.EmptyAsync(databases);
        using var zip = BundleFolder.Zip(
            ("customers.csv", $"customer,name\nc1,{new string('0', 100 << 20)}\n"), ("opportunities.csv", "opportunity,customer,name,stage,amount,currency,close_date\no1,c7,A,1,1,EUR,2026-01-01\n"));

        var result = await practice.ImportAsync(BundleSource.Open("practice.zip", zip));

        Assert.Equal("customers.csv: unpacks to far more than a bundle holds, and was not read on", Assert.Single(result.Errors).ToString());
    }

    [Fact]
    public async Task Names_in_any_script_are_shown_as_they_are_and_control_characters_by_number()
    {
        await using var practice = await ImportedPractice.EmptyAsync(databases);

        var errors = await practice.RefusedAsync(("customers", "customer,name,time_zone\nc1,A,Ünter😀\u001b[31m\n"));

        Assert.Equal(["customers.csv:2:time_zone: \"Ünter😀\\u001b[31m\" is not an IANA time zone like Europe/Berlin"], errors);
    }

    [Fact]
    public async Task A_manager_may_stand_below_those_who_report_to_her()
    {
        await using var practice = await ImportedPractice.EmptyAsync(databases);

        var result = await practice.ImportAsync(("people", "person,name,role,weekly_hours,manager\np1,Ana,engineer,40,p2\np2,Bo,engineer,40,\n"));
        var errors = await practice.RefusedAsync(("people", "person,name,role,weekly_hours,manager\np3,Cy,engineer,40,p2\np4,Di,engineer,40,p9\n"));

        Assert.Equal("2 created, 0 changed", result.Summary);
        Assert.Equal(["people.csv:3:manager: \"p9\" is no person in the bundle or the database"], errors);
    }

    // The first row's keys and references with the markup in each free text; a key that must be new gets an x.
    private static string FirstRow(string row, string pattern, BundleFile file)
    {
        var cells = row.StartsWith("p1,\"", StringComparison.Ordinal) ? row.Replace("\"Ana, the first\"", "Ana", StringComparison.Ordinal).Split(',') : row.Split(',');
        var texts = pattern.Split(',');
        for (var i = 0; i < file.Columns.Count; i++)
        {
            if (texts[i] != "\0")
                cells[i] = texts[i];
            else if (file.Columns[i].Name == "attempt" || (file.Columns[i].Name == file.KeyColumn && file.Columns[i].Type is WholeType))
                cells[i] = "77";
            else if (file.Columns[i].Name == file.KeyColumn && file.Name != "contract_terms")
                cells[i] = file.Columns[i].Type is DateType ? "2029-01-01" : file.Columns[i].Type is CurrencyType ? "CHF" : file.Columns[i].Type is MonthType ? "2029-01" : cells[i] + "x";
        }

        // A second promise of the same days would not fit.
        cells = [.. cells.Select(cell => cell == "hard" ? "soft" : cell)];
        return file.Name == "contract_terms" ? string.Join(',', cells).Replace("SOW-1,", "SOW-2,", StringComparison.Ordinal) : string.Join(',', cells);
    }
}
