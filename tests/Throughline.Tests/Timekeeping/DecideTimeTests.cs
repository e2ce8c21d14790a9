using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Timekeeping;
using Throughline.Testing;
using static Throughline.Tests.Timekeeping.TimeWorld;

namespace Throughline.Tests.Timekeeping;

public sealed class DecideTimeTests(TestDatabases databases) : IAsyncLifetime
{
    private TimeWorld world = null!;

    public async ValueTask InitializeAsync() => world = await TimeWorld.StartAsync(databases);

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_week_is_submitted_whole_and_what_was_submitted_before_stays_as_it_is()
    {
        await world.LoggedAsync(day: "2026-03-08");
        await world.SubmittedAsync(day: "2026-03-09");
        await world.LoggedAsync(day: "2026-03-15", category: "mentoring");

        var submitted = Granted(await world.SubmitAsync(Devin, TimeSelection.OfWeek(new("devin"), Monday)));

        Assert.Equal("2026-03-15", submitted.Single().Terms.Date.ToString("O", null));
        Assert.Equal("draft submitted submitted", await world.ReadAsync<string>("select string_agg(state, ' ' order by date) from time_entries"));
        Assert.IsType<NothingToDecide>(Refused(await world.SubmitAsync(Devin, TimeSelection.OfWeek(new("devin"), Monday))));
    }

    [Fact]
    public async Task Submitting_is_all_or_nothing_and_names_each_entry_in_the_way()
    {
        var (good, sent) = (await world.LoggedAsync(), await world.SubmittedAsync());

        var refused = Assert.IsType<EntriesRefused>(Refused(await world.SubmitAsync(Devin, TimeSelection.Of(good.Entry, sent.Entry, "t-none"))));

        Assert.Equal(new[] { "t-none", sent.Entry }.Order(), refused.Entries.Select(it => it.Entry).Order());
        Assert.Equal("draft", await world.ReadAsync<string>($"select state from time_entries where entry = '{good.Entry}'"));
    }

    [Fact]
    [Trait("rule", "P-24")]
    public async Task Where_notes_are_mandatory_a_week_without_them_is_not_taken()
    {
        await world.LoggedAsync(category: "administration");
        await world.RunAsync("insert into policies (policy, value, scope_kind) values ('P-24', 'mandatory', 'organisation')");

        Assert.Equal("P-24", Refused(await world.SubmitAsync(Devin, TimeSelection.OfWeek(new("devin"), Monday))).Rule);
    }

    [Fact]
    [Trait("rule", "R-291")]
    public async Task A_project_manager_approves_their_engagement_s_time_and_the_decision_says_everything()
    {
        var entry = await world.SubmittedAsync();

        var approved = Granted(await world.ApproveAsync(Ana, TimeSelection.Of(entry.Entry), "Good week"))[0];

        Assert.Equal((TimeState.Approved, "ana"), (approved.State, approved.ApprovedBy));
        Assert.Equal("approved ana", await world.ReadAsync<string>("select state || ' ' || approved_by from time_entries where approved_at is not null"));
        Assert.Equal($"time/{entry.Entry} approved ana@example.org project_manager Good week P-24 = optional (default) false", await world.ReadAsync<string>(
            "select concat_ws(' ', subject, verdict, decided_by, role, comment, policy, same_person::text) from decisions"));
        Assert.Equal("time_submitted time_approved", await world.ReadAsync<string>("select string_agg(action, ' ' order by at) from audit where action like 'time%'"));
        Assert.Equal(3, await world.ReadAsync<int>("select count(*)::int from outbox where topic = 'time'"));
    }

    [Fact]
    [Trait("rule", "R-206")]
    public async Task Nobody_approves_their_own_time_whatever_their_role()
    {
        var own = await world.SubmittedAsync(user: Ana);
        var coordinators = await world.SubmittedAsync(category: "mentoring", user: Carla);

        Assert.Equal("separation_of_duties", Refused(await world.ApproveAsync(Ana, TimeSelection.Of(own.Entry))).Rule);
        Assert.Equal("separation_of_duties", Refused(await world.ApproveAsync(Carla, TimeSelection.Of(coordinators.Entry))).Rule);
        Assert.Equal("separation_of_duties", Refused(await world.RejectAsync(Ana, TimeSelection.Of(own.Entry), "No")).Rule);
    }

    [Fact]
    public async Task A_project_manager_s_own_hours_and_internal_time_go_to_the_manager()
    {
        var (own, inside) = (await world.SubmittedAsync(user: Ana), await world.SubmittedAsync(category: "mentoring"));

        Assert.IsType<EntriesRefused>(Refused(await world.ApproveAsync(Ana, TimeSelection.Of(inside.Entry))));
        Assert.Equal(2, Granted(await world.ApproveAsync(Mia, TimeSelection.Of(own.Entry, inside.Entry))).Count);
    }

