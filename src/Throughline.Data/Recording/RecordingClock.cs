namespace Throughline.Data.Recording;

/// <summary>
/// The program's clock: the system's, shifted while a trial clock is set. Everything that asks for the time asks here, and
/// the database stamps its history with the same shift.
/// </summary>
public sealed class RecordingClock(TimeProvider real) : TimeProvider
{
    private TimeSpan shift;

    /// <summary>How far ahead of (or behind) the real clock the program lives; zero outside trials.</summary>
    public TimeSpan Shift => shift;

    public override DateTimeOffset GetUtcNow() => real.GetUtcNow() + shift;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>From now on the clock shows the instant and runs on from there.</summary>
    public void MoveTo(DateTimeOffset instant) => shift = instant - real.GetUtcNow();

    public void ShiftBy(TimeSpan by) => shift = by;
}
