namespace Throughline.Features.Engagements;

internal static class EngagementsSetup
{
    public static void AddEngagements(this IServiceCollection services) => services
        .AddSingleton<LensViews>().AddScoped<EngagementView>().AddScoped<EngagementChoices>().AddScoped<ChangeEngagement>().AddScoped<NewEngagement>().AddScoped<Search>();

    public static void MapEngagements(this WebApplication app)
    {
        app.MapGet("/search", Search.AnswerAsync).ExcludeFromDescription();
        app.MapGet("/engagements", () => TypedResults.Redirect("/")).ExcludeFromDescription(); // Their list is the portfolio.
    }
}
