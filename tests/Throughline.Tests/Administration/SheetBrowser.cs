using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Throughline.Tests.Administration;

/// <summary>A browser without script on a page that takes a sheet in.</summary>
internal sealed class SheetBrowser(HttpClient browser, string path)
{
    public async Task<IHtmlDocument> UploadAsync(string name, byte[] content)
    {
        var page = Parsed(await browser.GetStringAsync(new Uri(path, UriKind.Relative)));
        using var form = new MultipartFormDataContent();
        foreach (var input in page.QuerySelectorAll("form[enctype] input[type=hidden]").OfType<IHtmlInputElement>())
            form.Add(new StringContent(input.Value), input.Name!);

        using var file = new ByteArrayContent(content);
        form.Add(file, "Sheet", name);
        var answer = await browser.PostAsync(new Uri(path, UriKind.Relative), form);
        return Parsed(await answer.Content.ReadAsStringAsync());
    }

    // Sends the form as it stands, but for what is changed.
    public async Task<IHtmlDocument> SendAsync(IHtmlDocument page, string selector, params (string Name, string Value)[] changed)
    {
        var form = (IHtmlFormElement)page.QuerySelector(selector)!;
        var standing = form.Elements.SelectMany<IHtmlElement, (string Name, string Value)>(element => element switch
        {
            IHtmlInputElement { Type: "checkbox", IsChecked: false } => [],
            IHtmlInputElement { Name: { } name } input => [(name, input.Value)],
            IHtmlSelectElement { Name: { } name } select => [(name, select.Value ?? "")],
            _ => [],
        }).Where(field => changed.All(change => change.Name != field.Name)).Concat(changed);
        using var content = new FormUrlEncodedContent(standing.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        var answer = await browser.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Found or HttpStatusCode.UnprocessableEntity, $"{answer.StatusCode}: {await content.ReadAsStringAsync()}");
        return Parsed(await answer.Content.ReadAsStringAsync());
    }

    private static IHtmlDocument Parsed(string html) => new HtmlParser().ParseDocument(html);
}
