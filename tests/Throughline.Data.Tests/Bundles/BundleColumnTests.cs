using Throughline.Data.Bundles;

namespace Throughline.Data.Tests.Bundles;

public sealed class BundleColumnTests
{
    [Theory]
    [InlineData("bookings", "hours_per_day", "7.5")]
    [InlineData("bookings", "hours_per_day", "24")]
    [InlineData("bookings", "hours_per_day", "0.05")]
    [InlineData("bookings", "hours_per_day", "0.333333")]
    [InlineData("people", "weekly_hours", "0")]
    [InlineData("people", "weekly_hours", "38.5")]
    [InlineData("people", "weekly_hours", "168")]
    [InlineData("change_orders", "amount", "-1000.10")]
    [InlineData("time", "hours", "0.0001")]
    [InlineData("time", "approved_at", "2026-03-02T14:05:00Z")]
    [InlineData("time", "approved_at", "2026-03-02T14:05:00+02:00")]
    [InlineData("time", "approved_at", "2026-03-02T14:05:00.123456Z")]
    [InlineData("issues", "created", "2026-03-02")]
    [InlineData("engagements", "currency", "CHF")]
    [InlineData("people", "time_zone", "America/New_York")]
    [InlineData("csat", "sent", "2028-02-29")]
    public void A_good_value_is_taken(string file, string column, string cell) => Assert.Null(Column(file, column).Read(cell, out _));

    [Theory]
    [InlineData("bookings", "hours_per_day", "0", "\"0\" is not above 0 and at most 24 hours")]
    [InlineData("bookings", "hours_per_day", "24.05", "\"24.05\" is not above 0 and at most 24 hours")]
    [InlineData("bookings", "hours_per_day", "7.33", "\"7.33\" is not in whole minutes")]
    [InlineData("bookings", "hours_per_day", "7,5", "\"7,5\" is not a number of hours")]
    [InlineData("bookings", "hours_per_day", "", "must have a value")]
    [InlineData("people", "weekly_hours", "37.4", "\"37.4\" does not give whole minutes a day (a fifth of it)")]
    [InlineData("people", "weekly_hours", "-1", "\"-1\" is not between 0 and 168 hours")]
    [InlineData("people", "cost_rate", "-1", "\"-1\" is negative")]
    [InlineData("people", "time_zone", "../../etc/passwd", "\"../../etc/passwd\" is not an IANA time zone like Europe/Berlin")]
    [InlineData("time_off", "hours_per_day", "0", "\"0\" is not above 0 and at most 24 hours")]
    [InlineData("calendars", "hours", "0.01", "\"0.01\" is not in whole minutes")]
    [InlineData("milestones", "amount", "-0.01", "\"-0.01\" is negative")]
    [InlineData("milestones", "amount", "1,000", "\"1,000\" is not an amount")]
    [InlineData("milestones", "amount", "1e3", "\"1e3\" is not an amount")]
    [InlineData("milestones", "amount", "NaN", "\"NaN\" is not an amount")]
    [InlineData("milestones", "amount", " 1", "\" 1\" is not an amount")]
    [InlineData("milestones", "amount", "100000000000000", "\"100000000000000\" is more than 99999999999999")]
    [InlineData("milestones", "confirmed", "yes", "\"yes\" is neither true nor false")]
    [InlineData("rates", "hourly_rate", "-5", "\"-5\" is negative")]
    [InlineData("rates", "currency", "XYZ", "\"XYZ\" is not an ISO 4217 currency code like EUR")]
    [InlineData("rates", "currency", "eur", "\"eur\" is not an ISO 4217 currency code like EUR")]
    [InlineData("exchange_rates", "rate", "0", "\"0\" is not above 0")]
    [InlineData("issues", "weight", "-1", "\"-1\" is negative")]
    [InlineData("csat", "score", "6", "\"6\" is not between 1 and 5")]
    [InlineData("csat", "score", "4.5", "\"4.5\" is not a whole number")]
    [InlineData("csat", "sent", "2026-2-3", "\"2026-2-3\" is not a date like 2026-03-02")]
    [InlineData("csat", "sent", "02.03.2026", "\"02.03.2026\" is not a date like 2026-03-02")]
    [InlineData("csat", "sent", "2027-02-29", "\"2027-02-29\" is not a date like 2026-03-02")]
    [InlineData("time", "approved_at", "2026-03-02T14:05:00", "\"2026-03-02T14:05:00\" is not an instant like 2026-03-02T14:05:00Z")]
    [InlineData("opportunities", "stage", "7", "\"7\" is none of 1, 2, 3, 4, 5, 6, closed-won and closed-lost")]
    public void A_bad_value_is_refused_in_words(string file, string column, string cell, string expected) =>
        Assert.Equal(expected, Column(file, column).Read(cell, out _));

    [Fact]
    public void A_value_is_what_the_database_stores()
    {
        Column("bookings", "hours_per_day").Read("0.333333", out var minutes);
        Column("time", "approved_at").Read("2026-03-02T14:05:00+02:00", out var instant);
        Column("time", "state").Read("", out var state);

        Assert.Equal(20, minutes);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 12, 5, 0, TimeSpan.Zero), instant);
        Assert.Equal("draft", state);
    }

    [Fact]
    public void The_api_writes_the_names_in_camel_case() => Assert.Equal("hoursPerDay", Column("bookings", "hours_per_day").ApiName);

    [Fact]
    public void A_key_has_at_most_200_characters_and_a_text_a_megabyte()
    {
        Assert.Null(Column("customers", "customer").Read(new string('k', 200), out _));
        Assert.EndsWith("is longer than the 200 characters a key may have", Column("customers", "customer").Read(new string('k', 201), out _), StringComparison.Ordinal);
        Assert.Null(Column("customers", "name").Read(new string('n', 1 << 20), out _));
        Assert.Equal("is longer than 1 MB", Column("customers", "name").Read(new string('n', (1 << 20) + 1), out _));
    }

    [Fact]
    public void Characters_that_the_database_cannot_hold_are_refused() => Assert.All<string>(
        ["a\0b", "a\uD800", "\uDC00\uD800"],
        text => Assert.Equal("holds a character that cannot be stored", Column("customers", "name").Read(text, out _)));

    private static BundleColumn Column(string file, string column) => BundleFiles.Named(file).Column(column);
}
