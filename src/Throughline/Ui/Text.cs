using System.Globalization;
using Throughline.Domain.Dates;
using Throughline.Domain.Pricing;

namespace Throughline.Ui;

/// <summary>
/// How figures and days are written for a person. One place, one explicit culture: thousands by comma, a true minus,
/// days before months. Rounding happens here, half away from zero, and nowhere before.
/// </summary>
public static class Text
{
    /// <summary>Stands for nothing to show; zero in overviews.</summary>
    public const string Quiet = "–";

    /// <summary>Stands for a figure that cannot be computed, which is not zero.</summary>
    public const string Missing = "missing";

    private static readonly NumberFormatInfo Numbers = Signed(CultureInfo.GetCultureInfo("en-US").NumberFormat);
    private static readonly DateTimeFormatInfo Dates = CultureInfo.GetCultureInfo("en-GB").DateTimeFormat;

    /// <summary>With cents: <c>1,234.50</c>, <c>−8,900.00</c>.</summary>
    public static string Amount(decimal amount) => Fixed(amount, 2);

    /// <summary>With its currency before it: <c>USD 1,234.50</c>.</summary>
    public static string Amount(Money money) => $"{money.Currency.Code} {Amount(money.Amount)}";

    /// <summary>Without cents, for wide overviews: <c>196,000</c>.</summary>
    public static string Whole(decimal amount) => Fixed(amount, 0);

    /// <summary>As <see cref="Whole"/>, with zero kept quiet.</summary>
    public static string Overview(decimal amount) => decimal.Round(amount, 0, MidpointRounding.AwayFromZero) == 0m ? Quiet : Whole(amount);

    /// <summary>A movement, with its sign: <c>+18,500.00</c>.</summary>
    public static string Change(decimal amount) => amount > 0m ? "+" + Amount(amount) : Amount(amount);

    /// <summary>At least one decimal and never more than four: <c>40.0</c>, <c>7.25</c>.</summary>
    public static string Hours(decimal hours) =>
        decimal.Round(hours, 4, MidpointRounding.AwayFromZero) is var exact && exact == 0m ? "0.0" : exact.ToString("#,0.0###", Numbers);

    /// <summary>Hours that are added or taken away, with their sign: <c>+1.5</c>.</summary>
    public static string HoursChange(decimal hours) => hours > 0m ? "+" + Hours(hours) : Hours(hours);

    /// <summary>Booked minutes in hours; whole hours without decimals, as on a capacity grid: <c>24</c>, <c>7.5</c>.</summary>
    public static string HoursOf(int minutes) => Fixed(minutes / 60m, minutes % 60 == 0 ? 0 : minutes % 6 == 0 ? 1 : 2);

    /// <summary>A share of one: <c>0.384</c> is <c>38.40%</c>; fewer digits for overviews.</summary>
    public static string Percent(decimal share, int digits = 2) => Fixed(share * 100m, digits) + "%";

    /// <summary><c>11 March 2026</c></summary>
    public static string Day(DateOnly day) => day.ToString("d MMMM yyyy", Dates);

    /// <summary><c>11 Mar 2026</c></summary>
    public static string ShortDay(DateOnly day) => $"{day.ToString("%d", Dates)} {ShortMonth(day.Month)} {day.ToString("yyyy", Dates)}";

    /// <summary>Without its year, where the page says which year it is: <c>11 Mar</c>.</summary>
    public static string DayOfYear(DateOnly day) => $"{day.ToString("%d", Dates)} {ShortMonth(day.Month)}";

    /// <summary><c>Wed 11 Mar</c></summary>
    public static string WeekDay(DateOnly day) => $"{day.ToString("ddd", Dates)} {DayOfYear(day)}";

    /// <summary><c>Wednesday 11 March 2026</c></summary>
    public static string LongDay(DateOnly day) => day.ToString("dddd d MMMM yyyy", Dates);

    /// <summary>What both ends share is written once: <c>9 – 15 March 2026</c>, <c>12 January – 30 June 2026</c>.</summary>
    public static string Range(DateRange range)
    {
        var (first, last) = (range.First, range.Last);
        if (first == last)
            return Day(last);
        if (first.Year != last.Year)
            return $"{Day(first)} – {Day(last)}";

        return first.Month == last.Month
            ? $"{first.ToString("%d", Dates)} – {Day(last)}"
            : $"{first.ToString("d MMMM", Dates)} – {Day(last)}";
    }

    /// <summary><c>March 2026</c></summary>
    public static string Name(Month month) => month.Days.First.ToString("MMMM yyyy", Dates);

    /// <summary><c>Mar</c></summary>
    public static string ShortMonth(int month) => Dates.GetAbbreviatedMonthName(month)[..3];

    /// <summary>An instant in the reader's zone, near days by name: <c>today 16:40</c>, <c>yesterday 09:05</c>, <c>Thu 5 Mar 11:27</c>, <c>5 Mar 2025 11:27</c>.</summary>
    public static string At(DateTimeOffset instant, TimeZoneInfo zone, DateOnly today)
    {
        var local = TimeZoneInfo.ConvertTime(instant, zone);
        var day = DateOnly.FromDateTime(local.DateTime);
        var time = local.ToString("HH:mm", Dates);
        return (today.DayNumber - day.DayNumber) switch
        {
            0 => $"today {time}",
            1 => $"yesterday {time}",
            _ when day.Year == today.Year => $"{WeekDay(day)} {time}",
            _ => $"{ShortDay(day)} {time}",
        };
    }

    /// <summary>A number for markup, not for people: no grouping, a plain minus, at most two digits.</summary>
    public static string Plain(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A day on the wire, in addresses and <c>time</c> elements: <c>2026-03-11</c>.</summary>
    public static string Iso(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    /// <summary><c>1 engagement</c>, <c>22 engagements</c>; name both forms when an s does not do.</summary>
    public static string Count(int count, string one, string? many = null) => $"{Whole(count)} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>First letters of the first and the last word: <c>AK</c>.</summary>
    public static string Initials(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length switch
        {
            0 => "?",
            1 => FirstLetter(words[0]),
            _ => FirstLetter(words[0]) + FirstLetter(words[^1]),
        };
    }

    private static string FirstLetter(string word) => StringInfo.GetNextTextElement(word).ToUpperInvariant();

    private static string Fixed(decimal value, int digits)
    {
        var rounded = decimal.Round(value, digits, MidpointRounding.AwayFromZero);
        return (rounded == 0m ? 0m : rounded).ToString(digits switch { 0 => "N0", 1 => "N1", _ => "N2" }, Numbers);
    }

    private static NumberFormatInfo Signed(NumberFormatInfo american)
    {
        var numbers = (NumberFormatInfo)american.Clone();
        numbers.NegativeSign = "−";
        return NumberFormatInfo.ReadOnly(numbers);
    }
}
