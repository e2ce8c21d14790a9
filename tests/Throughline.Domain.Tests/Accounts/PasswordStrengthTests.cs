using Throughline.Domain.Accounts;

namespace Throughline.Domain.Tests.Accounts;

public class PasswordStrengthTests
{
    [Theory]
    [InlineData("walnut ladder copper river")]
    [InlineData("Tr4v3l!ing-Wolves")]
    [InlineData("пароль без английских слов")]
    public void A_few_words_in_a_row_will_do(string password) => Assert.Null(PasswordStrength.Refuse(password, "kim@example.org"));

    [Theory]
    [InlineData("short", "Use at least 12 characters")]
    [InlineData("aaaaaaaaaaaaaa", "repeats or counts up")]
    [InlineData("123456789012345", "repeats or counts up")]
    [InlineData("abcdefghijklmnop", "repeats or counts up")]
    [InlineData("Password123!", "one of the first passwords")]
    [InlineData("P@ssw0rd2024", "one of the first passwords")]
    [InlineData("P@$$w0rd2024", "one of the first passwords")]
    [InlineData("P@55w0rd!!!!", "one of the first passwords")]
    [InlineData("qwertyuiop123", "one of the first passwords")]
    [InlineData("kim.larsen-2026", "Leave your e-mail address out")]
    public void What_anybody_would_try_first_is_refused(string password, string sentence) =>
        Assert.Contains(sentence, PasswordStrength.Refuse(password, "kim.larsen@example.org")!.Message, StringComparison.Ordinal);

    [Fact]
    public void A_password_too_long_to_hash_is_refused() =>
        Assert.Contains("at most 256", PasswordStrength.Refuse(string.Concat(Enumerable.Range(0, 300)), "kim@example.org")!.Message, StringComparison.Ordinal);
}
