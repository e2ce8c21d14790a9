using Throughline.Data.Reports;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using Throughline.Features.Staffing;
using Throughline.Platform;
using Throughline.Testing;
using static Throughline.Tests.Staffing.StaffingWorld;

namespace Throughline.Tests.Staffing;

public sealed class RequestTests(TestDatabases databases) : IAsyncLifetime
{
    private StaffingWorld world = null!;

    public async ValueTask InitializeAsync() => world = await StartAsync(databases);

    public ValueTask DisposeAsync() => world.DisposeAsync();

    private static RequestForm New => new()
    {
        Kind = "new", Engagement = "SOW-1", Person = "tomas", Start = "2026-03-02", End = "2026-03-06", HoursPerDay = "6", Commitment = "hard",
    };

    private PracticeSettings Settings => new(world.Database);

    private Task<Result<StoredRequest>> DraftAsync(CurrentUser user, RequestForm form) => new DraftRequest(world.Database).RunAsync(user, form, Stop);

    private Task<Result<StoredRequest>> MoveAsync(CurrentUser user, StoredRequest request, RequestMove move, int? version = null) =>
        new MoveRequest(world.Database, Settings).RunAsync(user, request.Key, move, version, Stop);

    private async Task<StoredRequest> SubmittedAsync(CurrentUser user, RequestForm form) =>
        Taken(await MoveAsync(user, Taken(await DraftAsync(user, form)), new RequestMove(RequestStep.Submit)));

    private static StoredRequest Taken(Result<StoredRequest> result)
    {
        Assert.True(result.Succeeded(out var request, out var problem), problem?.Message);
        return request;
    }

    private static T Refusal<T>(Result<StoredRequest> result) where T : Problem
    {
        Assert.False(result.Succeeded(out _, out var problem), "It was not refused.");
        return Assert.IsType<T>(problem);
    }

    [Fact]
    [Trait("rule", "R-089")]
    public async Task A_project_manager_asks_and_the_coordinators_approval_books_in_the_same_act()
    {
        var request = await SubmittedAsync(world.Ana, New);
        Assert.Equal(0, await world.ReadAsync<int>("select count(*)::int from bookings"));

        var booked = Taken(await MoveAsync(world.Coordinator, request, new RequestMove(RequestStep.Approve, "agreed with the team"), request.Version));

        Assert.Equal((RequestState.Booked, "priya@example.org", "agreed with the team"), (booked.State, booked.DecidedBy, booked.Reason));
        Assert.Equal($"{booked.Terms.Booking} tomas hard 360", await world.ReadAsync<string>("select booking || ' ' || person || ' ' || kind || ' ' || minutes_per_day from bookings"));
        Assert.Equal("submit project_manager, approve coordinator, book coordinator", await world.ReadAsync<string>("select string_agg(step || ' ' || role, ', ' order by event) from resource_request_events"));
        Assert.Equal("approved coordinator", await world.ReadAsync<string>("select verdict || ' ' || role from decisions"));
        await world.LedgerAgreesAsync();
    }

    [Fact]
    [Trait("rule", "R-099")]
    public async Task A_soft_booking_that_was_asked_for_belongs_to_whoever_asked()
    {
        var request = await SubmittedAsync(world.Ana, New with { Commitment = "soft" });

        Taken(await MoveAsync(world.Coordinator, request, new RequestMove(RequestStep.Approve)));

        Assert.Equal($"soft {request.Request.RequestedBy}", await world.ReadAsync<string>("select kind || ' ' || owner from bookings"));
    }

    [Fact]
    public async Task Releasing_a_booking_by_request_tells_whoever_waits_for_its_days()
    {
        var firm = await world.BookedAsync(Hard with { HoursPerDay = "8" });
        var waiting = await world.BookedAsync(Form with { Waits = true });
        var request = await SubmittedAsync(world.Ana, new RequestForm { Kind = "release", Engagement = "SOW-1", Booking = firm.Key.Value, Note = "The customer moved" });

        Taken(await MoveAsync(world.Coordinator, request, new RequestMove(RequestStep.Approve)));

        Assert.Equal($"room_made {waiting.Key}", await world.ReadAsync<string>("select kind || ' ' || subject from notices"));
        await world.LedgerAgreesAsync();
    }

