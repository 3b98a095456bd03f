using System.Text.Json;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting;

/// <summary>A double click, or a form sent again after a lost answer, is the same act: the same key with the same content gives the first
/// answer again; other content under the same key is a new act. The receipt is written in the act's own transaction.</summary>
public static class Once
{
    public static async Task<Result<T>> RunAsync<T>(UnitOfWork work, FormPost? form, Actor actor, Func<Task<Result<T>>> act)
    {
        if (form is null)
            return await act();
        if (await FormReceipts.FindAsync(work, form.Key, actor.PersonId, form.Digest) is { } answer)
            return JsonSerializer.Deserialize<T>(answer, Texts.StoredJson)!;
        var result = await act();
        if (!result.IsRefused)
            await FormReceipts.KeepAsync(work, form.Key, actor.PersonId, form.Digest, Texts.Json(result.Value));
        return result;
    }
}
