using Dapper;
using Npgsql;

namespace Throughline.Data.Acceptance;

/// <summary>
/// Reads for a customer as the role <c>throughline_portal</c>, which owns nothing: the database itself shows it the one
/// request and the columns that are shared. What a query forgets to ask for, it does not get.
/// </summary>
public static class PortalRead
{
    // Where the role could not be made (doctor says so) the queries' own conditions are the only wall.
    private const string Enter =
        """
        select set_config('throughline.acceptance_request', @request, true),
          case when to_regrole('throughline_portal') is not null and pg_has_role(current_user, to_regrole('throughline_portal'), 'member') then set_config('role', 'throughline_portal', true) end
        """;

    public static async Task<T> RunAsync<T>(Database database, string request, Func<NpgsqlConnection, Task<T>> read, CancellationToken stop)
    {
        await using var connection = await OpenAsync(database, request, stop);
        return await read(connection);
    }

    /// <summary>A connection inside a transaction that only reads; disposing it ends both.</summary>
    public static async Task<NpgsqlConnection> OpenAsync(Database database, string request, CancellationToken stop)
    {
        var connection = await database.OpenAsync(stop);
        try
        {
            await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, stop);
            await connection.ExecuteAsync(Enter, new { request });
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
