namespace Throughline.Data.Mail;

/// <summary>A file that goes with a mail.</summary>
/// <param name="Type">Its media type.</param>
public sealed record MailAttachment(string Name, string Type, byte[] Content);

/// <summary>A mail to be sent: to one recipient, in plain sentences.</summary>
/// <param name="Recipient">The code of a person or the e-mail of an account.</param>
/// <param name="Subject">One line; line breaks in it become spaces.</param>
/// <param name="Text">Paragraphs parted by empty lines, without a greeting and without the link.</param>
public sealed record MailDraft(string Recipient, string Subject, string Text)
{
    /// <summary>Why it is sent: the kind of a notice, <c>report</c>, <c>digest</c>.</summary>
    public string Kind { get; init; } = "message";

    /// <summary>The same as markup, of what stands in the body; made from <see cref="Text"/> when left out.</summary>
    public string? Html { get; init; }

    /// <summary>The page of the program it is about, as a path; the sender makes it an address.</summary>
    public string? Link { get; init; }

    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];

    /// <summary>Somebody outside the practice, who is written to in place of <see cref="Recipient"/>.</summary>
    public MailAddressee? Outside { get; init; }

    /// <summary>A mail with a key that was ever queued is not queued again.</summary>
    public string? DedupeKey { get; init; }
}

/// <summary>Who is written to without being known to the program.</summary>
public sealed record MailAddressee(string Address, string Name);

/// <summary>A mail that a node has taken to send.</summary>
/// <param name="Attempts">This one included.</param>
public sealed record ClaimedMail(Guid Mail, string Address, string Name, string Subject, string Body, string? Html, string? Link, DateTimeOffset QueuedAt, int Attempts, bool Outside = false)
{
    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];
}

/// <summary>A mail that was not sent and will not be tried again by itself.</summary>
public sealed record StandingMail(Guid Mail, string Address, string Name, string Subject, DateTimeOffset QueuedAt, DateTimeOffset SettledAt, int Attempts, string Error);
