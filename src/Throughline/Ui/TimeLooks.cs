using Throughline.Domain.Timekeeping;

namespace Throughline.Ui;

/// <summary>How the states of time look, the same on every page: an icon and a word, a colour never alone.</summary>
internal static class TimeLooks
{
    public static (Tone Tone, string Icon, string Word) Look(this TimeState state) => state switch
    {
        TimeState.Draft => (Tone.Quiet, "pencil", "draft"),
        TimeState.Submitted => (Tone.Accent, "send", "submitted"),
        TimeState.Approved => (Tone.Good, "circle-check", "approved"),
        TimeState.Rejected => (Tone.Bad, "circle-x", "sent back"),
    };
}
