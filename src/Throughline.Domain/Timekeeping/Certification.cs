using System.Globalization;
using System.Text;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;

namespace Throughline.Domain.Timekeeping;

/// <summary>How far a person's quarter has come through the three levels (R-214).</summary>
public enum CertificationState { Generated, ManagerApproved, HeadApproved, FinanceApproved }

/// <summary>Who is asked next.</summary>
public enum CertificationLevel { DeliveryManager, HeadOfServices, Finance }

/// <summary>Approved hours of one day and subject, each entry counted once (R-213).</summary>
public sealed record CertifiedLine(DateOnly Date, EngagementKey? Engagement, string? Category, decimal Hours, bool Counts);

/// <summary>The hours of a person's fiscal quarter as they were when they were put together; they stay so, and their fingerprint says it (R-292).</summary>
/// <param name="Key">The quarter and the person: <c>FY27-Q1.p003</c>.</param>
/// <param name="Days">The whole quarter.</param>
/// <param name="CountedHours">Billable and creditable ones, as they were computed.</param>
/// <param name="AdjustedHours">What the head of services let count instead; null when nothing else.</param>
/// <param name="Content">The lines as text, which the fingerprint is of.</param>
/// <param name="Fingerprint">SHA-256 of the content, in hexadecimal digits.</param>
public sealed record Certification(
    string Key, string Quarter, PersonKey Person, DateRange Days, CertificationState State, decimal Hours, decimal CountedHours, decimal? AdjustedHours,
    string? AdjustmentReason, string Content, string Fingerprint, string GeneratedBy, DateTimeOffset GeneratedAt)
{
    public static string KeyOf(string quarter, PersonKey person) => $"{quarter}.{person.Value}";
}

public sealed record CertificationRefused(string Rule, string Message) : Problem(Rule, Message);

/// <summary>Delivery manager, head of services and finance, one after the other; what is sent back goes one level back.</summary>
public static class CertificationFlow
{
    /// <summary>Who decides on it now; null when finance has.</summary>
    public static CertificationLevel? Next(CertificationState state) => state switch
    {
        CertificationState.Generated => CertificationLevel.DeliveryManager,
        CertificationState.ManagerApproved => CertificationLevel.HeadOfServices,
        CertificationState.HeadApproved => CertificationLevel.Finance,
        CertificationState.FinanceApproved => null,
    };

    /// <summary>Where approving leads; the caller has asked <see cref="Refuse"/>.</summary>
    public static CertificationState After(CertificationState state) => state switch
    {
        CertificationState.Generated => CertificationState.ManagerApproved,
        CertificationState.ManagerApproved => CertificationState.HeadApproved,
        CertificationState.HeadApproved or CertificationState.FinanceApproved => CertificationState.FinanceApproved,
    };

    /// <summary>Where sending back leads: one level back, at the first nowhere further.</summary>
    public static CertificationState Before(CertificationState state) => state switch
    {
        CertificationState.Generated or CertificationState.ManagerApproved => CertificationState.Generated,
        CertificationState.HeadApproved => CertificationState.ManagerApproved,
        CertificationState.FinanceApproved => CertificationState.HeadApproved,
    };

    /// <summary>Why it cannot be decided on; null when it can. One person decides on one level.</summary>
    /// <param name="certification">As it stands, held.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="lastBy">Who decided on the level before; null when nobody has.</param>
    /// <param name="approve">Or send back.</param>
    /// <param name="reason">Needed to send back.</param>
    public static CertificationRefused? Refuse(Certification certification, string by, string? lastBy, bool approve, string? reason) => certification.State switch
    {
        CertificationState.FinanceApproved => new("R-214", $"{certification.Key} is certified by finance and stays so. What is wrong is corrected in the quarter that is open."),
        _ when !approve && string.IsNullOrWhiteSpace(reason) => new("R-291", "Say why you send this back, so that it can be put right."),
        CertificationState.Generated when !approve => new("R-214", "Nobody has approved this yet. Have the hours corrected and put the quarter together anew."),
        _ when approve && by == lastBy => new("separation_of_duties", "Each level is somebody else's. You decided on the level before."),
        _ => null,
    };

    /// <summary>Why the counted hours cannot become these; null when they can. It is the head's to say, with a reason.</summary>
    public static Problem? RefuseAdjustment(Certification certification, decimal hours, string? reason) =>
        certification.State is not CertificationState.ManagerApproved
            ? new CertificationRefused("R-214", "Counted hours are adjusted by the head of services, after the delivery manager and before finance.")
        : hours < 0m || hours > certification.Hours
            ? new InvalidFields("counted_hours", string.Create(CultureInfo.InvariantCulture, $"Counted hours are at least 0 and at most the {certification.Hours:0.####} approved ones.")) with { Rule = "R-214" }
        : string.IsNullOrWhiteSpace(reason) ? new InvalidFields("reason", "Say why other hours count.") with { Rule = "R-214" }
        : null;

    /// <summary>The lines as the text that is kept: a heading and one line each, in order.</summary>
    public static string Text(IEnumerable<CertifiedLine> lines)
    {
        var text = new StringBuilder("date,engagement,category,hours,counts\n");
        foreach (var line in lines.OrderBy(line => line.Date).ThenBy(line => line.Engagement?.Value, StringComparer.Ordinal).ThenBy(line => line.Category, StringComparer.Ordinal).ThenBy(line => line.Counts))
            text.Append(CultureInfo.InvariantCulture, $"{line.Date:yyyy-MM-dd},{line.Engagement?.Value},{line.Category},{line.Hours:0.####},{(line.Counts ? "true" : "false")}\n");

        return text.ToString();
    }

    public static readonly Wording<CertificationState> Words = new(Code);

    public static string Code(this CertificationState state) => state switch
    {
        CertificationState.Generated => "generated",
        CertificationState.ManagerApproved => "manager_approved",
        CertificationState.HeadApproved => "head_approved",
        CertificationState.FinanceApproved => "finance_approved",
    };

    /// <summary>As people call who decides.</summary>
    public static string InWords(this CertificationLevel level) => level switch
    {
        CertificationLevel.DeliveryManager => "delivery manager",
        CertificationLevel.HeadOfServices => "head of services",
        CertificationLevel.Finance => "finance",
    };
}
