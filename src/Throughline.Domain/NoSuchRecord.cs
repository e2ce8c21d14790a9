namespace Throughline.Domain;

/// <summary>There is no such record, or the one who asks may not know of it: both read the same.</summary>
public sealed record NoSuchRecord(string Message) : Problem("access", Message);
