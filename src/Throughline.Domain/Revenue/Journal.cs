namespace Throughline.Domain.Revenue;

/// <summary>The accounts of an engagement's revenue.</summary>
public sealed record JournalAccounts(string Unbilled, string Revenue);

/// <summary>One side of a posting; of debit and credit one is 0.</summary>
public sealed record JournalSide(string Account, decimal Debit, decimal Credit);

/// <summary>How released revenue is posted: unbilled revenue to revenue, and the other way round for what is taken back. Both sides add up.</summary>
public static class Journal
{
    /// <returns>The debit side first; nothing for a line without an amount.</returns>
    public static IReadOnlyList<JournalSide> Of(decimal amount, JournalAccounts accounts) => amount switch
    {
        0m => [],
        > 0m => [new(accounts.Unbilled, amount, 0m), new(accounts.Revenue, 0m, amount)],
        _ => [new(accounts.Revenue, -amount, 0m), new(accounts.Unbilled, 0m, -amount)],
    };
}
