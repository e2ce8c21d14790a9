using System.Data;
using Dapper;

namespace Throughline.Data;

/// <summary>How Dapper reads and writes the types of the domain.</summary>
internal static class Mapping
{
    private static readonly Lock Gate = new();
    private static bool registered;

    public static void Register()
    {
        lock (Gate)
        {
            if (registered)
                return;

            DefaultTypeMap.MatchNamesWithUnderscores = true;
            SqlMapper.AddTypeHandler(new DateHandler());
            SqlMapper.AddTypeHandler(new InstantHandler());
            registered = true;
        }
    }

    private sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override void SetValue(IDbDataParameter parameter, DateOnly value)
        {
            parameter.DbType = DbType.Date;
            parameter.Value = value;
        }

        public override DateOnly Parse(object value) => value is DateTime instant ? DateOnly.FromDateTime(instant) : (DateOnly)value;
    }

    // PostgreSQL keeps instants, not offsets: what goes in is UTC, what comes out is UTC.
    private sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.ToUniversalTime();

        public override DateTimeOffset Parse(object value) => value is DateTime instant
            ? new DateTimeOffset(DateTime.SpecifyKind(instant, DateTimeKind.Utc))
            : (DateTimeOffset)value;
    }
}
