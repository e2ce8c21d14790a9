using System.Text.Json;
using Throughline.Data.Bundles;
using Throughline.Domain.Accounts;
using Throughline.Domain.Pricing;
using Throughline.Features.Administration;
using Throughline.Platform.Records;

namespace Throughline.Api;

/// <summary>/rates:preview and its like: what a price, a cost or an exchange rate would change, and nothing stored.</summary>
internal static class RatePreviewCalls
{
    public static void Map(ApiRoutes routes)
    {
        foreach (var file in RateChange.Files)
        {
            var resource = ApiSetup.Resources.First(resource => resource.File == file);
            routes.Post(resource.Path + ":preview", new ApiOperation("preview" + resource.Schema, resource.Tag, $"See what it would change: {RecordAccess.Of(file).One}", Scope.Finance, "RateEffect")
            {
                Body = resource.Schema + "New",
                Description = "Send what you would POST or PATCH. Figures are those of the reports margin and forecast, before and after; what cannot be computed is null. Time of closed periods keeps its price. Costs and margins are left out for those who may not see them.",
            }, call => PreviewAsync(call, file));
        }
    }

    private static async Task<IResult> PreviewAsync(ApiCall call, BundleFile file)
    {
        if (!(await JsonBody.ReadAsync(call.Http.Request, call.Stop)).Succeeded(out var body, out var problem)
            || !JsonBody.Cells(body, file).Succeeded(out var cells, out problem)
            || !(await call.Get<RatePreview>().RunAsync(file, cells, call.User, call.Stop)).Succeeded(out var sheet, out problem))
            return Problems.Of(problem);

        var costs = call.User.May(Act.SeeCost) && call.User.May(Act.SeeMargin);
        return new ApiAnswer(StatusCodes.Status200OK, Cells.Json(json => Write(json, sheet, costs)));
    }

    private static void Write(Utf8JsonWriter json, RateSheet sheet, bool costs)
    {
        json.WriteStartObject();
        json.WriteBoolean("replaces", sheet.Standing is not null);
        json.WriteNumber("entries", sheet.Effect.Entries);
        json.WriteString("hours", Cells.Number(sheet.Effect.Hours));
        json.WriteNumber("keptEntries", sheet.Effect.KeptEntries);
        json.WriteString("keptHours", Cells.Number(sheet.Effect.KeptHours));
        json.WriteStartArray("rows");
        foreach (var row in sheet.Effect.Rows)
        {
            json.WriteStartObject();
            json.WriteString("engagement", row.Engagement.Engagement.Value);
            json.WriteString("period", row.Month.ToString());
            json.WriteString("currency", row.Engagement.Currency.Code);
            json.WriteNumber("entries", row.Entries);
            json.WriteString("hours", Cells.Number(row.Hours));
            Both(json, "revenue", row.Revenue);
            Both(json, "booked", row.Booked);
            if (costs)
            {
                Both(json, "cost", row.Cost);
                Both(json, "margin", row.Margin);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Both(Utf8JsonWriter json, string name, (decimal? Before, decimal? After) change)
    {
        json.WriteString(name + "Before", Written(change.Before));
        json.WriteString(name + "After", Written(change.After));
    }

    private static string? Written(decimal? amount) =>
        amount is { } known ? Money.RoundCents(known).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture) : null;
}
