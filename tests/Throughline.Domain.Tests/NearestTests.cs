namespace Throughline.Domain.Tests;

public class NearestTests
{
    [Theory]
    [InlineData("persn", "person")]
    [InlineData("PROJECT MANAGER", "project_manager")]
    [InlineData("rol", "role")]
    [InlineData("xyzzy", "role")]
    public void The_word_with_the_fewest_mistakes_is_found_however_many_they_are(string typed, string meant) =>
        Assert.Equal(meant, Nearest.To(typed, ["person", "project_manager", "role"]));

    [Fact]
    public void Of_a_very_long_word_the_beginning_counts() =>
        Assert.Equal(new string('a', 100), Nearest.To(new string('a', 100) + new string('b', 1_000_000), ["b", new string('a', 100)]));

    [Fact]
    public void The_nearest_of_no_words_is_none() => Assert.Null(Nearest.To("anything", []));
}
