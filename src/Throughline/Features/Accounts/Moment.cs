using System.Globalization;

namespace Throughline.Features.Accounts;

/// <summary>An instant as the account's pages print it.</summary>
internal static class Moment
{
    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
