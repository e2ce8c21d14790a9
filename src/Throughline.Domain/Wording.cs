namespace Throughline.Domain;

/// <summary>The words that files, reports and the database use for the states of one enum: each state has one word, each word one state.</summary>
public sealed class Wording<TState>(Func<TState, string> text) where TState : struct, Enum
{
    private readonly Dictionary<string, TState> states = Enum.GetValues<TState>().ToDictionary(text, StringComparer.Ordinal);

    /// <summary>All words, in the order of the states.</summary>
    public IReadOnlyList<string> All { get; } = [.. Enum.GetValues<TState>().Select(text)];

    /// <summary>Null when the word names no state; capitals matter.</summary>
    public TState? Find(string word) => states.TryGetValue(word, out var state) ? state : null;

    /// <summary>For words that were checked before they were stored: another word is a bug and throws.</summary>
    public TState Parse(string word) => Find(word)
        ?? throw new ArgumentException($"\"{word}\" is no {typeof(TState).Name}.", nameof(word));
}
