using Npgsql;

namespace Throughline.CommandLine;

/// <summary>A database setting: <c>postgresql://user:password@host:port/name?sslmode=…</c> or Npgsql's own form.</summary>
public static class Connection
{
    public static string FromSetting(string setting)
    {
        try
        {
            return setting.StartsWith("postgresql://", StringComparison.Ordinal) || setting.StartsWith("postgres://", StringComparison.Ordinal)
                ? FromUrl(new Uri(setting))
                : new NpgsqlConnectionStringBuilder(setting).ConnectionString;
        }
        catch (Exception failure) when (failure is ArgumentException or UriFormatException or FormatException)
        {
            throw new UsageException("The database setting is not understood. Write postgresql://user:password@host:5432/name");
        }
    }

    private static string FromUrl(Uri url)
    {
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = Uri.UnescapeDataString(url.Host),
            Port = url.Port > 0 ? url.Port : 5432,
            Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')),
        };
        var user = url.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
            builder.Username = Uri.UnescapeDataString(user[0]);

        if (user.Length > 1)
            builder.Password = Uri.UnescapeDataString(user[1]);

        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var left, var right] ? (left, Uri.UnescapeDataString(right)) : (pair, "true");
            Apply(builder, name, value);
        }

        return builder.ConnectionString;
    }

    private static void Apply(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        switch (name)
        {
            case "host": builder.Host = value; break;
            case "port": builder.Port = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture); break;
            case "sslmode": builder.SslMode = Enum.Parse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true); break;
            case "application_name": builder.ApplicationName = value; break;
            case "connect_timeout": builder.Timeout = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture); break;
            default: builder[name] = value; break;
        }
    }
}
