using System.Globalization;
using LogodiConsult.Web.SignIn;
using Microsoft.AspNetCore.Localization;
using Words = LogodiConsult.Consulting.Words.Languages;

namespace LogodiConsult.Web.Localisation;

/// <summary>The three languages of the site: the person's, else the cookie's, else the browser's, else Spanish.</summary>
public static class Languages
{
    public const string CookieName = "logodi.language";

    /// <summary>In the order of the language switch, each in its own name.</summary>
    public static IReadOnlyList<(string Code, string OwnName)> All { get; } = [("es", "Español"), ("ko", "한국어"), ("en", "English")];

    public static bool Knows(string? code) => Words.Knows(code);

    public static string Current => Words.Of(CultureInfo.CurrentUICulture);

    /// <summary>The language tag of the page (BCP 47).</summary>
    public static string Tag => Culture(Current).Name;

    public static CultureInfo Culture(string code) => Words.CultureOf(code);

    public static void AddLanguages(this IServiceCollection services)
    {
        services.AddSingleton<PageTexts>();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            var cultures = All.Select(l => Culture(l.Code)).ToList();
            options.DefaultRequestCulture = new RequestCulture(cultures[0]);
            options.SupportedCultures = options.SupportedUICultures = cultures;
            options.RequestCultureProviders =
            [
                new CustomRequestCultureProvider(context => Chosen(ActorAccessor.VisitorOf(context)?.Language)),
                new CustomRequestCultureProvider(context => Chosen(context.Request.Cookies[CookieName])),
                new CustomRequestCultureProvider(context => Chosen(Accepted(context.Request))),
            ];
        });
    }

    static Task<ProviderCultureResult?> Chosen(string? code) =>
        Task.FromResult(Knows(code) ? new ProviderCultureResult(Culture(code!).Name) : null);

    /// <summary>The best of the browser's wishes by its main language: es-419, ko or en-US are all understood.</summary>
    static string? Accepted(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(l => l.Quality ?? 1)
            .Select(l => l.Value.ToString().Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(Knows);
}
