using System.Globalization;
using Throughline.Domain.Dates;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Tests.Timekeeping;

[Trait("rule", "R-203")]
public class TimerSplitTests
{
    private static readonly decimal[] Steps = [0.1m, 0.25m, 0.5m, 1m];

    private static string Of(string from, string until, string zone, decimal step = 0.25m) => string.Join(' ', TimerSplit
        .Of(DateTimeOffset.Parse(from, CultureInfo.InvariantCulture), DateTimeOffset.Parse(until, CultureInfo.InvariantCulture), Zones.Find(zone)!, step)
        .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Day:MM-dd}:{part.Hours:0.##}")));

    [Theory]
    [InlineData("2026-03-11T09:00Z", "2026-03-11T10:10Z", "Europe/Madrid", "03-11:1.25")]
    [InlineData("2026-03-11T22:00Z", "2026-03-12T00:30Z", "Europe/Madrid", "03-11:1 03-12:1.5")]
    [InlineData("2026-03-11T22:00Z", "2026-03-12T00:30Z", "America/New_York", "03-11:2.5")]
    [InlineData("2026-03-11T22:54Z", "2026-03-11T23:06Z", "Europe/Madrid", "03-12:0.25")]
    [InlineData("2026-03-11T22:00Z", "2026-03-11T23:00Z", "Europe/Madrid", "03-11:1")]
    [InlineData("2026-03-11T09:00Z", "2026-03-11T09:07Z", "Europe/Madrid", "")]
    [InlineData("2026-03-28T23:00Z", "2026-03-29T22:00Z", "Europe/Madrid", "03-29:23")]
    [InlineData("2026-10-24T22:00Z", "2026-10-25T23:00Z", "Europe/Madrid", "10-25:25")]
    public void A_run_becomes_hours_of_the_workers_own_days_on_the_step(string from, string until, string zone, string parts) =>
        Assert.Equal(parts, Of(from, until, zone));

    [Fact]
    public void The_parts_together_are_the_whole_run_on_the_step() => Property.Holds(random =>
    {
        var from = new DateTimeOffset(2026, 3, 27, 0, 0, 0, TimeSpan.Zero).AddSeconds(random.Next(200_000));
        var until = from.AddSeconds(random.Next(300_000));
        var step = Steps[random.Next(Steps.Length)];
        var parts = TimerSplit.Of(from, until, Zones.Find("Europe/Madrid")!, step);

        Assert.Equal(TimeRules.OnStep((decimal)(until - from).TotalSeconds / 3600m, step), parts.Sum(part => part.Hours));
        Assert.All(parts, part => Assert.True(part.Hours > 0m && part.Hours % step == 0m));
    });
}
