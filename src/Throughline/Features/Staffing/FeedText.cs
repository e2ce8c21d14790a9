using System.Globalization;
using System.Text;
using Throughline.Domain.Dates;

namespace Throughline.Features.Staffing;

/// <summary>One all-day event of a calendar feed, from the first to the last day, both included.</summary>
/// <param name="Uid">The same at every reading.</param>
/// <param name="Sequence">Grows with every change.</param>
/// <param name="Changed">When the record was last written.</param>
/// <param name="Days">The days it covers.</param>
/// <param name="Summary">What a calendar shows.</param>
/// <param name="Description">What it shows when opened.</param>
/// <param name="Busy">False for what is only a hope: it blocks nobody's time.</param>
internal sealed record FeedEvent(string Uid, int Sequence, DateTimeOffset Changed, DateRange Days, string Summary, string Description, bool Busy);

/// <summary>A calendar as iCalendar (RFC 5545). The same events give the same bytes.</summary>
internal static class FeedText
{
    // In octets, without the line break.
    private const int LongestLine = 75;

    /// <summary>How often a calendar program should look again.</summary>
    private const string Refresh = "PT1H";

    public static byte[] Write(string name, IEnumerable<FeedEvent> events)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//Throughline//Bookings//EN");
        Line(text, "CALSCALE:GREGORIAN");
        Line(text, "METHOD:PUBLISH");
        Line(text, "X-WR-CALNAME:" + Escaped(name));
        Line(text, "REFRESH-INTERVAL;VALUE=DURATION:" + Refresh);
        Line(text, "X-PUBLISHED-TTL:" + Refresh);
        foreach (var one in events)
            Write(text, one);

        Line(text, "END:VCALENDAR");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(StringBuilder text, FeedEvent one)
    {
        Line(text, "BEGIN:VEVENT");
        Line(text, "UID:" + Escaped(one.Uid));
        Line(text, "DTSTAMP:" + Instant(one.Changed));
        Line(text, "LAST-MODIFIED:" + Instant(one.Changed));
        Line(text, "SEQUENCE:" + one.Sequence.ToString(CultureInfo.InvariantCulture));
        Line(text, "DTSTART;VALUE=DATE:" + Day(one.Days.First));
        // The end of an all-day event is the day after its last; without one it is a single day.
        if (one.Days.Last < DateOnly.MaxValue)
            Line(text, "DTEND;VALUE=DATE:" + Day(one.Days.Last.AddDays(1)));
        Line(text, "SUMMARY:" + Escaped(one.Summary));
        Line(text, "DESCRIPTION:" + Escaped(one.Description));
        Line(text, one.Busy ? "STATUS:CONFIRMED" : "STATUS:TENTATIVE");
        Line(text, one.Busy ? "TRANSP:OPAQUE" : "TRANSP:TRANSPARENT");
        Line(text, one.Busy ? "X-MICROSOFT-CDO-BUSYSTATUS:BUSY" : "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE");
        Line(text, "END:VEVENT");
    }

    /// <summary>A value of type TEXT: backslash, semicolon, comma and line breaks are escaped, other controls left out.</summary>
    internal static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var character in text.ReplaceLineEndings("\n"))
        {
            switch (character)
            {
                case '\n':
                    escaped.Append("\\n");
                    break;
                case '\\' or ';' or ',':
                    escaped.Append('\\').Append(character);
                    break;
                case var other when !char.IsControl(other):
                    escaped.Append(other);
                    break;
            }
        }

        return escaped.ToString();
    }

    // A long line goes on after a line break and a space, and no character is cut in two.
    private static void Line(StringBuilder text, string line)
    {
        var length = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (length + rune.Utf8SequenceLength > LongestLine)
            {
                text.Append("\r\n ");
                length = 1;
            }

            text.Append(rune.ToString());
            length += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }

    private static string Day(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
}
