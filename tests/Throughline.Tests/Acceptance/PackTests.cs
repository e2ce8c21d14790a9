using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Throughline.Data.Recording;
using Throughline.Features.Acceptance;
using Throughline.Testing;
using Throughline.Tests.CommandLine;

namespace Throughline.Tests.Acceptance;

public sealed class PackTests(TestDatabases databases)
{
    private static readonly Actor Reader = new("ana@practice.example", Guid.CreateVersion7());
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_holds_the_pack_of_an_acceptance_checks_it_without_us_and_reads_who_decided_what_and_when()
    {
        await using var server = await AskedCustomer.StartAsync(databases);
        await DecideAsync(server);
        var pack = await PackAsync(server);

        var printed = await VerifyAsync(pack);

        Assert.Equal((0, ""), (printed.Exit, printed.Errors));
        var key = (await server.Get<PracticeKeys>().CurrentAsync(Stop)).Fingerprint;
        Assert.Equal($"Nothing was changed. M3 Pilot cutover of SOW-1042: It was accepted on 2026-03-12 by Laura Benning. Signed by Professional Services with the key {key}.\n", printed.Output);
        Assert.Equal(0, (await VerifyAsync(pack, "--key", PracticeKeys.Grouped(key).ToUpperInvariant())).Exit);
        using var zip = new ZipArchive(new MemoryStream(pack));
        Assert.Equal(["README.txt", "evidence.json", "evidence.html", "public-key.pem", "files/01-Processing-log.txt"], zip.Entries.Select(entry => entry.FullName));
        using var reader = new StreamReader(zip.GetEntry("evidence.html")!.Open());
        Assert.DoesNotContain("<script", await reader.ReadToEndAsync(Stop), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_same_state_makes_the_same_bytes_and_who_may_not_see_the_amount_gets_none()
    {
        await using var server = await AskedCustomer.StartAsync(databases);

        var pack = await PackAsync(server);

        Assert.Equal(pack, await PackAsync(server));
        Assert.Equal(92000m, (decimal)Record(pack)["milestone"]!["amount"]!);
        var without = await PackAsync(server, seesAmount: false);
        Assert.Null(Record(without)["milestone"]!["amount"]);
        Assert.DoesNotContain("92,000", Encoding.UTF8.GetString(without), StringComparison.Ordinal);
        Assert.Equal(5, Record(pack)["clock"]!["counted"]!.AsArray().Count);
    }

    [Fact]
    public async Task One_changed_bit_is_found_wherever_in_the_file_it_is()
    {
        await using var server = await AskedCustomer.StartAsync(databases);
        await DecideAsync(server);
        var pack = await PackAsync(server);

        using var file = new MemoryStream(pack, writable: true);
        for (var at = 0; at < pack.Length; at++)
        {
            // All eight bits of the seal, where no hash is over it; one after the other of what the hash is over.
            var bits = at >= pack.Length - PackSeal.Length ? Enumerable.Range(0, 8) : [at % 8];
            foreach (var bit in bits)
            {
                pack[at] ^= (byte)(1 << bit);
                var found = PackCheck.Run(file);
                pack[at] ^= (byte)(1 << bit);
                Assert.True(found.IsPack && found.Changed.Count > 0, $"Bit {bit} of byte {at} of {pack.Length} was changed and nobody noticed.");
            }
        }

        Assert.Empty(PackCheck.Run(file).Changed);
    }

    [Theory]
    [InlineData("1,204 shipments", "files/01-Processing-log.txt was changed.")]
    [InlineData("\"unit\": \"business_days\"", "Changed in evidence.json: the terms.")]
    [InlineData("\"2026-03-11\"", "Changed in evidence.json: the clock.")]
    [InlineData("\"detail\": \"{\\\"to\\\":\\\"laura", "Step 1 of the chain (requested) was changed, left out or put in.")]
    [InlineData("BEGIN PUBLIC", "public-key.pem was changed.")]
    public async Task What_was_changed_has_a_name(string where, string says)
    {
        await using var server = await AskedCustomer.StartAsync(databases);
        var pack = await PackAsync(server);
        var at = pack.AsSpan().IndexOf(Encoding.UTF8.GetBytes(where));

        pack[at + where.Length - 2] ^= 1;

        var printed = await VerifyAsync(pack);
        Assert.Equal((1, ""), (printed.Exit, printed.Output));
        Assert.Contains(says, printed.Errors.Split('\n'));
    }

    [Fact]
    public async Task A_pack_that_is_cut_off_or_added_to_is_found()
    {
        await using var server = await AskedCustomer.StartAsync(databases);
        var pack = await PackAsync(server);

        Assert.Equal(1, (await VerifyAsync(pack[..^1])).Exit);
        Assert.Equal(1, (await VerifyAsync([.. pack, (byte)'\n'])).Exit);
        Assert.Equal(1, (await VerifyAsync(pack[..200])).Exit);
    }

    [Fact]
    public async Task A_pack_made_anew_with_another_document_and_another_key_says_so()
    {
        await using var server = await AskedCustomer.StartAsync(databases);
        var pack = await PackAsync(server);
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        // Once with our key's public half left inside, once with everything made to fit the other key.
        var clumsy = await ForgedAsync(pack, foreign, swapsKey: false);
        var careful = await ForgedAsync(pack, foreign, swapsKey: true);

        var printed = await VerifyAsync(clumsy);
        Assert.Equal(1, printed.Exit);
        Assert.Contains("files/01-Processing-log.txt was changed.", printed.Errors, StringComparison.Ordinal);
        Assert.Contains("Signed by another key", printed.Errors, StringComparison.Ordinal);
        printed = await VerifyAsync(careful, "--key", (await server.Get<PracticeKeys>().CurrentAsync(Stop)).Fingerprint);
        Assert.Equal(1, printed.Exit);
        Assert.Contains("Signed by another key", printed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_pack_is_not_called_a_changed_one()
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create))
            zip.CreateEntry("a.txt");

        Assert.Equal(2, (await VerifyAsync(memory.ToArray())).Exit);
        Assert.Equal(2, (await VerifyAsync([])).Exit);
        Assert.Equal(2, (await VerifyAsync(RandomNumberGenerator.GetBytes(5000))).Exit);
        Assert.Equal(2, (await Terminal.WithoutDatabaseAsync("verify", "/nowhere/at/all.zip")).Exit);
    }

    private static async Task<byte[]> ForgedAsync(byte[] pack, ECDsa key, bool swapsKey)
    {
        var files = new List<(string Path, byte[] Content)>();
        using (var zip = new ZipArchive(new MemoryStream(pack)))
        {
            foreach (var entry in zip.Entries)
            {
                using var content = new MemoryStream();
                await using (var open = await entry.OpenAsync(Stop))
                    await open.CopyToAsync(content, Stop);

                files.Add((entry.FullName, content.ToArray()));
            }
        }

        var (log, pem, record) = (files.FindIndex(file => file.Path.StartsWith("files/", StringComparison.Ordinal)), files.FindIndex(file => file.Path == PackText.PublicKey), files.FindIndex(file => file.Path == PackText.Record));
        var ours = Record(pack)["practice"]!["key"]!.ToString();
        var changed = "8 March: no shipments.\n"u8.ToArray();
        if (swapsKey)
        {
            var theirPem = Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem() + "\n");
            var text = Encoding.UTF8.GetString(files[record].Content)
                .Replace(Hex(files[log].Content), Hex(changed), StringComparison.Ordinal).Replace(Hex(files[pem].Content), Hex(theirPem), StringComparison.Ordinal)
                .Replace(ours, PracticeKeys.FingerprintOf(key), StringComparison.Ordinal);
            files[record] = (PackText.Record, Encoding.UTF8.GetBytes(text));
            files[pem] = (PackText.PublicKey, theirPem);
        }

        files[log] = (files[log].Path, changed);
        using var made = new MemoryStream();
        await PackArchive.WriteAsync(made, files.Select(file => (file.Path, (Func<Task<Stream>>)(() => Task.FromResult<Stream>(new MemoryStream(file.Content))))), PackSeal.Length, Stop);
        var seal = new PackSeal(PackArchive.HashOf(made, 0, made.Length), PracticeKeys.FingerprintOf(key), "");
        seal = seal with { Signature = Convert.ToHexStringLower(key.SignData(Encoding.ASCII.GetBytes(seal.Said), HashAlgorithmName.SHA256)) };
        return [.. made.ToArray(), .. Encoding.ASCII.GetBytes(seal.ToString())];
    }

