using Throughline.Domain.Changes;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;

namespace Throughline.Domain.Reports;

internal static class ChangeOrdersReport
{
    private static readonly string[] Keys = ["engagement", "change_order"];

    private static readonly ReportColumns<(ChangeOrderRow Row, DateOnly? Updated), PracticeFacts> Columns =
        new ReportColumns<(ChangeOrderRow Row, DateOnly? Updated), PracticeFacts>("change-orders", Keys, (facts, _) => facts)
            .Text("engagement", row => row.Row.Engagement.Engagement.Value)
            .Text("change_order", row => row.Row.Order.ChangeOrder)
            .Text("kind", row => row.Row.Order.Kind.Text())
            .Money("amount", row => row.Row.Order.Amount, (_, row) => [Part(row.Row, row.Row.Order.Amount)])
            .Hours("hours", row => row.Row.Order.Hours, (_, row) => [Part(row.Row, null) with { Hours = row.Row.Order.Hours }])
            .Text("status", row => row.Row.Order.Status.Text())
            .Date("new_expires", row => row.Row.Order.NewExpires)
            .Money("forecast_effect_amount", row => row.Row.ForecastEffect, (_, row) => [Part(row.Row, row.Row.ForecastEffect) with { Weight = row.Row.ForecastEffect == row.Row.Order.Amount ? 1m : 0m }])
            .Date("updated", row => row.Updated)
            .Text("currency", row => row.Row.Engagement.Currency.Code);

    public static readonly ReportDefinition Definition = new()
    {
        Name = "change-orders",
        Columns = Columns.Public,
        Keys = Keys,
        UsesRange = false,
        Facts = FactSet.Engagements | FactSet.ChangeOrders,
        Build = (facts, request) => Columns.Sorted(facts, request, ChangeOrderEffect.Of(facts).Select(row => (row, Updated(row.Order, request)))),
    };

    private static DateOnly? Updated(ChangeOrderFact order, ReportRequest request) =>
        order.RecordedAt is { } at ? Zones.DayOf(at, request.Settings.Zone) : null;

    private static Part Part(ChangeOrderRow row, decimal? amount) => new(
        row.Order.Status is ChangeOrderStatus.Signed ? "signed_change_order" : "change_order", row.Order.ChangeOrder,
        row.Order.CompletesOn is { } day ? new DateRange(day, day) : null, Amount: amount);
}
