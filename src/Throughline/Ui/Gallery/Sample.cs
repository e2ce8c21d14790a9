using Throughline.Domain;
using Throughline.Domain.Engagements;

namespace Throughline.Ui.Gallery;

internal sealed record SampleRow(
    string Number, string Name, string Customer, Stage Stage, HealthColor Us, HealthColor Them, string Billing, string Currency,
    decimal Value, decimal Earned, decimal Remaining, decimal[] Firm, decimal[] Soft, string Manager);

internal sealed record SampleRefusal() : Problem(
    "day_ledger", "Tomás Rivera has 8 hours free in the week of 20 April, and Harrow Media needs 16.");

/// <summary>Plausible content for the gallery, in the words of the product.</summary>
internal static class Sample
{
    private const HealthColor G = HealthColor.Green, Y = HealthColor.Yellow, R = HealthColor.Red;

    public static readonly SampleRow[] Rows =
    [
        new("SOW-1024", "Core banking test lab", "Alpenbank", Stage.Time, Y, R, "T&M", "EUR", 196000, 171500, -8900, [9, 5, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0], "Claire Dubois"),
        new("SOW-1009", "Observability rollout", "Redfern Rail", Stage.Time, R, Y, "T&M", "USD", 196000, 178900, -12300, [8, 4, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0], "Sam Whitlock"),
        new("SOW-1026", "Claims portal delivery", "Northgate Insurance", Stage.Delivery, Y, Y, "T&M", "USD", 372000, 215600, 28000, [9, 7, 7, 3, 0, 0], [0, 0, 0, 0, 0, 0], "Priya Raman"),
        new("SOW-1017", "Data residency programme", "Calder Health", Stage.Time, Y, G, "T&M", "USD", 640000, 388250, 78150, [9, 8, 8, 5, 2, 0], [0, 0, 0, 0, 0, 2], "Jonas Brandt"),
        new("SOW-1042", "Platform migration", "Meridian Freight", Stage.Acceptance, Y, G, "Fixed fee", "USD", 412000, 132000, 80000, [8, 9, 0, 0, 0, 0], [0, 0, 0, 7, 0, 0], "Ana Kovač"),
        new("SOW-1031", "CI consolidation", "Bright & Osei Bank", Stage.Delivery, G, Y, "T&M", "USD", 285000, 97500, 45000, [6, 8, 9, 7, 3, 0], [0, 0, 0, 0, 0, 2], "Priya Raman"),
        new("SOW-1036", "Grid data platform", "Vantaa Energia", Stage.Time, G, G, "T&M", "EUR", 510000, 168300, 86700, [7, 9, 9, 8, 6, 4], [0, 0, 0, 0, 0, 0], "Mikko Salonen"),
        new("SOW-1012", "Air-gapped install", "Osprey Aerospace", Stage.Closure, G, G, "Fixed fee", "USD", 265000, 265000, 0, [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0], "Jonas Brandt"),
        new("SOW-1048", "Runner fleet upgrade", "Harrow Media", Stage.Staffing, HealthColor.Unknown, HealthColor.Unknown, "T&M", "USD", 88000, 0, 88000, [0, 0, 0, 0, 0, 0], [2, 5, 6, 4, 0, 0], "Ana Kovač"),
    ];

    public static readonly StageFact[] Stages =
    [
        new(Stage.Scope, 1, "1,640 h estimated", "approved 19 Dec", "#"),
        new(Stage.Contracts, 1, "USD 412,000", "signed 12 Jan", "#"),
        new(Stage.Staffing, 0.83m, "5 of 6 roles hard", "1 request open", "#", Tone.Warn),
        new(Stage.Delivery, 0.37m, "604 of 1,640 h", "iteration 4 of 9", "#"),
        new(Stage.Time, 0.92m, "558 h approved", "46 h to approve", "#"),
        new(Stage.Acceptance, 0.4m, "2 of 5 accepted", "M3, day 3 of 5", "#", Tone.Accent, Here: true),
        new(Stage.Revenue, 0.32m, "USD 132,000", "32.04% earned", "#"),
        new(Stage.Closure, 0, "0 of 11 checks", "from 15 June", "#"),
    ];

    public static readonly ChartData Movement = new(
        ChartKind.Waterfall,
        ["A\n2 Mar", "Time above\nplan", "New hard\nbookings", "Change\norder sent", "Rate\nchange", "Soft\nreleased", "Milestone\npushed", "B\nnow"],
        [new("USD", [1_214_300.50m, 3_150, 27_750, 7_400, 2_220, -5_760, -30_000, 1_219_060.50m])],
        Digits: 2);

    public static readonly ChartData Months = new(
        ChartKind.Bars,
        ["Feb", "Mar", "Apr", "May", "Jun", "Jul"],
        [
            new("Actual", [346_660, 68_870, 0, 0, 0, 0], "actual"),
            new("Hard", [0, 164_040, 205_300, 203_100, 168_900, 93_760]),
            new("Soft", [0, 0, 14_400, 40_000, 62_000, 65_200], "soft"),
        ]);
}
