using System.Globalization;
using Throughline.Domain.Engagements;

namespace Throughline.Features.Engagements;

/// <summary>The fields of an engagement as they are typed, and what is wrong with their shape.</summary>
public sealed class EngagementForm
{
    public string? Engagement { get; set; }
    public string? Customer { get; set; }
    public string? Name { get; set; }
    public string? Type { get; set; }
    public string? Billing { get; set; }
    public string? Currency { get; set; }
    public string? ContractValue { get; set; }
    public string? BudgetHours { get; set; }
    public string? StartDate { get; set; }
    public string? Expires { get; set; }
    public string? KickoffDate { get; set; }
    public string? Status { get; set; }
    public string? Reason { get; set; }
    public string? InternalHealth { get; set; }
    public string? CustomerHealth { get; set; }
    public string? ProjectManager { get; set; }
    public string? Coordinator { get; set; }
    public int Version { get; set; }

    /// <summary>Whether the form had money in it; else the stored amounts stay.</summary>
    public bool WithMoney { get; set; }

    internal static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    internal static decimal? Number(string? text) =>
        decimal.TryParse(text?.Replace(",", "", StringComparison.Ordinal), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;

    internal bool NeedsReason => Status is "on_hold" or "cancelled";

    /// <summary>What an engagement's own fields must be, new or changed.</summary>
    internal IEnumerable<(string Field, string Message)> Mistakes()
    {
        if (string.IsNullOrWhiteSpace(Name))
            yield return ("Name", "Give the engagement a name.");
        if (Name?.Length > 200)
            yield return ("Name", "Keep the name under 200 characters.");
        if (EngagementStatuses.Words.Find(Status ?? "") is null)
            yield return ("Status", "Choose a status.");
        if (Day(StartDate) is null)
            yield return ("StartDate", "Choose the first day.");
        if (Day(Expires) is null)
            yield return ("Expires", "Choose the last day.");
        if (Day(Expires) < Day(StartDate))
            yield return ("Expires", "The last day cannot be before the first.");
        if (!string.IsNullOrEmpty(KickoffDate) && Day(KickoffDate) is null)
            yield return ("KickoffDate", "Write the day like 2026-03-31.");
        if (NeedsReason && string.IsNullOrWhiteSpace(Reason))
            yield return ("Reason", "Say why it is on hold or cancelled; others will read it here.");
        if (WithMoney && Number(ContractValue) is not >= 0m)
            yield return ("ContractValue", "Give an amount like 412000.00, not below zero.");
        if (WithMoney && !string.IsNullOrEmpty(BudgetHours) && Number(BudgetHours) is not >= 0m)
            yield return ("BudgetHours", "Give hours like 1640, not below zero.");
    }

    /// <summary>What only a new engagement states.</summary>
    internal IEnumerable<(string Field, string Message)> MistakesOfNew()
    {
        if (string.IsNullOrWhiteSpace(Engagement) || Engagement.Any(character => char.IsWhiteSpace(character) || character is '/' or '?' or '#' or '%'))
            yield return ("Engagement", "Give the statement of work's number, such as SOW-1042, without spaces.");
        if (string.IsNullOrEmpty(Customer))
            yield return ("Customer", "Choose the customer.");
        if (EngagementTypes.Words.Find(Type ?? "") is null)
            yield return ("Type", "Choose what kind of engagement it is.");
        if (Billings.Words.Find(Billing ?? "") is null)
            yield return ("Billing", "Choose how it is billed.");
        if (!Domain.Pricing.Currency.LooksLikeCode(Currency ?? ""))
            yield return ("Currency", "Give the currency's code, such as USD.");
    }
}
