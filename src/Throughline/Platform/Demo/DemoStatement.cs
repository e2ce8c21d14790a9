using System.Globalization;
using System.Text.RegularExpressions;

namespace Throughline.Platform.Demo;

/// <summary>
/// The statement of work that the forty-fifth engagement is made from. Its dates are moved by whole weeks, so that the work
/// begins three weeks after the demo's today; on paper it begins on 6 April 2026.
/// </summary>
internal static partial class DemoStatement
{
    /// <summary>The customer that the engagement belongs to, for the <c>--customer</c> of the import.</summary>
    public const string Customer = "sablewood";

    public const string FileName = "statement-of-work.md";

    private const int BeginsInWeek = 3;

    private static readonly DateOnly OnPaper = new(2026, 4, 6);

    public static string Text(DateOnly today)
    {
        using var stream = typeof(DemoStatement).Assembly.GetManifestResourceStream($"Throughline.Demo.{FileName}")!;
        using var reader = new StreamReader(stream);
        var shift = new DemoDays(today).Monday(BeginsInWeek).DayNumber - OnPaper.DayNumber;
        return WrittenDate().Replace(reader.ReadToEnd(), match =>
            DateOnly.ParseExact(match.Value, "d MMMM yyyy", CultureInfo.InvariantCulture).AddDays(shift).ToString("d MMMM yyyy", CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"\b\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b")]
    private static partial Regex WrittenDate();
}
