namespace Throughline.Tests.CommandLine;

public sealed class HelpTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_comes_with_examples_for_everything_a_group_and_a_command(string help)
    {
        foreach (var words in new string[][] { [help], ["user", help], ["report", help], ["--quiet", "token", help] })
        {
            var printed = await Terminal.WithoutDatabaseAsync(words);

            Assert.True((printed.Exit, printed.Errors) == (0, ""), string.Join(' ', words));
            Assert.Contains("Examples:\n  throughline ", printed.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--json", "calc")]
    [InlineData("--data", "/nowhere", "report")]
    [InlineData("--data=/nowhere", "--quiet", "report")]
    public async Task What_every_command_takes_may_stand_before_it(params string[] words)
    {
        var printed = await Terminal.WithoutDatabaseAsync(words);

        Assert.Equal(2, printed.Exit);
        Assert.DoesNotContain("serve", printed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_command_names_the_whole_ones() =>
        Assert.Equal((2, "user: say which: user add, user list, user disable.\n"), Both(await Terminal.WithoutDatabaseAsync("user")));

    private static (int, string) Both(Terminal.Printed printed) => (printed.Exit, printed.Errors);
}
