using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Throughline.Domain.Acceptance;
using Throughline.Domain.Changes;
using Throughline.Domain.Dates;

namespace Throughline.CommandLine;

/// <summary><c>calc acceptance</c> and <c>calc scope-change</c>: a rule on its own, without a database.</summary>
internal static class CalcCommand
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int WrongInput = 2;

    private const string Usage = """
        calc acceptance --sent INSTANT --zone ZONE --days N [--unit business_days|calendar_days]
                        [--calendar FILE.csv] [--non-business-start next|same]
        calc scope-change --input FILE.json

        Examples:
          calc acceptance --sent 2025-06-02T14:00:00Z --zone America/New_York --days 5
          calc scope-change --input change.json
        """;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Takes the words after <c>calc</c>. Everything wrong with the input is said at once, one line each.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        if (args.Length == 0 || args.Any(arg => arg is "--help" or "-h"))
        {
            (args.Length == 0 ? error : output).WriteLine(Usage);
            return args.Length == 0 ? WrongInput : Done;
        }

        var problems = new List<string>();
        try
        {
            var answer = args[0] switch
            {
                "acceptance" => Acceptance(args[1..], problems),
                "scope-change" => ScopeChange(args[1..], problems),
                _ => Unknown(args[0], problems),
            };

            if (problems.Count == 0)
                output.WriteLine(answer);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            error.WriteLine(OneLine(failure.Message));
            return Failed;
        }

        foreach (var problem in problems)
            error.WriteLine(OneLine(problem));

        return problems.Count == 0 ? Done : WrongInput;
    }

    private static string Acceptance(string[] args, List<string> problems)
    {
        var options = CalcOptions.Read(
            args, ["--sent", "--zone", "--days", "--unit", "--calendar", "--non-business-start"], problems);

        var sent = options.Required("--sent", CalcOptions.Instant, "an instant such as 2025-06-02T14:00:00Z");
        var zone = options.Required("--zone", Zones.Find, "a time zone such as America/New_York");
        var days = options.Required("--days", CalcOptions.Days, "a whole number from 1 to 10000");
        var unit = options.Choice("--unit", "business_days", "calendar_days");
        var start = options.Choice("--non-business-start", "next", "same");
        var calendar = options.Value("--calendar") is { } file ? CalendarFile.Read(file, problems) : BusinessCalendar.WeekendsOnly;
        if (problems.Count > 0)
            return "";

        var terms = new AcceptanceTerms(
            days!.Value,
            unit == "business_days" ? AcceptanceUnit.BusinessDays : AcceptanceUnit.CalendarDays,
            start == "next" ? NonBusinessStart.Next : NonBusinessStart.Same);
        var clock = PassiveAcceptance.Start(sent!.Value, zone!, terms, calendar);

        return JsonSerializer.Serialize(
            new
            {
                day1 = Iso(clock.Day1),
                dayN = Iso(clock.DayN),
                deadline = clock.Deadline.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                recordedOn = Iso(clock.RecordedOn),
            },
            Plain);
    }

    private static string ScopeChange(string[] args, List<string> problems)
    {
        var options = CalcOptions.Read(args, ["--input"], problems);
        var file = options.Required("--input", text => text, "a JSON file");
        var change = file is null ? null : ScopeChangeFile.Read(file, problems);
        if (change is null)
            return "";

        var proposals = ScopeChangeRouter.Propose(change, new ScopeChangePolicy());
        return JsonSerializer.Serialize(
            new
            {
                instruments = proposals.Select(proposal =>
                    new { instrument = Name(proposal.Instrument), rule = proposal.Rule, reason = proposal.Reason }),
            },
            Plain);
    }

    private static string Name(ChangeInstrument instrument) => instrument switch
    {
        ChangeInstrument.ChangeOrder => "change_order",
        ChangeInstrument.WorkException => "work_exception",
        ChangeInstrument.WrittenConfirmation => "written_confirmation",
        ChangeInstrument.DescriptionOfWork => "description_of_work",
        ChangeInstrument.WorkAtRisk => "work_at_risk",
    };

    private static string Unknown(string name, List<string> problems)
    {
        problems.Add($"calc: there is no calculation \"{name}\"; use acceptance or scope-change");
        return "";
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
