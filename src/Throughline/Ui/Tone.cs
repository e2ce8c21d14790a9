namespace Throughline.Ui;

/// <summary>Green, amber and red only ever mean a state; the accent is what is under way.</summary>
public enum Tone { Quiet, Good, Warn, Bad, Accent }

internal static class ToneLooks
{
    public static string? Class(this Tone tone) => tone switch
    {
        Tone.Quiet => null,
        Tone.Good => "good",
        Tone.Warn => "warn",
        Tone.Bad => "bad",
        Tone.Accent => "acc",
    };

    public static string Icon(this Tone tone) => tone switch
    {
        Tone.Quiet => "progress",
        Tone.Good => "circle-check",
        Tone.Warn => "alert-triangle",
        Tone.Bad => "circle-x",
        Tone.Accent => "player-play",
    };
}
