using Throughline.Domain.Engagements;

namespace Throughline.Ui;

/// <summary>One stage of an engagement on the full line: how far (0 waits, 1 is done), a fact, and a second line.</summary>
public sealed record StageFact(Stage Stage, decimal Done, string Fact, string More, string? Href = null, Tone Tone = Tone.Quiet, bool Here = false);
