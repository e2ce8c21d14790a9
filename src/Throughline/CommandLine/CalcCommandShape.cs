namespace Throughline.CommandLine;

/// <summary><c>calc</c> reads its own words: its rules take other options each.</summary>
internal static class CalcCommandShape
{
    public static readonly Command Command = new(
        new CommandShape(
            "calc",
            "work out one rule, without a database",
            ["RULE…"],
            [],
            ["calc acceptance --sent 2025-06-02T14:00:00Z --zone America/New_York --days 5", "calc scope-change --input change.json"])
        { ReadsItsOwnWords = true },
        (session, _) => Task.FromResult(CalcCommand.Run([.. session.Arguments.Positional], session.Output, session.Errors)));
}
