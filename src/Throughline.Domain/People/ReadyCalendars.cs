using System.Globalization;

namespace Throughline.Domain.People;

/// <summary>A calendar that comes with the program: its key (<c>DE-BY</c>), its name, and the years it is known for.</summary>
/// <param name="Lacks">Which days it does not hold, in a sentence for whoever uses it; null where none are known to be missing.</param>
public sealed record ReadyCalendar(string Key, string Name, int FirstYear, int LastYear, string? Lacks = null);

/// <summary>The public holidays of some countries and their parts, to begin a calendar with; a practice may change each day of it afterwards.</summary>
public static class ReadyCalendars
{
    // In the order in which they are offered.
    private static readonly (string Key, string Name)[] Names =
    [
        ("AU", "Australia, the whole country"), ("AU-ACT", "Australia, Capital Territory"), ("AU-NSW", "Australia, New South Wales"), ("AU-NT", "Australia, Northern Territory"),
        ("AU-QLD", "Australia, Queensland"), ("AU-SA", "Australia, South Australia"), ("AU-TAS", "Australia, Tasmania"), ("AU-VIC", "Australia, Victoria"),
        ("AU-WA", "Australia, Western Australia"), ("DE", "Germany, the whole country"), ("DE-BB", "Germany, Brandenburg"), ("DE-BE", "Germany, Berlin"),
        ("DE-BW", "Germany, Baden-Württemberg"), ("DE-BY", "Germany, Bavaria"), ("DE-HB", "Germany, Bremen"), ("DE-HE", "Germany, Hesse"), ("DE-HH", "Germany, Hamburg"),
        ("DE-MV", "Germany, Mecklenburg-Vorpommern"), ("DE-NI", "Germany, Lower Saxony"), ("DE-NW", "Germany, North Rhine-Westphalia"), ("DE-RP", "Germany, Rhineland-Palatinate"),
        ("DE-SH", "Germany, Schleswig-Holstein"), ("DE-SL", "Germany, Saarland"), ("DE-SN", "Germany, Saxony"), ("DE-ST", "Germany, Saxony-Anhalt"), ("DE-TH", "Germany, Thuringia"),
        ("GB-ENG", "United Kingdom, England"), ("GB-NIR", "United Kingdom, Northern Ireland"), ("GB-SCT", "United Kingdom, Scotland"), ("GB-WLS", "United Kingdom, Wales"),
        ("IN", "India, what follows from the date alone"), ("JP", "Japan"), ("NL", "Netherlands"), ("US", "United States, federal"),
    ];

    private static readonly ILookup<string, HolidayDay> ByCalendar = Read();

    public static IReadOnlyList<ReadyCalendar> All { get; } =
        [.. Names.Select(name => new ReadyCalendar(name.Key, name.Name, ByCalendar[name.Key].Min(day => day.Date.Year), ByCalendar[name.Key].Max(day => day.Date.Year), LackOf(name.Key)))];

    // What no rule can tell: it is announced year by year.
    private static string? LackOf(string key) => key switch
    {
        "IN" => "Only days that follow from the date alone are here. Holi, Diwali, the Eids and other days of the moon differ by state and by announcement: add those that you keep.",
        "AU-VIC" => "The Friday before the AFL Grand Final is announced each year and here until 2026. Add it for later years.",
        "AU-WA" => "The King's Birthday is proclaimed each year and here until 2026. Add it for later years.",
        "AU-NSW" => "The additional days of Anzac Day are here for 2026 and 2027. Later ones are announced: add them.",
        _ => null,
    };

    public static ReadyCalendar? Find(string key) => All.FirstOrDefault(calendar => calendar.Key == key);

    /// <summary>The holidays of the years, both included, in their order; weekends among them.</summary>
    public static IReadOnlyList<HolidayDay> Days(string key, int firstYear, int lastYear) =>
        [.. ByCalendar[key].Where(day => day.Date.Year >= firstYear && day.Date.Year <= lastYear).OrderBy(day => day.Date)];

    private static ILookup<string, HolidayDay> Read()
    {
        using var stream = typeof(ReadyCalendars).Assembly.GetManifestResourceStream("ReadyCalendars.tsv")
            ?? throw new InvalidOperationException("ReadyCalendars.tsv is missing from the program.");
        using var reader = new StreamReader(stream);

        var days = new List<(string Calendar, HolidayDay Day)>();
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split('\t');
            var day = new HolidayDay(DateOnly.ParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture), cells[1]);
            days.AddRange(cells[2].Split(' ').Select(calendar => (calendar, day)));
        }

        return days.GroupBy(one => (one.Calendar, one.Day.Date))
            .Select(day => (day.Key.Calendar, Day: new HolidayDay(day.Key.Date, string.Join(" / ", day.Select(one => one.Day.Name)))))
            .ToLookup(one => one.Calendar, one => one.Day);
    }
}
