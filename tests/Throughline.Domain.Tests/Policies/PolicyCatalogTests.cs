using Throughline.Domain.Policies;

namespace Throughline.Domain.Tests.Policies;

public class PolicyCatalogTests
{
    [Fact]
    public void Every_question_that_practices_answer_differently_is_registered_once()
    {
        var expected = Enumerable.Range(1, 58).Select(number => $"P-{number:00}").Append("P-27b").Append("P-27c");

        var registered = PolicyCatalog.All.Select(policy => policy.Id).Where(id => id.StartsWith("P-", StringComparison.Ordinal)).ToList();
        Assert.Equal(expected.Order(StringComparer.Ordinal), registered.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_default_is_a_value_of_its_own_kind_in_the_one_form_that_is_stored()
    {
        foreach (var policy in PolicyCatalog.All)
        {
            Assert.Equal(policy.Default, policy.Kind.Canonical(policy.Default));
            Assert.All(policy.RoleDefaults.Values, value => Assert.Equal(value, policy.Kind.Canonical(value)));
        }
    }

    [Fact]
    public void Every_policy_says_in_words_what_it_is_and_where_it_comes_from() => Assert.All(PolicyCatalog.All, policy =>
    {
        Assert.EndsWith(".", policy.Help, StringComparison.Ordinal);
        Assert.NotEmpty(policy.Name);
        Assert.NotEmpty(policy.Source);
        Assert.NotEmpty(policy.Kind.Expected);
        Assert.Equal(PolicyScope.Organisation, policy.Scopes[0]);
        Assert.Equal(policy.Scopes.Order(), policy.Scopes);
    });

    [Fact]
    public void Every_policy_belongs_to_an_area_of_the_product()
    {
        var areas = ("Customers Engagements People Scoping Contracts Staffing Workspaces Delivery Timekeeping Forecasting Acceptance "
            + "Revenue Changes Training Closure Cadence Approvals Reports Accounts Policies").Split(' ');

        Assert.All(PolicyCatalog.All, policy => Assert.Contains(policy.Area, areas));
    }

    [Theory]
    [InlineData("P-08")]
    [InlineData("P-10")]
    [InlineData("fiscal_year.start_month")]
    public void What_cuts_the_practice_s_time_is_the_same_for_the_whole_practice(string id) =>
        Assert.Equal([PolicyScope.Organisation], PolicyCatalog.Find(id)!.Scopes);

    // The newest practice on the left, then every older answer that must stay selectable.
    [Theory]
    [InlineData("P-01", "6", "5-or-6", "5", "after_signature")]
    [InlineData("P-02", "soft_only", "nothing", "hard_at_stage_5")]
    [InlineData("P-03", "project_manager", "operations_when_won")]
    [InlineData("P-04", "0.40", "0", "1")]
    [InlineData("P-05", "0.925", "1.00", "0.90")]
    [InlineData("P-06", "2", "3")]
    [InlineData("P-07", "tm:5;ff:5;consulting_block:10;dedicated:10", "tm:2.5;ff:5;consulting_block:8;dedicated:10")]
    [InlineData("P-08", "Monday 11:00", "Tuesday 08:00")]
    [InlineData("P-09", "Tuesday 16:00", "Wednesday 08:00", "Tuesday 08:00")]
    [InlineData("P-10", "America/New_York", "UTC-05:00", "Etc/GMT+5", "Europe/Berlin")]
    [InlineData("P-19", "Monday 09:00", "Friday 24:00")]
    [InlineData("P-20", "Monday 13:00", "Monday 12:00")]
    [InlineData("P-21", "0.25", "1")]
    [InlineData("P-22", "country_norm", "none", "38.5")]
    [InlineData("P-25", "acceptance", "percent_complete_hours", "percent_complete_steps")]
    [InlineData("P-26", "5", "10", "30")]
    [InlineData("P-27", "next", "same")]
    [InlineData("P-28", "operations_manager;project_coordinator", "operations_coordinator", "self;operations_manager")]
    [InlineData("P-29", "accepted;approved", "accepted;approved;akzeptiert;in Ordnung")]
    [InlineData("P-31", "14 calendar_days", "3 business_days")]
    [InlineData("P-35", "30", "14")]
    [InlineData("P-40", "2", "1", "4")]
    [InlineData("P-48", "50000", "off", "75000.50")]
    [InlineData("P-52", "on", "off")]
    [InlineData("weekend", "Saturday;Sunday", "Friday;Saturday", "none")]
    [InlineData("forecast.milestone_weight", "1.00", "0.925")]
    [InlineData("forecast.other_weight", "0.40")]
    [InlineData("fiscal_year.start_month", "2", "1", "12")]
    [InlineData("reminder.expiration_days", "-30;-14;0")]
    [InlineData("organisation.currency", "USD", "EUR")]
    [InlineData("training.code_cut_off", "12:00", "09:30")]
    public void The_newest_answer_is_the_default_and_older_ones_stay_selectable(string id, string standard, params string[] others)
    {
        var policy = PolicyCatalog.Find(id)!;

        Assert.Equal(standard, policy.Default);
        Assert.All(others, value => Assert.Equal(value, policy.Kind.Canonical(value)));
    }

    [Theory]
    [InlineData("P-04", "1.5")]
    [InlineData("P-04", "0,4")]
    [InlineData("P-04", "4e-1")]
    [InlineData("P-04", "")]
    [InlineData("P-06", "2.5")]
    [InlineData("P-07", "tm:5;ff:5")]
    [InlineData("P-07", "tm:5;ff:5;consulting_block:10;dedicated:10;sku:1")]
    [InlineData("P-07", "tm:5;tm:5;consulting_block:10;dedicated:10")]
    [InlineData("P-07", "tm:five;ff:5;consulting_block:10;dedicated:10")]
    [InlineData("P-08", "Monday")]
    [InlineData("P-10", "EST5")]
    [InlineData("P-27", "tomorrow")]
    [InlineData("P-28", "operations_manager;boss")]
    [InlineData("P-28", "self;self")]
    [InlineData("P-28", ";")]
    [InlineData("P-31", "14")]
    [InlineData("P-31", "two business_days")]
    [InlineData("P-31", "1.5 business_days")]
    [InlineData("P-31", "3 fortnights")]
    [InlineData("P-52", "maybe")]
    [InlineData("weekend", "Monday;Tuesday;Wednesday;Thursday;Friday;Saturday;Sunday")]
    [InlineData("weekend", "Caturday")]
    [InlineData("weekend", "")]
    [InlineData("organisation.name", "two\nlines")]
    [InlineData("organisation.currency", "dollars")]
    [InlineData("training.code_cut_off", "noon")]
    [InlineData("work_item.weight_hours", "1:2;:5")]
    [InlineData("work_item.weight_hours", "1;2")]
    [InlineData("work_item.weight_hours", "")]
    public void What_is_not_a_value_of_the_policy_is_not_taken(string id, string value) =>
        Assert.Null(PolicyCatalog.Find(id)!.Kind.Canonical(value));

    [Theory]
    [InlineData("P-27", "Next", "next")]
    [InlineData("P-14", "transition call", "transition_call")]
    [InlineData("P-01", "after-signature", "after_signature")]
    [InlineData("P-08", "tue 8:00", "Tuesday 08:00")]
    [InlineData("P-22", "None", "none")]
    [InlineData("P-31", " 1 business_day ", "1 business_days")]
    [InlineData("P-52", "true", "on")]
    [InlineData("P-52", "FALSE", "off")]
    [InlineData("P-07", "10", "tm:10;ff:10;consulting_block:10;dedicated:10")]
    [InlineData("P-10", "UTC-5", "UTC-05:00")]
    [InlineData("weekend", "sat; fri", "Friday;Saturday")]
    [InlineData("weekend", "None", "none")]
    [InlineData("organisation.currency", "usd", "USD")]
    public void One_value_written_in_several_ways_is_stored_in_one(string id, string given, string stored) =>
        Assert.Equal(stored, PolicyCatalog.Find(id)!.Kind.Canonical(given));
}
