using System.Text.Json;
using Dapper;
using Throughline.Domain.Accounts;
using Throughline.Features.Accounts;

namespace Throughline.CommandLine;

/// <summary><c>token create</c>: an API token, alone on standard output, once.</summary>
internal static class TokenCommand
{
    public static readonly Command Create = new(
        new CommandShape(
            "token create",
            "make an API token for an account and print it, once",
            ["EMAIL"],
            [
                new("--scope", "SCOPE", $"what it is for: {string.Join(", ", Scopes.Codes)}", Repeated: true),
                new("--expires", "DATE", "the last day on which it works (default: until it is revoked)"),
            ],
            ["token create ana@example.org --scope read --scope time", "token create ops@example.org --scope read --expires 2027-01-31"]),
        CreateAsync);

    private static async Task<int> CreateAsync(Session session, CancellationToken stop)
    {
        var email = session.Arguments.Positional[0];
        var scopes = session.Arguments.Values("--scope")
            .Select(code => Scopes.Find(code) ?? throw new UsageException($"token create: there is no scope {code}. Scopes: {string.Join(", ", Scopes.Codes)}."))
            .ToList();
        var expires = session.Date("--expires");

        await using var open = await session.OpenAsync(stop);
        var account = await open.Database.ReadAsync(
            connection => connection.QuerySingleOrDefaultAsync<Guid?>(
                "select account from accounts where normalized_email = @normalized and not disabled", new { normalized = Account.Normalize(email) }),
            stop) ?? throw new UsageException($"token create: there is no active account {email}. See throughline user list");
        var made = await Tokens.CreateAsync(open.Database, session.Operator, account, "command line", scopes, expires, stop);
        if (!made.Succeeded(out var token, out var problem))
            throw new UsageException($"token create: {problem.Message}");

        await session.Output.WriteLineAsync(session.Json ? JsonSerializer.Serialize(new { token }) : token);
        return 0;
    }
}
