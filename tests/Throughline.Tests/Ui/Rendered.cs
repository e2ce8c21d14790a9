using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Throughline.Tests.Ui;

/// <summary>A component as the browser gets it, without a server around it.</summary>
internal static class Rendered
{
    public static async Task<IElement> AsHtml<T>(params (string Name, object? Value)[] parameters) where T : IComponent
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var view = ParameterView.FromDictionary(parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value));
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(view)).ToHtmlString());
        return Parse(html);
    }

    /// <summary>Parts of a table stand alone only inside one.</summary>
    public static IElement Parse(string html)
    {
        var document = new HtmlParser().ParseDocument("<body></body>");
        var holder = html.TrimStart().StartsWith("<th", StringComparison.Ordinal) ? "<table><thead><tr>" + html : html;
        document.Body!.InnerHtml = holder;
        return document.Body;
    }

    public static RenderFragment Words(string text) => builder => builder.AddContent(0, text);
}
