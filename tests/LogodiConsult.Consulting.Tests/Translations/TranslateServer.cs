using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace LogodiConsult.Consulting.Tests.Translations;

/// <summary>A translation server on this machine that answers as told and remembers what it was sent.</summary>
sealed class TranslateServer : IDisposable
{
    readonly HttpListener listener = new();
    readonly CancellationTokenSource stopping = new();

    public TranslateServer()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        probe.Stop();
        listener.Prefixes.Add(Url + "/");
        listener.Start();
        _ = ServeAsync();
    }

    public string Url { get; }

    /// <summary>What arrived, oldest first.</summary>
    public ConcurrentQueue<JsonObject> Received { get; } = new();

    /// <summary>Status, body and headers for a request; the default translates by putting the language before the text.</summary>
    public Func<JsonObject, (int Status, string Body)> Answer { get; set; } = Translate;

    public TimeSpan Delay { get; set; }

    public string? RetryAfter { get; set; }

    public static (int, string) Translate(JsonObject asked) => (200, new JsonObject { ["translatedText"] = $"[{asked["target"]}] {asked["q"]}" }.ToJsonString());

    public void Dispose()
    {
        if (stopping.IsCancellationRequested)
            return;
        stopping.Cancel();
        listener.Close();
    }

    async Task ServeAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            _ = AnswerAsync(context);
        }
    }

    async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var asked = (JsonObject)JsonNode.Parse(await reader.ReadToEndAsync())!;
            asked["path"] = context.Request.Url!.AbsolutePath;
            Received.Enqueue(asked);
            await Task.Delay(Delay, stopping.Token);
            var (status, body) = Answer(asked);
            context.Response.StatusCode = status;
            if (RetryAfter is { } after)
                context.Response.AddHeader("Retry-After", after);
            var bytes = Encoding.UTF8.GetBytes(body);
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or OperationCanceledException)
        {
            // The other side has gone away, which is what some tests are about.
        }
    }
}
