using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Throughline.Tests.Mail;

/// <summary>A mail as a server gets it: who it is for, and its bytes as text.</summary>
internal sealed record SunkMail(string To, string Data)
{
    /// <summary>The part of the type, decoded.</summary>
    public string Part(string type)
    {
        var at = Data.IndexOf("Content-Type: " + type, StringComparison.OrdinalIgnoreCase);
        Assert.True(at >= 0, $"There is no part {type}.");
        var begin = Data.IndexOf("\r\n\r\n", at, StringComparison.Ordinal) + 4;
        var end = Data.IndexOf("\r\n----boundary", begin, StringComparison.Ordinal);
        return Unquoted(Data[begin..(end < 0 ? Data.Length : end)]);
    }

    /// <summary>The header, unfolded, its encoded words read.</summary>
    public string Header(string name)
    {
        var head = Data[..Data.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", " ", StringComparison.Ordinal);
        var line = head.Split("\r\n").SingleOrDefault(one => one.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
        Assert.True(line is not null, $"There is no header {name}.");
        return Words(line![(name.Length + 1)..].Trim());
    }

    private static string Words(string value) => System.Text.RegularExpressions.Regex.Replace(
        value.Replace("?= =?", "?==?", StringComparison.Ordinal), @"=\?utf-8\?(B|Q)\?([^?]*)\?=",
        word => word.Groups[1].Value is "B" or "b"
            ? Encoding.UTF8.GetString(Convert.FromBase64String(word.Groups[2].Value))
            : Unquoted(word.Groups[2].Value.Replace('_', ' ')),
        System.Text.RegularExpressions.RegexOptions.IgnoreCase);

    private static string Unquoted(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '=')
                bytes.AddRange(Encoding.UTF8.GetBytes(text[i].ToString()));
            else if (text[i + 1] == '\r')
                i += 2;
            else
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}

/// <summary>A mail server that keeps what it gets, on a port of its own; it can be told to refuse.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource over = new();
    private readonly ConcurrentQueue<SunkMail> mails = new();
    private readonly Task serving;
    private int connections;

    public SmtpSink()
    {
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;
    public IReadOnlyList<SunkMail> Mails => [.. mails];
    public int Connections => connections;

    /// <summary>What a recipient is answered, when it is not a yes.</summary>
    public string? Refusal { get; set; }

    /// <summary>The lines of sign-in, when the sink asks for one.</summary>
    public ConcurrentQueue<string> SignIns { get; } = new();
    public bool AsksForPassword { get; set; }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        listener.Stop();
        await serving;
        over.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(over.Token);
                Interlocked.Increment(ref connections);
                _ = TalkAsync(client);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            async Task SayAsync(string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), over.Token);

            await SayAsync("220 sink");
            var to = "";
            while (await reader.ReadLineAsync(over.Token) is { } line)
            {
                if (line.StartsWith("EHLO", StringComparison.OrdinalIgnoreCase))
                    await SayAsync(AsksForPassword ? "250-sink\r\n250 AUTH LOGIN" : "250 sink");
                else if (line.StartsWith("AUTH", StringComparison.OrdinalIgnoreCase))
                    await SignInAsync(line, reader, SayAsync);
                else if (line.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase))
                {
                    to = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
                    await SayAsync(Refusal ?? "250 yes");
                }
                else if (line == "DATA")
                {
                    await SayAsync("354 go on");
                    var data = new StringBuilder();
                    while (await reader.ReadLineAsync(over.Token) is { } next && next != ".")
                        data.Append(next.StartsWith('.') ? next[1..] : next).Append("\r\n");

                    mails.Enqueue(new SunkMail(to, data.ToString()));
                    await SayAsync("250 kept");
                }
                else
                    await SayAsync(line == "QUIT" ? "221 bye" : "250 yes");
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            // The other side has gone.
        }
    }

    private async Task SignInAsync(string line, StreamReader reader, Func<string, Task> say)
    {
        SignIns.Enqueue(line);
        if (line.Split(' ').Length < 3)
        {
            await say("334 VXNlcm5hbWU6");
            SignIns.Enqueue(await reader.ReadLineAsync(over.Token) ?? "");
        }

        await say("334 UGFzc3dvcmQ6");
        SignIns.Enqueue(await reader.ReadLineAsync(over.Token) ?? "");
        await say("235 welcome");
    }
}