    [Fact]
    [Trait("rule", "separation_of_duties")]
    public async Task Nobody_decides_on_a_request_of_their_own_or_about_themselves()
    {
        var own = await SubmittedAsync(world.Coordinator, New);
        Assert.Equal("separation_of_duties", Refusal<NotAllowed>(await MoveAsync(world.Coordinator, own, new RequestMove(RequestStep.Approve))).Rule);

        var priya = world.Coordinator with { Email = "tomas@example.org", Person = new PersonKey("tomas") };
        var about = await SubmittedAsync(world.Ana, New);
        Assert.Equal("separation_of_duties", Refusal<NotAllowed>(await MoveAsync(priya, about, new RequestMove(RequestStep.Reject, "no"))).Rule);
        var led = world.Boris with { Person = new PersonKey("ana") };
        Assert.Equal("R-089", Refusal<NotAllowed>(await MoveAsync(led, about, new RequestMove(RequestStep.Approve))).Rule);
    }

    [Fact]
    [Trait("rule", "day_ledger")]
    public async Task An_approval_that_overfills_a_day_is_refused_and_leaves_everything_as_it_was()
    {
        await world.BookedAsync(Hard with { Engagement = "SOW-2" });
        var request = await SubmittedAsync(world.Ana, New);

        Assert.Equal(5, Refusal<Overbooked>(await MoveAsync(world.Coordinator, request, new RequestMove(RequestStep.Approve))).Days.Count);

        Assert.Equal("submitted 1", await world.ReadAsync<string>("select state || ' ' || (select count(*) from resource_request_events) from resource_requests"));
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from bookings"));
        await world.LedgerAgreesAsync();
    }

