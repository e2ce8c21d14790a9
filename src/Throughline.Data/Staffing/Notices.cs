using System.Text.Json;
using Throughline.Data.Recording;

namespace Throughline.Data.Staffing;

/// <summary>What somebody is told and may act on in their inbox.</summary>
public static class Notices
{
    /// <summary>Tells once: as long as a notice of the kind about the subject is open, it is not repeated. Nobody to tell, nothing told.</summary>
    /// <param name="change">The change that is the cause.</param>
    /// <param name="kind">One of those the table knows.</param>
    /// <param name="recipient">The code of a person or the e-mail of an account.</param>
    /// <param name="subject">The booking it is about.</param>
    /// <param name="detail">What the sentence needs when the subject is gone.</param>
    public static async Task AddAsync(Change change, string kind, string? recipient, string subject, object? detail = null)
    {
        if (recipient is null)
            return;

        await change.ExecuteAsync(
            "insert into notices (kind, recipient, subject, at, detail) values (@kind, @recipient, @subject, @at, @detail::jsonb) on conflict (kind, subject) where done_at is null do nothing",
            new { kind, recipient, subject, at = change.At, detail = JsonSerializer.Serialize(detail ?? new { }) });
        await change.TellAsync("notices", subject);
    }
}
