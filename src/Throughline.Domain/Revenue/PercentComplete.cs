namespace Throughline.Domain.Revenue;

/// <summary>How far fixed-fee work has come, and what of its price that releases (P-25, R-238).</summary>
public static class PercentComplete
{
    /// <summary>Approved hours of the budget's, not rounded, at most 100 and at least 0. The budget is above 0.</summary>
    public static decimal Of(decimal approvedHours, decimal budgetHours) => Math.Clamp(approvedHours * 100m / budgetHours, 0m, 100m);

    /// <summary>The highest step that is reached; 0 before the first.</summary>
    public static decimal Step(decimal percent, IReadOnlyList<decimal> steps) => steps.Where(step => step <= percent).DefaultIfEmpty(0m).Max();

    /// <summary>The share of the contract that is earned, in cents, less what was released; below 0 when too much was.</summary>
    public static decimal ToRelease(decimal contractValue, decimal percent, decimal released) =>
        Pricing.Money.RoundCents(contractValue * percent / 100m) - released;
}
