using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using LogodiConsult.Web.Errors;
using LogodiConsult.Web.Forms;
using LogodiConsult.Web.Localisation;
using LogodiConsult.Web.Pages;
using LogodiConsult.Web.Pages.Plans;
using LogodiConsult.Web.Pages.Workflows;
using LogodiConsult.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;

namespace LogodiConsult.Web.Hosting;

/// <summary>Builds the web site: one place where services and pipeline are put together, used by <c>serve</c> and by the tests.</summary>
public static class Site
{
    static readonly string[] CompressedToo = ["image/svg+xml", "application/problem+json", "text/calendar"];

    public static WebApplication Build(SiteStart start)
    {
        // Views, settings and static files travel beside the program; only the data folder follows the folder it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(Site).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = start.Environment,
        });
        // Outside Development the files compressed by the build are sent as they are, not looked at for changes on every request.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = builder.Environment.IsDevelopment().ToString();
        builder.Configuration.AddInMemoryCollection(start.Settings);
        // Read by name: of the address, unlike of every other setting, appsettings would win over the environment.
        if ((start.Urls ?? Environment.GetEnvironmentVariable("ASPNETCORE_URLS")) is { Length: > 0 } urls)
            builder.WebHost.UseUrls(urls);
        // Without it the built (not published) files would be found in Development only.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var settings = SiteSettings.From(builder.Configuration);
        builder.Services.AddSingleton(settings);
        AddServices(builder.Services, settings);
        builder.Services.AddConsulting(builder.Configuration);
        start.Services?.Invoke(builder.Services);
        var app = builder.Build();
        UsePipeline(app, settings);
        return app;
    }

    static void AddServices(IServiceCollection services, SiteSettings settings)
    {
        services.AddSingleton(TimeProvider.System);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
        // The default encoder writes Hangul and accented letters as numeric entities.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddHttpContextAccessor();
        services.AddResponseCompression(options =>
        {
            // Form tokens are masked anew in every answer, so compressing over HTTPS reveals nothing of them.
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, .. CompressedToo];
        });
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        services.AddProblemDetails();
        services.Configure<Microsoft.AspNetCore.Http.Features.FormOptions>(forms =>
        {
            // What is too long or too much is told by a sentence beside what was typed, not by a broken form: two million letters of any script
            // (a Korean one takes nine characters on its way), and the fields of a table far longer than any plan's.
            forms.ValueLengthLimit = 20_000_000;
            forms.ValueCountLimit = 20_000;
        });
        services.AddHealthChecks();
        services.AddLanguages();
        services.AddSignIn(settings);
        services.AddRateLimiter(SignInLimits.Set);
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "logodi.form";
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = settings.Https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true;
        });
        services.Configure<Microsoft.AspNetCore.Mvc.CookieTempDataProviderOptions>(options =>
            options.Cookie.SecurePolicy = settings.Https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest);
        services.AddSingleton<RefusalPresenter>();
        services.AddRouting(options => options.LowercaseUrls = true);
        services.AddRazorPages(options =>
        {
            options.Conventions.ConfigureFilter(new RecoverPostFilter());
            options.Conventions.ConfigureFilter(new KnownHandlers());
            options.Conventions.ConfigureFilter(new ReadableForms());
        });
        services.Configure<Microsoft.AspNetCore.Mvc.MvcOptions>(BindingMessages.Translate);
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
            foreach (var proxy in settings.TrustedProxies)
                options.KnownProxies.Add(proxy);
        });
    }

    static void UsePipeline(WebApplication app, SiteSettings settings)
    {
        app.Use(DirectRequest.NoteAsync);
        if (settings.TrustedProxies.Count > 0)
            app.UseForwardedHeaders();
        app.UseMiddleware<SecurityHeaders>();
        app.UseResponseCompression();
        app.UseWhen(IsApi, api => api.UseExceptionHandler().UseStatusCodePages());
        app.UseWhen(context => !IsApi(context), pages => pages.UseExceptionHandler("/error/500").UseStatusCodePagesWithReExecute("/error/{0}"));
        if (settings.Https)
            app.UseHsts().UseHttpsRedirection();
        app.UseRateLimiter();
        app.UseMiddleware<SoundForms>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseRequestLocalization();
        app.UseAuthorization();
        app.MapStaticAssets().AllowAnonymous();
        app.MapHealthChecks("/health").AllowAnonymous();
        app.MapRazorPages().WithStaticAssets();
        FileEndpoints.Map(app);
        SectionEndpoint.Map(app);
        ActivityEndpoint.Map(app);
        CalendarEndpoint.Map(app);
        // An address that does not exist is 404 for everybody, not a way to the sign-in.
        app.MapFallback("{**path}", () => Results.StatusCode(StatusCodes.Status404NotFound)).WithMetadata(new AllowAnonymousAttribute());
    }

    // The editor's own patches are answered to a script, not to a reader.
    static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api") || HttpMethods.IsPatch(context.Request.Method);
}
