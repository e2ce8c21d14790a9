using Throughline.Domain.Acceptance;

namespace Throughline.Domain.Tests.Acceptance;

[Trait("rule", "R-233")]
public class AcceptanceWordsTests
{
    private static readonly string[] Words = ["accepted", "approved", "in Ordnung"];

    [Theory]
    [InlineData("Accepted.", "accepted")]
    [InlineData("We have APPROVED this milestone", "approved")]
    [InlineData("Hi Ana,\r\n\r\nall good, accepted!\r\nBest, Sam", "accepted")]
    [InlineData("Das ist in ordnung.", "in Ordnung")]
    [InlineData("unaccepted, but later accepted", "accepted")]
    public void An_acceptance_word_counts_in_any_case_when_it_stands_alone(string reply, string word) =>
        Assert.Equal(word, AcceptanceWords.FindIn(reply, Words));

    [Theory]
    [InlineData("This is unacceptable and unaccepted")]
    [InlineData("approvedness is not a word, nor is accepted_by")]
    [InlineData("We will look at it next week")]
    [InlineData("")]
    public void A_part_of_another_word_does_not_count(string reply) => Assert.Null(AcceptanceWords.FindIn(reply, Words));

    [Fact]
    public void The_quoted_request_does_not_accept_itself() =>
        Assert.Null(AcceptanceWords.FindIn("Let me check.\n> Please reply with \"accepted\"\n >> or approved", Words));

    [Fact]
    public void An_empty_word_is_never_found() => Assert.Null(AcceptanceWords.FindIn("anything", [""]));
}