    [Fact]
    public async Task A_manager_does_not_decide_over_the_head_of_a_project_manager_but_coordinator_and_operations_stand_in()
    {
        var (first, second) = (await world.SubmittedAsync(), await world.SubmittedAsync());

        Assert.IsType<NotAllowed>(Assert.IsType<EntriesRefused>(Refused(await world.ApproveAsync(Mia, TimeSelection.Of(first.Entry)))).Entries[0].Problem);
        Granted(await world.ApproveAsync(Carla, TimeSelection.Of(first.Entry)));
        Granted(await world.ApproveAsync(Outi, TimeSelection.Of(second.Entry)));
    }

    [Fact]
    public async Task An_administrator_approves_no_time()
    {
        var entry = await world.SubmittedAsync();

        Assert.IsType<NotAllowed>(Assert.IsType<EntriesRefused>(Refused(await world.ApproveAsync(Admin, TimeSelection.Of(entry.Entry)))).Entries[0].Problem);
    }

    [Fact]
    public async Task Of_a_person_s_week_a_project_manager_approves_the_lines_of_their_engagements()
    {
        await world.SubmittedAsync();
        await world.SubmittedAsync(engagement: "SOW-2");
        await world.SubmittedAsync(category: "mentoring");

        var approved = Granted(await world.ApproveAsync(Ana, TimeSelection.OfWeek(new("devin"), Monday)));

        Assert.Equal("SOW-1", approved.Single().Terms.Engagement?.Value);
        Assert.IsType<NothingToDecide>(Refused(await world.ApproveAsync(Ana, TimeSelection.OfWeek(new("devin"), Monday))));
    }

    [Fact]
    public async Task Approving_is_all_or_nothing()
    {
        var (submitted, draft) = (await world.SubmittedAsync(), await world.LoggedAsync());

        var refused = Assert.IsType<EntriesRefused>(Refused(await world.ApproveAsync(Ana, TimeSelection.Of(submitted.Entry, draft.Entry))));

        Assert.Equal(draft.Entry, refused.Entries.Single().Entry);
        Assert.Equal(0, await world.ReadAsync<int>("select count(*)::int from decisions"));
        Assert.Equal("submitted", await world.ReadAsync<string>($"select state from time_entries where entry = '{submitted.Entry}'"));
    }

    [Fact]
    public async Task Time_that_changed_after_it_was_looked_at_is_not_approved()
    {
        var entry = await world.SubmittedAsync();

        Assert.IsType<StaleRecord>(Assert.IsType<EntriesRefused>(
            Refused(await world.ApproveAsync(Ana, TimeSelection.Of([new ChosenEntry(entry.Entry, entry.Version - 1)])))).Entries[0].Problem);
        Granted(await world.ApproveAsync(Ana, TimeSelection.Of([new ChosenEntry(entry.Entry, entry.Version)])));
    }

    [Fact]
    public async Task Time_is_sent_back_only_with_a_reason_and_can_be_submitted_again()
    {
        var entry = await world.SubmittedAsync();

        Assert.IsType<ReasonMissing>(Refused(await world.RejectAsync(Ana, TimeSelection.Of(entry.Entry), "  ")));
        var back = Granted(await world.RejectAsync(Ana, TimeSelection.Of(entry.Entry), "Phase 1 is closed"))[0];

        Assert.Equal((TimeState.Rejected, null), (back.State, back.ApprovedBy));
        Assert.Equal("rejected Phase 1 is closed", await world.ReadAsync<string>("select verdict || ' ' || comment from decisions"));
        Assert.Equal(TimeState.Submitted, Granted(await world.SubmitAsync(Devin, TimeSelection.Of(entry.Entry)))[0].State);
    }

    [Fact]
    public async Task Entries_one_may_not_see_are_not_there()
    {
        var entry = await world.SubmittedAsync(engagement: "SOW-2");

        Assert.IsType<NoSuchRecord>(Assert.IsType<EntriesRefused>(Refused(await world.ApproveAsync(Ana, TimeSelection.Of(entry.Entry)))).Entries[0].Problem);
    }

    [Fact]
    public async Task In_a_practice_smaller_than_its_policy_says_one_decides_alone_and_the_decision_says_so()
    {
        var entry = await world.SubmittedAsync(user: Ana);
        await world.RunAsync("insert into policies (policy, value, scope_kind) values ('approval.same_person_below', '6', 'organisation')");

        Granted(await world.ApproveAsync(Ana, TimeSelection.Of(entry.Entry)));

        Assert.Equal("true P-24 = optional (default); approval.same_person_below = 6 (organisation)", await world.ReadAsync<string>(
            "select same_person::text || ' ' || policy from decisions"));
    }
}
