using System.Net;

namespace LogodiConsult.Web.Tests.Support;

/// <summary>A form as it was sent, with its key; <paramref name="Plan"/> and <paramref name="Says"/> tell where and what to look for afterwards.</summary>
public sealed record SentForm(string Kind, long Plan, string Says, string Path, List<KeyValuePair<string, string>> Fields)
{
    public string Key => Fields.First(f => f.Key == "form-key").Value;
}

/// <summary>
/// Somebody who acts again and again on a program that may die at any moment. What was not answered is sent again, with its key, once the program is
/// back; so is the last act that was answered, as a nervous finger would.
/// </summary>
public sealed class BusyPerson(Visit visit, Func<int, SentForm> next) : IDisposable
{
    Visit visit = visit;
    SentForm? unanswered;
    string? answer;

    /// <summary>What was answered, each act once.</summary>
    public List<SentForm> Done { get; } = [];

    /// <summary>Forms that were sent again under the same key, whatever had become of them.</summary>
    public int Repeated { get; private set; }

    /// <summary>Acts until the program is gone.</summary>
    public async Task ActAsync(Uri site)
    {
        try
        {
            await CatchUpAsync(site);
            while (true)
            {
                unanswered = next(Done.Count + 1);
                await FinishAsync(unanswered);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // It died: what is unanswered is sent again when it is back.
        }
    }

    /// <summary>Sends again what was not answered, and what was answered last.</summary>
    public async Task CatchUpAsync(Uri site)
    {
        visit = visit.MovedTo(site);
        if (Done.Count > 0)
        {
            Repeated++;
            Assert.Equal(answer, await SendAsync(Done[^1]));
        }
        if (unanswered is not null)
        {
            Repeated++;
            await FinishAsync(unanswered);
        }
    }

    public void Dispose() => visit.Dispose();

    async Task FinishAsync(SentForm form)
    {
        answer = await SendAsync(form);
        Done.Add(form);
        unanswered = null;
    }

    async Task<string?> SendAsync(SentForm form)
    {
        var page = await visit.PostAsync(form.Path, form.Fields);
        Assert.True(page.Status == HttpStatusCode.SeeOther, $"{form.Kind} on {form.Path}: {page.Status} {string.Join('\n', page.Texts(".banner, .error"))}");
        return page.Location;
    }
}
