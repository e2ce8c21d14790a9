using Throughline.Domain.Contracts;
using Throughline.Features.Contracts;

namespace Throughline.CommandLine;

/// <summary><c>import-sow FILE…</c>: what was understood of statements of work, or with <c>--yes</c> the engagements made of them.</summary>
internal static class ImportSowCommand
{
    public static readonly Command Command = new(
        new CommandShape(
            "import-sow",
            "read statements of work; with --yes store the engagements",
            ["FILE…"],
            [
                new("--customer", "KEY", "the customer's key"),
                new("--yes", null, "store what was understood and print the engagement's key"),
            ],
            ["import-sow sow.docx", "import-sow sow.docx > draft.yaml", "import-sow draft.yaml --customer meridian --yes"]),
        RunAsync);

    private static async Task<int> RunAsync(Session session, CancellationToken stop)
    {
        var (statements, unreadable) = await ReadAsync(session, stop);
        if (unreadable)
            return 2;

        if (session.Arguments.Has("--yes"))
            return await StoreAsync(session, statements, stop);

        if (session.Json)
            await session.Output.WriteLineAsync(StatementText.ToJson(statements.Select(statement => statement.Reading)));
        else
            await session.Output.WriteAsync(string.Join("---\n", statements.Select(statement => StatementText.ToYaml(statement.Reading))));

        return 0;
    }

    private static async Task<(List<AcceptedStatement> Statements, bool Unreadable)> ReadAsync(Session session, CancellationToken stop)
    {
        var (statements, unreadable) = (new List<AcceptedStatement>(), false);
        foreach (var file in session.Arguments.Positional)
        {
            var (reading, problem) = await ReadAsync(file, stop);
            if (reading is not null)
            {
                statements.Add(new AcceptedStatement(Path.GetFileName(file), reading, session.Arguments.Value("--customer")));
                continue;
            }

            await session.Errors.WriteLineAsync($"{file}: {problem}");
            unreadable = true;
        }

        return (statements, unreadable);
    }

    private static async Task<(StatementReading? Reading, string? Problem)> ReadAsync(string file, CancellationToken stop)
    {
        if (!File.Exists(file))
            return (null, "There is no such file.");
        if (new FileInfo(file).Length > ReadStatement.MostBytes)
            return (null, "The file is larger than 20 MB; a statement of work is not.");

        var outcome = ReadStatement.Run(file, await File.ReadAllBytesAsync(file, stop));
        return outcome.Succeeded(out var reading, out var refusal) ? (reading, null) : (null, refusal.Message);
    }

    private static async Task<int> StoreAsync(Session session, List<AcceptedStatement> statements, CancellationToken stop)
    {
        var incomplete = statements
            .Select(statement => StoreStatement.Draft(statement).Succeeded(out _, out var problem) ? null : problem as StatementIncomplete)
            .OfType<StatementIncomplete>()
            .ToList();
        foreach (var field in incomplete.SelectMany(problem => problem.Fields))
            await session.Errors.WriteLineAsync(field.Sentence);

        if (incomplete.Count > 0)
            return 2;

        await using var open = await session.OpenAsync(stop);
        var outcome = await new StoreStatement(open.Database).RunAsync(statements, session.Operator, stop);
        if (!outcome.Succeeded(out var keys, out var refusal))
            throw new UsageException($"import-sow: {refusal.Message}");

        foreach (var key in keys)
            await session.Output.WriteLineAsync(key);

        return 0;
    }
}
