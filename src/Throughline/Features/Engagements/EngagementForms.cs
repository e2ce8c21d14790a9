using System.Globalization;

namespace Throughline.Features.Engagements;

/// <summary>Reads the form as it was sent.</summary>
internal static class EngagementForms
{
    /// <param name="sent">What the browser sent.</param>
    /// <param name="money">False for those who may not see money: whatever they send of it is passed over.</param>
    public static EngagementForm Read(IFormCollection sent, bool money)
    {
        string? Of(string name) => sent[name] is [{ Length: > 0 } value, ..] ? value.Trim() : null;
        return new EngagementForm
        {
            Engagement = Of("Engagement"), Customer = Of("Customer"), Name = Of("Name"), Type = Of("Type"), Billing = Of("Billing"), Currency = Of("Currency")?.ToUpperInvariant(),
            ContractValue = Of("ContractValue"), BudgetHours = Of("BudgetHours"), StartDate = Of("StartDate"), Expires = Of("Expires"), KickoffDate = Of("KickoffDate"),
            Status = Of("Status"), Reason = Of("Reason"), InternalHealth = Of("InternalHealth"), CustomerHealth = Of("CustomerHealth"), ProjectManager = Of("ProjectManager"), Coordinator = Of("Coordinator"),
            Version = int.TryParse(Of("Version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0,
            WithMoney = money && Of("WithMoney") == "true",
        };
    }
}
