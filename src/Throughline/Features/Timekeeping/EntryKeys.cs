namespace Throughline.Features.Timekeeping;

/// <summary>Makes keys for entries that come without one: short, and in the order in which they were made.</summary>
internal static class EntryKeys
{
    private const string Letters = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary><c>t-</c> and 14 characters: the millisecond and 30 random bits in base 32, without letters that are mistaken for digits.</summary>
    public static string New(DateTimeOffset at)
    {
        var number = (at.ToUnixTimeMilliseconds() << 30 | (long)Random.Shared.Next(1 << 30)) & long.MaxValue;
        return "t-" + string.Create(14, number, (text, rest) =>
        {
            for (var i = text.Length - 1; i >= 0; i--, rest >>= 5)
                text[i] = Letters[(int)(rest & 31)];
        });
    }
}
