using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Reviews;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages;

/// <summary>One's own phrases, to be put into comments with one click.</summary>
public sealed class PhrasesModel(PhraseService phrases) : ShellPage
{
    public IReadOnlyList<Phrase> Phrases { get; private set; } = [];

    /// <summary>The form that was refused, as it was typed; its id null for a new phrase.</summary>
    public (long? Id, string Text, string Language)? Typed { get; private set; }

    public async Task OnGetAsync() => Phrases = await phrases.OfAsync(Actor, Cancelled);

    public async Task<IActionResult> OnPostAsync(long? phrase, string? text, string? language, long baseVersion)
    {
        Typed = (phrase, text ?? "", language ?? Visitor!.Language);
        return await AfterAsync(await phrases.SaveAsync(new SavePhrase(phrase, Typed.Value.Language, Typed.Value.Text, baseVersion) { Form = FormPost }, Actor, Cancelled), "phrases.saved");
    }

    public async Task<IActionResult> OnPostDeleteAsync(long phrase) =>
        await AfterAsync(await phrases.DeleteAsync(phrase, Actor, FormPost, Cancelled), "phrases.deleted");

    async Task<IActionResult> AfterAsync<TValue>(Result<TValue> done, string receipt)
    {
        if (!done.IsRefused)
            return SeeOther("/me/phrases", T[receipt]);
        Phrases = await phrases.OfAsync(Actor, Cancelled);
        return Refused(done.Refusal!);
    }
}
