using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;

namespace Throughline.Domain.Tests.Staffing;

public sealed class RequestFlowTests
{
    private static readonly DateRange Week = new(new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 6));
    private static readonly DateRange NextWeek = new(new DateOnly(2026, 3, 9), new DateOnly(2026, 3, 13));

    private static readonly RequestTerms Terms = new(
        new EngagementKey("SOW-1"), RequestKind.New, "engineer", null, "", Week, 360, Commitment.Hard);

    private static readonly BookingTerms Booked = new(new EngagementKey("SOW-1"), new PersonKey("tomas"), "engineer", Week, 360, Commitment.Soft);

    private static ResourceRequest In(RequestState state, RequestTerms? terms = null) =>
        new(new RequestKey("rr-1"), terms ?? Terms, state, "ana@example.org", null, state is RequestState.Countered ? [new RequestOffer(NextWeek, 360)] : []);

    private static Result<ResourceRequest> Take(ResourceRequest request, RequestStep step) => step switch
    {
        RequestStep.Submit => RequestFlow.Submit(request, null),
        RequestStep.Propose => RequestFlow.Propose(request, new PersonKey("ines")),
        RequestStep.Counter => RequestFlow.Counter(request, [new RequestOffer(NextWeek, 360)]),
        RequestStep.Accept => RequestFlow.Accept(request, new RequestOffer(NextWeek, 360)),
        RequestStep.Approve => RequestFlow.Approve(request),
        RequestStep.Book => RequestFlow.Book(request, new BookingKey("b-1")),
        RequestStep.Reject => RequestFlow.Reject(request, "no room"),
        RequestStep.Withdraw => RequestFlow.Withdraw(request),
        RequestStep.Cancel => RequestFlow.Cancel(request, "not needed"),
    };

    [Theory]
    [Trait("rule", "R-089")]
    [InlineData(RequestState.Draft, "submit>submitted propose>draft withdraw>withdrawn cancel>cancelled")]
    [InlineData(RequestState.Submitted, "propose>submitted counter>countered approve>approved reject>rejected withdraw>withdrawn cancel>cancelled")]
    [InlineData(RequestState.Countered, "accept>submitted withdraw>withdrawn cancel>cancelled")]
    [InlineData(RequestState.Approved, "book>booked cancel>cancelled")]
    [InlineData(RequestState.Booked, "")]
    [InlineData(RequestState.Rejected, "")]
    [InlineData(RequestState.Withdrawn, "")]
    [InlineData(RequestState.Cancelled, "")]
    public void Each_state_allows_these_steps_and_refuses_all_others_by_name(RequestState from, string allowed)
    {
        var taken = new List<string>();
        foreach (var step in Enum.GetValues<RequestStep>())
        {
            if (Take(In(from), step).Succeeded(out var after, out var problem))
                taken.Add($"{step.Text()}>{after.State.Text()}");
            else
                Assert.Equal(new WrongRequestStep(from, step), problem);
        }

        Assert.Equal(allowed, string.Join(' ', taken));
        Assert.Equal(taken.Count > 0, from.IsOpen());
    }

    [Fact]
    [Trait("rule", "R-089")]
    public void Whatever_steps_are_tried_a_closed_request_stays_closed_and_offers_stand_only_while_it_is_countered() => Property.Holds(random =>
    {
        var request = In(RequestState.Draft);
        for (var i = 0; i < 20; i++)
        {
            var closed = !request.State.IsOpen();
            var step = (RequestStep)random.Next(Enum.GetValues<RequestStep>().Length);
            if (!Take(request, step).Succeeded(out var after, out var problem))
            {
                Assert.Equal("R-089", problem.Rule);
                continue;
            }

            Assert.False(closed);
            Assert.Equal(after.State is RequestState.Countered, after.Offers.Count > 0);
            request = after;
        }
    });

    [Fact]
    [Trait("rule", "R-089")]
    public void A_counter_offer_without_other_dates_is_refused()
    {
        Assert.False(RequestFlow.Counter(In(RequestState.Submitted), []).Succeeded(out _, out var nothing));
        Assert.False(RequestFlow.Counter(In(RequestState.Submitted), [new RequestOffer(Week, 360)]).Succeeded(out _, out var same));
        Assert.Equal((new CounterWithoutDates(), new CounterWithoutDates()), (nothing, same));
    }

    [Fact]
    public void Accepting_takes_the_offered_dates_or_ones_own_but_none_that_were_not_offered()
    {
        Assert.True(RequestFlow.Accept(In(RequestState.Countered), new RequestOffer(NextWeek, 360)).Succeeded(out var taken, out _));
        Assert.Equal((NextWeek, RequestState.Submitted), (taken.Terms.Days, taken.State));
        Assert.False(RequestFlow.Accept(In(RequestState.Countered), new RequestOffer(NextWeek, 120)).Succeeded(out _, out var other));
        Assert.IsType<NoSuchOffer>(other);
        Assert.True(RequestFlow.Accept(In(RequestState.Countered), new RequestOffer(NextWeek, 120), own: true).Succeeded(out var own, out _));
        Assert.Equal(120, own.Terms.MinutesPerDay);
    }

    [Fact]
    public void Rejecting_and_cancelling_take_a_reason()
    {
        Assert.False(RequestFlow.Reject(In(RequestState.Submitted), " ").Succeeded(out _, out var rejected));
        Assert.False(RequestFlow.Cancel(In(RequestState.Countered), null).Succeeded(out _, out var cancelled));
        Assert.Equal((new RequestReasonMissing(RequestStep.Reject), new RequestReasonMissing(RequestStep.Cancel)), (rejected, cancelled));
    }

    [Fact]
    [Trait("rule", "R-086")]
    public void A_request_names_a_role_or_a_person()
    {
        Assert.Equal("R-086", Refusal(Terms with { Role = "" }, null));
        Assert.Null(Refusal(Terms with { Role = "", Person = new PersonKey("ines") }, null));
    }

    [Theory]
    [Trait("rule", "R-090")]
    [InlineData(RequestKind.Change)]
    [InlineData(RequestKind.FirmUp)]
    [InlineData(RequestKind.Replace)]
    [InlineData(RequestKind.Release)]
    public void What_is_asked_of_a_booking_names_a_booking_that_stands(RequestKind kind)
    {
        var terms = Terms with { Kind = kind, AgreedHours = 40m };
        Assert.Equal("R-090", Refusal(terms, null));
        Assert.Null(Refusal(terms, Booked));
    }

    [Fact]
    [Trait("rule", "R-097")]
    public void Soft_becomes_hard_only_with_the_hours_that_the_customer_agreed_to()
    {
        var terms = Terms with { Kind = RequestKind.FirmUp };
        Assert.Equal("R-097", Refusal(terms, Booked));
        Assert.Equal("R-097", Refusal(terms with { AgreedHours = 40m }, Booked with { Commitment = Commitment.Hard }));
    }

    [Fact]
    public void Nobody_is_replaced_by_themselves() =>
        Assert.Equal("R-090", Refusal(Terms with { Kind = RequestKind.Replace, Person = Booked.Person }, Booked));

    [Fact]
    [Trait("rule", "R-047")]
    public void A_person_is_proposed_for_new_bookings_and_replacements_only()
    {
        Assert.True(RequestFlow.Propose(In(RequestState.Submitted), new PersonKey("ines")).Succeeded(out var named, out _));
        Assert.Equal(new PersonKey("ines"), named.Terms.Person);
        Assert.False(RequestFlow.Propose(In(RequestState.Submitted, Terms with { Kind = RequestKind.Release }), new PersonKey("ines")).Succeeded(out _, out var problem));
        Assert.IsType<NobodyToName>(problem);
    }

    [Fact]
    public void Approval_makes_changes_or_releases_the_booking()
    {
        RequestedChange Of(RequestTerms terms)
        {
            Assert.True(RequestedChange.Of(terms, terms.Kind is RequestKind.New ? null : Booked).Succeeded(out var change, out _));
            return change;
        }

        var asked = Terms with { Days = NextWeek, MinutesPerDay = 240, Person = new PersonKey("ines") };
        Assert.Equal(new BookingTerms(new EngagementKey("SOW-1"), new PersonKey("ines"), "engineer", NextWeek, 240, Commitment.Hard), Assert.IsType<RequestedChange.Make>(Of(asked)).Terms);
        Assert.Equal("The dates are open", Assert.IsType<RequestedChange.Make>(Of(asked with { Commitment = Commitment.Soft, Note = "The dates are open" })).Terms.Reason);
        Assert.Equal(Booked with { Days = NextWeek, MinutesPerDay = 240 }, Assert.IsType<RequestedChange.Alter>(Of(asked with { Kind = RequestKind.Change })).Terms);
        Assert.Equal(
            Booked with { Days = NextWeek, MinutesPerDay = 240, Commitment = Commitment.Hard }, Assert.IsType<RequestedChange.Alter>(Of(asked with { Kind = RequestKind.FirmUp })).Terms);
        Assert.Equal(new PersonKey("ines"), Assert.IsType<RequestedChange.Alter>(Of(asked with { Kind = RequestKind.Replace })).Terms.Person);
        Assert.IsType<RequestedChange.Release>(Of(asked with { Kind = RequestKind.Release }));
        Assert.False(RequestedChange.Of(asked with { Kind = RequestKind.Change }, null).Succeeded(out _, out var gone));
        Assert.Equal("R-090", gone.Rule);
    }

    [Fact]
    public void A_request_is_owned_by_whoever_made_it_and_whoever_it_is_about()
    {
        var request = In(RequestState.Submitted, Terms with { Person = new PersonKey("ines") });
        Assert.True(new RequestParty("ana@example.org", null).Owns(request));
        Assert.True(new RequestParty("ines@example.org", new PersonKey("ines")).Owns(request));
        Assert.False(new RequestParty("priya@example.org", null).Owns(request));
        Assert.False(new RequestParty("priya@example.org", null).Owns(In(RequestState.Submitted)));
    }

    [Fact]
    public void Two_business_days_to_answer_pass_over_the_weekend()
    {
        var friday = new DateOnly(2026, 3, 6);
        RequestAge On(int day, string unit = "business_days") => RequestAge.Of(
            friday, new DateOnly(2026, 3, day), (2, unit), (1, "business_days"), BusinessCalendar.WeekendsOnly);

        Assert.Equal(new RequestAge(0, new DateOnly(2026, 3, 10), false, false), On(6));
        Assert.Equal(new RequestAge(1, new DateOnly(2026, 3, 10), false, true), On(9));
        Assert.Equal(new RequestAge(2, new DateOnly(2026, 3, 10), false, true), On(10));
        Assert.Equal(new RequestAge(3, new DateOnly(2026, 3, 10), true, false), On(11));
        Assert.Equal(new DateOnly(2026, 3, 8), On(9, "calendar_days").Due);
    }

    [Fact]
    public void Offers_are_read_as_they_are_written() => Property.Holds(random =>
    {
        IReadOnlyList<RequestOffer> offers =
        [
            .. Enumerable.Range(0, random.Next(4)).Select(_ => new DateOnly(2026, 1, 1).AddDays(random.Next(900)))
                .Select(first => new RequestOffer(new DateRange(first, first.AddDays(random.Next(60))), random.Next(1, 1441))),
        ];
        Assert.Equal(offers, RequestOffer.Read(RequestOffer.Write(offers)));
    });

    [Theory]
    [InlineData("soon")]
    [InlineData("2026-03-09/2026-03-02@6:00")]
    [InlineData("2026-03-02/2026-03-09@25:00")]
    [InlineData("2026-03-02/2026-03-09@0:00")]
    [InlineData("2026-03-02/2026-03-09@6:75")]
    [InlineData("2026-03-02@6:00")]
    public void What_is_no_offer_is_not_read(string text) => Assert.Null(RequestOffer.Read(text));

    [Fact]
    public void Skills_are_read_with_levels_or_without_and_the_higher_one_counts()
    {
        var skills = SkillList.Read(" Kubernetes:3; migration ,go;kubernetes:2; :4;");
        Assert.Equal("Kubernetes:3;migration;go", skills.ToString());
        Assert.Equal(3, skills.Find("KUBERNETES")?.Level);
        Assert.Null(skills.Find("go")?.Level);
        Assert.Empty(SkillList.Read(null).All);
    }

    private static string? Refusal(RequestTerms terms, BookingTerms? standing) =>
        RequestFlow.Submit(In(RequestState.Draft, terms), standing).Succeeded(out _, out var problem) ? null : problem.Rule;
}
