using System.Globalization;

namespace Throughline.Domain.Timekeeping;

/// <summary>What was typed is no number of hours (R-202).</summary>
public sealed record NotHours(string Typed) : Problem(
    "R-202", $"\"{Typed}\" is not a number of hours. Type 1.5, 1:30, 1h30 or 90m; =1+0.5 adds up and +0:15 adds to what is there.");

/// <summary>Reads hours as people type them: 1.5, 1,5, .25, 1:30, 1h30, 90m, =1+0.5, and +0:15 on top of what is there.</summary>
public static class HoursText
{
    // A day has 24 hours; what is longer than these digits is a slip of the finger, not a number to carry around.
    private const int MostDigits = 4;

    /// <summary>Exact hours, not yet rounded to the practice's step; may be zero or negative after a subtraction.</summary>
    /// <param name="typed">Spaces around it and between its parts do not matter.</param>
    /// <param name="before">The hours that stand there now, which a leading + or - changes.</param>
    public static Result<decimal> Read(string typed, decimal before = 0m)
    {
        var text = string.Concat(typed.Where(letter => !char.IsWhiteSpace(letter))).Replace('\u2212', '-');
        var sum = text switch
        {
            ['=', .. var terms] => Sum(terms),
            ['+' or '-', ..] => before + Sum(text),
            _ => One(text),
        };
        return sum is { } hours ? hours : new NotHours(typed.Trim());
    }

    private static decimal? Sum(string terms)
    {
        var sum = 0m;
        for (var at = 0; at < terms.Length;)
        {
            var sign = terms[at] == '-' ? -1m : 1m;
            // Only the first term may come without its sign.
            if (terms[at] is '+' or '-')
                at++;

            var end = terms.AsSpan(at).IndexOfAny('+', '-') is var next and >= 0 ? at + next : terms.Length;
            if (One(terms[at..end]) is not { } term)
                return null;

            sum += sign * term;
            at = end;
        }

        return terms.Length == 0 ? null : sum;
    }

    private static decimal? One(string text)
    {
        var hourSign = text.AsSpan().IndexOfAny(':', 'h', 'H');
        if (hourSign >= 0)
            return Clock(text[..hourSign], text[(hourSign + 1)..], text[hourSign] == ':');

        return text is [.. var minutes, 'm' or 'M'] ? Digits(minutes) / 60m : Decimal(text);
    }

    // 1:30 always has its minutes; 1h may do without, and 1h30 may say 1h30m.
    private static decimal? Clock(string hours, string minutes, bool colon)
    {
        if (!colon && minutes is [.. var bare, 'm' or 'M'])
            minutes = bare;

        var whole = colon && hours.Length == 0 ? 0m : colon ? Digits(hours) : minutes.Length == 0 ? Decimal(hours) : Digits(hours);
        var part = minutes.Length switch
        {
            0 => colon ? null : 0m,
            1 or 2 when !colon || minutes.Length == 2 => Digits(minutes),
            _ => null,
        };
        return part < 60m ? whole + part / 60m : null;
    }

    private static decimal? Decimal(string text)
    {
        var point = text.AsSpan().IndexOfAny('.', ',');
        if (point < 0)
            return Digits(text);

        var (whole, part) = (text[..point], text[(point + 1)..]);
        // 1,500 could mean fifteen hundred; with a comma at most two digits are taken for a fraction.
        if (part.Length == 0 || (text[point] == ',' && part.Length > 2) || Digits(part) is null || (whole.Length > 0 && Digits(whole) is null))
            return null;

        return decimal.Parse($"{(whole.Length == 0 ? "0" : whole)}.{part}", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }

    private static decimal? Digits(string text) => text.Length is > 0 and <= MostDigits && text.All(char.IsAsciiDigit)
        ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
        : null;
}
