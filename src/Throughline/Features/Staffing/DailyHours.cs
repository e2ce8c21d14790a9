using System.Globalization;
using System.Text.RegularExpressions;

namespace Throughline.Features.Staffing;

/// <summary>Hours of a day as people type them (<c>6</c>, <c>1.5</c>, <c>1,5</c>, <c>1:30</c>, <c>1h30</c>, <c>90m</c>), in whole minutes above 0 and up to 24 hours.</summary>
internal static partial class DailyHours
{
    private const int Most = 24 * 60;

    // Decimals cannot write every minute exactly; what is nearer to a minute than four of them can say is that minute.
    private const decimal Blur = 0.003m;

    /// <summary>Null when the text is no such number of hours.</summary>
    public static int? Read(string text)
    {
        var parts = Written().Match(text.Trim());
        if (!parts.Success)
            return null;

        var exact = (Number(parts.Groups["hours"]) * 60m) + Number(parts.Groups["minutes"]);
        var minutes = decimal.Round(exact, MidpointRounding.AwayFromZero);
        return minutes is > 0m and <= Most && Math.Abs(exact - minutes) <= Blur ? (int)minutes : null;
    }

    /// <summary>As files and the API write them: <c>7.5</c>; with six places where no decimal hits the minute.</summary>
    public static string Write(int minutes) => decimal.Round(minutes / 60m, 6).ToString("0.######", CultureInfo.InvariantCulture);

    private static decimal Number(Group digits) =>
        digits.Success ? decimal.Parse(digits.Value.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : 0m;

    [GeneratedRegex(@"^(?:(?<hours>\d{1,2}(?:[.,]\d{1,6})?) ?(?:h|hours?)?|(?<hours>\d{1,2}):(?<minutes>[0-5]\d)|(?<hours>\d{1,2}) ?h ?(?<minutes>[0-5]?\d) ?m?|(?<minutes>\d{1,4}) ?(?:m|min|minutes))$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Written();
}
