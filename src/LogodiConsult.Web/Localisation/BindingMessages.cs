using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Localisation;

/// <summary>What a form sent and cannot be read (a day that is none, letters for a number) is told in the reader's language; the built-in sentences are English.</summary>
public static class BindingMessages
{
    public static void Translate(MvcOptions options)
    {
        var messages = options.ModelBindingMessageProvider;
        messages.SetAttemptedValueIsInvalidAccessor((_, _) => Unreadable);
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => Unreadable);
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => Unreadable);
        messages.SetNonPropertyValueMustBeANumberAccessor(() => Unreadable);
        messages.SetUnknownValueIsInvalidAccessor(_ => Unreadable);
        messages.SetValueIsInvalidAccessor(_ => Unreadable);
        messages.SetValueMustBeANumberAccessor(_ => Unreadable);
        messages.SetValueMustNotBeNullAccessor(_ => Unreadable);
        messages.SetMissingBindRequiredValueAccessor(_ => Unreadable);
        messages.SetMissingKeyOrValueAccessor(() => Unreadable);
        messages.SetMissingRequestBodyRequiredValueAccessor(() => Unreadable);
    }

    static string Unreadable => PageTexts.Pages.In(CultureInfo.CurrentUICulture)["form.unreadable"];
}
