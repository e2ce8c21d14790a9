using System.Globalization;
using Throughline.Domain.Engagements;

namespace Throughline.Domain.Timekeeping;

/// <summary>How many hours an engagement may hold: its budget, what signed change orders add and what approved work exceptions allow .</summary>
/// <param name="Hours">The ceiling.</param>
/// <param name="Used">What is approved of it.</param>
public sealed record HourCeiling(decimal Hours, decimal Used)
{
    public decimal Left => Hours - Used;

    /// <summary>Why so many further hours cannot be approved without a word on it; null while they fit, and for hours given back.</summary>
    public AboveCeiling? Refuse(EngagementKey engagement, decimal further) => further > 0m && further > Left ? new(engagement, Hours, Used, further) : null;
}

/// <summary>Time above what budget, change orders and work exceptions allow; an approver may take it upon themselves, with the reason.</summary>
public sealed record AboveCeiling(EngagementKey Engagement, decimal Ceiling, decimal Used, decimal Further) : Problem("R-216", string.Create(
    CultureInfo.InvariantCulture,
    $"{Engagement} may hold {Ceiling:0.####} hours and holds {Used:0.####}; {Further:0.####} more need a work exception or a change order. Ask for one, send the time back, or approve with the reason why it stands."));
