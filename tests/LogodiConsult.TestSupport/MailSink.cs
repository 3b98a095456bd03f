using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace LogodiConsult.TestSupport;

/// <summary>What a mail server got: the envelope and the very octets.</summary>
public sealed record SunkMail(string From, IReadOnlyList<string> To, byte[] Octets)
{
    public MimeMessage Read()
    {
        using var stream = new MemoryStream(Octets);
        return MimeMessage.Load(stream);
    }
}

/// <summary>
/// A real SMTP server on a free port of this machine (RFC 5321, as much as a sender needs), that can be told to misbehave.
/// </summary>
public sealed class MailSink : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource stop = new();
    readonly ConcurrentBag<Task> conversations = [];
    readonly ConcurrentQueue<SunkMail> mails = new();
    readonly Task listening;

    public MailSink()
    {
        listener.Start();
        listening = ListenAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public IReadOnlyList<SunkMail> Mails => [.. mails];

    /// <summary>The answer to RCPT TO, such as <c>550 5.1.1 Nobody of that name</c>; null: welcome.</summary>
    public Func<string, string?> OnRecipient { get; set; } = _ => null;

    /// <summary>The answer after the mail has come, such as <c>452 Full</c>; null: taken.</summary>
    public string? AfterData { get; set; }

    /// <summary>Takes the connection and never says a word.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Takes the mail, says so, and hangs up instead of saying goodbye.</summary>
    public bool HangsUpAtQuit { get; set; }

    /// <summary>Hangs up in the middle of the mail.</summary>
    public bool HangsUpInData { get; set; }

    /// <summary>With a password set, AUTH PLAIN is offered and asked for.</summary>
    public (string User, string Password)? Login { get; set; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await Task.WhenAll([listening, .. conversations]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    async Task ListenAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(stop.Token);
            conversations.Add(TalkAsync(client));
        }
    }

    async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            await using var stream = client.GetStream();
            if (IsSilent)
            {
                await Task.Delay(Timeout.Infinite, stop.Token);
                return;
            }

            // Latin 1 keeps every octet as it came.
            using var reader = new StreamReader(stream, Encoding.Latin1);
            var conversation = new Conversation(this, reader, stream);
            await conversation.RunAsync();
        }
    }

    sealed class Conversation(MailSink sink, StreamReader reader, NetworkStream stream)
    {
        readonly List<string> to = [];
        string from = "";
        bool isKnown;

        public async Task RunAsync()
        {
            await SayAsync("220 sink ready");
            while (await reader.ReadLineAsync(sink.stop.Token) is { } line)
            {
                var command = line.Split(' ', ':')[0].ToUpperInvariant();
                if (command == "QUIT")
                {
                    if (!sink.HangsUpAtQuit)
                        await SayAsync("221 Bye");
                    return;
                }

                if (command == "DATA" && to.Count > 0)
                {
                    await SayAsync("354 Go on");
                    if (sink.HangsUpInData)
                        return;
                    await TakeAsync();
                }
                else
                {
                    await SayAsync(Answer(command, line));
                }
            }
        }

        string Answer(string command, string line) => command switch
        {
            "EHLO" => sink.Login is null ? "250-sink\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES" : "250-sink\r\n250-8BITMIME\r\n250 AUTH PLAIN",
            "HELO" or "NOOP" => "250 sink",
            "AUTH" => LogIn(line),
            "MAIL" when sink.Login is not null && !isKnown => "530 5.7.0 Who are you?",
            "MAIL" => Begin(line),
            "RCPT" => Recipient(line),
            "RSET" => Begin("<>"),
            _ => "500 What?",
        };

        string LogIn(string line)
        {
            var parts = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[^1])).Split('\0');
            isKnown = sink.Login is { } login && parts[^2] == login.User && parts[^1] == login.Password;
            return isKnown ? "235 2.7.0 Welcome" : "535 5.7.8 Wrong password";
        }

        string Begin(string line)
        {
            from = Address(line);
            to.Clear();
            return "250 2.1.0 Ok";
        }

        string Recipient(string line)
        {
            var address = Address(line);
            if (sink.OnRecipient(address) is { } refusal)
                return refusal;
            to.Add(address);
            return "250 2.1.5 Ok";
        }

        async Task TakeAsync()
        {
            var octets = new MemoryStream();
            while (await reader.ReadLineAsync(sink.stop.Token) is { } line && line != ".")
                octets.Write(Encoding.Latin1.GetBytes((line.StartsWith("..") ? line[1..] : line) + "\r\n"));
            if (sink.AfterData is null)
                sink.mails.Enqueue(new SunkMail(from, [.. to], octets.ToArray()));
            await SayAsync(sink.AfterData ?? "250 2.0.0 Taken");
        }

        async Task SayAsync(string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), sink.stop.Token);

        static string Address(string line) => line[(line.IndexOf('<') + 1)..line.IndexOf('>')];
    }
}
