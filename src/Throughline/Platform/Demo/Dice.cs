namespace Throughline.Platform.Demo;

/// <summary>Chance that comes out the same for the same names: what one row gets never depends on the rows before it.</summary>
internal static class Dice
{
    /// <summary>Evenly spread from 0 up to, but not including, 1.</summary>
    public static double Roll(string what, string who, int number = 0)
    {
        // FNV-1a over the names, then a finaliser, so that neighbours differ in every bit.
        var hash = 14695981039346656037UL;
        foreach (var character in what)
            hash = (hash ^ character) * 1099511628211UL;
        foreach (var character in who)
            hash = (hash ^ character) * 1099511628211UL;

        hash = (hash ^ (uint)number) * 1099511628211UL;
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53UL;
        return ((hash ^ (hash >> 33)) >> 11) / (double)(1UL << 53);
    }

    public static T Pick<T>(IReadOnlyList<T> choices, string what, string who, int number = 0) =>
        choices[(int)(Roll(what, who, number) * choices.Count)];
}
