using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Forecasting;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;

namespace Throughline.Domain.Policies;

/// <summary>A practice arranged for those who look for breaches.</summary>
internal sealed class Watched
{
    // Days further away are nobody's worry yet, and would make arrays of every day until then.
    private const int YearsAhead = 5;

    private readonly Dictionary<EngagementKey, EngagementFact> engagements;
    private readonly Dictionary<EngagementKey, DateOnly> expiries;
    private readonly ILookup<PersonKey, TimeOffFact> timeOff;
    private readonly Lazy<ILookup<EngagementKey, ForecastPart>> booked;

    public Watched(PracticeFacts facts, ReportRequest request)
    {
        (Facts, Request) = (facts, request);
        engagements = facts.Engagements.ToDictionary(engagement => engagement.Engagement);
        People = facts.People.ToDictionary(person => person.Person);
        Bookings = facts.Bookings.ToLookup(booking => booking.Engagement);
        expiries = facts.ChangeOrders
            .Where(order => order is { Status: ChangeOrderStatus.Signed, NewExpires: not null })
            .GroupBy(order => order.Engagement)
            .ToDictionary(orders => orders.Key, orders => orders.Max(order => order.NewExpires!.Value));
        timeOff = facts.TimeOff.Where(off => off.MinutesPerDay is null).ToLookup(off => off.Person);
        booked = new Lazy<ILookup<EngagementKey, ForecastPart>>(Booked);
        Month = Dates.Month.Of(Today).Days;

        var last = facts.Bookings.Select(booking => booking.Days.Last).Append(Month.Last).Max();
        var most = Today.AddYears(YearsAhead);
        Days = new DateRange(Month.First, last < most ? last : most);
        Capacity = new Capacity(Days, facts.People, facts.CalendarDays, facts.TimeOff, facts.Overtime, Settings.Weekends);
    }

    public PracticeFacts Facts { get; }
    public ReportRequest Request { get; }
    public DateOnly Today => Request.Today;
    public ReportSettings Settings => Request.Settings;

    /// <summary>The current month.</summary>
    public DateRange Month { get; }

    /// <summary>From the first day of the current month as far as anybody is booked, five years at most.</summary>
    public DateRange Days { get; }

    public Capacity Capacity { get; }
    public IReadOnlyDictionary<PersonKey, PersonFact> People { get; }
    public ILookup<EngagementKey, BookingFact> Bookings { get; }

    public EngagementFact? Engagement(EngagementKey key) => engagements.GetValueOrDefault(key);

    /// <summary>The contract's last day, signed extensions included.</summary>
    public DateOnly Expires(EngagementFact engagement) =>
        expiries.TryGetValue(engagement.Engagement, out var later) && later > engagement.Expires ? later : engagement.Expires;

    /// <summary>The days of a booking from today on; null when there is none.</summary>
    public DateRange? Ahead(BookingFact booking)
    {
        var ahead = new DateRange(Today, Days.Last);
        return booking.Days.Overlaps(ahead) ? booking.Days.Within(ahead) : null;
    }

    public PersonKey? ManagerOf(PersonKey person) => People.TryGetValue(person, out var known) ? known.Manager : null;

    public string NameOf(PersonKey person) => People.TryGetValue(person, out var known) ? known.Name : person.Value;

    /// <summary>What is booked from today on over all time, in minutes and with its rate, as the forecast counts it.</summary>
    public IEnumerable<ForecastPart> BookedOn(EngagementKey engagement) => booked.Value[engagement];

    /// <summary>The whole days that somebody is away.</summary>
    public IEnumerable<TimeOffFact> TimeOffOf(PersonKey person) => timeOff[person];

    /// <summary>The person with this code or name; null for anybody else, a customer for instance.</summary>
    public PersonKey? PersonNamed(string text) => People.TryGetValue(new PersonKey(text), out var known) ? known.Person
        : People.Values.FirstOrDefault(person => person.Name == text)?.Person;

    public bool IsWorkday(DateOnly day) => !Settings.Weekends.Usual.Contains(day.DayOfWeek);

    private ILookup<EngagementKey, ForecastPart> Booked()
    {
        var parts = RemainingFunds.PartsOf(Facts with { Time = [], Milestones = [], ChangeOrders = [] }, Request);
        var all = new List<(EngagementKey Engagement, ForecastPart Part)>();
        var one = new List<ForecastPart>();
        foreach (var engagement in Facts.Engagements)
        {
            one.Clear();
            parts.Collect(engagement, one);
            all.AddRange(one.Select(part => (engagement.Engagement, part)));
        }

        return all.ToLookup(pair => pair.Engagement, pair => pair.Part);
    }

    /// <summary>A day as findings write it.</summary>
    public static string Iso(DateOnly day) => FormattableString.Invariant($"{day:yyyy-MM-dd}");

    /// <summary>Hours as findings write them.</summary>
    public static string Hours(decimal hours) => FormattableString.Invariant($"{hours:0.##} h");

    /// <summary><c>project_manager</c> as one says it.</summary>
    public static string Role(string code) => code.Replace('_', ' ');
}
