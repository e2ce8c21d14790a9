using System.Text.Json;
using Throughline.Features.Acceptance;

namespace Throughline.CommandLine;

/// <summary><c>verify FILE</c>: checks an evidence pack without a database or a network.</summary>
internal static class VerifyCommand
{
    private const int FingerprintDigits = 64;

    public static readonly Command Command = new(
        new CommandShape("verify", "check an evidence pack, without a database", ["FILE"], [new("--key", "FINGERPRINT", "the practice's key, as it told you; a pack that another key signed is refused")],
            ["verify evidence-SOW-1042-M3-1.zip", "verify pack.zip --key 5f0c…"]),
        (session, _) => Task.FromResult(Run(session)));

    private static int Run(Session session)
    {
        var file = Path.GetFullPath(session.Arguments.Positional[0]);
        if (!File.Exists(file))
            throw new UsageException($"verify: there is no file {file}.");

        using var stream = File.OpenRead(file);
        var findings = PackCheck.Run(stream, Fingerprint(session.Arguments.Value("--key")));
        if (!findings.IsPack)
            throw new UsageException($"verify: {file} is no evidence pack. Packs are the ZIP files that Throughline hands out with an acceptance.");

        if (session.Json)
            session.Output.WriteLine(JsonSerializer.Serialize(new { ok = findings.Changed.Count == 0, says = findings.Changed.Count == 0 ? findings.Says : null, changed = findings.Changed }));
        else if (findings.Changed.Count == 0)
            session.Output.WriteLine(findings.Says);

        foreach (var changed in session.Json ? [] : findings.Changed)
            session.Errors.WriteLine(changed);

        return findings.Changed.Count == 0 ? 0 : 1;
    }

    // As it is shown: in groups, in any case.
    private static string? Fingerprint(string? text)
    {
        if (text is null)
            return null;

        var digits = string.Concat(text.Where(sign => !char.IsWhiteSpace(sign) && sign is not (':' or '-')));
        return digits.Length == FingerprintDigits && digits.All(char.IsAsciiHexDigit)
            ? digits.ToLowerInvariant()
            : throw new UsageException($"verify: --key takes the {FingerprintDigits} hexadecimal digits of the practice's key.");
    }
}
