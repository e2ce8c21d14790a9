using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Throughline.Ui.Gallery;

namespace Throughline.Ui;

/// <summary>
/// Everything a page needs that is not a feature. In Program.cs: <c>builder.Services.AddUi()</c>; <c>app.UseUi()</c>
/// before sign-in is read, <c>app.MapUi()</c> after it.
/// </summary>
public static class UiSetup
{
    // Styles may be inline (widths of bars, positions of popovers); scripts may not, and nothing comes from outside.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public static IServiceCollection AddUi(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddProblemDetails();
        services.AddAntiforgery(options =>
        {
            options.HeaderName = "X-Antiforgery";
            options.Cookie.Name = "throughline.form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            // We send frame-ancestors 'none' on every answer; a second header would only repeat it on some.
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddResponseCompression(options =>
        {
            // Tokens in forms are encrypted anew for each page, so a compressed page does not leak them by its length.
            options.EnableForHttps = true;
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
        });
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        return services;
    }

    /// <summary>Security headers, the browser's files, compression and the pages for errors. First in the pipeline.</summary>
    public static WebApplication UseUi(this WebApplication app)
    {
        app.Use((http, next) =>
        {
            AddSecurityHeaders(http.Response.Headers);
            return next(http);
        });
        app.Use(WebFiles.ServeAsync);
        app.UseResponseCompression();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = ErrorPages.WriteAsync });
        app.UseStatusCodePages(failed => ErrorPages.WriteAsync(failed.HttpContext));
        return app;
    }

    /// <summary>Antiforgery and the pages. After authentication and authorisation, which both need.</summary>
    public static WebApplication MapUi(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
            app.UseGalleryShell();
        app.UseAntiforgery();
        var pages = app.MapRazorComponents<App>();
        if (app.Environment.IsDevelopment())
            app.MapGalleryAnswers();
        else
            pages.HideGallery();
        return app;
    }

    internal static void AddSecurityHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
    }
}
