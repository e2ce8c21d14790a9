using System.Globalization;

namespace Throughline.Domain.People;

/// <summary>
/// Holidays as an iCalendar file (RFC 5545). An event of whole days is that many holidays; one with times takes its length off
/// a working day of eight hours. Events may repeat yearly with an end; what else a file can say is left out, with its line and why.
/// </summary>
public static class ICalendarHolidays
{
    private const int WorkingDay = 8 * 60;
    private const int LongestDays = 31;

    /// <param name="text">The file.</param>
    /// <param name="zone">The zone that times in UTC are read in.</param>
    public static HolidayReading Read(string text, TimeZoneInfo zone)
    {
        var (days, leftOut, events) = (new List<HolidayDay>(), new List<LeftOut>(), new List<Event>());
        var lines = Unfolded(text);
        if (!lines.Exists(line => line.Name == "BEGIN" && line.Is("VCALENDAR")))
            leftOut.Add(new LeftOut(1, "This is no iCalendar file: it does not begin with BEGIN:VCALENDAR."));
        else
            events = Events(lines, leftOut);

        foreach (var one in events)
        {
            if (Days(one, zone, out var found) is { } wrong)
                leftOut.Add(wrong);
            else
                days.AddRange(found);
        }

        return HolidayReading.Of(days, leftOut);
    }

    /// <summary>A content line: its name and parameters in capitals, its value as written, and where it began.</summary>
    private sealed record ContentLine(int Number, string Name, string Parameters, string Value)
    {
        public bool Is(string value) => Value.Trim().Equals(value, StringComparison.OrdinalIgnoreCase);
    }

    private sealed record Event(int Line, IReadOnlyList<ContentLine> Lines)
    {
        public ContentLine? this[string name] => Lines.FirstOrDefault(line => line.Name == name);
    }

    /// <summary>A moment as written: a day, and the minute of that day if one is said.</summary>
    private readonly record struct Moment(DateOnly Day, int? Minute);

    private static List<ContentLine> Unfolded(string text)
    {
        var whole = new List<(int Number, string Text)>();
        var number = 0;
        foreach (var line in text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (line.Length > 0 && line[0] is ' ' or '\t' && whole.Count > 0)
                whole[^1] = (whole[^1].Number, whole[^1].Text + line[1..]);
            else if (line.Trim().Length > 0)
                whole.Add((number, line));
        }

        return [.. whole.Select(line => Content(line.Number, line.Text))];
    }

    // The first colon outside quotes ends the name and its parameters.
    private static ContentLine Content(int number, string line)
    {
        var quoted = false;
        var colon = 0;
        while (colon < line.Length && (quoted || line[colon] != ':'))
            quoted ^= line[colon++] == '"';

        var head = line[..colon].Split(';', 2);
        return new ContentLine(
            number, head[0].Trim().ToUpperInvariant(), head.Length > 1 ? head[1].ToUpperInvariant() : "", colon < line.Length ? line[(colon + 1)..] : "");
    }

    // Zones, alarms and the like stand within blocks of their own and say nothing of days.
    private static List<Event> Events(List<ContentLine> lines, List<LeftOut> leftOut)
    {
        var (events, open, current, begun) = (new List<Event>(), new Stack<string>(), new List<ContentLine>(), 0);
        foreach (var line in lines)
        {
            var block = line.Value.Trim().ToUpperInvariant();
            if (line.Name == "BEGIN")
            {
                open.Push(block);
                if (block == "VEVENT")
                    (current, begun) = ([], line.Number);
                else if (block is "VTODO" or "VJOURNAL" or "VFREEBUSY")
                    leftOut.Add(new LeftOut(line.Number, $"A {block} is no event."));
            }
            else if (line.Name == "END")
            {
                if (open.Count == 0 || open.Pop() != block)
                    leftOut.Add(new LeftOut(line.Number, $"END:{block} does not fit what was begun."));
                else if (block == "VEVENT")
                    events.Add(new Event(begun, current));
            }
            else if (open.Count > 0 && open.Peek() == "VEVENT")
            {
                current.Add(line);
            }
        }

        if (open.Count > 0)
            leftOut.Add(new LeftOut(lines[^1].Number, $"The file ends within {open.Peek()}; what was begun last is missing."));

        return events;
    }

    private static LeftOut? Days(Event one, TimeZoneInfo zone, out IReadOnlyList<HolidayDay> days)
    {
        days = [];
        if (one["STATUS"]?.Is("CANCELLED") == true)
            return new LeftOut(one.Line, "The event is cancelled.");
        foreach (var name in new[] { "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID" })
        {
            if (one[name] is { } line)
                return new LeftOut(line.Number, $"{name} makes exceptions of repeated days, which is not understood. Give these days on their own.");
        }

        if (one["DTSTART"] is not { } begins)
            return new LeftOut(one.Line, "The event has no DTSTART.");
        if (Read(begins, zone) is not { } start || !HolidayReading.IsNear(start.Day))
            return new LeftOut(begins.Number, "DTSTART is no day like 20261225 and no time like 20261224T120000.");

        var title = Unescaped(one["SUMMARY"]?.Value ?? "").Trim();
        if (title.Length == 0)
            return new LeftOut(one.Line, "The event has no SUMMARY, so the day would have no name.");
        if (Length(one, start, zone, out var spans) is { } wrong)
            return wrong;
        if (Starts(one, start.Day, out var starts) is { } unrepeatable)
            return unrepeatable;

        days = [.. from first in starts from span in spans where HolidayReading.IsNear(first.AddDays(span.Offset)) select new HolidayDay(first.AddDays(span.Offset), title, span.Minutes)];
        return null;
    }

