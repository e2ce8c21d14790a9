using System.Globalization;
using System.Text;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Staffing;

/// <summary>The plan as the page shows it, as CSV: booked hours of every row in every column, and in each row how they were counted.</summary>
internal static class PlanFile
{
    public const string Path = "/staffing.csv";

    public static void Map(IEndpointRouteBuilder app) => app.MapGet(Path, async (HttpContext http, CurrentUser user, ResourceCentre centre, PracticeSettings settings, CancellationToken stop) =>
    {
        var ask = await CentreAsk.ReadAsync(Address.Of(http.Request), settings, stop) with { Skip = 0, Open = new HashSet<string>() };
        return (await centre.RunAsync(user, ask, int.MaxValue, stop)).Succeeded(out var view, out var problem)
            ? Results.File(Encoding.UTF8.GetBytes(Text(view)), "text/csv; charset=utf-8", $"plan-{Ui.Text.Iso(ask.From)}.csv")
            : Results.Text(problem.Message, statusCode: StatusCodes.Status403Forbidden);
    }).RequireAuthorization().ExcludeFromDescription();

    private static string Text(CentreView view)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        CsvText.WriteRecord(text, ["group", "key", "name", "about", "counted", .. view.Ask.Spans.Select(span => Ui.Text.Iso(span.First))]);
        var (group, counted) = ("", Counted(view));
        foreach (var line in view.Lines)
        {
            if (line.Group is { } heading)
                group = heading.Label;
            else if (line.Row is { } row)
                CsvText.WriteRecord(text, [.. new[] { group, row.Subject, row.Name, row.About, counted }.Select(CsvText.Harmless), .. row.Weeks.Select(week => (week.Booked(view.SoftWeight) / 60m).ToString("0.####", CultureInfo.InvariantCulture))]);
        }

        return text.ToString();
    }

    private static string Counted(CentreView view) => view.Ask.Count switch
    {
        CountAs.Hard => "hard",
        CountAs.HardAndSoft => "hard and soft",
        CountAs.HardAndWeighted => $"hard, and {Ui.Text.Percent(view.SoftWeight, 0)} of soft",
    };
}
