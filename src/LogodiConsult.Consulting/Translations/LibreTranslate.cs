using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LogodiConsult.Consulting.Translations;

public abstract record MachineOutcome
{
    public sealed record Translated(string Text) : MachineOutcome;

    /// <param name="After">The server said when to ask again.</param>
    public sealed record Later(string Reason, TimeSpan? After = null) : MachineOutcome;

    /// <summary>Asking again without a change cannot help.</summary>
    public sealed record Never(string Reason) : MachineOutcome;
}

/// <summary>One text through the HTTP API of LibreTranslate (github.com/LibreTranslate/LibreTranslate, <c>POST /translate</c>). Reasons never hold the text.</summary>
public sealed class LibreTranslate(MachineTranslationSettings settings) : IDisposable
{
    readonly HttpClient http = new(new SocketsHttpHandler
    {
        // A redirect would send the text where nobody was told of.
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = TimeSpan.FromSeconds(settings.TimeoutSeconds),
        MaxResponseContentBufferSize = settings.MostResponseBytes,
    };

    public async Task<MachineOutcome> TranslateAsync(string text, string from, string to, CancellationToken ct = default)
    {
        if (text.Length > settings.MostCharacters)
            return new MachineOutcome.Never($"longer than {settings.MostCharacters} characters");
        try
        {
            using var response = await http.PostAsJsonAsync(
                settings.Url!.TrimEnd('/') + "/translate", new Question(text, from, to, "text", string.IsNullOrEmpty(settings.ApiKey) ? null : settings.ApiKey), ct);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => await ReadAsync(response, ct),
                HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new MachineOutcome.Later($"HTTP {(int)response.StatusCode}", AfterOf(response)),
                HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new MachineOutcome.Later($"HTTP {(int)response.StatusCode}"),
                _ => new MachineOutcome.Never($"HTTP {(int)response.StatusCode}"),
            };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new MachineOutcome.Later($"no answer within {settings.TimeoutSeconds} s");
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            return new MachineOutcome.Never($"an answer of more than {settings.MostResponseBytes} bytes");
        }
        catch (HttpRequestException e)
        {
            return new MachineOutcome.Later($"{e.HttpRequestError}");
        }
    }

    public void Dispose() => http.Dispose();

    static async Task<MachineOutcome> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            var answer = JsonSerializer.Deserialize<Answer>(await response.Content.ReadAsByteArrayAsync(ct), JsonSerializerOptions.Web);
            // What cannot be stored is not there: an answer of such characters alone says nothing.
            var text = Storage.Texts.Clean(answer?.TranslatedText ?? "").Trim();
            return text.Length switch
            {
                0 => new MachineOutcome.Later("an answer without a translation"),
                > Segments.LongestText => new MachineOutcome.Never($"a translation of more than {Segments.LongestText} characters"),
                _ => new MachineOutcome.Translated(text),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new MachineOutcome.Later("an answer that is no JSON of LibreTranslate");
        }
    }

    /// <summary>At most an hour: a server that says "next week" is asked again all the same.</summary>
    static TimeSpan? AfterOf(HttpResponseMessage response)
    {
        var after = response.Headers.RetryAfter is { } said ? said.Delta ?? (said.Date - DateTimeOffset.UtcNow) : null;
        return after is { } wait && wait > TimeSpan.Zero ? (wait < TimeSpan.FromHours(1) ? wait : TimeSpan.FromHours(1)) : null;
    }

    sealed record Question(
        [property: JsonPropertyName("q")] string Text,
        [property: JsonPropertyName("source")] string From,
        [property: JsonPropertyName("target")] string To,
        [property: JsonPropertyName("format")] string Format,
        [property: JsonPropertyName("api_key"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ApiKey);

    sealed record Answer(string? TranslatedText);
}
