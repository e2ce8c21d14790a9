namespace Throughline.Bench.Generate;

/// <summary>How large a generated practice is.</summary>
internal sealed record DataSet(string Name, int People, int Engagements, int Issues, int TimeEntries, int Bookings)
{
    /// <summary>The practice that the bars are stated for.</summary>
    public static readonly DataSet S = new("S", People: 200, Engagements: 150, Issues: 20_000, TimeEntries: 100_000, Bookings: 4_000);

    /// <summary>Four times the same, to see what grows with it.</summary>
    public static readonly DataSet FourS = new("4S", People: 800, Engagements: 600, Issues: 80_000, TimeEntries: 400_000, Bookings: 16_000);

    /// <summary>Ten years of a large practice.</summary>
    public static readonly DataSet L = new("L", People: 2_000, Engagements: 3_000, Issues: 500_000, TimeEntries: 10_000_000, Bookings: 60_000);

    /// <summary>A schedule of three years: 500 people and 200,000 rows of bookings.</summary>
    public static readonly DataSet Schedule = new("schedule", People: 500, Engagements: 300, Issues: 20_000, TimeEntries: 100_000, Bookings: 200_000) { BookingYears = 3 };

    /// <summary>A tenth of L in time, with a schedule of three years: what the bars of time and of staffing are stated for.</summary>
    public static readonly DataSet Tenth = new("L/10", People: 500, Engagements: 2_000, Issues: 100_000, TimeEntries: 1_000_000, Bookings: 200_000)
    {
        BookingYears = 3, EntriesADay = 3, DaysSubmitted = 40,
    };

    /// <summary>Many people, little history: for all of them at once.</summary>
    public static readonly DataSet Crowd = new("crowd", People: 2_000, Engagements: 2_000, Issues: 40_000, TimeEntries: 200_000, Bookings: 20_000);

    /// <summary>Bookings lie half of it on either side of today.</summary>
    public int BookingYears { get; init; } = 1;

    /// <summary>Of everybody, on each working day.</summary>
    public int EntriesADay { get; init; } = 2;

    /// <summary>Time of the last week is a draft; what is older than that waits for approval until it is this many days old.</summary>
    public int DaysSubmitted { get; init; } = 14;

    public int Customers => Math.Max(1, Engagements * 2 / 5);

    /// <summary>A set by its name, its numbers changed by options such as <c>--people 50</c>.</summary>
    public static DataSet From(Options options)
    {
        var set = (options.Text("--set") ?? "S").ToUpperInvariant() switch
        {
            "S" => S,
            "4S" => FourS,
            "L" => L,
            "L/10" => Tenth,
            "CROWD" => Crowd,
            "SCHEDULE" => Schedule,
            var other => throw new WrongOptionException($"--set: \"{other}\" is not one of S, 4S, L/10, L, crowd, schedule."),
        };
        return set with
        {
            People = options.Whole("--people", set.People),
            Engagements = options.Whole("--engagements", set.Engagements),
            Issues = options.Whole("--issues", set.Issues),
            TimeEntries = options.Whole("--time-entries", set.TimeEntries),
            Bookings = options.Whole("--bookings", set.Bookings),
        };
    }
}
