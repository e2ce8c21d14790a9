namespace Throughline.Features.Accounts;

/// <summary>What a browser says of itself in the words its user knows it by: "Firefox on Windows".</summary>
internal static class BrowserName
{
    // Order matters: many browsers also name those they descend from.
    private static readonly (string Sign, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Sign, string Name)[] Systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "a Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    public static string Of(string? client)
    {
        var browser = Find(Browsers, client);
        return (browser, Find(Systems, client)) switch
        {
            (null, null) => string.IsNullOrWhiteSpace(client) ? "not told" : client.Length > 60 ? client[..60] + "…" : client,
            (null, { } system) => $"A browser on {system}",
            ({ } known, null) => known,
            ({ } known, { } system) => $"{known} on {system}",
        };
    }

    private static string? Find((string Sign, string Name)[] signs, string? client) =>
        signs.Where(sign => client?.Contains(sign.Sign, StringComparison.Ordinal) == true).Select(sign => sign.Name).FirstOrDefault();
}