    // The days that the event covers, counted from its first, each with the minutes that are worked all the same.
    private static LeftOut? Length(Event one, Moment start, TimeZoneInfo zone, out List<(int Offset, int Minutes)> spans)
    {
        spans = [];
        var ends = one["DTEND"] ?? one["DURATION"];
        var end = ends is null ? new Moment(start.Day.AddDays(start.Minute is null ? 1 : 0), start.Minute)
            : ends.Name == "DTEND" ? Read(ends, zone) : After(start, ends.Value.Trim());
        if (end is not { } last || last.Minute is null != start.Minute is null)
            return new LeftOut(ends!.Number, $"{ends.Name} does not go with DTSTART: both are days, or both are times.");

        var (from, to) = (start.Minute ?? 0, ((last.Day.DayNumber - start.Day.DayNumber) * 24 * 60) + (last.Minute ?? 0));
        if (to <= from)
            return new LeftOut(ends?.Number ?? one.Line, "The event ends when it begins, so it takes no time.");
        if (to - from > LongestDays * 24 * 60)
            return new LeftOut(ends!.Number, $"The event lasts longer than {LongestDays} days.");

        for (var day = 0; day * 24 * 60 < to; day++)
        {
            var taken = Math.Min(to, (day + 1) * 24 * 60) - Math.Max(from, day * 24 * 60);
            spans.Add((day, Math.Max(0, WorkingDay - taken)));
        }

        return null;
    }

    private static LeftOut? Starts(Event one, DateOnly first, out IReadOnlyList<DateOnly> starts)
    {
        starts = [first];
        if (one["RRULE"] is not { } line)
            return null;

        var (interval, count, until) = (1, (int?)null, (DateOnly?)null);
        foreach (var part in line.Value.Trim().ToUpperInvariant().Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith("FREQ=", StringComparison.Ordinal) && part != "FREQ=YEARLY")
                return new LeftOut(line.Number, $"It repeats {part[5..].ToLowerInvariant()}; only yearly repetition is understood.");

            var understood = part.Split('=', 2) switch
            {
                ["FREQ", "YEARLY"] or ["WKST", _] => true,
                ["INTERVAL", var text] => Whole(text, out interval),
                ["COUNT", var text] => Whole(text, out var times) && (count = times) > 0,
                ["UNTIL", var text] => (until = Day(text.Split('T')[0])) is not null,
                ["BYMONTH", var text] => Whole(text, out var month) && month == first.Month,
                ["BYMONTHDAY", var text] => Whole(text, out var day) && day == first.Day,
                _ => false,
            };
            if (!understood)
                return new LeftOut(line.Number, $"\"{part}\" of its repetition is not understood. Give these days on their own.");
        }

        if (count is null && until is null)
            return new LeftOut(line.Number, "It repeats without an end. Give it COUNT or UNTIL.");
        if (!line.Value.Contains("FREQ=", StringComparison.OrdinalIgnoreCase))
            return new LeftOut(line.Number, "Its repetition does not say how often.");

        starts = Years(first, interval, count, until);
        return null;
    }

    // The 29th of February comes in leap years alone, and counts only then.
    private static List<DateOnly> Years(DateOnly first, int interval, int? count, DateOnly? until)
    {
        var starts = new List<DateOnly>();
        for (var year = first.Year; year <= HolidayReading.LastYear && !(starts.Count >= count); year += interval)
        {
            if (first.Day > DateTime.DaysInMonth(year, first.Month))
                continue;

            var day = new DateOnly(year, first.Month, first.Day);
            if (day > until)
                break;

            starts.Add(day);
        }

        return starts;
    }

    private static Moment? Read(ContentLine line, TimeZoneInfo zone)
    {
        var parts = line.Value.Trim().ToUpperInvariant().Split('T');
        if (Day(parts[0]) is not { } day)
            return null;
        if (parts.Length == 1)
            return new Moment(day, null);
        if (!TimeOnly.TryParseExact(parts[1].TrimEnd('Z'), "HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return null;
        if (!parts[1].EndsWith('Z'))
            return new Moment(day, (time.Hour * 60) + time.Minute);

        var local = TimeZoneInfo.ConvertTime(new DateTimeOffset(day.ToDateTime(time), TimeSpan.Zero), zone);
        return new Moment(DateOnly.FromDateTime(local.DateTime), (local.Hour * 60) + local.Minute);
    }

    // P1D, P2W, PT4H30M: days for a day, times for a time.
    private static Moment? After(Moment start, string duration)
    {
        var (days, minutes, number, time) = (0L, 0L, 0L, false);
        if (duration is not ['P', _, _, ..] || duration.Length > 12)
            return null;

        foreach (var sign in duration[1..])
        {
            switch (sign)
            {
                case >= '0' and <= '9':
                    number = (number * 10) + sign - '0';
                    continue;
                case 'T' when !time:
                    time = true;
                    continue;
                case 'W' when !time:
                    days += number * 7;
                    break;
                case 'D' when !time:
                    days += number;
                    break;
                case 'H' when time:
                    minutes += number * 60;
                    break;
                case 'M' when time:
                    minutes += number;
                    break;
                case 'S' when time && number == 0:
                    break;
                default:
                    return null;
            }

            number = 0;
        }

        if (days > 10_000 || minutes > 1_000_000 || (start.Minute is null && minutes > 0))
            return null;

        var end = (start.Minute ?? 0) + minutes;
        return new Moment(start.Day.AddDays((int)(days + (end / (24 * 60)))), start.Minute is null ? null : (int)(end % (24 * 60)));
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text.Trim(), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static bool Whole(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is > 0 and <= 1_000;

    private static string Unescaped(string text)
    {
        var plain = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
                plain.Append(text[++i] is 'n' or 'N' ? ' ' : text[i]);
            else
                plain.Append(text[i]);
        }

        return plain.ToString();
    }
}
