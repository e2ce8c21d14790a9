using System.Buffers;
using System.Globalization;

namespace Throughline.Data.Bundles;

/// <summary>
/// A plain decimal number within bounds. More places than the database keeps are rounded half away from zero, before the
/// bounds are looked at.
/// </summary>
/// <param name="noun">What it is, with its article: <c>a number of hours</c>.</param>
/// <param name="places">How many decimal places are kept.</param>
/// <param name="least">The smallest value, itself allowed unless <paramref name="aboveLeast"/>.</param>
/// <param name="most">The largest value, itself allowed.</param>
public sealed class DecimalType(string noun, int places, decimal least, decimal most, bool aboveLeast = false) : BundleType
{
    public override string SqlType => "numeric";

    public override string? Read(ReadOnlySpan<char> cell, out StoredValue value)
    {
        value = default;
        if (!Numbers.TryRead(cell, out var number))
            return $"is not {noun}";

        if (number > most)
            return $"is more than {Numbers.Show(most)}";

        if (number < least)
            return least == 0m ? "is negative" : $"is less than {Numbers.Show(least)}";

        number = Math.Round(number, places, MidpointRounding.AwayFromZero);
        if (aboveLeast && number == least)
            return $"is not above {Numbers.Show(least)}";

        value = StoredValue.Of(number);
        return null;
    }

    internal override string Shown(string stored) => $"trim_scale({stored})::text";
}

/// <summary>A whole number within bounds, both included.</summary>
public sealed class WholeType(int least, int most) : BundleType
{
    public override string SqlType => "integer";

    public override string? Read(ReadOnlySpan<char> cell, out StoredValue value)
    {
        value = default;
        if (!Numbers.TryRead(cell, out var number) || number != decimal.Truncate(number))
            return "is not a whole number";

        if (number < least || number > most)
            return most == int.MaxValue ? $"is less than {least}" : $"is not between {least} and {most}";

        value = StoredValue.Of((int)number);
        return null;
    }

    internal override string Shown(string stored) => $"{stored}::text";
}

/// <summary>
/// Hours of a day in whole minutes: 7.5 is 450 minutes, 7.51 is none. Minutes that no decimal hits exactly are written
/// with six places: 0.333333 is 20 minutes.
/// </summary>
/// <param name="aboveZero">Whether 0 is refused; 24 never is.</param>
/// <param name="storedAsMinutes">Whether the database keeps the minutes or the hours.</param>
public sealed class DayHoursType(bool aboveZero, bool storedAsMinutes) : BundleType
{
    private const int Places = 6;

    public override string SqlType => storedAsMinutes ? "integer" : "numeric";

    public override string? Read(ReadOnlySpan<char> cell, out StoredValue value)
    {
        value = default;
        if (!Numbers.TryRead(cell, out var hours))
            return "is not a number of hours";

        if (hours < 0m || hours > 24m || (aboveZero && hours == 0m))
            return aboveZero ? "is not above 0 and at most 24 hours" : "is not between 0 and 24 hours";

        var minutes = Math.Round(hours * 60m, MidpointRounding.AwayFromZero);
        var nearest = Math.Round(minutes / 60m, Places, MidpointRounding.AwayFromZero);
        var rounded = hours.Scale < Places ? hours : Math.Round(hours, Places, MidpointRounding.AwayFromZero);
        if (rounded != nearest || (aboveZero && minutes == 0m))
            return "is not in whole minutes";

        value = storedAsMinutes ? StoredValue.Of((int)minutes) : StoredValue.Of(nearest);
        return null;
    }

    internal override string Shown(string stored) => storedAsMinutes
        ? $"trim_scale(round({stored} / 60.0, {Places}))::text"
        : $"trim_scale({stored})::text";
}

/// <summary>Hours of a week, 0 to 168, whose fifth part is whole minutes: a multiple of 1/12.</summary>
public sealed class WeekHoursType : BundleType
{
    public override string SqlType => "numeric";

    public override string? Read(ReadOnlySpan<char> cell, out StoredValue value)
    {
        value = default;
        if (!Numbers.TryRead(cell, out var hours))
            return "is not a number of hours";

        if (hours is < 0m or > 168m)
            return "is not between 0 and 168 hours";

        value = StoredValue.Of(hours);
        return hours * 12m == decimal.Truncate(hours * 12m) ? null : "does not give whole minutes a day (a fifth of it)";
    }

    internal override string Shown(string stored) => $"trim_scale({stored})::text";
}

internal static class Numbers
{
    private static readonly SearchValues<char> Characters = SearchValues.Create("0123456789.-");
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    /// <summary>Digits with at most one decimal point and a leading minus: no exponent, no separators, no spaces, no plus.</summary>
    public static bool TryRead(ReadOnlySpan<char> cell, out decimal number)
    {
        number = 0m;
        return cell.IndexOfAnyExcept(Characters) < 0 && decimal.TryParse(cell, Plain, CultureInfo.InvariantCulture, out number);
    }

    public static string Show(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