    private static string Hex(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static Task DecideAsync(PracticeServer server) => AskedCustomer.WriteAsync<bool>(server, async change =>
    {
        await change.ExecuteAsync("update acceptance_requests set state = 'accepted', decided_at = @At, decided_on = '2026-03-12', decided_by = 'Laura Benning', decided_via = 'page'", new { change.At });
        await Data.Acceptance.Evidence.AppendAsync(change, AskedCustomer.Request, "accepted", new { by = "Laura Benning" });
        return true;
    });

    private static async Task<byte[]> PackAsync(PracticeServer server, bool seesAmount = true)
    {
        using var memory = new MemoryStream();
        Assert.True((await server.Get<EvidencePack>().WriteAsync(AskedCustomer.Request, seesAmount, Reader, memory, Stop)).Succeeded(out _, out _));
        return memory.ToArray();
    }

    private static JsonNode Record(byte[] pack)
    {
        using var zip = new ZipArchive(new MemoryStream(pack));
        using var record = zip.GetEntry("evidence.json")!.Open();
        return JsonNode.Parse(record)!;
    }

    private static async Task<Terminal.Printed> VerifyAsync(byte[] pack, params string[] options)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, pack, Stop);
        try
        {
            return await Terminal.WithoutDatabaseAsync(["verify", file, .. options]);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
