using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Throughline.Features.Acceptance;

/// <summary>The names of what is in a pack, and the words about it.</summary>
internal static class PackText
{
    public const string ReadMe = "README.txt", Record = "evidence.json", Page = "evidence.html", PublicKey = "public-key.pem";

    private const int LongestName = 80;

    /// <summary>What a pack says of itself to whoever opens it without Throughline.</summary>
    public static string ReadMeOf(PackFacts facts) =>
        $"""
        Evidence of an acceptance
        =========================

        {facts.Practice} asked {facts.Customer} to accept the milestone
        {facts.Request.Milestone} {facts.Title} of {facts.Request.Engagement} {facts.EngagementName}.
        {State(facts.Request.State, facts.Request.DecidedOn, facts.Request.DecidedBy)}

        {Page}    the whole story, to read and to print
        {Record}    the same for programs: terms, delivery, days counted,
                         decision, and each step in a chain of hashes
        {PublicKey}   the public half of the key that signed this file
        files/           the documents and mails, as they were

        Is it as it was made?
        The end of this ZIP file holds the SHA-256 of everything before it and a
        signature over that. The program Throughline checks it without a network
        or a database:

            throughline verify THIS-FILE

        To be sure who signed, ask {facts.Practice} for the fingerprint of its key
        and compare it with this one, or add it as --key FINGERPRINT:

            {PracticeKeys.Grouped(facts.Key.Fingerprint)[..35]}
            {PracticeKeys.Grouped(facts.Key.Fingerprint)[36..]}

        """.ReplaceLineEndings("\n");

    /// <summary>Where a file of the request stands in the pack: its number, and what of its name every system can write.</summary>
    public static string PathOf(int number, string name)
    {
        var plain = string.Concat(name.Normalize(NormalizationForm.FormC).Select(sign => char.IsLetterOrDigit(sign) || sign is '.' or '-' or '_' ? sign : '-')).Trim('-', '.');
        var kept = plain.Length <= LongestName ? plain : plain[^LongestName..].TrimStart('-', '.');
        return string.Create(CultureInfo.InvariantCulture, $"files/{number:00}-{(kept.Length == 0 ? "file" : kept)}");
    }

    /// <summary>The hash of a part of the record, of its text to the letter.</summary>
    public static string DigestOf(JsonElement part) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(part.GetRawText())));

    public static string PartName(string name) => name switch
    {
        "practice" => "the practice",
        "engagement" => "the engagement",
        "milestone" => "the milestone",
        "request" => "the request",
        "delivery" => "the delivery",
        "terms" => "the terms",
        "clock" => "the clock",
        "holds" => "the days that do not count",
        "replies" => "the replies",
        "decision" => "the decision",
        "chain" => "the chain of steps",
        "files" => "the list of files",
        _ => "a part that Throughline does not write",
    };

    /// <summary>What became of the request, in a sentence.</summary>
    public static string State(string state, DateOnly? on, string? by) => state switch
    {
        "accepted" => string.Create(CultureInfo.InvariantCulture, $"It was accepted on {on:yyyy-MM-dd} by {by}."),
        "deemed" => string.Create(CultureInfo.InvariantCulture, $"Nobody answered in time; it counts as accepted since {on:yyyy-MM-dd}, as the contract says."),
        "rejected" => string.Create(CultureInfo.InvariantCulture, $"It was rejected on {on:yyyy-MM-dd} by {by}."),
        "withdrawn" => "The request was withdrawn.",
        _ => "It was not decided when this file was made.",
    };

    /// <summary>What a whole pack is evidence of, in one line.</summary>
    public static string Line(JsonElement record)
    {
        var decision = record.GetProperty("decision");
        var (milestone, engagement) = (record.GetProperty("milestone"), record.GetProperty("engagement"));
        var on = decision.GetProperty("on").GetString();
        var line = $"Nothing was changed. {Of(milestone, "key")} {Of(milestone, "title")} of {Of(engagement, "key")}: "
            + State(Of(decision, "state"), on is null ? null : DateOnly.ParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture), decision.GetProperty("by").GetString())
            + $" Signed by {Of(record.GetProperty("practice"), "name")} with the key {Of(record.GetProperty("practice"), "key")}.";
        return string.Concat(line.Select(sign => char.IsControl(sign) ? ' ' : sign));
    }

    private static string Of(JsonElement part, string name) => part.GetProperty(name).GetString() ?? "";
}
