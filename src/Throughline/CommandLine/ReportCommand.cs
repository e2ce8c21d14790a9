using System.Text;
using Throughline.Data.Reports;
using Throughline.Domain.Dates;
using Throughline.Domain.Reports;
using Throughline.Features.Reports;

namespace Throughline.CommandLine;

/// <summary><c>report NAME</c>: any report, or the parts of one of its figures, in any format.</summary>
internal static class ReportCommand
{
    public static readonly Command Command = new(
        new CommandShape(
            "report",
            "print a report",
            ["NAME"],
            [
                new("--from", "DATE", "the first day of the range"),
                new("--to", "DATE", "the last day of the range"),
                new("--today", "DATE", "the day taken for today"),
                new("--recorded-at", "INSTANT", "the data as it was recorded then"),
                new("--period", "week|month|quarter", "how the range is cut"),
                new("--currency", "engagement|organisation|CODE", "the currency of amounts (default each engagement's own)"),
                new("--from-recorded", "INSTANT", "for movements: the earlier instant"),
                new("--to-recorded", "INSTANT", "for movements: the later instant"),
                new("--measure", "COLUMN", "for movements: the amount to explain"),
                new("--filter", "COLUMN=VALUE", "only rows with this value", Repeated: true),
                new("--sort", "COLUMN[:desc]", "the order of the rows", Repeated: true),
                new("--explain", "column=C,KEY=VALUE,…", "the parts that one figure was summed from"),
                new("--format", "table|csv|json|xlsx", "how it is printed (default table)"),
            ],
            ["report forecast --from 2026-03-01 --to 2026-08-31", "report remaining-funds --filter status=active --sort remaining_amount", "report forecast --explain column=hard_amount,engagement=SOW-1042,period=2026-03", "report policy-findings --explain rule=R-098,engagement=SOW-1042"]),
        RunAsync);

    private static async Task<int> RunAsync(Session session, CancellationToken stop)
    {
        // What can be wrong with the words is said before a database is opened.
        var ask = Ask(session);
        if (!ReportCatalog.Find(ask.Name).Succeeded(out var definition, out var unknown))
            throw new UsageException(unknown.Message);

        var format = session.Arguments.Value("--format") ?? (session.Json ? "json" : "table");
        if (format is not ("table" or "csv" or "json" or "xlsx"))
            throw new UsageException($"--format: \"{format}\" is none of table, csv, json, xlsx.");

        await using var open = await session.OpenAsync(stop);
        var run = new ReportRun(open.Database, new KeptFacts(open.Database));
        if (session.Arguments.Value("--explain") is { } explain)
        {
            var (column, row) = Figure(explain, definition);
            var figures = Done(await run.ExplainAsync(ask, [column], row, stop));
            await WritePartsAsync(session, figures.Answer, figures.Explanations[0], format);
        }
        else
        {
            var answer = Done(await run.RunAsync(ask, stop));
            await WriteAsync(session, answer, format, stop);
            foreach (var rate in answer.MissingRates)
                session.Errors.WriteLine(FormattableString.Invariant($"No exchange rate from {rate.From.Code} to {rate.To.Code} on {rate.Day:yyyy-MM-dd}: the figures that need it are missing."));
        }

        return 0;
    }

    private static ReportAsk Ask(Session session) => new(session.Arguments.Positional[0])
    {
        From = session.Date("--from"),
        To = session.Date("--to"),
        Today = session.Date("--today"),
        RecordedAt = Near(session.Instant("--recorded-at")),
        Kind = session.Arguments.Value("--period") switch
        {
            null => null,
            "week" => PeriodKind.Week,
            "month" => PeriodKind.Month,
            "quarter" => PeriodKind.Quarter,
            var other => throw new UsageException($"--period: \"{other}\" is none of week, month, quarter."),
        },
        Currency = ReportCurrency.Read(session.Arguments.Value("--currency")).Succeeded(out var choice, out var problem)
            ? choice.Currency
            : throw new UsageException("--currency: " + problem.Message),
        Filters = [.. session.Arguments.Values("--filter").Select(Pair)],
        Sorts = session.Arguments.Values("--sort"),
    };

    private static DateTimeOffset? Near(DateTimeOffset? instant) => ReportRequest.TooFar(instant is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null) is { } far
        ? throw new UsageException("--recorded-at: " + far.Message)
        : instant;

    private static T Done<T>(Throughline.Domain.Result<T> result) where T : notnull =>
        result.Succeeded(out var value, out var problem) ? value : throw new UsageException(problem.Message);

    private static (string Column, IReadOnlyList<KeyValuePair<string, string>> Row) Figure(string words, ReportDefinition definition)
    {
        var pairs = words.Split(',').Select(Pair).ToList();
        // A report of sentences has one column that opens.
        var column = pairs.Find(pair => pair.Key == "column").Value
            ?? definition.Columns.SingleOrDefault(known => known is { HasParts: true, Type: ColumnType.Text })?.Name
            ?? throw new UsageException("--explain: say which figure: column=hard_amount,engagement=SOW-1042,period=2026-03");
        return (column, [.. pairs.Where(pair => pair.Key != "column")]);
    }

    private static KeyValuePair<string, string> Pair(string text) => text.Split('=', 2) is [var key, var value] && key.Length > 0
        ? KeyValuePair.Create(key, value)
        : throw new UsageException($"\"{text}\" is not of the form COLUMN=VALUE.");

    private static async Task WriteAsync(Session session, ReportAnswer answer, string format, CancellationToken stop)
    {
        switch (format)
        {
            case "json": await ToStreamAsync(session, stream => ReportJson.Write(stream, answer)); await session.Output.WriteLineAsync(); break;
            case "xlsx": await ToStreamAsync(session, stream => ReportXlsx.WriteAsync(stream, answer.Table, stop)); break;
            case "csv": ReportCsv.Write(session.Output, answer.Table); break;
            default: ReportText.Write(session.Output, answer.Table); break;
        }
    }

    private static async Task WritePartsAsync(Session session, ReportAnswer answer, Explanation explanation, string format)
    {
        switch (format)
        {
            case "json": await ToStreamAsync(session, stream => ReportJson.Write(stream, answer, explanation)); await session.Output.WriteLineAsync(); break;
            case "csv": ReportCsv.WriteParts(session.Output, explanation); break;
            case "xlsx": throw new UsageException("--explain is printed as table, csv or json.");
            default: ReportText.WriteParts(session.Output, explanation); break;
        }
    }

    private static Task ToStreamAsync(Session session, Action<Stream> write) => ToStreamAsync(session, stream =>
    {
        write(stream);
        return Task.CompletedTask;
    });

    // Bytes go to the same place as text: the writer's own stream when it is the console's, else as UTF-8 text.
    private static async Task ToStreamAsync(Session session, Func<Stream, Task> write)
    {
        if (session.Output is StreamWriter { BaseStream: var stream } writer)
        {
            await writer.FlushAsync();
            await write(stream);
            await stream.FlushAsync();
            return;
        }

        using var memory = new MemoryStream();
        await write(memory);
        await session.Output.WriteAsync(Encoding.UTF8.GetString(memory.ToArray()));
    }
}