    [Fact]
    public async Task Two_coordinators_who_approve_at_once_book_once()
    {
        var request = await SubmittedAsync(world.Ana, New);
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => MoveAsync(world.Coordinator, request, new RequestMove(RequestStep.Approve))));
        Assert.Equal(1, both.Count(result => result.Succeeded(out _, out _)));
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from bookings"));
        await world.LedgerAgreesAsync();
    }

    [Fact]
    [Trait("rule", "P-02")]
    public async Task A_hard_request_before_the_deal_waits_for_the_signature()
    {
        await world.RunAsync("update engagements set status = 'prospect' where engagement = 'SOW-1'");
        var request = await SubmittedAsync(world.Ana, New);
        Refusal<DealNotWon>(await MoveAsync(world.Coordinator, request, new RequestMove(RequestStep.Approve)));

        await world.RunAsync("update engagements set status = 'in_set_up' where engagement = 'SOW-1'");
        Taken(await MoveAsync(world.Coordinator, request, new RequestMove(RequestStep.Approve)));
    }

    [Fact]
    [Trait("rule", "R-089")]
    public async Task A_counter_offer_is_accepted_with_its_dates_and_decided_on_again()
    {
        var request = await SubmittedAsync(world.Ana, New);
        Refusal<CounterWithoutDates>(await MoveAsync(world.Coordinator, request, new RequestMove(RequestStep.Counter, "busy")));

        var offer = new RequestOffer(new(Day("2026-03-09"), Day("2026-03-13")), 360);
        var countered = Taken(await MoveAsync(world.Coordinator, request, new RequestMove(RequestStep.Counter, "busy", [offer])));
        Assert.Equal([offer], countered.Request.Offers);
        Assert.Equal("R-089", Refusal<WrongRequestStep>(await MoveAsync(world.Coordinator, request, new RequestMove(RequestStep.Approve))).Rule);

        Taken(await MoveAsync(world.Ana, request, new RequestMove(RequestStep.Accept, Chosen: offer)));
        Taken(await MoveAsync(world.Coordinator, request, new RequestMove(RequestStep.Approve)));
        Assert.Equal("2026-03-09", await world.ReadAsync<string>("select start_date::text from bookings"));
    }

    [Fact]
    [Trait("rule", "R-087")]
    public async Task A_comment_never_submits()
    {
        var draft = Taken(await DraftAsync(world.Ana, New));
        Taken(await new CommentOnRequest(world.Database).RunAsync(world.Ana, draft.Key, "Please book Tomás", Stop));
        Assert.Equal("draft 0 1", await world.ReadAsync<string>("select state || ' ' || (select count(*) from resource_request_events) || ' ' || (select count(*) from resource_request_comments) from resource_requests"));
    }

    [Fact]
    [Trait("rule", "R-088")]
    public async Task A_request_is_addressed_to_the_engagements_coordinator()
    {
        await world.RunAsync("update engagements set coordinator = 'kirsten' where engagement = 'SOW-1'");
        Assert.Equal(new PersonKey("kirsten"), (await SubmittedAsync(world.Ana, New)).Request.Coordinator);
        Assert.Null((await SubmittedAsync(world.Boris, New with { Engagement = "SOW-2" })).Request.Coordinator);
    }

    [Fact]
    [Trait("rule", "R-097")]
    public async Task Soft_becomes_hard_somebody_is_replaced_dates_change_and_a_booking_is_released_on_request()
    {
        var soft = await world.BookedAsync(Form);
        RequestForm About(string kind) => new() { Kind = kind, Booking = soft.Key.Value };
        async Task<string?> Approved(RequestForm form)
        {
            Taken(await MoveAsync(world.Coordinator, await SubmittedAsync(world.Ana, form), new RequestMove(RequestStep.Approve)));
            return await world.ReadAsync<string?>("select max(person || ' ' || kind || ' ' || minutes_per_day || ' ' || start_date) from bookings");
        }

        var draft = Taken(await DraftAsync(world.Ana, About("firm_up")));
        Assert.Equal("agreedHours", Refusal<RequestIncomplete>(await MoveAsync(world.Ana, draft, new RequestMove(RequestStep.Submit))).Field);
        Assert.Equal("tomas hard 360 2026-03-02", await Approved(About("firm_up") with { AgreedHours = "30" }));
        Assert.Equal("tomas hard 240 2026-03-03", await Approved(About("change") with { HoursPerDay = "4", Start = "2026-03-03" }));
        Assert.Equal("ines hard 240 2026-03-03", await Approved(About("replace") with { Person = "ines" }));
        Assert.Null(await Approved(About("release")));
        await world.LedgerAgreesAsync();
    }

    [Fact]
    [Trait("rule", "R-103")]
    public async Task A_member_asks_for_their_own_time_and_for_nobody_elses()
    {
        var own = await SubmittedAsync(world.Tomas, New with { Commitment = "soft", Activity = "A1" });
        Assert.Equal(RequestState.Submitted, own.State);
        Refusal<NotAllowed>(await DraftAsync(world.Tomas, New with { Person = "ines" }));
        Refusal<NoSuchRecord>(await MoveAsync(world.Ines, own, new RequestMove(RequestStep.Withdraw)));
        Refusal<NotAllowed>(await DraftAsync(world.Ana, New with { Engagement = "SOW-2" }));
    }

    [Fact]
    [Trait("rule", "stale_version")]
    public async Task A_decision_on_what_was_changed_meanwhile_is_refused()
    {
        var request = await SubmittedAsync(world.Ana, New);
        Taken(await MoveAsync(world.Coordinator, request, new RequestMove(RequestStep.Propose, "knows it", Person: new PersonKey("ines"))));
        Assert.StartsWith("priya@example.org changed request", Refusal<StaleRecord>(await MoveAsync(world.Coordinator, request, new RequestMove(RequestStep.Approve), request.Version)).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "P-43")]
    public async Task Who_chooses_people_is_policy_and_the_reasoning_is_kept()
    {
        var request = await SubmittedAsync(world.Ana, New with { Person = "", Role = "engineer" });
        var proposal = new RequestMove(RequestStep.Propose, "Knows the customer", Person: new PersonKey("ines"));
        Refusal<NotAllowed>(await MoveAsync(world.Ana, request, proposal));
        var proposed = Taken(await MoveAsync(world.Coordinator, request, proposal));
        Assert.Equal((new PersonKey("ines"), "Knows the customer", RequestState.Submitted), (proposed.Terms.Person, proposed.Reasoning, proposed.State));

        await world.RunAsync("insert into policies (policy, value, scope_kind, scope) values ('P-43', 'senior_engineer', 'organisation', '')");
        var elsewhere = new MoveRequest(world.Database, Settings);
        Assert.False((await elsewhere.RunAsync(world.Coordinator, request.Key, proposal, null, Stop)).Succeeded(out _, out var problem));
        Assert.Equal("P-43", problem.Rule);
    }

    [Fact]
    public async Task A_clash_is_answered_with_days_hours_and_people_that_fit()
    {
        await world.BookedAsync(Hard with { Engagement = "SOW-2" });
        var terms = Made(await world.BookAsync(world.Coordinator, Form)).Terms with { Commitment = Commitment.Hard };

        var choices = (await new ClashView(world.Database, Settings, new KeptFacts(world.Database)).RunAsync(world.Coordinator, terms, null, Stop))!;

        Assert.Equal((Day("2026-03-09"), Day("2026-03-13")), (choices.NextSpan!.Value.First, choices.NextSpan.Value.Last));
        Assert.Equal((120, new SplitChoice(120, new PersonKey("ines"), "Ines Moreau", 240)), (choices.ShorterMinutes, choices.Split));
        Assert.Equal([new PersonKey("ines")], choices.Others.Select(other => other.Person));
        Assert.Equal(5 * 240, choices.OvertimeMinutes);
        Assert.Empty((await new ClashView(world.Database, Settings, new KeptFacts(world.Database)).RunAsync(world.Tomas, terms, null, Stop))!.Others);
    }

    [Fact]
    [Trait("rule", "R-046")]
    public async Task Candidates_are_ranked_by_what_is_stored_and_cost_is_counted_only_for_those_who_may_see_it()
    {
        await world.RunAsync(
            """
            update people set cost_rate = 100, cost_currency = 'USD', time_zone = 'Europe/Berlin';
            update customers set time_zone = 'Europe/Berlin' where customer = 'c1';
            insert into rates (role, currency, hourly_rate, effective_from) values ('engineer', 'USD', 200, '2020-01-01');
            insert into time_entries (entry, person, date, engagement, hours, billable, state) values ('t1', 'ines', '2026-02-02', 'SOW-1', 8, true, 'approved');
            """);
        await world.BookedAsync(Hard with { HoursPerDay = "5" });
        var request = await SubmittedAsync(world.Ana, New with { Person = "", Role = "engineer", Skills = "Go", HoursPerDay = "8" });
        using var figures = new PortfolioFigures(world.Database, Settings, new KeptFacts(world.Database));
        var view = new MatchView(world.Database, Settings, new KeptFacts(world.Database), figures);

        Assert.True((await view.RunAsync(world.Ana, request.Key, ["ines"], Stop)).Succeeded(out var sheet, out var problem), problem?.Message);
        Assert.Equal(["ines"], sheet.Result.Candidates.Select(one => one.Person.Person.Value));
        Assert.Equal("Tomás Rivera: no room on 5 of 5 days", string.Join("; ", sheet.Result.Excluded.Where(one => one.Who.Person.Role == "engineer").Select(one => $"{one.Who.Person.Name}: {one.Reason}")));
        Assert.Equal(50m, sheet.Result.Candidates[0].Parts.Single(part => part.Point is MatchPoint.Margin).Points);
        Assert.Equal((40 * 200m, 1m), (sheet.Compared[0].Effect.Revenue, sheet.Compared[0].Effect.UtilisationAfter));
        Assert.False(sheet.MayPropose);

        Assert.True((await view.RunAsync(world.Coordinator, request.Key, [], Stop)).Succeeded(out var blind, out _));
        Assert.DoesNotContain(blind.Result.Candidates[0].Parts, part => part.Point is MatchPoint.Margin);
        Assert.True(blind.MayPropose);
        Assert.Contains(blind.Result.LeftOut, left => left is (MatchPoint.Personality, "no notes on working style are recorded"));
        Assert.Contains(sheet.Result.LeftOut, left => left is (MatchPoint.Personality, "notes on working style are not shown to you"));
        Assert.False((await view.RunAsync(world.Tomas, request.Key, [], Stop)).Succeeded(out _, out _));
    }
}
