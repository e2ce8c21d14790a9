using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Throughline.Features.Accounts;

namespace Throughline.Platform;

/// <summary>What sign-in is told by the server.</summary>
/// <param name="DataFolder">Where the key that protects the keys is, unless <paramref name="Key"/> gives it.</param>
/// <param name="Key">The setting THROUGHLINE_KEY.</param>
public sealed record AccountSettings(string DataFolder, string? Key = null)
{
    /// <summary>
    /// The real clock, also in a trial: moving the practice through its year neither signs anybody out nor lifts a lockout.
    /// </summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public int SignInsPerAddress { get; init; } = 30;
    public int SignInsPerAccount { get; init; } = 10;

    /// <summary>Null takes the policy api.rate_limit.</summary>
    public int? ApiRequestsPerMinute { get; init; }
}

/// <summary>
/// Accounts in the web application: <c>services.AddAccounts(settings)</c>; then <c>app.UseAccounts()</c> after routing and
/// before antiforgery and pages, and <c>app.MapAccounts()</c>. Needs the Database and the migrated tables at start.
/// </summary>
public static class AccountsSetup
{
    public const string SessionScheme = "session";
    internal const string SecondStepScheme = "second step";

    public static IServiceCollection AddAccounts(this IServiceCollection services, AccountSettings settings)
    {
        services.AddSingleton(settings);
        services.AddHttpContextAccessor();
        services.AddSingleton<AccessRules>().AddSingleton<ApiRate>();
        services.AddScoped(provider => CurrentUser.Of(provider.GetRequiredService<IHttpContextAccessor>().HttpContext)
            ?? throw new InvalidOperationException("Nobody is signed in to this request."));
        AddKeys(services, settings);
        AddIdentity(services);
        AddSchemes(services, settings);
        services.AddScoped<SignIn>().AddScoped<SecondStep>().AddScoped<SetUp>().AddScoped<SetPassword>().AddScoped<ChangePassword>();
        services.AddScoped<TwoFactor>().AddScoped<Sessions>().AddScoped<Tokens>().AddScoped<ChangeAccess>().AddScoped<Attempts>();
        services.AddScoped<AdministerAccounts>().AddScoped<AccountList>().AddScoped<ExplainAccess>();
        services.AddSingleton<SignInLimits>();
        // Links that sign in stand in paths; the framework would write each request's path into the log.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning));
        return services;
    }

    /// <summary>Who asks: from the session or the token to <see cref="CurrentUser"/>. Everything not marked anonymous needs one.</summary>
    public static WebApplication UseAccounts(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseApiLimit(new RequestLimit(TimeProvider.System, TimeSpan.FromMinutes(1)));
        app.Use(async (http, next) =>
        {
            if (http.User.Identity?.IsAuthenticated == true)
            {
                var access = await http.RequestServices.GetRequiredService<AccessRules>().CurrentAsync(http.RequestAborted);
                var user = CurrentUser.From(http.User, access);
                http.Features.Set(user);
                http.RequestServices.GetRequiredService<Acting>().As(user);
            }

            await next(http);
        });
        app.UseAuthorization();
        return app;
    }

    /// <summary>The endpoints that are not pages: sign-out and the demo's links.</summary>
    public static WebApplication MapAccounts(this WebApplication app)
    {
        app.MapPost("/sign-out", SignOut.RunAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/demo/{link}", OpenDemo.RunAsync).AllowAnonymous().ExcludeFromDescription();
        return app;
    }

    /// <summary>What commands need of accounts, without a web application.</summary>
    internal static IPasswordHasher<Account> Hasher() => new PasswordHasher<Account>(Options.Create(HashSettings()));

    // OWASP's number of rounds for PBKDF2 with SHA-512; the default is half of it.
    internal static PasswordHasherOptions HashSettings() => new() { IterationCount = 210_000 };

    private static void AddKeys(IServiceCollection services, AccountSettings settings)
    {
        services.AddSingleton(OuterKey.From(settings.Key, settings.DataFolder));
        services.AddDataProtection().SetApplicationName("Throughline");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = new KeysInDatabase(provider.GetRequiredService<Data.Database>());
            options.XmlEncryptor = new OuterKeyEncryptor(provider.GetRequiredService<OuterKey>());
        }));
    }

    private static void AddIdentity(IServiceCollection services)
    {
        services.AddScoped<Acting>();
        services.AddSingleton(Hasher());
        services.AddSingleton<Passwords>();
        services.AddIdentityCore<Account>(options => options.User.AllowedUserNameCharacters = "")
            .AddUserStore<AccountStore>()
            // One by one: the default set asks the store for a phone number.
            .AddTokenProvider<AuthenticatorTokenProvider<Account>>(TokenOptions.DefaultAuthenticatorProvider);
    }

    private static void AddSchemes(IServiceCollection services, AccountSettings settings)
    {
        // The API never takes the browser's session: a page elsewhere could send it along.
        services.AddAuthentication("caller")
            .AddPolicyScheme("caller", null, options => options.ForwardDefaultSelector = http =>
                http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) ? TokenSignIn.Scheme : SessionScheme)
            .AddScheme<AuthenticationSchemeOptions, TokenSignIn>(TokenSignIn.Scheme, null)
            .AddCookie(SessionScheme, options => Cookie(options, settings, "throughline", SessionStore.Idle))
            .AddCookie(SecondStepScheme, options => Cookie(options, settings, "throughline.step", TimeSpan.FromMinutes(10)));
        services.AddSingleton<SessionStore>();
        services.AddOptions<CookieAuthenticationOptions>(SessionScheme).Configure<SessionStore>((options, store) => options.SessionStore = store);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    private static void Cookie(CookieAuthenticationOptions options, AccountSettings settings, string name, TimeSpan life)
    {
        options.Cookie.Name = name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        // The trial on a laptop speaks plain HTTP; behind HTTPS the cookie never leaves it.
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = life;
        options.TimeProvider = settings.Clock;
        options.LoginPath = "/sign-in";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnRedirectToAccessDenied = refused =>
        {
            refused.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }
}
